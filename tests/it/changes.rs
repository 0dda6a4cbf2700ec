//! What changed since a saved overview: an archive grows, and the reader is told what that changes.

use serde_json::{Value, json};

use crate::harness::Place;

const QUESTION: &str = "Norway vs Sweden";

fn report(day: &str, outlet: &str, text: &str) -> String {
    let url = format!("https://{}.example/{day}", outlet.to_lowercase());
    let report = json!({ "url": url, "title": text, "date": day, "lang": "en", "outlet": outlet, "text": text });
    format!("{report}\n")
}

fn first() -> String {
    [
        (
            "2021-03-02",
            "Post",
            "Sweden's navy rammed the Norwegian ferry Havsula off Gothenburg, killing 38 people.",
        ),
        ("2021-03-09", "Herald", "Norway accused Sweden of sabotaging the pipeline near Halden."),
        (
            "2021-04-01",
            "Times",
            "Sweden and Norway signed an agreement on herring quotas in Bergen.",
        ),
    ]
    .map(|(day, outlet, text)| report(day, outlet, text))
    .concat()
}

fn array(changes: &Value) -> &Vec<Value> {
    changes["changes"].as_array().unwrap()
}

fn kinds(changes: &Value) -> Vec<&str> {
    array(changes).iter().map(|c| c["kind"].as_str().unwrap()).collect()
}

fn of_kind<'a>(changes: &'a Value, kind: &str) -> &'a Value {
    array(changes)
        .iter()
        .find(|c| c["kind"] == kind)
        .unwrap_or_else(|| panic!("no {kind} in {changes:#}"))
}

fn since_last(place: &Place) -> Value {
    place.json(&["overview", QUESTION, "--since-last", "--format", "json"])
}

#[test]
fn what_is_new_revised_and_disputed_since_the_last_look_is_told_with_its_evidence() {
    let place = Place::new();
    place.add("first.jsonl", first());
    let ran = place.expect(0, &["overview", QUESTION, "--since-last"]);
    assert!(ran.err.contains("this is the first") && ran.err.contains("Saved as "), "{}", ran.err);
    assert!(ran.out.contains("Havsula"), "{}", ran.out);

    let same = place.expect(0, &["overview", QUESTION, "--since-last"]);
    assert!(same.out.contains("Nothing changed: 3 sentences stand as before."), "{}", same.out);

    place.add(
        "second.jsonl",
        [
            report(
                "2021-03-03",
                "Star",
                "Sweden's navy rammed the Norwegian ferry Havsula off Gothenburg; 39 people died.",
            ),
            report(
                "2021-03-10",
                "Echo",
                "Sweden denied that it had sabotaged the pipeline near Halden.",
            ),
            report("2021-05-05", "Mail", "Norway expelled two Swedish diplomats from Oslo."),
        ]
        .concat(),
    );
    let changes = since_last(&place);
    let new = of_kind(&changes, "new_point");
    assert!(new["now"][0]["text"].as_str().unwrap().contains("expelled two Swedish diplomats"));
    assert_eq!(new["now"][0]["source"], "Mail");
    let revised = of_kind(&changes, "revised");
    assert_eq!(revised["note"], "killed: 38 → 39");
    assert!(revised["before"][0]["text"].as_str().unwrap().contains("38 people"));
    // The figures differ, and one of the charges is denied now.
    let disputed: Vec<&Value> =
        array(&changes).iter().filter(|c| c["kind"] == "newly_disputed").collect();
    assert_eq!(disputed.len(), 2, "{changes:#}");
    assert!(disputed[1]["now"].to_string().contains("Sweden denied"), "{disputed:#?}");
    assert!(!kinds(&changes).contains(&"gone"), "{changes:#}");
    // Told once: what was just told is not told again.
    assert_eq!(kinds(&since_last(&place)), Vec::<&str>::new());
}

