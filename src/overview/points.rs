//! Happenings to points: the sentences that tell them, their label, day and disputes.

use std::collections::{BTreeMap, BTreeSet};

use super::audit::check_label;
use super::choose::{Scope, stands_alone};
use super::cite::References;
use super::course::computed;
use super::labels::{label, plain};
use super::wording::short_span;
use super::{Point, Sentence, Window};
use crate::model::day::Precision;
use crate::model::event::{Basis, Dated, Status};
use crate::reading::lexicon::Lexicon;
use crate::relations::Dyad;
use crate::relations::disputes::{denies, dispute};
use crate::relations::happenings::{Happening, independent_outlets};
use crate::relations::statements::Statement;
use crate::relations::terms::Weights;

/// Points of background a section opens with at most: fewer where much is told of the window.
const MOST_BACKGROUND: usize = 5;
const LEAST_BACKGROUND: usize = 2;
/// Weight two reports of a happening must share to count as carrying the same point.
const SAME_POINT: f64 = 0.2;
/// With so many dated happenings those without a day are not told.
const ENOUGH_DATED: usize = 4;

/// Builds points and collects their references.
pub(crate) struct Composer<'p, 'd> {
    pub(crate) lexicon: &'p Lexicon,
    pub(crate) pool: &'p [Statement<'d>],
    pub(crate) weights: &'p Weights,
    pub(crate) window: Window,
    pub(crate) references: References,
    /// Sentences told so far.
    pub(crate) told: BTreeSet<usize>,
}

impl Composer<'_, '_> {
    /// Background first, then the window, each in day order.
    pub(crate) fn points(
        &mut self,
        dyad: Option<&Dyad>,
        all: &[Happening],
        most: usize,
    ) -> Vec<Point> {
        let window = self.window;
        // Without a day nothing can be told of a period that was asked for.
        let is_told = |h: &&Happening| {
            h.began_within(window.since, window.until) || (h.first().is_none() && !window.asked)
        };
        let mut inside: Vec<Happening> = all.iter().filter(is_told).cloned().collect();
        // Nobody knows how old an undated page is: it is told only where little else is.
        if inside.iter().filter(|h| h.first().is_some()).count() >= ENOUGH_DATED {
            inside.retain(|h| h.first().is_some());
        }
        // What is told as background is an act of one of the two, not a text that names both.
        let before: Vec<Happening> = all
            .iter()
            .filter(|h| !window.asked && h.first().is_some_and(|day| day < window.since))
            .filter(|h| dyad.is_none_or(|d| h.members.iter().any(|&m| is_act_of(&self.pool[m], d))))
            .cloned()
            .collect();
        let scope = Scope { pool: self.pool, weights: self.weights, dyad };
        let recent = scope.choose(&inside, all, adapted(inside.len(), most));
        let room = most.saturating_sub(recent.len()).clamp(LEAST_BACKGROUND, MOST_BACKGROUND);
        let background = scope.choose(&before, all, adapted(before.len(), room));
        let mut chosen: Vec<(bool, &Happening)> =
            background.into_iter().map(|h| (true, h)).collect();
        chosen.extend(recent.into_iter().map(|h| (false, h)));
        let chosen: Vec<(bool, Vec<usize>, &Happening)> =
            chosen.into_iter().map(|(old, h)| (old, scope.tell(h), h)).collect();
        let mut points: Vec<Point> = chosen
            .into_iter()
            .filter_map(|(old, told, h)| self.point(dyad, old, &told, h))
            .collect();
        // In the order of the days shown, so that an answer stands behind what it answers.
        points.sort_by_key(|p| (!p.background, p.day.is_none(), p.day.map(|d| d.start)));
        points
    }

    fn point(
        &mut self,
        dyad: Option<&Dyad>,
        background: bool,
        told: &[usize],
        happening: &Happening,
    ) -> Option<Point> {
        let pool = self.pool;
        // No sentence is told twice; a point without its main sentence is not told.
        let mut told: Vec<usize> =
            told.iter().copied().filter(|at| !self.told.contains(at)).collect();
        let main = &pool[*told.first()?];
        let disputed = dispute(pool, happening);
        if let Some(dispute) = &disputed {
            for version in [dispute.versions.0, dispute.versions.1] {
                if !told.contains(&version) && stands_alone(&pool[version]) {
                    told.push(version);
                }
            }
        }
        self.told.extend(&told);
        let contested = disputed
            .is_some_and(|d| told.contains(&d.versions.0) && told.contains(&d.versions.1))
            || told.iter().any(|&at| denies(&pool[at]));
        // Where the main sentence has no day, another report of the same may have one.
        let day = main.day.or_else(|| happening.members.iter().find_map(|&m| pool[m].day));
        // Who carries this point: those that tell what its main sentence tells.
        let carriers: Vec<&Statement<'_>> = happening
            .members
            .iter()
            .map(|&m| &pool[m])
            .filter(|s| told_with(main, s, self.weights))
            .collect();
        let outlets = independent_outlets(carriers.iter().copied()).len();
        let core = happening.core();
        let statements: Vec<&Statement<'_>> = told.iter().map(|&m| &pool[m]).collect();
        let sentences: Vec<Sentence> =
            statements.iter().filter_map(|s| self.sentence(s, contested, day)).collect();
        let texts: BTreeSet<&str> = carriers.iter().map(|s| s.document.key.as_str()).collect();
        let mut point = Point {
            label: label(self.lexicon, &statements, &core, self.weights),
            day: day.map(|d| d.when),
            day_basis: day.map(|d| d.basis),
            background,
            reports: texts.len(),
            independent_outlets: outlets,
            contested,
            direct: dyad.is_some_and(|d| told.iter().any(|&m| pool[m].nearness(d) == 3)),
            sentences,
        };
        // A label that the evidence does not bear must not cost the reader the evidence.
        if check_label(&point).is_err() {
            point.label = plain(&statements);
        }
        Some(point)
    }

