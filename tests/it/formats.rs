//! The four forms of an overview are well formed, whatever a source wrote.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::harness::{Place, article, corpus};

/// Titles and sentences that would be markup, had they the chance.
fn hostile() -> Place {
    let place = Place::new();
    place.add("strait.jsonl", corpus("strait.jsonl"));
    let nasty = "Norway accused Iceland of <script>alert(1)</script> & *stars* `ticks` [links](javascript:x) on 3 May 2024.";
    let mut line: Value = serde_json::from_str(&article(1, nasty)).unwrap();
    line["title"] = "</li><script>alert(2)</script> \"'>&amp; \u{1b}[31mred\u{1b}[0m".into();
    line["outlet"] = "<img src=x onerror=alert(3)>".into();
    line["url"] = "javascript:alert(4)".into();
    place.add("nasty.jsonl", format!("{line}\n"));
    place
}

fn shown(place: &Place, format: &str) -> String {
    place.expect(0, &["overview", "Norway vs Iceland and Ireland", "--format", format]).out
}

#[test]
fn html_is_one_whole_page_without_script() {
    let page = shown(&hostile(), "html");
    assert!(page.starts_with("<!doctype html>\n") && page.ends_with("</html>\n"));
    let tags = tags(&page);
    let names: BTreeSet<&str> = tags.iter().map(|tag| name(tag)).collect();
    for forbidden in ["script", "img", "iframe", "object", "embed", "link", "form", "base"] {
        assert!(!names.contains(forbidden), "<{forbidden}> in the page");
    }
    for tag in &tags {
        // Outside of quoted values.
        let handler = tag.split('"').step_by(2).any(|names| names.contains(" on"));
        assert!(!handler, "a handler in <{tag}>");
    }
    check_nesting(&tags);
}

/// Every tag closes in its order; void elements do not.
fn check_nesting(tags: &[&str]) {
    let mut open: Vec<&str> = Vec::new();
    for tag in tags.iter().filter(|tag| !tag.starts_with('!')) {
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "</{name}> closes another element"),
            None if matches!(name(tag), "meta" | "br") => {}
            None => open.push(name(tag)),
        }
    }
    assert!(open.is_empty(), "never closed: {open:?}");
}

#[test]
fn every_citation_in_html_leads_to_the_words() {
    let page = shown(&hostile(), "html");
    let tags = tags(&page);
    let ids: Vec<&str> = tags.iter().filter_map(|tag| attribute(tag, "id")).collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "an id stands twice: {ids:?}");
    let links: Vec<&str> = tags.iter().filter_map(|tag| attribute(tag, "href")).collect();
    let inner: Vec<&str> = links.iter().filter_map(|link| link.strip_prefix('#')).collect();
    assert!(inner.len() >= 8, "{links:?}");
    for link in &inner {
        assert!(unique.contains(link), "#{link} leads nowhere; there are {ids:?}");
    }
    for link in links.iter().filter(|link| !link.starts_with('#')) {
        assert!(link.starts_with("https://") || link.starts_with("http://"), "a link to {link}");
    }
}

/// What stands between `<` and `>`; in the page itself both signs are escaped everywhere else.
fn tags(page: &str) -> Vec<&str> {
    let body = page.split("</style>").nth(1).expect("one style sheet");
    let head = page.split("<style>").next().expect("a head");
    let parts = head.split('<').chain(["style>", "/style>"]).chain(body.split('<'));
    parts.filter_map(|part| part.split_once('>')).map(|(tag, _)| tag).collect()
}

fn name(tag: &str) -> &str {
    tag.split_whitespace().next().unwrap_or_default()
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    tag.split_once(&format!(" {name}=\""))?.1.split('"').next()
}

#[test]
fn markdown_has_headings_points_and_numbered_references() {
    let text = shown(&hostile(), "markdown");
    let count = |start: &str| text.lines().filter(|line| line.starts_with(start)).count();
    assert_eq!(count("# "), 1, "{text}");
    assert!(count("## ") >= 3 && count("- **") >= 5, "{text}");
    let references = text.split("\n## References\n").nth(1).expect("references");
    let numbered: Vec<&str> = references.lines().filter(|line| !line.trim().is_empty()).collect();
    assert!(!numbered.is_empty());
    for (at, line) in numbered.iter().enumerate() {
        assert!(line.starts_with(&format!("{}. ", at + 1)), "{line}");
        assert!(line.contains("bytes "), "the spans cited: {line}");
    }
    // Behind a backslash they are plain text.
    let bare = text.replace("\\<", "").replace("\\]", "");
    assert!(!bare.contains("<script") && !bare.contains("<img"), "{text}");
    assert!(!bare.contains("](javascript:"), "{text}");
}

#[test]
fn text_fits_the_page_and_numbers_its_references() {
    let text = shown(&hostile(), "text");
    for line in text.lines().filter(|line| !line.trim_start().starts_with("https://")) {
        assert!(line.chars().count() <= 100, "{} columns: {line}", line.chars().count());
    }
    let numbers: Vec<usize> = text
        .lines()
        .filter_map(|line| line.strip_prefix('[')?.split_once("] ")?.0.parse().ok())
        .collect();
    let list = numbers.len() / 2..numbers.len();
    assert!(!list.is_empty(), "{text}");
    let references = text.split("\nReferences\n").nth(1).expect("references");
    for n in 1..=references.lines().filter(|line| line.starts_with('[')).count() {
        assert!(references.contains(&format!("[{n}] ")), "reference {n} is missing:\n{references}");
    }
}

#[test]
fn no_form_carries_escape_codes_into_a_pipe() {
    let place = hostile();
    for format in ["text", "markdown", "html", "json"] {
        let shown = shown(&place, format);
        assert!(!shown.contains('\u{1b}'), "an escape code in {format}: {shown}");
    }
    for arguments in [
        &["search", "Iceland"][..],
        &["search", "accused", "--format", "jsonl"],
        &["events", "Norway vs Iceland"],
        &["events", "Norway vs Iceland", "--format", "csv"],
        &["status"],
        &["explain", "Norway \u{1b}[31maccused\u{1b}[0m Iceland."],
    ] {
        let ran = place.expect(0, arguments);
        assert!(!ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'), "{arguments:?}");
    }
}
