//! Computed sentences: what the counts say of a relation, each with its method and inputs.

use std::collections::BTreeMap;

use super::wording::{fill, long_day, wording};
use super::{Computed, Sentence, Window};
use crate::index::StoredEvent;
use crate::model::day::{Day, days_between};
use crate::reading::lexicon::Lexicon;
use crate::relations::Dyad;
use crate::relations::balance::{Balance, Course, Tick, directed, tables, undirected};
use crate::relations::phases::{Phase, phases};
use crate::relations::shifts::{self, Shift, Towards, shifts};

/// A relation over the window, counted.
pub(crate) struct Relation {
    pub(crate) dyad: Dyad,
    /// Display names in the order the question names them.
    pub(crate) first: String,
    pub(crate) second: String,
    pub(crate) balance: Balance,
    /// Days of the first and last counted event; the window's where there is none.
    span: (Day, Day),
    /// True when long before the end of the window the last event is coded.
    is_silent: bool,
    /// The latest break inside the window, with what stood before and after.
    turn: Option<(Phase, Phase)>,
    /// The latest shifts inside the window.
    shifts: Vec<Shift>,
    tables: Tables,
}

/// What event tables count between the two in the window, beside what is read in reports.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tables {
    balance: Balance,
    /// Rows by data set.
    rows: BTreeMap<String, usize>,
}

impl Tables {
    /// Counts rows as events are counted.
    pub(crate) fn of(rows: &[StoredEvent], dyad: &Dyad, window: Window) -> Self {
        let inside = |day: Day| day >= window.since && day <= window.until;
        let rows = || rows.iter().filter(|row| row.event.day.is_some_and(|d| inside(d.when.start)));
        let ticks = undirected(&directed(rows().map(|row| (&row.event, None)), dyad));
        Self {
            balance: Balance::of(&ticks),
            rows: tables(rows().map(|row| (&row.event, row.language.as_str())), dyad),
        }
    }
}

/// Shifts told of a relation at most.
const SHIFTS: usize = 2;
/// Days without an event after which the reader is told so.
const SILENCE: i32 = 120;

const COUNT_METHOD: &str = "events between the two counted by PLOVER quad class, one a day for each type; \
     course by Lowe's log-ratio ln((C+0.5)/(K+0.5)), one-sided 90 %";
const TURN_METHOD: &str = "binary segmentation of the counted events in day order, Bernoulli likelihood, penalty 3 ln n, \
     at least 5 events a phase";

impl Relation {
    /// Counts a relation. `first` is the actor the question names first.
    pub(crate) fn new(
        lexicon: &Lexicon,
        dyad: &Dyad,
        first: &str,
        all: &[Tick],
        by_day: &BTreeMap<Day, u64>,
        window: Window,
    ) -> Self {
        let is_inside = |s: &Shift| s.from >= window.since && s.from <= window.until;
        let mut shifts: Vec<Shift> = shifts(all, by_day).into_iter().filter(is_inside).collect();
        shifts.drain(..shifts.len().saturating_sub(SHIFTS));
        let second = dyad.other(first).unwrap_or(&dyad.second);
        let inside: Vec<Tick> = all
            .iter()
            .copied()
            .filter(|t| t.day >= window.since && t.day <= window.until)
            .collect();
        Self {
            dyad: dyad.clone(),
            first: lexicon.name_of(first).to_owned(),
            second: lexicon.name_of(second).to_owned(),
            balance: Balance::of(&inside),
            span: match (inside.first(), inside.last()) {
                (Some(first), Some(last)) if inside.len() > 2 => (first.day, last.day),
                _ => (window.since, window.until),
            },
            is_silent: inside.len() > 2
                && inside.last().is_some_and(|t| days_between(t.day, window.until) > SILENCE),
            turn: turn(all, window),
            shifts,
            tables: Tables::default(),
        }
    }

    /// The same, with what event tables count beside it.
    pub(crate) fn with(self, tables: Tables) -> Self {
        Self { tables, ..self }
    }

