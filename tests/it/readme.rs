//! The overview in the README is what the program prints.

use crate::harness::Place;

#[test]
fn the_overview_in_the_readme_is_what_the_program_prints() {
    let readme = include_str!("../../README.md");
    let block = readme
        .split_once("<!-- overview -->")
        .and_then(|(_, rest)| rest.split_once("<!-- /overview -->"))
        .map(|(block, _)| block)
        .expect("the README marks its overview");
    let shown: Vec<&str> = block
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with("```") && *line != "[…]")
        .collect();
    assert!(shown.len() > 20, "the README shows an overview");
    let printed = Place::new().run(&["overview", "Russia vs Azerbaijan and Kazakhstan"]).out;
    for line in shown {
        assert!(printed.lines().any(|l| l == line), "the program does not print: {line}");
    }
}
