//! Records to an overview: the whole composition on one screen.

use std::collections::{BTreeMap, BTreeSet};

use super::choose::Scope;
use super::cite::{References, renumber};
use super::course::{self, Relation, computed};
use super::labels::label;
use super::question::Question;
use super::wording::{fill, long_day, short_span, wording};
use super::{ActorName, Overview, Point, Searched, Section, Sentence, Understood, Window, audit};
use crate::index::Record;
use crate::model::day::{Day, Precision};
use crate::model::event::{Basis, Dated};
use crate::reading::lexicon::Lexicon;
use crate::relations::Dyad;
use crate::relations::balance::{Tick, ticks};
use crate::relations::disputes::dispute;
use crate::relations::happenings::{Happening, happenings, independent_outlets};
use crate::relations::statements::{Statement, statements};
use crate::relations::terms::Weights;

/// What the overview is composed from.
pub(crate) struct Material<'a> {
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) question: &'a Question,
    /// The relations to tell, most wanted first.
    pub(crate) dyads: &'a [Dyad],
    /// Every document that names both sides of a relation.
    pub(crate) records: &'a [Record],
    pub(crate) as_of: Day,
    pub(crate) searched: Searched,
    pub(crate) archive: String,
    pub(crate) sample: bool,
}

/// Points of a section at most: alone, beside others, and of the wider shift.
const MOST_ALONE: usize = 10;
const MOST_BESIDE: usize = 7;
const MOST_WIDER: usize = 4;
/// Points of background a section opens with at most.
const MOST_BACKGROUND: usize = 3;
/// The window is the first of these many months that holds enough happenings.
const MONTHS: [i32; 4] = [24, 60, 120, 240];
/// Happenings each relation should have in the window.
const ENOUGH: usize = 5;
/// A point this many outlets carry may be named in the lead.
const WIDE: usize = 3;

/// Composes and audits an overview.
pub(crate) fn compose(material: Material<'_>) -> Overview {
    let pool = statements(material.records, material.as_of);
    let weights = Weights::of(pool.iter().map(|s| &s.terms));
    let by_dyad = assign(&pool, material.dyads);
    let told: Vec<Vec<Happening>> =
        by_dyad.iter().map(|chosen| happenings(&pool, chosen, &weights)).collect();
    let window = window(&material, &told);
    let all_ticks: Vec<Vec<Tick>> = material.dyads.iter().map(|d| ticks(&pool, d)).collect();
    let relations: Vec<Relation> = material
        .dyads
        .iter()
        .zip(&all_ticks)
        .map(|(d, ticks)| {
            Relation::new(material.lexicon, d, first_named(material.question, d), ticks, window)
        })
        .collect();

    let mut composer = Composer {
        lexicon: material.lexicon,
        pool: &pool,
        weights: &weights,
        window,
        references: References::default(),
    };
    let mut sections = Vec::new();
    let mut not_found = Vec::new();
    if material.dyads.is_empty() {
        let name = title(material.lexicon, material.question);
        not_found.push(format!("any event between {name} and another actor"));
    }
    let most = if material.dyads.len() == 1 { MOST_ALONE } else { MOST_BESIDE };
    for (relation, happenings) in relations.iter().zip(&told) {
        let points = composer.points(Some(&relation.dyad), happenings, most);
        if points.is_empty() {
            not_found.push(format!("any report on {} and {}", relation.first, relation.second));
            continue;
        }
        let heading = relation.heading(seen_from(material.question));
        let dyad = Some([relation.dyad.first.clone(), relation.dyad.second.clone()]);
        sections.push(Section { heading, dyad, course: relation.course(), points });
    }
    if let Some(section) = wider(&mut composer, &material) {
        sections.push(section);
    }
    let lead = lead(&relations, &sections, window);

    let mut searched = material.searched;
    searched.relevant = material.records.len();
    searched.sentences = pool.len();
    searched.events = all_ticks.iter().map(Vec::len).sum();
    let mut overview = Overview {
        question: material.question.asked.clone(),
        title: title(material.lexicon, material.question),
        understood: understood(material.lexicon, material.question, material.dyads),
        as_of: material.as_of,
        window,
        searched,
        archive: material.archive,
        sample: material.sample,
        lead,
        sections,
        references: composer.references.into_list(),
        not_found,
        dropped: Vec::new(),
    };
    let texts: BTreeMap<&str, &str> = material
        .records
        .iter()
        .map(|r| (r.document.key.as_str(), r.document.text.as_str()))
        .collect();
    audit::audit(&mut overview, |key| texts.get(key).copied());
    overview.sections.retain(|s| !s.points.is_empty());
    renumber(&mut overview);
    overview
}

