//! What changed between two overviews of one question: what is new, gone, revised, newly disputed.
//!
//! Points are matched by the spans they cite, then by their words; never by their place or label.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::firsts::{self, First};
use super::wording::{fill, long_day, point_day, wording};
use super::{Citation, Overview, Point, Section, Sentence};
use crate::model::day::{Day, days_between};
use crate::relations::disputes::figures_by_fate;
use crate::relations::shifts;
use crate::relations::terms::terms;

/// What changed, in the order of the newer overview, what is gone last.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Changes {
    pub(crate) question: String,
    pub(crate) title: String,
    pub(crate) from: Stand,
    pub(crate) to: Stand,
    pub(crate) changes: Vec<Change>,
    /// Sentences that stand in both.
    pub(crate) unchanged: usize,
}

/// Which overview it was.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Stand {
    pub(crate) as_of: Day,
    pub(crate) archive: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Change {
    pub(crate) kind: Kind,
    /// Heading of the section.
    pub(crate) section: String,
    /// Label and day of the point; absent for a section as a whole.
    pub(crate) point: Option<String>,
    /// What stands there now; for what is gone, what stood.
    pub(crate) now: Vec<Evidence>,
    /// What stood there before, where it was revised.
    pub(crate) before: Vec<Evidence>,
    /// "killed: 38 → 39", "outlets: 1 → 3".
    pub(crate) note: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// A relation is told for the first time.
    NewSection,
    /// What prevails in a relation is another.
    Course,
    /// A relation shifts: a break that stood in no section before.
    Shift,
    /// A new point tells the first event of its type for years.
    #[serde(rename = "first_of_kind")]
    First,
    NewPoint,
    /// A known point has another sentence.
    Added,
    /// A figure of a known point differs.
    Revised,
    NewlyDisputed,
    NoLongerDisputed,
    /// More or fewer outlets carry a known point.
    Outlets,
    Gone,
}

/// A sentence with where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Evidence {
    pub(crate) text: String,
    pub(crate) source: String,
    pub(crate) link: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) key: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Share of their words that two points have in common from which they tell one thing.
const SAME: f64 = 0.45;

/// A point with its section.
struct Placed<'a> {
    section: &'a str,
    dyad: Option<&'a [String; 2]>,
    item: &'a Point,
}

/// Compares two overviews of one question.
pub(crate) fn changes(old: &Overview, new: &Overview) -> Changes {
    let (was, is) = (placed(old), placed(new));
    let known: BTreeSet<Span<'_>> = was.iter().flat_map(|p| spans(p.item)).collect();
    let told: BTreeSet<Span<'_>> = is.iter().flat_map(|p| spans(p.item)).collect();
    let mut out = sections(old, new);
    let mut matched = BTreeSet::new();
    for point in &is {
        match counterpart(point, &was) {
            Some(at) => {
                matched.insert(at);
                of_point(new, old, point, &was[at], &known, &mut out);
            }
            // Its sentences stood in another point: nothing is new.
            None if spans(point.item).iter().all(|s| known.contains(s)) => {}
            None => out.push(new_point(new, point)),
        }
    }
    for (at, point) in was.iter().enumerate() {
        let stands = spans(point.item).iter().any(|s| told.contains(s));
        if !matched.contains(&at) && !stands {
            out.push(change(Kind::Gone, point, evidence(old, &point.item.sentences)));
        }
    }
    let stand = |s: &Overview| Stand { as_of: s.as_of, archive: s.archive.clone() };
    Changes {
        question: new.question.clone(),
        title: new.title.clone(),
        from: stand(old),
        to: stand(new),
        changes: out,
        unchanged: told.intersection(&known).count(),
    }
}

/// A point that did not stand before; where it tells a first, that is said.
fn new_point(new: &Overview, point: &Placed<'_>) -> Change {
    let told = evidence(new, &point.item.sentences);
    match &point.item.first {
        Some(first) => Change { note: Some(note_of(first)), ..change(Kind::First, point, told) },
        None => change(Kind::NewPoint, point, told),
    }
}