    /// True where the course changed within the window, and to which side.
    fn turned_to(&self) -> Option<Direction> {
        self.turn.as_ref().map(|(before, after)| {
            if after.balance.log_ratio() > before.balance.log_ratio() {
                Direction::Cooperation
            } else {
                Direction::Conflict
            }
        })
    }

    /// The heading of its section. `seen_from`: the single side that the question sets against others.
    pub(crate) fn heading(&self, seen_from: Option<&str>) -> String {
        let inside = seen_from.is_some_and(|side| self.dyad.has(side));
        let kind = match (self.turned_to(), self.balance.course()) {
            (
                Some(Direction::Cooperation),
                Course::Conflict | Course::Confrontation | Course::Mixed,
            ) => "eased",
            (Some(Direction::Conflict), Course::Cooperation | Course::Mixed) => "worsened",
            (_, Course::TooFew) => "too_few",
            (_, Course::Confrontation) => "confrontation",
            (_, Course::Conflict) => "conflict",
            (_, Course::Mixed) => "mixed",
            (_, Course::Cooperation) => "cooperation",
        };
        let name = if inside { kind.to_owned() } else { format!("pair_{kind}") };
        let mut values = self.values();
        for name in ["first", "second", "other"] {
            if let Some(value) = values.get_mut(name) {
                *value = bare(value);
            }
        }
        capital(&fill(wording().heading(&name), &values))
    }

    /// One or two sentences on the course within the window.
    pub(crate) fn course(&self) -> Vec<Sentence> {
        let values = self.values();
        let name =
            if self.balance.total() == 0 { "none" } else { course_name(self.balance.course()) };
        let mut out = vec![computed(
            capital(&fill(wording().course(name), &values)),
            COUNT_METHOD,
            values.clone(),
        )];
        out.extend(self.tables_sentence());
        if let Some(direction) = self.turned_to() {
            let name = match direction {
                Direction::Cooperation => "turn_cooperation",
                Direction::Conflict => "turn_conflict",
            };
            out.push(computed(fill(wording().course(name), &values), TURN_METHOD, values.clone()));
        }
        out.extend(self.shifts.iter().map(|shift| self.shift_sentence(shift)));
        if self.is_silent {
            out.push(computed(fill(wording().course("silence"), &values), COUNT_METHOD, values));
        }
        out
    }

    /// What tables count, told beside the counts and not among them: a code of others is no report that was read.
    fn tables_sentence(&self) -> Option<Sentence> {
        if self.tables.rows.is_empty() {
            return None;
        }
        let sets: Vec<String> =
            self.tables.rows.iter().map(|(set, n)| format!("{set}, {n}")).collect();
        let values = BTreeMap::from([
            ("conflict".to_owned(), self.tables.balance.conflict.to_string()),
            ("cooperation".to_owned(), self.tables.balance.cooperation.to_string()),
            ("sets".to_owned(), sets.join("; ")),
        ]);
        Some(computed(fill(wording().course("tables"), &values), COUNT_METHOD, values))
    }

    /// "From … on conflict was reported on 8 days in 30, after 1 day in the two years before."
    fn shift_sentence(&self, shift: &Shift) -> Sentence {
        let (name, towards) = match shift.towards {
            Towards::Conflict => ("shift_conflict", "conflict"),
            Towards::Cooperation => ("shift_cooperation", "cooperation"),
        };
        let days = |n: usize| if n == 1 { "1 day".to_owned() } else { format!("{n} days") };
        let values = BTreeMap::from([
            ("first".to_owned(), self.first.clone()),
            ("second".to_owned(), self.second.clone()),
            ("towards".to_owned(), towards.to_owned()),
            ("since".to_owned(), shift.from.to_string()),
            ("day".to_owned(), long_day(shift.from)),
            ("days".to_owned(), days(shift.days)),
            ("span".to_owned(), shifts::SPAN.to_string()),
            ("before".to_owned(), days(shift.before)),
            ("expected".to_owned(), format!("{:.2}", shift.expected)),
            ("chance".to_owned(), format!("{:.1e}", shift.chance)),
        ]);
        computed(capital(&fill(wording().course(name), &values)), shifts::METHOD, values)
    }

