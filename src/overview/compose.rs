//! Records to an overview: the whole composition on one screen.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::assessments::assessments;
use super::assign::assign;
use super::choose::{Later, Scope};
use super::cite::{References, renumber};
use super::course::{self, Relation, Tables};
use super::lead::lead;
use super::points::{Composer, Plan, Room};
use super::question::Question;
use super::wider::{Others, wider};
use super::window::window;
use super::{ActorName, Overview, Searched, Section, Understood, Window, audit, firsts};
use crate::index::{Record, StoredEvent};
use crate::model::day::Day;
use crate::reading::lexicon::Lexicon;
use crate::relations::Dyad;
use crate::relations::affairs::Affair;
use crate::relations::balance::{Tick, ticks};
use crate::relations::echoes::{self, Search, attach};
use crate::relations::happenings::{Happening, happenings};
use crate::relations::regions::{self, are_told_of};
use crate::relations::statements::{Statement, is_between, names_of_actors, statements};
use crate::relations::terms::Weights;

/// What the overview is composed from.
pub(crate) struct Material<'a> {
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) question: &'a Question,
    /// The relations to tell, most wanted first.
    pub(crate) dyads: &'a [Dyad],
    /// Every document that names both sides of a relation.
    pub(crate) records: &'a [Record],
    /// Searches the archive for more on what was found; gives documents not among `records`.
    pub(crate) beside: &'a dyn Fn(&[Search]) -> Vec<Record>,
    /// Rows of event tables between the sides of the relations.
    pub(crate) rows: &'a [StoredEvent],
    /// All events of the actors of the relations between two days.
    pub(crate) others: &'a (dyn Fn(Day, Day) -> Vec<StoredEvent> + Sync),
    pub(crate) as_of: Day,
    /// Documents of the archive by day of publication.
    pub(crate) by_day: &'a BTreeMap<Day, u64>,
    pub(crate) searched: Searched,
    pub(crate) archive: String,
    pub(crate) sample: bool,
}

/// Points of a section, alone and beside others.
const ALONE: Room = Room { recent: 10, background: (4, 6) };
const BESIDE: Room = Room { recent: 9, background: (2, 5) };
/// Happenings of a relation that are weighed against each other for it, the most salient.
const WEIGHED: usize = 80;
/// Happenings of a relation that more is searched on.
const SEARCHED: usize = 10;

