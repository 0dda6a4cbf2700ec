//! A saved overview is made again, byte by byte, from the archive as it stood.

use serde_json::json;

use crate::harness::Place;

const QUESTION: &str = "Norway vs Sweden";
const RAMMED: &str = "Sweden's navy rammed the Norwegian ferry Havsula off Gothenburg last Monday, killing 38 people.";

fn report(day: &str, outlet: &str, text: &str) -> String {
    let url = format!("https://{}.example/{day}", outlet.to_lowercase());
    let report = json!({ "url": url, "title": text, "date": day, "lang": "en", "outlet": outlet, "text": text });
    format!("{report}\n")
}

fn first() -> String {
    let quotas = "Sweden and Norway signed an agreement on herring quotas in Bergen.";
    report("2021-03-10", "Post", RAMMED) + &report("2021-04-01", "Times", quotas)
}

/// What arrives later: the same text at another outlet and on an earlier day, and a happening of the same time.
fn second() -> String {
    let expelled = "Norway expelled two Swedish diplomats from Oslo.";
    report("2021-03-01", "Star", RAMMED) + &report("2021-03-20", "Mail", expelled)
}

#[test]
fn the_same_bytes_come_from_the_archive_as_it_stood() {
    let place = Place::new();
    place.add("first.jsonl", first());
    let before = place.expect(0, &["overview", QUESTION, "--since", "2021", "--save"]);
    let address = before.err.split("Saved as ").nth(1).unwrap().trim().to_owned();
    let json = place.expect(0, &["overview", QUESTION, "--since", "2021", "--format", "json"]).out;

    let stands = place.expect(0, &["reproduce", &address]);
    assert!(stands.err.contains("which stands as it did"), "{}", stands.err);
    assert_eq!(stands.out, before.out);

    place.add("second.jsonl", second());
    let now = place.expect(0, &["overview", QUESTION, "--since", "2021"]);
    assert!(now.out.contains("expelled two Swedish diplomats"), "{}", now.out);
    let then = place.expect(0, &["reproduce", &address[..12]]);
    assert!(then.err.contains("as it stood then"), "{}", then.err);
    assert_eq!(then.out, before.out);
    let file = place.write("overview.json", &json);
    assert_eq!(place.expect(0, &["reproduce", &file, "--format", "json"]).out, json);

    // What was known already has not arrived anew.
    place.add("again.jsonl", first() + &second());
    assert_eq!(place.expect(0, &["reproduce", &file, "--format", "json"]).out, json);
}

#[test]
fn what_cannot_be_made_again_is_said() {
    let place = Place::new();
    place.add("first.jsonl", first());
    let json = place.expect(0, &["overview", QUESTION, "--format", "json"]).out;
    let changed = place.write("changed.json", json.replace("killing 38", "killing 83"));
    let ran = place.expect(1, &["reproduce", &changed]);
    assert!(ran.err.contains("Not the same bytes"), "{}", ran.err);
    assert!(ran.err.contains("killing 83") && ran.err.contains("killing 38"), "{}", ran.err);

    let elsewhere = Place::new();
    elsewhere.add("second.jsonl", second());
    let file = elsewhere.write("overview.json", &json);
    let ran = elsewhere.expect(2, &["reproduce", &file]);
    assert!(ran.err.contains("never stood with the fingerprint"), "{}", ran.err);
    assert!(ran.err.contains("--data"), "{}", ran.err);
}

#[test]
fn an_archive_is_asked_as_of_a_day_of_adding() {
    let place = Place::new();
    place.add("first.jsonl", first());
    let plain = place.expect(0, &["overview", QUESTION]).out;
    assert_eq!(place.expect(0, &["overview", QUESTION, "--archived-by", "9999"]).out, plain);
    place.expect(3, &["overview", QUESTION, "--archived-by", "2020"]);
}