/// "the first ASSAULT coded between the two since 4 May 2014; …".
fn note_of(first: &First) -> String {
    let mut values = BTreeMap::from([
        ("type".to_owned(), first.kind.to_string()),
        ("others".to_owned(), first.others.to_string()),
        ("years".to_owned(), firsts::YEARS.to_string()),
    ]);
    let name = match first.previous {
        Some(day) => {
            values.insert("previous".to_owned(), long_day(day));
            "first"
        }
        None => "first_ever",
    };
    fill(wording().changes(name), &values)
}

/// What changed in a point that stood before.
fn of_point(
    new: &Overview,
    old: &Overview,
    now: &Placed<'_>,
    before: &Placed<'_>,
    known: &BTreeSet<Span<'_>>,
    out: &mut Vec<Change>,
) {
    let is_known = |t: &&Sentence| t.citations.iter().any(|c| known.contains(&span(c)));
    let (_, fresh): (Vec<&Sentence>, Vec<&Sentence>) =
        now.item.sentences.iter().partition(is_known);
    for told in fresh {
        let here = evidence(new, std::slice::from_ref(told));
        match revised(told, before.item) {
            Some((other, note)) => out.push(Change {
                before: evidence(old, std::slice::from_ref(other)),
                note: Some(note),
                ..change(Kind::Revised, now, here)
            }),
            None => out.push(change(Kind::Added, now, here)),
        }
    }
    if now.item.contested != before.item.contested {
        let kind = if now.item.contested { Kind::NewlyDisputed } else { Kind::NoLongerDisputed };
        out.push(change(kind, now, evidence(new, &now.item.sentences)));
    }
    if now.item.outlets != before.item.outlets {
        let note = format!("outlets: {} → {}", before.item.outlets, now.item.outlets);
        out.push(Change { note: Some(note), ..change(Kind::Outlets, now, Vec::new()) });
    }
}

/// The sentence that gave another figure of the same kind, and both figures in words.
fn revised<'o>(told: &Sentence, before: &'o Point) -> Option<(&'o Sentence, String)> {
    let figures = figures_by_fate(&quotes(told));
    before.sentences.iter().find_map(|other| {
        let others = figures_by_fate(&quotes(other));
        figures.iter().find_map(|(kind, now)| {
            let was = others.get(kind).filter(|was| was.is_disjoint(now))?;
            let list = |figures: &BTreeSet<u64>| {
                figures.iter().map(u64::to_string).collect::<Vec<_>>().join(", ")
            };
            Some((other, format!("{kind}: {} → {}", list(was), list(now))))
        })
    })
}

/// Sections that are new, gone, or headed by another course.
fn sections(old: &Overview, new: &Overview) -> Vec<Change> {
    let heads = |saved: &Overview| -> Vec<(Option<[String; 2]>, String)> {
        saved.sections.iter().map(|s| (s.dyad.clone(), s.heading.clone())).collect()
    };
    let (was, is) = (heads(old), heads(new));
    let of_section = |kind, section: &str, note: Option<String>| Change {
        kind,
        section: section.to_owned(),
        point: None,
        now: Vec::new(),
        before: Vec::new(),
        note,
    };
    let mut out = Vec::new();
    for (dyad, heading) in &is {
        match was.iter().find(|(other, _)| other == dyad) {
            None => out.push(of_section(Kind::NewSection, heading, None)),
            Some((_, before)) if before != heading => {
                let note = Some(format!("{before} → {heading}"));
                out.push(of_section(Kind::Course, heading, note));
            }
            Some(_) => {}
        }
    }
    for section in &new.sections {
        let before = old.sections.iter().find(|other| other.dyad == section.dyad);
        let known: Vec<Break<'_>> = before.into_iter().flat_map(breaks).collect();
        let fresh = breaks(section).filter(|now| !known.iter().any(|was| was.is_same(now)));
        // Of a relation that is told for the first time every break is old news.
        let fresh = fresh.filter(|_| before.is_some());
        let note = |now: &Break<'_>| Some(now.text.trim_end_matches('.').to_owned());
        out.extend(fresh.map(|now| of_section(Kind::Shift, &section.heading, note(&now))));
    }
    let gone = was.iter().filter(|(dyad, _)| !is.iter().any(|(other, _)| other == dyad));
    out.extend(gone.map(|(_, heading)| of_section(Kind::Gone, heading, None)));
    out
}

