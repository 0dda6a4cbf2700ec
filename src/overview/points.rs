//! Affairs to points: the sentences that tell them, their label, day and disputes.

mod order;

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::audit::check_label;
use super::choose::{Later, Scope};
use super::cite::References;
use super::course::{self, computed};
use super::days;
use super::labels::{label, plain};
use super::tell::{answers, stands_alone};
use super::{Follows, Point, Sentence, Window};
use crate::model::event::Dated;
use crate::reading::How;
use crate::reading::lexicon::Lexicon;
use crate::relations::Dyad;
use crate::relations::affairs::{Affair, affairs};
use crate::relations::chains::Chains;
use crate::relations::disputes::{Dispute, denies, disputes};
use crate::relations::happenings::Happening;
use crate::relations::origins::independent_outlets;
use crate::relations::statements::Statement;
use crate::relations::terms::Weights;
use crate::sources::ownership;
pub(crate) use order::span_of;
use order::{day_of, in_day_order};

/// With so many points of the window the background must match them.
const ENOUGH_RECENT: usize = 5;
/// Weight two reports of a happening must share to count as carrying the same point.
const SAME_POINT: f64 = 0.2;
/// Happenings grouped into affairs at most, the most salient, and as many of one side alone.
const GROUPED: usize = 150;
/// With so many dated affairs those without a day are not told.
const ENOUGH_DATED: usize = 4;

/// How many points a section may have.
pub(crate) struct Room {
    /// Of the window, at most.
    pub(crate) recent: usize,
    /// Of the background it opens with: at most so many where much is told of the window, and where little is.
    pub(crate) background: (usize, usize),
}

/// What a section will tell: affairs, each with whether it is background.
pub(crate) struct Plan<'p, 'd> {
    scope: Scope<'p, 'd>,
    chosen: Vec<(bool, Affair)>,
}

/// Builds points and collects their references.
pub(crate) struct Composer<'p, 'd> {
    pub(crate) lexicon: &'p Lexicon,
    pub(crate) pool: &'p [Statement<'d>],
    pub(crate) weights: &'p Weights,
    pub(crate) window: Window,
    pub(crate) references: References,
    /// The actors of all relations asked about.
    pub(crate) asked: &'p BTreeSet<&'p str>,
    /// Sentences told so far.
    pub(crate) told: BTreeSet<usize>,
}

impl<'p, 'd> Composer<'p, 'd> {
    /// What a section will tell, with the trees of its sentences made. `all`: the happenings of the relation;
    /// `asides`: happenings of one side, told only where they belong to an affair of the two.
    pub(crate) fn plan(
        &self,
        dyad: Option<&'p Dyad>,
        all: &[Happening],
        asides: &[Happening],
        room: &Room,
    ) -> Plan<'p, 'd> {
        let scope = Scope::new(self.pool, self.weights, dyad);
        let later = Later::of(all);
        let (inside, before) = self.candidates(&scope, all, asides, &later);
        let recent = scope.choose(&inside, &later, adapted(inside.len(), room.recent));
        let (least, most) = room.background;
        let left = room.recent.saturating_sub(recent.len()).clamp(least, most);
        // Where much is told of the window, old things must matter as much as the least of it.
        let salience = |a: &Affair| scope.salience(&a.whole, &later);
        let least = recent.iter().map(|a| salience(a)).fold(f64::INFINITY, f64::min);
        let bar = if recent.len() < ENOUGH_RECENT { 0.0 } else { least };
        let before: Vec<Affair> = before.into_iter().filter(|a| salience(a) >= bar).collect();
        let background = scope.choose(&before, &later, adapted(before.len(), left));
        let chosen = background.into_iter().map(|a| (true, a.clone()));
        let chosen: Vec<(bool, Affair)> =
            chosen.chain(recent.into_iter().map(|a| (false, a.clone()))).collect();
        chosen.par_iter().for_each(|(_, affair)| {
            for told in scope.tell_affair(affair).0 {
                // Kept by the statements; labels ask for them one after the other.
                told.sentences.iter().for_each(|&at| {
                    let _ = self.pool[at].tree(self.lexicon);
                });
            }
        });
        Plan { scope, chosen }
    }