/// For each relation the statements that belong to it. A statement goes to the relation it is nearest
/// to; of relations equally near, to the one whose sides it names first.
fn assign(pool: &[Statement<'_>], dyads: &[Dyad]) -> Vec<Vec<usize>> {
    let mut out = vec![Vec::new(); dyads.len()];
    for (at, statement) in pool.iter().enumerate() {
        let near = dyads
            .iter()
            .enumerate()
            .filter_map(|(i, d)| {
                let nearness = match statement.nearness(d) {
                    0 if leans_on(statement, pool, at, d) => 1,
                    n => n * 2,
                };
                (nearness > 0).then(|| {
                    (nearness, std::cmp::Reverse(order_named(statement, d)), std::cmp::Reverse(i))
                })
            })
            .max();
        if let Some((_, _, std::cmp::Reverse(i))) = near {
            out[i].push(at);
        }
    }
    out
}

/// A sentence that names one side, or nobody, belongs to the relation its text is about: one that the
/// text's first sentence or title names both sides of.
fn leans_on(statement: &Statement<'_>, pool: &[Statement<'_>], at: usize, dyad: &Dyad) -> bool {
    let has_both = |actors: &BTreeSet<&str>| {
        actors.contains(dyad.first.as_str()) && actors.contains(dyad.second.as_str())
    };
    if statement.at > 8 || !has_both(&statement.document_actors) {
        return false;
    }
    let opening = at.checked_sub(statement.at).and_then(|first| pool.get(first));
    let about = opening.is_some_and(|s| has_both(&s.actors)) || has_both(&statement.title_actors);
    let third = statement.actors.iter().any(|a| !dyad.has(a));
    about && !third && (statement.at > 0 || !statement.actors.is_empty())
}

/// Byte offsets at which the two sides are first named, added up; a side not named counts far.
fn order_named(statement: &Statement<'_>, dyad: &Dyad) -> usize {
    [&dyad.first, &dyad.second]
        .into_iter()
        .map(|side| {
            statement
                .mentions
                .iter()
                .find(|m| m.actor.id == *side)
                .map_or(100_000, |m| m.span.start - statement.span.start)
        })
        .sum()
}

/// The days told of: as asked, else the shortest of some spans that end on the as-of day and hold
/// enough happenings of the relations.
fn window(material: &Material<'_>, told: &[Vec<Happening>]) -> Window {
    let until = material.question.until.unwrap_or(material.as_of).min(material.as_of);
    if let Some(since) = material.question.since {
        return Window { since: since.min(until), until, asked: true };
    }
    let enough = ENOUGH * told.len().max(1);
    let starts =
        MONTHS.map(|months| until.checked_sub(jiff::Span::new().months(months)).unwrap_or(until));
    let since = starts.into_iter().find(|since| {
        told.iter().flatten().filter(|h| h.first >= *since && h.first <= until).count() >= enough
    });
    let oldest = told.iter().flatten().map(|h| h.first).min();
    let since = since.or(oldest).unwrap_or(starts[0]).min(until);
    Window { since, until, asked: material.question.until.is_some() }
}

/// Builds points and collects their references.
struct Composer<'p, 'd> {
    lexicon: &'p Lexicon,
    pool: &'p [Statement<'d>],
    weights: &'p Weights,
    window: Window,
    references: References,
}

