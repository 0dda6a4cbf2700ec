//! A relation in numbers: the spans of a question's relations, and their JSON.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::answer::Counted;
use crate::error::{Error, Result};
use crate::model::day::Day;
use crate::overview::question::Question;
use crate::reading::lexicon::Lexicon;
use crate::relations::balance::{Tick, undirected};
use crate::relations::series::{Bin, MOST, Step, series};
use crate::relations::shifts::{self, Shift};

/// Spans with events that a series has at most where its step is chosen for the reader.
const READABLE: usize = 48;
/// How the numbers are made.
pub(in crate::faces) const METHOD: &str = "events between the two, one a day for each source and type (both directions together: one a day for \
     each type); log-ratio ln((C+0.5)/(K+0.5)) with its 90 % interval (Lowe 2012); intensity: mean on the Goldstein \
     scale; documents: all of the archive published in the span";

/// One table: a relation, or one direction of it.
pub(in crate::faces) struct Line {
    pub(in crate::faces) name: String,
    /// First and second side, or who acts and on whom.
    pub(in crate::faces) codes: [String; 2],
    pub(in crate::faces) bins: Vec<Bin>,
}

/// The relations of a question in spans of one length.
pub(in crate::faces) struct Spans {
    pub(in crate::faces) since: Day,
    pub(in crate::faces) until: Day,
    pub(in crate::faces) step: Step,
    /// For each relation one line, or two where directions are told apart.
    pub(in crate::faces) lines: Vec<Vec<Line>>,
}

/// Puts events into spans: of `step`, or of the length that gives some dozens of them. `None` where nothing
/// between the sides is coded.
///
/// # Errors
/// Where the step asked for gives too many spans.
pub(in crate::faces) fn spans(
    counted: &[Counted],
    by_day: &BTreeMap<Day, u64>,
    question: &Question,
    as_of: Option<Day>,
    step: Option<Step>,
    directed: bool,
) -> Result<Option<Spans>> {
    let days = || counted.iter().flat_map(|c| &c.ticks).map(|t| t.day);
    if days().next().is_none() {
        return Ok(None);
    }
    // Rows may reach further than the documents.
    let last = as_of.or(by_day.keys().next_back().copied().max(days().max()));
    let since = question.since.or(days().min());
    let until = question.until.or(last).or(days().max());
    let (Some(since), Some(until)) = (since, until) else {
        return Ok(None);
    };
    let step = step.unwrap_or_else(|| readable(since, until));
    if step.spans(since, until) > MOST {
        return Err(Error::Usage(format!(
            "from {since} to {until} there are more than {MOST} spans; take longer ones (by month), or a shorter period"
        )));
    }
    let lines = counted.iter().map(|c| lines(c, by_day, step, since, until, directed)).collect();
    Ok(Some(Spans { since, until, step, lines }))
}

/// The shortest step with some dozens of spans at most.
fn readable(since: Day, until: Day) -> Step {
    [Step::Day, Step::Week, Step::Month, Step::Quarter]
        .into_iter()
        .find(|step| step.spans(since, until) <= READABLE)
        .unwrap_or(Step::Year)
}

fn lines(
    counted: &Counted,
    by_day: &BTreeMap<Day, u64>,
    step: Step,
    since: Day,
    until: Day,
    directed: bool,
) -> Vec<Line> {
    let lexicon = Lexicon::embedded();
    let [first, second] = counted.dyad.sides().map(str::to_owned);
    let name = |id: &str| lexicon.name_of(id).trim_start_matches("the ").to_owned();
    let line = |name: String, codes: [String; 2], ticks: &[Tick]| Line {
        name,
        codes,
        bins: series(ticks, by_day, step, since, until),
    };
    if !directed {
        let both = format!("{} and {}", name(&first), name(&second));
        return vec![line(both, [first, second], &undirected(&counted.ticks))];
    }
    let of = |forward: bool| -> Vec<Tick> {
        counted.ticks.iter().copied().filter(|t| t.forward == forward).collect()
    };
    let to = |a: &str, b: &str| format!("{} to {}", name(a), name(b));
    vec![
        line(to(&first, &second), [first.clone(), second.clone()], &of(true)),
        line(to(&second, &first), [second, first], &of(false)),
    ]
}

/// "day" to "year".
pub(in crate::faces) fn name_of(step: Step) -> &'static str {
    match step {
        Step::Day => "day",
        Step::Week => "week",
        Step::Month => "month",
        Step::Quarter => "quarter",
        Step::Year => "year",
    }
}

/// The step of this name.
pub(in crate::faces) fn step_of(name: &str) -> Option<Step> {
    [Step::Day, Step::Week, Step::Month, Step::Quarter, Step::Year]
        .into_iter()
        .find(|step| name_of(*step) == name)
}

/// Series and shifts of each relation.
pub(in crate::faces) fn as_json(counted: &[Counted], spans: &Spans) -> Value {
    let &Spans { since, until, step, ref lines } = spans;
    let relations: Vec<Value> = counted
        .iter()
        .zip(lines)
        .map(|(counted, lines)| {
            let series: Vec<Value> = lines
                .iter()
                .map(|l| json!({ "first": l.codes[0], "second": l.codes[1], "spans": l.bins }))
                .collect();
            let shifts: Vec<&Shift> =
                counted.shifts.iter().filter(|s| s.to >= since && s.from <= until).collect();
            json!({
                "dyad": counted.dyad.sides(),
                "series": series,
                "shifts": shifts,
                "tables": counted.tables,
            })
        })
        .collect();
    json!({
        "by": name_of(step),
        "since": since,
        "until": until,
        "method": METHOD,
        "shift_method": shifts::METHOD,
        "relations": relations,
    })
}