/// A shift that a section tells.
struct Break<'a> {
    text: &'a str,
    towards: &'a str,
    since: Day,
}

impl Break<'_> {
    /// Reports that come in later move the first day of a shift a little.
    fn is_same(&self, other: &Self) -> bool {
        let apart = days_between(self.since, other.since).abs();
        self.towards == other.towards && apart <= shifts::SPAN
    }
}

fn breaks(section: &Section) -> impl Iterator<Item = Break<'_>> {
    let told = section.course.iter().filter_map(|s| Some((s, s.computed.as_ref()?)));
    told.filter(|(_, c)| c.method == shifts::METHOD).filter_map(|(s, c)| {
        let (towards, since) = (c.inputs.get("towards")?, c.inputs.get("since")?);
        Some(Break { text: &s.text, towards, since: since.parse().ok()? })
    })
}

/// The older point that tells the same: the one that cites most of the same spans, else the one with
/// most of the same words.
fn counterpart(point: &Placed<'_>, was: &[Placed<'_>]) -> Option<usize> {
    let (own_spans, own_words) = (spans(point.item), words(point.item));
    let shared =
        |other: &Placed<'_>| own_spans.iter().filter(|s| spans(other.item).contains(s)).count();
    let resemblance = |other: &Placed<'_>| {
        let words = words(other.item);
        let least = words.len().min(own_words.len()).max(1);
        words.intersection(&own_words).count() as f64 / least as f64
    };
    let all = || was.iter().enumerate();
    let by_span = all().map(|(at, p)| (shared(p), at)).filter(|(n, _)| *n > 0);
    let by_span = by_span.max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
    let by_words = || {
        let near = all().filter(|(_, p)| p.dyad == point.dyad).map(|(at, p)| (resemblance(p), at));
        near.filter(|(share, _)| *share >= SAME)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
    };
    by_span.map(|(_, at)| at).or_else(|| by_words().map(|(_, at)| at))
}

/// Document, first byte, end.
type Span<'a> = (&'a str, usize, usize);

fn span(citation: &Citation) -> Span<'_> {
    (&citation.key, citation.start, citation.end)
}

fn spans(item: &Point) -> BTreeSet<Span<'_>> {
    item.sentences.iter().flat_map(|s| &s.citations).map(span).collect()
}

fn words(item: &Point) -> BTreeSet<String> {
    item.sentences.iter().flat_map(|s| terms(&quotes(s))).collect()
}

/// The source's own words, without our brackets.
fn quotes(told: &Sentence) -> String {
    told.citations.iter().map(|c| c.quote.as_str()).collect::<Vec<_>>().join(" ")
}

fn placed(overview: &Overview) -> Vec<Placed<'_>> {
    let mut out = Vec::new();
    for Section { heading, dyad, points, .. } in &overview.sections {
        let placed = |item| Placed { section: heading, dyad: dyad.as_ref(), item };
        out.extend(points.iter().map(placed));
    }
    out
}

fn change(kind: Kind, point: &Placed<'_>, now: Vec<Evidence>) -> Change {
    let item = point.item;
    Change {
        kind,
        section: point.section.to_owned(),
        point: Some(format!("{} ({})", item.label, point_day(item))),
        now,
        before: Vec::new(),
        note: None,
    }
}

fn evidence(saved: &Overview, told: &[Sentence]) -> Vec<Evidence> {
    let of = |t: &Sentence| {
        let cited = t.citations.first()?;
        let reference = saved.references.get(cited.reference);
        Some(Evidence {
            text: t.text.clone(),
            source: reference.map(|r| r.outlets.join(", ")).unwrap_or_default(),
            link: reference.and_then(|r| r.url.clone()),
            published: reference.and_then(|r| r.published).map(|day| day.to_string()),
            key: cited.key.clone(),
            start: cited.start,
            end: cited.end,
        })
    };
    told.iter().filter_map(of).collect()
}