    /// The statement as it stands, with relative days resolved in square brackets.
    fn sentence(
        &mut self,
        s: &Statement<'_>,
        contested: bool,
        shown: Option<Dated>,
    ) -> Option<Sentence> {
        let citation = self.references.cite(s.document, s.span)?;
        let (text, inputs) = resolve_days(s, shown);
        let told_by = s.is_opinion().then(|| {
            let report = s.document.reports.first()?;
            Some(format!("{}, {}", report.outlets.first()?, report.kind.as_deref()?))
        });
        let mut sentence =
            computed(text, "relative days resolved against the publication day", inputs);
        if sentence.computed.as_ref().is_some_and(|c| c.inputs.is_empty()) {
            sentence.computed = None;
        }
        sentence.citations.push(citation);
        sentence.day = s.day.map(|d| d.when);
        sentence.independent_outlets = independent_outlets(std::iter::once(s)).len();
        sentence.contested = contested;
        sentence.told_by = told_by.flatten();
        Some(sentence)
    }
}

/// True when an event between the two is coded, or one by either in a sentence that names both.
fn is_act_of(s: &Statement<'_>, dyad: &Dyad) -> bool {
    let acts = |e: &&crate::model::event::Event| {
        e.source.as_ref().is_some_and(|source| dyad.has(&source.actor.id))
    };
    match s.nearness(dyad) {
        3 => true,
        2 => s.events.iter().any(acts),
        _ => false,
    }
}

/// True when a report tells what the main sentence tells.
fn told_with(main: &Statement<'_>, other: &Statement<'_>, weights: &Weights) -> bool {
    main.document.key == other.document.key
        || weights.jaccard(&main.terms, &other.terms) >= SAME_POINT
}

/// Longer than a month: "the past five years" needs no days.
fn is_long(when: crate::model::day::DaySpan) -> bool {
    when.start.until(when.end).is_ok_and(|gap| gap.get_days() > 31)
}

/// True when something in the sentence is planned or announced.
fn is_plan(s: &Statement<'_>) -> bool {
    s.events.iter().any(|e| e.status == Status::Planned) || s.text().contains(" will ")
}

/// Puts "[25 Dec 2024]" behind "on Wednesday", unless the point already shows just that day.
fn resolve_days(s: &Statement<'_>, shown: Option<Dated>) -> (String, BTreeMap<String, String>) {
    let mut text = s.text().to_owned();
    let mut inputs = BTreeMap::new();
    for time in s.times.iter().rev() {
        let Some(span) = time.span.filter(|span| s.span.contains(*span)) else {
            continue;
        };
        let words = span.of(&s.document.text).unwrap_or_default();
        let relative =
            time.basis == Basis::FromPublication && !words.bytes().any(|b| b.is_ascii_digit());
        let told_already = shown.is_some_and(|d| d.when == time.when);
        // "in May Keyah" is a place; "next Sunday" behind a past deed is misread.
        let is_name = text[span.end - s.span.start..]
            .strip_prefix(' ')
            .is_some_and(|rest| rest.starts_with(char::is_uppercase));
        let published = s.document.stated();
        let is_later = published.is_some_and(|p| time.when.start > p.end) && !is_plan(s);
        if !relative
            || told_already
            || is_name
            || is_later
            || time.when.precision == Precision::Year
            || is_long(time.when)
        {
            continue;
        }
        let day = short_span(time.when);
        let mut at = span.end - s.span.start;
        // Behind the possessive: "yesterday's [7 Aug 2018] decision".
        at += ["'s", "’s"].iter().find(|p| text[at..].starts_with(**p)).map_or(0, |p| p.len());
        text.insert_str(at, &format!(" [{day}]"));
        inputs.insert(words.to_owned(), day);
    }
    (text, inputs)
}

/// How many of `found` to tell: few are told all, many not much more than a reader takes in.
fn adapted(found: usize, most: usize) -> usize {
    ((1.0 + found as f64).ln() * 3.0).ceil().min(most as f64) as usize
}
