//! Lines to paragraphs: across lines, columns and pages, with the hyphens of line ends mended.

use std::collections::BTreeSet;

use super::glyphs::Line;
use super::margins::Page;

/// Distance of two lines of a paragraph at most, in sizes of the letters, and to the distance of those before.
const LEADING: f64 = 1.9;
const WIDER: f64 = 1.25;
/// Letters of one paragraph differ no more than that.
const SIZES: f64 = 0.12;
/// An indent, in sizes of the letters.
const INDENT: f64 = 0.8;
/// A gap within a line, in sizes of the letters.
const GAP: f64 = 4.0;
/// Paragraphs looked back at for the one that a page's first line goes on with: notes lie between.
const BACK: usize = 16;

/// A paragraph so far, and where its last line stands.
struct Open {
    text: String,
    last: Line,
    page: usize,
    lines: usize,
    leading: Option<f64>,
    /// Right end of its longest line.
    widest: f64,
}

/// The paragraphs of the pages, in the order in which they are drawn.
pub(super) fn of(pages: &[Page]) -> Vec<String> {
    let words = words(pages);
    let mut all: Vec<Open> = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        for line in &page.lines {
            let found = match all.last() {
                Some(open) if open.page == number && goes_on(open, line) => Some(all.len() - 1),
                Some(open) if open.page != number || line.base < open.last.base => {
                    elsewhere(&all, number, line)
                }
                _ => None,
            };
            match found.and_then(|at| all.get_mut(at)) {
                Some(open) => join(open, line, number, &words),
                None => all.push(Open {
                    text: line.text.clone(),
                    last: line.clone(),
                    page: number,
                    lines: 1,
                    leading: None,
                    widest: line.right,
                }),
            }
        }
    }
    let has_letter = |text: &String| text.chars().any(char::is_alphabetic);
    all.into_iter().map(|open| open.text.replace('\u{ad}', "")).filter(has_letter).collect()
}

/// The size of most letters; 0 where there are none.
pub(super) fn body_size(pages: &[Page]) -> f64 {
    let mut sizes: Vec<(f64, usize)> = pages
        .iter()
        .flat_map(|page| &page.lines)
        .map(|line| (line.size, line.text.chars().count()))
        .collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = sizes.iter().map(|(_, count)| count).sum::<usize>() / 2;
    let mut seen = 0;
    let middle = sizes.iter().find(|(_, count)| {
        seen += count;
        seen > half
    });
    middle.map_or(0.0, |(size, _)| *size)
}

fn alike(a: f64, b: f64) -> bool {
    (a - b).abs() <= SIZES * a.max(b)
}

/// True where a line of the same page goes on with the paragraph.
fn goes_on(open: &Open, line: &Line) -> bool {
    let last = &open.last;
    let size = line.size.max(last.size);
    let down = line.base - last.base;
    if down.abs() < 0.3 * size {
        let gap = line.left - last.right;
        return gap > -size && gap < GAP * size;
    }
    let near = down > 0.0
        && down <= LEADING * size
        && open.leading.is_none_or(|leading| down <= WIDER * leading);
    let overlap = line.left < last.right && line.right > last.left;
    if !(near && overlap && alike(line.size, last.size)) {
        return false;
    }
    let ended = is_end(&open.text);
    if ended && line.left - last.left > INDENT * size {
        return false;
    }
    // A short line without an end, and a capital after it: a heading.
    let width = line.right - last.left;
    let short = last.right < line.right - 0.25 * width;
    let heading = open.lines == 1 && short && !ended && !starts_small(&line.text);
    !heading
}

/// The paragraph that the first line of a column or page goes on with.
fn elsewhere(all: &[Open], page: usize, line: &Line) -> Option<usize> {
    let from = all.len().saturating_sub(BACK);
    let at = (from..all.len()).rev().find(|at| alike(all[*at].last.size, line.size))?;
    let open = &all[at];
    let near = page - open.page <= 1;
    let beside = |other: &&Open| {
        other.page == open.page && (other.last.left - open.last.left).abs() < line.size
    };
    let column = all[from..].iter().filter(beside).map(|other| other.widest).fold(0.0, f64::max);
    let several = open.lines > 1 || all[from..].iter().filter(beside).count() > 1;
    let full = several && open.last.right >= column - 2.0 * line.size;
    let goes = starts_small(&line.text) || is_hyphen(&open.text) || full;
    (near && goes && !is_end(&open.text)).then_some(at)
}