    /// The points planned: background first, then the window, each in the order of the days told.
    pub(crate) fn points(&mut self, plan: &Plan<'_, '_>, all: &[Happening]) -> Vec<Point> {
        let told: Vec<(Point, Vec<usize>, &Affair)> = plan
            .chosen
            .iter()
            .filter_map(|(old, affair)| {
                let (point, sentences) = self.point(&plan.scope, *old, affair)?;
                Some((point, sentences, affair))
            })
            .collect();
        let mut points = self.tied(all, told);
        // In the order of the days shown, so that an answer stands behind what it answers.
        points.sort_by_key(|p| (!p.background, p.day.is_none(), p.day.map(|d| d.start)));
        points
    }

    /// The points, each with the one it followed from where one of its sentences says so. Given with the
    /// sentences that tell each, and its affair.
    fn tied(&self, all: &[Happening], told: Vec<(Point, Vec<usize>, &Affair)>) -> Vec<Point> {
        let chains = Chains::of(all);
        let tie = |(point, sentences, affair): &(Point, Vec<usize>, &Affair)| {
            let links = affair.parts.iter().flat_map(|part| {
                let told = sentences.iter().filter(|at| part.members.contains(at));
                told.filter_map(|&at| chains.link(&self.pool[at], part, self.weights))
            });
            let mut follows: Vec<Follows> = links
                .filter_map(|link| {
                    let earlier = &all[link.earlier].members;
                    let holds = |a: &Affair| earlier.iter().any(|m| a.whole.members.contains(m));
                    let (other, ..) = told.iter().find(|(.., a)| holds(a))?;
                    let before = other.day.zip(point.day).is_some_and(|(a, b)| a.start < b.start);
                    (before && !holds(affair)).then(|| Follows {
                        label: other.label.clone(),
                        day: other.day,
                        tie: link.tie,
                    })
                })
                .collect();
            follows.sort_by_key(|f| f.tie);
            follows.into_iter().next()
        };
        let ties: Vec<Option<Follows>> = told.iter().map(tie).collect();
        let points = told.into_iter().map(|(point, ..)| point);
        points.zip(ties).map(|(point, follows)| Point { follows, ..point }).collect()
    }

