//! An overview read back from the JSON that `json` makes of it: every way to see one serves saved ones too.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::day::{Day, DaySpan, Precision};
use crate::model::event::Basis;
use crate::overview::firsts::First;
use crate::overview::{
    Citation, Computed, Dropped, Follows, Overview, Point, Reference, Searched, Section, Sentence,
    Understood, Window,
};

/// Reads an overview.
///
/// # Errors
/// Where it is no JSON, or lacks what every overview has.
pub(in crate::faces) fn read(json: &str) -> serde_json::Result<Overview> {
    let whole: Whole = serde_json::from_str(json)?;
    let (lead, sections) = told(whole.text_blocks);
    Ok(Overview {
        question: whole.question,
        title: whole.title,
        understood: whole.understood,
        as_of: whole.as_of,
        window: whole.window,
        searched: whole.searched,
        archive: whole.archive.fingerprint,
        sample: whole.archive.sample,
        lead,
        sections,
        references: whole.references.into_iter().map(Reference::from).collect(),
        not_found: whole.not_found,
        dropped: whole.dropped,
    })
}

#[derive(Deserialize)]
struct Whole {
    question: String,
    title: String,
    understood: Understood,
    as_of: Day,
    window: Window,
    archive: Archive,
    searched: Searched,
    text_blocks: Vec<Block>,
    references: Vec<Cited>,
    #[serde(default)]
    not_found: Vec<String>,
    #[serde(default)]
    dropped: Vec<Dropped>,
}

#[derive(Deserialize)]
struct Archive {
    fingerprint: String,
    sample: bool,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Block {
    Heading { snippet: String, dyad: Option<[String; 2]> },
    Paragraph { sentences: Vec<Told> },
    List { list: Vec<Item> },
}

#[derive(Deserialize)]
struct Told {
    text: String,
    citations: Vec<Citation>,
    day: Option<String>,
    day_precision: Option<Precision>,
    independent_outlets: usize,
    contested: bool,
    told_by: Option<String>,
    computed: Option<Computed>,
}

#[derive(Deserialize)]
struct Item {
    label: String,
    day: Option<String>,
    day_precision: Option<Precision>,
    day_basis: Option<Basis>,
    background: bool,
    reports: usize,
    outlets: usize,
    independent_outlets: usize,
    contested: bool,
    one_sided: Option<String>,
    #[serde(default)]
    direct: bool,
    follows: Option<Follows>,
    first_of_kind: Option<First>,
    sentences: Vec<Told>,
}

#[derive(Deserialize)]
struct Cited {
    key: String,
    outlets: Vec<String>,
    ownership: BTreeMap<String, String>,
    title: String,
    link: Option<String>,
    published_at: Option<String>,
    language: String,
    kind: Option<String>,
    written_by: Option<String>,
    also_at: Vec<String>,
}

/// What stands before the first heading is the lead; a paragraph under one tells the course of its relation.
fn told(blocks: Vec<Block>) -> (Vec<Sentence>, Vec<Section>) {
    let (mut lead, mut sections): (Vec<Sentence>, Vec<Section>) = (Vec::new(), Vec::new());
    for block in blocks {
        match block {
            Block::Heading { snippet: heading, dyad } => {
                sections.push(Section { heading, dyad, course: Vec::new(), points: Vec::new() });
            }
            Block::Paragraph { sentences } => {
                let course = sections.last_mut().map_or(&mut lead, |section| &mut section.course);
                course.extend(sentences.into_iter().map(Sentence::from));
            }
            Block::List { list } => {
                if let Some(section) = sections.last_mut() {
                    section.points.extend(list.into_iter().map(Point::from));
                }
            }
        }
    }
    (lead, sections)
}

/// Days as they are written, with how exactly they were told.
fn days(text: Option<String>, precision: Option<Precision>) -> Option<DaySpan> {
    let text = text?;
    let (first, last) = text.split_once('/').unwrap_or((&text, &text));
    let (first, last) = (DaySpan::parse(first)?, DaySpan::parse(last)?);
    let told = if text.contains('/') { Precision::Range } else { first.precision };
    Some(DaySpan { start: first.start, end: last.end, precision: precision.unwrap_or(told) })
}

impl From<Told> for Sentence {
    fn from(told: Told) -> Self {
        Self {
            text: told.text,
            citations: told.citations,
            day: days(told.day, told.day_precision),
            independent_outlets: told.independent_outlets,
            contested: told.contested,
            told_by: told.told_by,
            computed: told.computed,
        }
    }
}

impl From<Item> for Point {
    fn from(item: Item) -> Self {
        Self {
            label: item.label,
            day: days(item.day, item.day_precision),
            day_basis: item.day_basis,
            background: item.background,
            reports: item.reports,
            outlets: item.outlets,
            independent_outlets: item.independent_outlets,
            contested: item.contested,
            one_sided: item.one_sided,
            direct: item.direct,
            follows: item.follows,
            first: item.first_of_kind,
            sentences: item.sentences.into_iter().map(Sentence::from).collect(),
        }
    }
}

impl From<Cited> for Reference {
    fn from(cited: Cited) -> Self {
        Self {
            key: cited.key,
            outlets: cited.outlets,
            ownership: cited.ownership,
            title: cited.title,
            url: cited.link,
            published: days(cited.published_at, None),
            language: cited.language,
            kind: cited.kind,
            written_by: cited.written_by,
            also: cited.also_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer;
    use crate::faces::question::understand;
    use crate::faces::render::json;
    use crate::reading::lexicon::Lexicon;
    use crate::sample;

    #[test]
    fn what_is_saved_reads_back_whole() {
        let archive = sample::archive(Lexicon::embedded()).unwrap();
        for words in ["Russia vs Azerbaijan and Kazakhstan", "India and Pakistan", "Fiji and Malta"]
        {
            let question = understand(words).unwrap();
            let made =
                answer::overview(Lexicon::embedded(), &archive, &question, None, true).unwrap();
            let value = json::render(&made);
            let again = read(&value.to_string()).unwrap();
            assert_eq!(json::render(&again), value);
            assert_eq!(format!("{again:?}"), format!("{made:?}"));
        }
        assert!(read("[]").is_err() && read("{\"question\":\"x\"}").is_err());
    }
}