fn is_end(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']).ends_with(['.', '!', '?', ':', '…'])
}

fn starts_small(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_lowercase)
}

fn is_hyphen(text: &str) -> bool {
    text.ends_with(['-', '\u{2010}', '\u{ad}'])
}

fn join(open: &mut Open, line: &Line, page: usize, words: &BTreeSet<String>) {
    mend(&mut open.text, &line.text, words);
    let down = line.base - open.last.base;
    if page == open.page && down > 0.3 * line.size {
        open.leading = Some(open.leading.map_or(down, |leading| leading.min(down)));
    }
    open.lines += 1;
    // Another column, another right end.
    let same = page == open.page && down > -line.size;
    open.widest = if same { open.widest.max(line.right) } else { line.right };
    open.last = line.clone();
    open.page = page;
}

/// Joins two lines. A hyphen between small letters goes, unless the document writes the word with it elsewhere
/// and never without.
fn mend(text: &mut String, next: &str, words: &BTreeSet<String>) {
    let before = text.trim_end_matches(['-', '\u{2010}', '\u{ad}']);
    if before.len() == text.len() || !before.ends_with(char::is_alphanumeric) {
        text.push(' ');
        text.push_str(next);
        return;
    }
    let left = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let right = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let whole = format!("{left}{right}").to_lowercase();
    let parted = format!("{left}-{right}").to_lowercase();
    let soft = text.ends_with('\u{ad}');
    let keeps = !starts_small(next) || words.contains(&parted) && !words.contains(&whole);
    let end = before.len();
    text.truncate(end);
    if keeps && !soft {
        text.push('-');
    }
    text.push_str(next);
}

/// Words as they stand within lines, in small letters, with and without hyphens.
fn words(pages: &[Page]) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for line in pages.iter().flat_map(|page| &page.lines) {
        for word in line.text.split_whitespace() {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '-');
            if !word.is_empty() && !word.ends_with('-') {
                out.insert(word.replace('\u{2010}', "-").to_lowercase());
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, left: f64, base: f64) -> Line {
        let right = left + 5.0 * text.chars().count() as f64;
        Line { text: text.to_owned(), left, right, base, size: 10.0 }
    }

    fn page(lines: Vec<Line>) -> Page {
        Page { lines, height: 800.0 }
    }

    #[test]
    fn lines_become_paragraphs_across_columns_and_pages() {
        let small = Line { size: 7.0, ..line("1 A note below.", 50.0, 700.0) };
        let pages = [
            page(vec![
                line("Herring and the State", 50.0, 40.0),
                line("The two sides met in Port and signed an agree-", 50.0, 100.0),
                line("ment on quotas after a long-term dispute. A", 50.0, 112.0),
                line("second round was", 50.0, 124.0),
                line("put off. Another paragraph begins after a gap", 350.0, 100.0),
                line("A new one follows here and runs on and is long-", 350.0, 140.0),
                line("term as any, and then it goes to the next page of", 350.0, 152.0),
                small,
            ]),
            page(vec![line("Sylvania without an end of its own.", 50.0, 100.0)]),
        ];
        assert_eq!(
            of(&pages),
            [
                "Herring and the State",
                "The two sides met in Port and signed an agreement on quotas after a long-term dispute. A second round was put off. Another paragraph begins after a gap",
                "A new one follows here and runs on and is long-term as any, and then it goes to the next page of Sylvania without an end of its own.",
                "1 A note below.",
            ]
        );
    }

    #[test]
    fn headings_indents_and_cells_stand_apart() {
        let pages = [page(vec![
            line("Background", 50.0, 100.0),
            line("The fleets of Sylvania left Port at dawn and came back.", 50.0, 112.0),
            line("They caught little.", 62.0, 124.0),
            line("Cell", 400.0, 124.0),
            line("12 345", 50.0, 300.0),
        ])];
        assert_eq!(
            of(&pages),
            [
                "Background",
                "The fleets of Sylvania left Port at dawn and came back.",
                "They caught little.",
                "Cell"
            ]
        );
        assert_eq!(body_size(&pages), 10.0);
        assert_eq!(body_size(&[]), 0.0);
    }
}
