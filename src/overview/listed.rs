//! The happenings of a relation as a list: everything that is known of each, for those who count and check.

mod label;

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use super::assign::assign;
use super::choose::Scope;
use super::tell::stands_alone;
use crate::index::Record;
use crate::model::day::{Day, DaySpan};
use crate::model::event::{EventType, Status};
use crate::reading::How;
use crate::relations::Dyad;
use crate::relations::affairs::Affair;
use crate::relations::chains::{Chains, Tie};
use crate::relations::disputes::disputes;
use crate::relations::happenings::{Happening, happenings};
use crate::relations::origins::independent_outlets;
use crate::relations::statements::{Statement, names_of_actors, statements};
use crate::relations::terms::Weights;
use label::Evidence;
pub(crate) use label::Label;

/// One happening with its evidence.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Listed {
    /// Stays while later reports are added to it (its relation, and where it was reported first).
    pub(crate) name: String,
    pub(crate) dyad: [String; 2],
    pub(crate) label: Label,
    /// First and last day told; `None` where no report tells one.
    pub(crate) first: Option<Day>,
    pub(crate) last: Option<Day>,
    /// Identifiers of the actors named in it.
    pub(crate) actors: Vec<String>,
    /// Towns named in it, as they are written there.
    pub(crate) places: Vec<String>,
    /// What is coded in it, each once.
    pub(crate) events: Vec<ListedEvent>,
    /// What befell people, as each report gives it.
    pub(crate) figures: Vec<ListedFigure>,
    /// Outlets that report it independently, names in order.
    pub(crate) outlets: Vec<String>,
    /// Reports contradict each other, or somebody denies it.
    pub(crate) contested: bool,
    /// Reports that contradict each other, by their places among `reports`.
    pub(crate) versions: Vec<[usize; 2]>,
    pub(crate) follows: Option<ListedTie>,
    pub(crate) reports: Vec<ListedReport>,
}

/// Type of a coded event, and how the text stands to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct ListedEvent {
    #[serde(rename = "type")]
    pub(crate) kind: EventType,
    pub(crate) status: Status,
}

/// A figure of people in one report.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ListedFigure {
    /// "killed", "hurt", "held", …
    pub(crate) fate: String,
    /// As the report has it: "at least 38 people".
    pub(crate) words: String,
    pub(crate) outlets: Vec<String>,
}

/// The earlier happening of the same relation that a report says this one answers or follows.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ListedTie {
    pub(crate) tie: Tie,
    /// Name, label and first day of the earlier one.
    pub(crate) name: String,
    pub(crate) label: Label,
    pub(crate) day: Option<Day>,
}

/// One sentence that reports a happening.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ListedReport {
    /// Key of the text, and bytes of the sentence in it.
    pub(crate) document: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) quote: String,
    /// The day the sentence tells of.
    pub(crate) day: Option<DaySpan>,
    pub(crate) outlets: Vec<String>,
    pub(crate) url: Option<String>,
    /// The source's own identifier of the document.
    pub(crate) id: Option<String>,
}

/// The happenings of each relation in the order of their first days, those without a day last. `records` in the
/// order of their keys.
pub(crate) fn listed(dyads: &[Dyad], records: Vec<Record>, as_of: Day) -> Vec<Listed> {
    let records = Arc::new(records);
    let pool = statements(&records, as_of);
    let is_asked = |id: &str| dyads.iter().any(|d| d.has(id));
    let weights =
        Weights::of(pool.iter().map(|s| &s.terms)).with_names(names_of_actors(&pool, is_asked));
    let evidence = Arc::new(Evidence { records: Arc::clone(&records), weights, as_of });
    let assigned = assign(&pool, dyads);
    let mut out = Vec::new();
    for (dyad, chosen) in dyads.iter().zip(&assigned.by_dyad) {
        let told = happenings(&pool, chosen, &evidence.weights);
        let scope = Scope::new(&pool, &evidence.weights, Some(dyad));
        let list = Listing { pool: &pool, evidence: &evidence, dyad, scope };
        let labels: Vec<Label> = told.par_iter().map(|h| list.label(h)).collect();
        let chains = Chains::of(&told);
        let entry = |(happening, label): (&Happening, &Label)| {
            let link = happening
                .members
                .iter()
                .filter_map(|&m| chains.link(&pool[m], happening, &evidence.weights))
                .min_by_key(|link| link.tie);
            let follows = link.map(|link| ListedTie {
                tie: link.tie,
                name: list.name(&told[link.earlier]),
                label: labels[link.earlier].clone(),
                day: told[link.earlier].first(),
            });
            list.entry(happening, label.clone(), follows)
        };
        out.par_extend(told.par_iter().zip(&labels).map(entry));
    }
    out
}