    /// What the lead says of it: a phrase, and whether the course changed.
    fn phrase(&self) -> String {
        fill(wording().lead(course_name(self.balance.course())), &self.values())
    }

    fn values(&self) -> BTreeMap<String, String> {
        let mut values = BTreeMap::new();
        let mut put = |name: &str, value: String| values.insert(name.to_owned(), value);
        put("first", self.first.clone());
        put("second", self.second.clone());
        put("other", self.second.clone());
        put("conflict", self.balance.conflict.to_string());
        put("cooperation", self.balance.cooperation.to_string());
        put("total", self.balance.total().to_string());
        put("from", long_day(self.span.0));
        put("to", long_day(self.span.1));
        if let Some((before, after)) = &self.turn {
            put("day", long_day(after.from));
            put("before_from", long_day(before.from));
            put("before_conflict", before.balance.conflict.to_string());
            put("before_total", before.balance.total().to_string());
            put("after_conflict", after.balance.conflict.to_string());
            put("after_total", after.balance.total().to_string());
        }
        values
    }
}

#[derive(Clone, Copy)]
enum Direction {
    Cooperation,
    Conflict,
}

/// The latest break within the window. Events before the window, as far back again as the window is
/// long, show what stood before; a break counts only where it changes which side prevails.
fn turn(all: &[Tick], window: Window) -> Option<(Phase, Phase)> {
    let length = window.since.until(window.until).ok()?;
    let from = window.since.checked_sub(length).unwrap_or(window.since);
    let near: Vec<Tick> =
        all.iter().copied().filter(|t| t.day >= from && t.day <= window.until).collect();
    let found = phases(&near);
    let changes = |a: &Phase, b: &Phase| a.balance.log_ratio() * b.balance.log_ratio() < 0.0;
    found
        .windows(2)
        .rfind(|pair| pair[1].from >= window.since && changes(&pair[0], &pair[1]))
        .map(|pair| (pair[0], pair[1]))
}

/// What the lead says of all relations: one sentence on their courses, one for each that changed.
pub(crate) fn courses(relations: &[Relation], window: Window) -> Vec<Sentence> {
    let told: Vec<&Relation> = relations.iter().filter(|r| r.balance.total() > 0).collect();
    if told.is_empty() {
        return Vec::new();
    }
    let mut values = BTreeMap::from([
        ("from".to_owned(), long_day(window.since)),
        ("to".to_owned(), long_day(window.until)),
    ]);
    let phrases: Vec<String> = told.iter().map(|r| r.phrase()).collect();
    for (at, relation) in told.iter().enumerate() {
        for (name, value) in relation.values() {
            values.insert(format!("relation {} {name}", at + 1), value);
        }
    }
    let mut with_phrases = values.clone();
    with_phrases.insert("phrases".to_owned(), phrases.join("; "));
    let mut out =
        vec![computed(fill(wording().lead("opening"), &with_phrases), COUNT_METHOD, values)];
    for relation in told {
        if let Some(direction) = relation.turned_to() {
            let mut values = relation.values();
            let word = match direction {
                Direction::Cooperation => "cooperation",
                Direction::Conflict => "conflict",
            };
            values.insert("direction".to_owned(), word.to_owned());
            out.push(computed(fill(wording().lead("turn"), &values), TURN_METHOD, values));
        }
    }
    out.truncate(3);
    out
}

fn course_name(course: Course) -> &'static str {
    match course {
        Course::TooFew => "too_few",
        Course::Confrontation => "confrontation",
        Course::Conflict => "conflict",
        Course::Mixed => "mixed",
        Course::Cooperation => "cooperation",
    }
}

/// A sentence of our own, with what it was computed from.
pub(crate) fn computed(text: String, method: &str, inputs: BTreeMap<String, String>) -> Sentence {
    Sentence {
        text,
        citations: Vec::new(),
        day: None,
        independent_outlets: 0,
        contested: false,
        told_by: None,
        computed: Some(Computed { method: method.to_owned(), inputs }),
    }
}

/// A name without its article, as it stands in headings.
pub(crate) fn bare(name: &str) -> String {
    name.strip_prefix("the ").unwrap_or(name).to_owned()
}

/// The text with its first letter in capitals.
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
