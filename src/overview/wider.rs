//! The closing section: what others have to do with the relations asked about.

use std::collections::{BTreeMap, BTreeSet};

use super::assessments::assessments;
use super::course::{capital, computed};
use super::points::{Composer, Room};
use super::wording::{fill, long_day, wording};
use super::{Section, Sentence, Window};
use crate::index::StoredEvent;
use crate::model::day::Day;
use crate::model::event::Event;
use crate::relations::Dyad;
use crate::relations::alignment::{Move, moves};
use crate::relations::happenings::happenings;

/// Points of the section at most.
const ROOM: Room = Room { recent: 5, background: (2, 5) };
/// Third parties named in its opening sentence.
const NAMED: usize = 5;
/// Moves towards or away from third parties told at most.
const MOVES: usize = 4;

/// Events of the actors asked about with anybody in the window and in a span as long before it, whose first day
/// stands first; `None` where there is no day so early.
pub(crate) struct Others(Option<(Day, Vec<StoredEvent>)>);

impl Others {
    pub(crate) fn of(window: Window, others: &dyn Fn(Day, Day) -> Vec<StoredEvent>) -> Self {
        let Window { since, until, .. } = window;
        let length = since.until(until).map(|gap| gap.get_days()).unwrap_or_default();
        let begin = since.checked_sub(jiff::Span::new().days(length + 1)).ok();
        Self(begin.map(|begin| (begin, others(begin, until))))
    }
}

/// The section, or `None` where nothing is told of third parties within the window and nobody moved towards
/// one or away.
pub(crate) fn wider(
    composer: &mut Composer<'_, '_>,
    dyads: &[Dyad],
    chosen: &[usize],
    regional: &[usize],
    others: &Others,
) -> Option<Section> {
    let window = composer.window;
    let mut told = happenings(composer.pool, chosen, composer.weights);
    told.retain(|h| h.began_within(window.since, window.until));
    let plan = composer.plan(None, &told, &[], &ROOM);
    let mut points = composer.points(&plan, &told);
    let analyses: Vec<usize> = chosen.iter().chain(regional).copied().collect();
    points.extend(assessments(composer, None, &analyses));
    let moved = moved(composer, dyads, others);
    if points.is_empty() && moved.is_empty() {
        return None;
    }
    let course = named_most(composer, dyads).into_iter().chain(moved).collect();
    Some(Section { heading: wording().heading("wider").to_owned(), dyad: None, course, points })
}

/// "Azerbaijan moved towards Turkey: …" for the surest moves of the actors asked about, where the counts of
/// the window and of a span as long before it bear it.
fn moved(composer: &Composer<'_, '_>, dyads: &[Dyad], others: &Others) -> Vec<Sentence> {
    let Window { since, until, .. } = composer.window;
    let Some((begin, found)) = &others.0 else {
        return Vec::new();
    };
    let begin = *begin;
    let events: Vec<(&Event, Option<Day>)> =
        found.iter().map(|e| (&e.event, e.published.map(|p| p.start))).collect();
    let asked: BTreeSet<&str> = dyads.iter().flat_map(Dyad::sides).collect();
    let is_third = |id: &str| !asked.contains(id) && composer.lexicon.is_state(id);
    let mut all: Vec<Move> = asked
        .iter()
        .flat_map(|side| moves(side, &events, is_third, begin, (since, until)))
        .collect();
    all.sort_by(|a, b| b.z.abs().total_cmp(&a.z.abs()).then_with(|| a.third.cmp(&b.third)));
    all.truncate(MOVES);
    all.iter().map(|one| sentence(composer, one, [begin, since, until])).collect()
}

fn sentence(composer: &Composer<'_, '_>, one: &Move, [begin, since, until]: [Day; 3]) -> Sentence {
    let name = |id: &str| composer.lexicon.name_of(id);
    let values: BTreeMap<String, String> = [
        ("side", name(&one.side)),
        ("third", name(&one.third)),
        ("after", one.after.cooperation.to_string()),
        ("after_total", one.after.total().to_string()),
        ("before", one.before.cooperation.to_string()),
        ("before_total", one.before.total().to_string()),
        ("begin", long_day(begin)),
        ("from", long_day(since)),
        ("to", long_day(until)),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .into();
    let template = wording().wider(if one.closer { "closer" } else { "away" });
    let text = capital(&fill(template, &values));
    let method = "log-ratios of cooperation to conflict of the window and of a span as long before it (one event a day for \
                  each type) differ at 99 %, two-sided; at least six events in each, a third of them cooperation in one (Lowe 2012)";
    computed(text, method, values)
}

/// "Third parties named most beside them: Ukraine (7 reports), …", or `None` where none is named.
fn named_most(composer: &Composer<'_, '_>, dyads: &[Dyad]) -> Option<Sentence> {
    let window = composer.window;
    let inside = composer
        .pool
        .iter()
        .filter(|s| s.start().is_some_and(|d| d >= window.since && d <= window.until));
    let mut reports: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for s in inside {
        for event in &s.events {
            let parties = [&event.source, &event.target];
            let ids: Vec<&str> =
                parties.into_iter().flatten().map(|p| p.actor.id.as_str()).collect();
            let asked = |id: &&str| dyads.iter().any(|d| d.has(id));
            for &third in ids.iter().filter(|id| !asked(id) && composer.lexicon.is_state(id)) {
                if ids.iter().any(asked) {
                    reports.entry(third).or_default().insert(&s.document.key);
                }
            }
        }
    }
    let mut ranked: Vec<(usize, &str)> =
        reports.iter().map(|(id, texts)| (texts.len(), *id)).collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    let mut inputs = BTreeMap::new();
    let mut names = Vec::new();
    for (count, id) in ranked.into_iter().take(NAMED) {
        let name = composer.lexicon.name_of(id);
        names.push(format!("{name} ({count} {})", if count == 1 { "report" } else { "reports" }));
        inputs.insert(name, count.to_string());
    }
    if names.is_empty() {
        return None;
    }
    let values = BTreeMap::from([("names".to_owned(), names.join(", "))]);
    let text = fill(wording().wider("named"), &values);
    // Names are keys of the inputs; the audit looks at values.
    let inputs =
        inputs.into_iter().map(|(name, n)| (name.clone(), format!("{name} {n}"))).collect();
    let method = "reports within the window with a coded event between an actor asked about and a third party";
    Some(computed(text, method, inputs))
}