struct Listing<'a, 'd> {
    pool: &'a [Statement<'d>],
    evidence: &'a Arc<Evidence>,
    dyad: &'a Dyad,
    scope: Scope<'a, 'd>,
}

impl Listing<'_, '_> {
    /// The label it would have as a point by itself.
    fn label(&self, happening: &Happening) -> Label {
        let affair = Affair::of(vec![happening.clone()]);
        let told = affair.as_ref().map(|affair| self.scope.tell_affair(affair).0);
        let sentences = told.and_then(|told| told.into_iter().next()).map(|told| told.sentences);
        let first = || happening.members.iter().copied().take(1).collect();
        let told: Vec<&Statement<'_>> =
            sentences.unwrap_or_else(first).iter().map(|&m| &self.pool[m]).collect();
        Label::of(self.evidence, &told, happening.core())
    }

    /// Its relation, and the text and bytes of the sentence that reported it first.
    fn name(&self, happening: &Happening) -> String {
        let dyad = format!("{}-{}", self.dyad.first, self.dyad.second).to_lowercase();
        match happening.members.first().map(|&m| &self.pool[m]) {
            Some(s) => format!("{dyad}-{}-{}-{}", s.document.key, s.span.start, s.span.end),
            None => dyad,
        }
    }

    fn entry(&self, happening: &Happening, label: Label, follows: Option<ListedTie>) -> Listed {
        let members = || happening.members.iter().map(|&m| &self.pool[m]);
        let told: Vec<usize> =
            happening.members.iter().copied().filter(|&m| stands_alone(&self.pool[m])).collect();
        let sorted = |names: BTreeSet<String>| names.into_iter().collect::<Vec<String>>();
        let towns = members().flat_map(|s| {
            let cities = s.mentions.iter().filter(|m| m.how == How::City);
            cities.filter_map(|m| m.span.of(&s.document.text)).map(str::to_owned)
        });
        let events: BTreeSet<ListedEvent> = members()
            .flat_map(|s| &s.events)
            .map(|e| ListedEvent { kind: e.kind, status: e.status })
            .collect();
        let figures = members().flat_map(|s| s.figures.iter().map(move |f| (s, *f)));
        let place = |at: usize| happening.members.iter().position(|&m| m == at);
        let versions: Vec<[usize; 2]> = disputes(self.pool, &told)
            .into_iter()
            .filter_map(|d| Some([place(d.versions.0)?, place(d.versions.1)?]))
            .collect();
        Listed {
            name: self.name(happening),
            dyad: [self.dyad.first.clone(), self.dyad.second.clone()],
            label,
            first: happening.first(),
            last: happening.last(),
            actors: sorted(members().flat_map(|s| &s.actors).map(|a| (*a).to_owned()).collect()),
            places: sorted(towns.collect()),
            events: events.into_iter().collect(),
            figures: figures
                .filter_map(|(s, figure)| {
                    Some(ListedFigure {
                        fate: figure.fate.clone()?,
                        words: figure.span.of(&s.document.text)?.to_owned(),
                        outlets: outlets(s),
                    })
                })
                .collect(),
            outlets: independent_outlets(members()).into_iter().map(str::to_owned).collect(),
            contested: !versions.is_empty(),
            versions,
            follows,
            reports: members().map(report).collect(),
        }
    }
}

fn outlets(s: &Statement<'_>) -> Vec<String> {
    s.document.reports.first().map(|r| r.outlets.clone()).unwrap_or_default()
}

fn report(s: &Statement<'_>) -> ListedReport {
    let first = s.document.reports.first();
    ListedReport {
        document: s.document.key.clone(),
        start: s.span.start,
        end: s.span.end,
        quote: s.text().to_owned(),
        day: s.day.map(|d| d.when),
        outlets: outlets(s),
        url: first.and_then(|r| r.url.clone()),
        id: first.and_then(|r| r.id.clone()),
    }
}
