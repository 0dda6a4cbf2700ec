//! What stands in the margin of every page: running heads, feet and page numbers, which are no part of the text.

use std::collections::{BTreeMap, BTreeSet};

use super::glyphs::Line;

/// The part of a page's height, above and below, that may be margin.
const MARGIN: f64 = 0.12;
/// Pages on which the same line is a running head.
const PAGES: usize = 3;

/// The lines of a page and its height in points.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Page {
    pub(super) lines: Vec<Line>,
    pub(super) height: f64,
}

/// Takes out what repeats in the margins, numbers aside, and the numbers of the pages.
pub(super) fn clear(pages: &mut [Page]) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages.iter() {
        let keys: BTreeSet<String> = page
            .lines
            .iter()
            .filter(|line| is_margin(line, page.height))
            .map(|line| key(&line.text))
            .collect();
        for key in keys {
            *counts.entry(key).or_default() += 1;
        }
    }
    let enough = pages.len().clamp(2, PAGES);
    for page in pages {
        let height = page.height;
        page.lines.retain(|line| {
            let runs = counts.get(&key(&line.text)).is_some_and(|count| *count >= enough);
            !(is_margin(line, height) && (runs || is_number(&line.text)))
        });
    }
}

fn is_margin(line: &Line, height: f64) -> bool {
    line.base < MARGIN * height || line.base > (1.0 - MARGIN) * height
}

/// The line in small letters with `#` for each number.
fn key(text: &str) -> String {
    let mut out = String::new();
    for c in text.to_lowercase().chars() {
        match c {
            c if c.is_ascii_digit() && out.ends_with('#') => {}
            c if c.is_ascii_digit() => out.push('#'),
            c => out.push(c),
        }
    }
    out
}

/// A number alone, in figures or Roman.
fn is_number(text: &str) -> bool {
    let letters = || text.chars().filter(|c| c.is_alphanumeric());
    let length = letters().count();
    (1..=6).contains(&length)
        && (letters().all(|c| c.is_ascii_digit()) || letters().all(|c| "ivxlc".contains(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(lines: &[(&str, f64)]) -> Page {
        let line = |(text, base): &(&str, f64)| Line {
            text: (*text).to_owned(),
            left: 50.0,
            right: 300.0,
            base: *base,
            size: 10.0,
        };
        Page { lines: lines.iter().map(line).collect(), height: 800.0 }
    }

    #[test]
    fn heads_feet_and_numbers_go_and_the_text_stays() {
        let mut pages: Vec<Page> = (1..=3)
            .map(|n| {
                page(&[
                    ("Herring Institute, Report 7", 30.0),
                    (
                        if n == 2 { "A line at the top of a page" } else { "In 2021 it ended." },
                        60.0,
                    ),
                    ("The same words on each page.", 400.0),
                    (&format!("Page {n} of 3"), 780.0),
                    (&format!("– {n} –"), 790.0),
                ])
            })
            .collect();
        clear(&mut pages[..]);
        let left: Vec<Vec<&str>> = pages
            .iter()
            .map(|page| page.lines.iter().map(|line| line.text.as_str()).collect())
            .collect();
        let body = "The same words on each page.";
        assert_eq!(left[0], ["In 2021 it ended.", body]);
        assert_eq!(left[1], ["A line at the top of a page", body]);
        let mut single = [page(&[("A title", 40.0), ("xii", 790.0), ("1", 400.0)])];
        clear(&mut single[..]);
        assert_eq!(single[0].lines.len(), 2, "one page has no running head");
    }
}