impl Composer<'_, '_> {
    /// Background first, then the window, each in day order.
    fn points(&mut self, dyad: Option<&Dyad>, all: &[Happening], most: usize) -> Vec<Point> {
        let window = self.window;
        let (inside, rest): (Vec<Happening>, Vec<Happening>) =
            all.iter().cloned().partition(|h| h.first >= window.since && h.first <= window.until);
        let before: Vec<Happening> =
            rest.into_iter().filter(|h| h.first < window.since && !window.asked).collect();
        // What is told as background is an event between the two, not a text that names both.
        let before: Vec<Happening> = before
            .into_iter()
            .filter(|h| {
                dyad.is_none_or(|d| h.members.iter().any(|&m| self.pool[m].nearness(d) == 3))
            })
            .collect();
        let scope = Scope { pool: self.pool, weights: self.weights, dyad };
        let background = scope.choose(&before, all, adapted(before.len(), MOST_BACKGROUND));
        let recent = scope.choose(&inside, all, adapted(inside.len(), most));
        let mut chosen: Vec<(bool, &Happening)> =
            background.into_iter().map(|h| (true, h)).collect();
        chosen.extend(recent.into_iter().map(|h| (false, h)));
        let chosen: Vec<(bool, Vec<usize>, &Happening)> =
            chosen.into_iter().map(|(old, h)| (old, scope.tell(h), h)).collect();
        chosen.into_iter().filter_map(|(old, told, h)| self.point(old, &told, h)).collect()
    }

