use super::*;

/// "at_least 38 people killed" for each figure of a sentence.
fn told(text: &str) -> Vec<String> {
    let name = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    find(text, Span::new(0, text.len()), &[])
        .iter()
        .map(|f| {
            let value = serde_json::to_value(f).expect("figures are plain");
            let range = f.upper.map(|upper| format!("–{upper}")).unwrap_or_default();
            let mut parts =
                vec![format!("{}{range}", f.value), name(&value["counts"]), f.unit.clone()];
            if f.bound != Bound::Exactly {
                parts.insert(0, name(&value["bound"]));
            }
            parts.extend(f.fate.clone());
            parts.retain(|p| !p.is_empty());
            parts.join(" ")
        })
        .collect()
}

#[track_caller]
fn check(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(told(text), *expected, "{text}");
    }
}

#[test]
fn people_and_what_befell_them() {
    check(&[
        ("At least 38 people were killed in Arland.", &["at_least 38 people people killed"]),
        (
            "A blast killed 12 soldiers and injured 40 others.",
            &["12 people soldiers killed", "40 people others hurt"],
        ),
        ("The crash killed 38 of the 67 people aboard.", &["38 people killed", "67 people people"]),
        ("Dozens of civilians are missing.", &["at_least 24 people civilians missing"]),
        ("Police arrested eight Norwegian citizens.", &["8 people norwegian citizens held"]),
        ("Norway expelled two Swedish diplomats.", &["2 people swedish diplomats expelled"]),
        ("Some 1,200 refugees fled.", &["about 1200 people refugees displaced"]),
        ("Twenty-one fishermen were released.", &["21 people fishermen freed"]),
        ("Peru deported 30 Bolivians.", &["30 people bolivians expelled"]),
        ("Chad killed 40 Sudanese riders.", &["40 people sudanese riders killed"]),
        ("The storm killed 300 sheep.", &[]),
        ("The virus killed 900 birds.", &["900 things birds"]),
        ("The raid left 9 dead.", &["9 people killed"]),
        ("It held 67 aboard, 38 dead, 29 survivors.", &["38 people killed", "29 people survivors"]),
        ("The report said 38 of 67 died.", &["38 people killed"]),
        ("Two hundred soldiers arrived.", &["200 people soldiers"]),
    ]);
}

#[test]
fn money_measures_and_durations() {
    check(&[
        ("Trade reached $4.8 billion.", &["4800000000 money USD"]),
        (
            "Trade was 529.4 million dollars, up 14.3%.",
            &["529400000 money USD", "14.3 measure percent"],
        ),
        ("Aid of AU$2m was sent.", &["2000000 money AUD"]),
        ("It pays up to 3 billion roubles.", &["up_to 3000000000 money RUB"]),
        ("The corridor is 43 km long.", &["43 measure km"]),
        (
            "Exports rose by 12 per cent to 785,000 tonnes.",
            &["12 measure percent", "785000 measure tonnes"],
        ),
        ("The court closed it for 30 days.", &["30 duration days"]),
        ("Between 40 and 50 ships sailed.", &["40–50 things ships"]),
        ("Trade rose 40% to 500 million dollars.", &["40 measure percent", "500000000 money USD"]),
        ("The ship carried 40 to 50 tonnes.", &["40–50 measure tonnes"]),
    ]);
}

#[test]
fn things_are_counted_by_their_noun() {
    check(&[
        ("Russia launched 98 drones and 69 missiles.", &["98 things drones", "69 things missiles"]),
        ("The states signed three agreements.", &["3 things agreements"]),
        ("More than 40 ships took part.", &["more_than 40 things ships"]),
    ]);
}

#[test]
fn what_is_no_figure_is_none() {
    check(&[
        ("Talks began in 2021.", &[]),
        ("Flight 8243 was late.", &[]),
        ("The flight 8243 was late.", &[]),
        ("Resolution 1701 stands.", &[]),
        ("A Su-24 was shot down.", &[]),
        ("Huseyn, 60, and Ziyad, 55, sued.", &[]),
        ("A minister met an envoy.", &[]),
        ("The 34-year-old man sued.", &[]),
    ]);
}

#[test]
fn a_number_of_a_time_is_no_figure() {
    let text = "On 25 December 12 ships sailed.";
    let found = find(text, Span::new(0, text.len()), &[Span::new(3, 14)]);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].value, found[0].span.of(text)), (12.0, Some("12 ships")));
}