    /// What may be told of the window, and what as background. An affair that reaches over the beginning
    /// of the window is told in two.
    fn candidates(
        &self,
        scope: &Scope<'_, '_>,
        all: &[Happening],
        asides: &[Happening],
        later: &Later<'_>,
    ) -> (Vec<Affair>, Vec<Affair>) {
        let window = self.window;
        let is_inside = |h: &Happening| h.began_within(window.since, window.until);
        let is_before = |h: &Happening| h.first().is_some_and(|day| day < window.since);
        // What is told as background is an act of one of the two, not a text that names both. Where a
        // period was asked for, nothing outside it is told, and nothing without a day.
        let may_be_told = |h: &Happening| {
            let acts = |d| h.members.iter().any(|&m| is_act_of(&self.pool[m], d));
            // Somebody's reading of no day is no happening.
            let told = |m: &usize| !self.pool[*m].is_opinion();
            let of_them = |m: &usize, d| is_of_the_asked(&self.pool[*m], d, self.asked);
            let concerns = |d| h.is_cause || h.members.iter().any(|m| of_them(m, d));
            if !scope.dyad.is_none_or(concerns) {
                return false;
            }
            is_inside(h)
                || (!window.asked && h.first().is_none() && h.members.iter().any(told))
                || (!window.asked && is_before(h) && scope.dyad.is_none_or(acts))
        };
        let mut weighed: Vec<(f64, &Happening)> = all
            .par_iter()
            .filter(|h| may_be_told(h))
            .map(|h| (scope.salience(h, later), h))
            .collect();
        weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.members.cmp(&b.1.members)));
        let mut grouped: Vec<Happening> =
            weighed.into_iter().take(GROUPED).map(|(_, h)| h.clone()).collect();
        let own = grouped.len();
        let near = |h: &&Happening| is_inside(h) || (!window.asked && is_before(h));
        grouped.extend(asides.iter().filter(near).take(GROUPED).cloned());
        let leads: BTreeSet<&[usize]> = grouped[..own].iter().map(|h| &*h.members).collect();
        let (mut inside, mut before) = (Vec::new(), Vec::new());
        for affair in affairs(self.pool, &grouped, own, scope.dyad) {
            let (old, new): (Vec<Happening>, Vec<Happening>) =
                affair.parts.into_iter().partition(is_before);
            for (parts, out) in [(old, &mut before), (new, &mut inside)] {
                if parts.iter().any(|p| leads.contains(&*p.members)) {
                    out.extend(Affair::of(parts));
                }
            }
        }
        // Nobody knows how old an undated page is: alone it is told only where little else is.
        let dated = |a: &Affair| a.whole.first().is_some();
        if inside.iter().filter(|a| dated(a)).count() >= ENOUGH_DATED {
            inside.retain(dated);
        }
        (inside, before)
    }

    /// A point, and the sentences that tell it.
    fn point(
        &mut self,
        scope: &Scope<'_, '_>,
        background: bool,
        affair: &Affair,
    ) -> Option<(Point, Vec<usize>)> {
        let pool = self.pool;
        let (mut parts, lead) = scope.tell_affair(affair);
        let lead_main = parts.get(lead)?.main;
        // No sentence is told twice; a point without its main sentence is not told.
        if self.told.contains(&lead_main) {
            return None;
        }
        let mut contested = BTreeSet::new();
        for part in &mut parts {
            part.sentences.retain(|at| !self.told.contains(at));
            let may_be_told = |m: &usize| part.sentences.contains(m) || stands_alone(&pool[*m]);
            let members: Vec<usize> =
                part.happening.members.iter().copied().filter(may_be_told).collect();
            for Dispute { versions } in disputes(pool, &members) {
                for version in [versions.0, versions.1] {
                    if !part.sentences.contains(&version) {
                        part.sentences.push(version);
                    }
                    contested.insert(version);
                }
            }
            contested.extend(part.sentences.iter().copied().filter(|&at| denies(&pool[at])));
            self.told.extend(&part.sentences);
        }
        parts.retain(|part| !part.sentences.is_empty());
        let lead = parts.iter().find(|part| part.main == lead_main)?;
        // "In response, …" names the point, not what it answers.
        let opens = |at: &&usize| **at != lead_main && answers(pool[lead_main].text());
        let told = lead.sentences.iter().skip_while(opens);
        let statements: Vec<&Statement<'_>> = told.map(|&m| &pool[m]).collect();
        let beside: Vec<&Statement<'_>> = parts
            .iter()
            .filter(|part| part.main != lead_main)
            .flat_map(|part| part.sentences.iter().map(|&m| &pool[m]))
            .collect();
        let core = lead.happening.core();
        let mut label = label(self.lexicon, &statements, &beside, &core, self.weights);
        let plain = plain(&statements);
        let days: Vec<Option<Dated>> = parts.iter().map(|part| day_of(pool, part)).collect();
        let (day, basis) = span_of(&days);
        let mut sentences = Vec::new();
        // Where the point's day is that of its one happening, the reader has been told it.
        let mut shown = days[0].filter(|d| day == Some(d.when));
        for (part, day, at) in in_day_order(pool, &parts, &days) {
            let s = &pool[at];
            let carriers = carriers(pool, part.happening, s, self.weights);
            let outlets = independent_outlets(carriers.into_iter()).len();
            let own_day = if at == part.main { day } else { s.day.or(day) };
            let sentence = self.sentence(s, contested.contains(&at), shown, own_day, outlets);
            shown = own_day.or(shown);
            sentences.extend(sentence);
        }
        let carriers: Vec<&Statement<'_>> = parts
            .iter()
            .flat_map(|part| {
                let told = part.sentences.iter();
                told.flat_map(|&at| carriers(pool, part.happening, &pool[at], self.weights))
            })
            .collect();
        let texts: BTreeSet<&str> = carriers.iter().map(|s| s.document.key.as_str()).collect();
        let is_direct = |at: &usize| scope.dyad.is_some_and(|d| pool[*at].nearness(d) == 3);
        let mut point = Point {
            label: std::mem::take(&mut label),
            day,
            day_basis: basis,
            background,
            reports: texts.len(),
            outlets: independent_outlets(carriers.iter().copied()).len(),
            independent_outlets: sentences.iter().map(|s| s.independent_outlets).max().unwrap_or(0),
            contested: !contested.is_empty(),
            one_sided: scope
                .dyad
                .and_then(|d| one_side(d, &carriers))
                .map(|id| course::bare(&self.lexicon.name_of(id))),
            direct: parts.iter().flat_map(|p| &p.sentences).any(is_direct),
            follows: None,
            first: None,
            sentences,
        };
        // A label that the evidence does not bear must not cost the reader the evidence.
        if check_label(&point).is_err() {
            point.label = plain;
        }
        Some((point, parts.into_iter().flat_map(|part| part.sentences).collect()))
    }

    /// The statement as it stands, with its day and what relative days mean in square brackets. `shown`:
    /// the day the reader was last told; `day`: the day the statement tells of.
    pub(crate) fn sentence(
        &mut self,
        s: &Statement<'_>,
        contested: bool,
        shown: Option<Dated>,
        day: Option<Dated>,
        outlets: usize,
    ) -> Option<Sentence> {
        let citation = self.references.cite(s.document, s.span)?;
        let (text, inputs) = days::told(s, shown, day);
        let told_by = s.is_opinion().then(|| {
            let report = s.document.reports.first()?;
            let undated = if s.day.is_none() { ", undated" } else { "" };
            Some(format!("{}, {}{undated}", report.outlets.first()?, report.kind.as_deref()?))
        });
        let mut sentence = computed(
            text,
            "days of the statement and of its relative times, by publication day",
            inputs,
        );
        if sentence.computed.as_ref().is_some_and(|c| c.inputs.is_empty()) {
            sentence.computed = None;
        }
        sentence.citations.push(citation);
        sentence.day = s.day.map(|d| d.when);
        sentence.independent_outlets = outlets;
        sentence.contested = contested;
        sentence.told_by = told_by.flatten();
        Some(sentence)
    }
}