    fn point(&mut self, background: bool, told: &[usize], happening: &Happening) -> Option<Point> {
        let pool = self.pool;
        let main = &pool[*told.first()?];
        let mut told = told.to_vec();
        let disputed = dispute(pool, happening);
        if let Some(dispute) = &disputed {
            for version in [dispute.versions.0, dispute.versions.1] {
                if !told.contains(&version) && super::choose::stands_alone(&pool[version]) {
                    told.push(version);
                }
            }
        }
        let contested =
            disputed.is_some_and(|d| told.contains(&d.versions.0) && told.contains(&d.versions.1));
        let outlets = happening.outlets(pool).len();
        let core = happening.core();
        let statements: Vec<&Statement<'_>> = told.iter().map(|&m| &pool[m]).collect();
        let sentences: Vec<Sentence> =
            statements.iter().filter_map(|s| self.sentence(s, contested, main.day)).collect();
        let texts: BTreeSet<&str> =
            happening.members.iter().map(|&m| pool[m].document.key.as_str()).collect();
        Some(Point {
            label: label(self.lexicon, &statements, &core, self.weights),
            day: main.day.map(|d| d.when),
            day_basis: main.day.map(|d| d.basis),
            background,
            reports: texts.len(),
            independent_outlets: outlets,
            contested,
            sentences,
        })
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
        if !relative || told_already || time.when.precision == Precision::Year {
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

/// What the relations' neighbours have to do with it: events between an actor asked about and others.
fn wider(composer: &mut Composer<'_, '_>, material: &Material<'_>) -> Option<Section> {
    let asked: BTreeSet<&str> =
        material.dyads.iter().flat_map(|d| [d.first.as_str(), d.second.as_str()]).collect();
    let is_third = |id: &str| !asked.contains(id);
    let chosen: Vec<usize> = (0..composer.pool.len())
        .filter(|&at| {
            let s = &composer.pool[at];
            let near = material.dyads.iter().any(|d| s.nearness(d) > 0);
            let ours = s.actors.iter().any(|a| asked.contains(a));
            let event_with_third = s.events.iter().any(|e| {
                [&e.source, &e.target].into_iter().flatten().any(|p| is_third(&p.actor.id))
            });
            !near && ours && event_with_third
        })
        .collect();
    let window = composer.window;
    let told = happenings(composer.pool, &chosen, composer.weights);
    let inside: Vec<Happening> =
        told.into_iter().filter(|h| h.first >= window.since && h.first <= window.until).collect();
    let points = composer.points(None, &inside, MOST_WIDER);
    if points.is_empty() {
        return None;
    }
    let mut counts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for s in composer
        .pool
        .iter()
        .filter(|s| s.start().is_some_and(|d| d >= window.since && d <= window.until))
    {
        for actor in s.actors.iter().filter(|a| is_third(a) && material.lexicon.is_state(a)) {
            counts.entry(actor).or_default().insert(&s.document.key);
        }
    }
    let mut ranked: Vec<(usize, &str)> =
        counts.iter().map(|(id, texts)| (texts.len(), *id)).collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    let mut inputs = BTreeMap::new();
    let names: Vec<String> = ranked
        .iter()
        .take(5)
        .map(|(n, id)| {
            let name = material.lexicon.name_of(id);
            inputs.insert(name.to_owned(), format!("{name} {n}"));
            format!("{name} ({n} {})", if *n == 1 { "report" } else { "reports" })
        })
        .collect();
    let mut values = BTreeMap::from([("names".to_owned(), names.join(", "))]);
    let text = fill(wording().wider("named"), &values);
    values.clear();
    let course = if names.is_empty() {
        Vec::new()
    } else {
        vec![computed(
            text,
            "reports within the window that name a third state beside an actor asked about",
            inputs,
        )]
    };
    Some(Section { heading: wording().heading("wider").to_owned(), dyad: None, course, points })
}

/// Two or three sentences: the courses, the turns, the most widely reported happening.
fn lead(relations: &[Relation], sections: &[Section], window: Window) -> Vec<Sentence> {
    let mut out = course::lead(relations, window);
    out.truncate(2);
    let widest = sections
        .iter()
        .flat_map(|s| &s.points)
        .filter(|p| !p.background && p.independent_outlets >= WIDE)
        .max_by(|a, b| a.independent_outlets.cmp(&b.independent_outlets).then(b.day.cmp(&a.day)));
    if let Some(point) = widest
        && let Some(day) = point.day
    {
        let values = BTreeMap::from([
            ("label".to_owned(), point.label.clone()),
            (
                "day".to_owned(),
                if day.start == day.end { long_day(day.start) } else { short_span(day) },
            ),
            ("outlets".to_owned(), point.independent_outlets.to_string()),
        ]);
        let text = fill(wording().lead("widest"), &values);
        out.push(computed(
            text,
            "the point of this overview that most independent outlets carry",
            values,
        ));
    }
    out
}

/// How many of `found` to tell: few are told all, many not much more than a reader takes in.
fn adapted(found: usize, most: usize) -> usize {
    ((1.0 + found as f64).ln() * 2.2).ceil().min(most as f64) as usize
}

fn first_named<'q>(question: &'q Question, dyad: &'q Dyad) -> &'q str {
    question.actors.iter().find(|a| dyad.has(a)).unwrap_or(&dyad.first)
}

/// The one side a question sets against several others.
fn seen_from(question: &Question) -> Option<&str> {
    let first = question.actors.first()?;
    (question.actors.len() != 2).then_some(first.as_str())
}

fn title(lexicon: &Lexicon, question: &Question) -> String {
    let names: Vec<String> = question.actors.iter().map(|a| lexicon.name_of(a)).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first, second] => format!("{first} and {second}"),
        [first, middle @ .., last] => format!("{first}, {} and {last}", middle.join(", ")),
    }
}

fn understood(lexicon: &Lexicon, question: &Question, dyads: &[Dyad]) -> Understood {
    Understood {
        actors: question
            .actors
            .iter()
            .map(|id| ActorName { id: id.clone(), name: lexicon.name_of(id).to_owned() })
            .collect(),
        dyads: dyads.iter().map(|d| [d.first.clone(), d.second.clone()]).collect(),
        unused: question.unused.clone(),
    }
}