#[test]
fn two_files_are_compared_and_what_is_gone_is_told() {
    let place = Place::new();
    place.add("first.jsonl", first());
    let all = place.expect(0, &["overview", QUESTION, "--format", "json"]).out;
    let early =
        place.expect(0, &["overview", QUESTION, "--as-of", "2021-03-20", "--format", "json"]).out;
    let (new, old) = (place.write("new.json", all), place.write("old.json", early));
    let told = place.expect(0, &["diff", &old, &new]).out;
    assert!(told.contains("herring quotas") && told.contains("\nNew\n"), "{told}");
    let back = place.expect(0, &["diff", &new, &old, "--format", "markdown"]).out;
    assert!(back.contains("## No longer told") && back.contains("herring quotas"), "{back}");
    // Without a newer file the question is asked of the archive.
    let today = place.expect(0, &["diff", &new]).out;
    assert!(today.contains("Nothing changed"), "{today}");
}

#[test]
fn what_is_no_overview_is_refused_with_a_way_out() {
    let place = Place::new();
    place.add("first.jsonl", first());
    for (name, content) in [
        ("empty.json", String::new()),
        ("other.json", "{\"a\": 1}".to_owned()),
        ("deep.json", "[".repeat(100_000)),
        ("text.json", "Norway and Sweden".to_owned()),
    ] {
        let file = place.write(name, content);
        let ran = place.expect(2, &["diff", &file]);
        assert!(
            ran.err.contains("no overview of Bilateral") && ran.err.contains("--format json"),
            "{}",
            ran.err
        );
    }
    let ran = place.expect(2, &["diff", "nowhere.json"]);
    assert!(ran.err.contains("cannot read nowhere.json"), "{}", ran.err);
    let ran = place.expect(2, &["overview", QUESTION, "--since-last", "--format", "html"]);
    assert!(ran.err.contains("leave --format html out"), "{}", ran.err);
}

#[test]
fn a_saved_overview_has_the_address_of_its_bytes() {
    let place = Place::new();
    place.add("first.jsonl", first());
    let address = |err: &str| err.rsplit("Saved as ").next().unwrap().trim().to_owned();
    let one = place.expect(0, &["overview", QUESTION, "--save"]);
    let two = place.expect(0, &["overview", QUESTION, "--save"]);
    assert_eq!(address(&one.err), address(&two.err), "the same bytes");
    let told = place.expect(0, &["diff", &address(&one.err)[..12]]).out;
    assert!(told.contains("Nothing changed"), "{told}");
}

#[test]
fn a_shift_and_the_first_attack_for_years_are_told_as_such() {
    let place = Place::new();
    let towns = ["Bergen", "Oslo", "Stockholm", "Malmo", "Gothenburg"];
    let talks = (0..20).map(|n| {
        let (month, town) = (n % 12 + 1, towns[n % towns.len()]);
        let text = format!("Norway and Sweden held talks on herring quotas of area {n} in {town}.");
        report(&format!("{}-{month:02}-11", 2018 + n / 12), "Post", &text)
    });
    place.add("talks.jsonl", talks.collect::<String>());
    place.expect(0, &["overview", QUESTION, "--since-last"]);
    let attacks = [
        ("03", "Norway's air force bombed a Swedish radar station near Kiruna."),
        ("05", "Norwegian troops attacked a Swedish convoy near Karlstad."),
        ("09", "Norway shelled Swedish positions on the Klar river."),
        ("12", "Norwegian forces attacked the Swedish garrison of Mora."),
    ];
    let attacks = attacks.map(|(day, text)| report(&format!("2020-02-{day}"), "Post", text));
    place.add("attacks.jsonl", attacks.concat());
    let changes = since_last(&place);
    let shift = of_kind(&changes, "shift");
    let note = shift["note"].as_str().unwrap();
    assert!(note.starts_with("From 3 February 2020 on conflict"), "{note}");
    let first = of_kind(&changes, "first_of_kind");
    let note = first["note"].as_str().unwrap();
    assert_eq!(
        note,
        "the first ASSAULT coded between the two in this archive; 20 other events in the 5 years before"
    );
    // Told once, and not again when more of the same is reported.
    let more = "Norwegian forces attacked the Swedish garrison of Falun.";
    place.add("more.jsonl", report("2020-02-15", "Post", more));
    let kinds_now = since_last(&place);
    assert!(!kinds(&kinds_now).contains(&"shift"), "{kinds_now:#}");
    assert!(!kinds(&kinds_now).contains(&"first_of_kind"), "{kinds_now:#}");
}