/// The side of the relation that all outlets are at home in; `None` where they are of both or of others, or
/// one is not known to be of either.
fn one_side<'d>(dyad: &'d Dyad, carriers: &[&Statement<'_>]) -> Option<&'d str> {
    let outlets = independent_outlets(carriers.iter().copied());
    let homes: BTreeSet<Option<&str>> = outlets.iter().map(|o| ownership::home(o)).collect();
    let only = homes.first().copied().flatten().filter(|_| homes.len() == 1)?;
    dyad.sides().into_iter().find(|side| *side == only)
}

/// The members of a happening that tell what a statement tells.
fn carriers<'p, 'd>(
    pool: &'p [Statement<'d>],
    happening: &Happening,
    main: &Statement<'_>,
    weights: &Weights,
) -> Vec<&'p Statement<'d>> {
    let members = happening.members.iter().map(|&m| &pool[m]);
    // Who denies a thing does not carry it.
    members.filter(|s| told_with(main, s, weights) && denies(s) == denies(main)).collect()
}

/// False where nothing is coded and somebody is named whom nobody asked about: the sentence may well tell of
/// that one.
fn is_of_the_asked(s: &Statement<'_>, dyad: &Dyad, asked: &BTreeSet<&str>) -> bool {
    // "In Dushanbe" names a place.
    let is_place = |how: How| matches!(how, How::City | How::Capital);
    let others = s.mentions.iter().filter(|m| !asked.contains(m.actor.id.as_str()));
    s.nearness(dyad) != 1 || !s.events.is_empty() || others.into_iter().all(|m| is_place(m.how))
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
    let least = if main.tells_one_deed(other) { SAME_POINT / 4.0 } else { SAME_POINT };
    main.document.key == other.document.key || main.shares(other, weights) >= least
}

/// How many of `found` to tell: few are told all, many not much more than a reader takes in.
fn adapted(found: usize, most: usize) -> usize {
    ((1.0 + found as f64).ln() * 3.6).ceil().min(most as f64) as usize
}