/// Composes and audits an overview.
pub(crate) fn compose(material: Material<'_>) -> Overview {
    let beside = OnceCell::new();
    let mut pool = statements(material.records, material.as_of);
    let is_asked = |id: &str| material.dyads.iter().any(|d| d.has(id));
    let weights =
        Weights::of(pool.iter().map(|s| &s.terms)).with_names(names_of_actors(&pool, is_asked));
    let assigned = assign(&pool, material.dyads);
    let mut told: Vec<Vec<Happening>> =
        assigned.by_dyad.par_iter().map(|chosen| happenings(&pool, chosen, &weights)).collect();
    let window = window(material.question, material.as_of, &told);
    let searches = searches(&pool, &weights, material.dyads, &told, window);
    let found_beside = pool.len();
    let beside = beside.get_or_init(|| (material.beside)(&searches));
    pool.extend(statements(beside, material.as_of));
    let loose: Vec<usize> =
        assigned.loose.iter().copied().chain(found_beside..pool.len()).collect();
    let asides: Vec<Vec<Happening>> = material
        .dyads
        .par_iter()
        .zip(&mut told)
        .map(|(dyad, told)| attach(&pool, &loose, dyad, told, &weights))
        .collect();
    let all_ticks: Vec<Vec<Tick>> = material.dyads.par_iter().map(|d| ticks(&pool, d)).collect();
    let relations: Vec<Relation> = material
        .dyads
        .iter()
        .zip(&all_ticks)
        .map(|(d, all)| {
            let first = first_named(material.question, d);
            let tables = Tables::of(material.rows, d, window);
            Relation::new(material.lexicon, d, first, all, material.by_day, window).with(tables)
        })
        .collect();

    let mut composer = Composer {
        lexicon: material.lexicon,
        pool: &pool,
        weights: &weights,
        window,
        references: References::default(),
        asked: &assigned.asked,
        told: BTreeSet::new(),
    };
    let mut sections = Vec::new();
    let mut not_found = Vec::new();
    if material.dyads.is_empty() {
        let name = title(material.lexicon, material.question);
        not_found.push(format!("any event between {name} and another actor"));
    }
    let room = if material.dyads.len() == 1 { ALONE } else { BESIDE };
    let plan = |((dyad, told), asides): ((_, &Vec<Happening>), &Vec<Happening>)| {
        composer.plan(Some(dyad), told, asides, &room)
    };
    let (plans, others): (Vec<Plan<'_, '_>>, Others) = rayon::join(
        || material.dyads.par_iter().zip(&told).zip(&asides).map(plan).collect(),
        || Others::of(window, material.others),
    );
    for ((relation, all), (told, plan)) in
        relations.iter().zip(&all_ticks).zip(told.iter().zip(&plans))
    {
        let mut points = composer.points(plan, told);
        let members: Vec<usize> = told.iter().flat_map(|h| h.members.iter().copied()).collect();
        firsts::mark(&mut points, &pool, &relation.dyad, all);
        points.extend(assessments(&mut composer, Some(&relation.dyad), &members));
        if points.is_empty() {
            let rows =
                material.rows.iter().filter(|row| is_between(&row.event, &relation.dyad)).count();
            let more = match rows {
                0 => String::new(),
                _ => format!(
                    " ({rows} rows of event tables are on the two; `bilateral series` counts them)"
                ),
            };
            not_found
                .push(format!("any report on {} and {}{more}", relation.first, relation.second));
            continue;
        }
        let heading = relation.heading(seen_from(material.question));
        let dyad = Some([relation.dyad.first.clone(), relation.dyad.second.clone()]);
        sections.push(Section { heading, dyad, course: relation.course(), points });
    }
    let regional: Vec<usize> = loose
        .iter()
        .copied()
        .filter(|&at| are_told_of(pool[at].text(), &pool[at].actors, &assigned.asked))
        .collect();
    let dyads = material.dyads;
    if !sections.is_empty() || !assigned.wider.is_empty() {
        sections.extend(wider(&mut composer, dyads, &assigned.wider, &regional, &others));
    }
    let lead = lead(&relations, &sections, window);

    let mut searched = material.searched;
    searched.relevant = material.records.len() + beside.len();
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
        .chain(beside)
        .map(|r| (r.document.key.as_str(), r.document.text.as_str()))
        .collect();
    audit::audit(&mut overview, |key| texts.get(key).copied());
    let is_told = |s: &Section| !s.points.is_empty();
    let any = overview.sections.iter().any(is_told);
    overview.sections.retain(|s| is_told(s) || (any && s.dyad.is_none() && !s.course.is_empty()));
    renumber(&mut overview);
    overview
}

/// A search for each of the most salient happenings of the window.
fn searches(
    pool: &[Statement<'_>],
    weights: &Weights,
    dyads: &[Dyad],
    told: &[Vec<Happening>],
    window: Window,
) -> Vec<Search> {
    let of_relation = |(dyad, told): (&Dyad, &Vec<Happening>)| {
        let scope = Scope::new(pool, weights, Some(dyad));
        let later = Later::of(told);
        let mut inside: Vec<(f64, &Happening)> = told
            .par_iter()
            .filter(|h| h.began_within(window.since, window.until))
            .map(|h| (scope.salience(h, &later), h))
            .collect();
        inside.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.members.cmp(&b.1.members)));
        let weighed = inside.into_iter().take(WEIGHED);
        let inside: Vec<Affair> =
            weighed.filter_map(|(_, h)| Affair::of(vec![h.clone()])).collect();
        let salient = scope.choose(&inside, &later, SEARCHED);
        let names = |a: &Affair| echoes::searches(pool, &a.whole, dyad, weights);
        salient.into_iter().flat_map(names).collect::<Vec<Search>>()
    };
    let mut out: Vec<Search> = dyads.par_iter().zip(told).flat_map_iter(of_relation).collect();
    // Who writes of the South Caucasus and Moscow writes of Azerbaijan too.
    let asked: BTreeSet<&str> = dyads.iter().flat_map(Dyad::sides).collect();
    for (region, others) in regions::names_of(&asked) {
        let search = |actor: &str| Search {
            name: region.to_owned(),
            actor: actor.to_owned(),
            since: window.since,
            until: window.until,
        };
        out.extend(others.into_iter().map(search));
    }
    out.sort();
    out.dedup();
    out
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
    let names: Vec<String> =
        question.actors.iter().map(|a| course::bare(&lexicon.name_of(a))).collect();
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
        left_out: question.dyads.len().saturating_sub(dyads.len()),
        since: question.since,
        until: question.until,
        tables: question.tables,
        unused: question.unused.clone(),
    }
}
