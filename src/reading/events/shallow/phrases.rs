//! Noun phrases, and the actors they stand for.

use std::ops::Range;

use super::groups::{Form, Grouped};
use super::units::Unit;
pub(super) use crate::reading::events::deed::Named;
use crate::reading::events::deed::{actor_id, with_twin};
use crate::reading::events::rules::Rules;
use crate::reading::events::words::{Words, tag};
use crate::reading::{How, SentenceView};

/// A sentence with everything found so far.
pub(crate) struct Scene<'a> {
    pub(crate) words: &'a Words,
    pub(crate) rules: &'a Rules,
    pub(crate) view: &'a SentenceView<'a>,
    pub(crate) units: &'a [Unit],
    pub(crate) grouped: &'a Grouped,
}

impl Scene<'_> {
    pub(crate) fn is(&self, at: usize, tags: u32) -> bool {
        self.units.get(at).is_some_and(|u| u.is(tags))
    }

    pub(crate) fn word(&self, at: usize) -> &str {
        self.units.get(at).map_or("", |u| u.lower.as_str())
    }

    /// Belongs to a noun phrase's core: no verb, preposition, conjunction or mark.
    fn nominal(&self, at: usize) -> bool {
        let Some(unit) = self.units.get(at) else { return false };
        if unit.mention.is_some() || unit.is(tag::POSS) {
            return true;
        }
        if unit.is(tag::CONJ) && matches!(unit.lower.as_str(), "-" | "–" | "/" | "‑") {
            return true;
        }
        let breaks = tag::PRONOUN
            | tag::TIME
            | tag::PREP
            | tag::SUB
            | tag::CONJ
            | tag::COMMA
            | tag::STOP
            | tag::RELATIVE;
        self.grouped.of[at].is_none()
            && !unit.is(breaks)
            && !unit.is(tag::TO)
            && (unit.span.end > unit.span.start)
    }

    /// "it", "they" on their own.
    fn pronoun(&self, at: usize) -> bool {
        self.is(at, tag::PRONOUN)
            && !self.is(at, tag::POSSESSIVE)
            && self.units[at].mention.is_none()
    }

    /// The core that starts at or just after `at` (adverbs skipped), or `None`.
    pub(crate) fn core_forward(&self, mut at: usize) -> Option<Range<usize>> {
        while self.is(at, tag::ADVERB)
            && !self.is(at, tag::PREP)
            && self.units[at].mention.is_none()
            && self.grouped.of[at].is_none()
        {
            at += 1;
        }
        let start = at;
        if self.pronoun(at) {
            return Some(at..at + 1);
        }
        while self.nominal(at) {
            at += 1;
        }
        (at > start).then_some(start..at)
    }

    /// The core that ends right before `end`, or `None`.
    pub(crate) fn core_backward(&self, end: usize) -> Option<Range<usize>> {
        let mut at = end;
        if at > 0 && self.pronoun(at - 1) {
            return Some(at - 1..at);
        }
        while at > 0 && self.nominal(at - 1) {
            at -= 1;
        }
        (at < end).then_some(at..end)
    }

    /// The unit of the core whose mention the core stands for.
    fn speaking(&self, core: &Range<usize>) -> Option<usize> {
        let mentions = || core.clone().filter(|&i| self.units[i].mention.is_some());
        let acts = |i: &usize| self.units[*i].how != Some(How::City);
        mentions().rfind(acts).or_else(|| mentions().next_back())
    }

    /// The actor of a core, with the role its head noun gives.
    pub(crate) fn actor_of_core(&self, core: &Range<usize>) -> Option<Named> {
        let at = self.speaking(core)?;
        let mention = self.units[at].mention?;
        let role = self.role_of(core, at);
        Some(Named { mention, role })
    }

    fn role_of(&self, core: &Range<usize>, mention: usize) -> Option<String> {
        if self.units[mention].how == Some(How::Person) {
            return None;
        }
        let noun = (mention..core.end).rev().find_map(|i| self.words.head(self.word(i)));
        let before = || (core.start..mention).rev().find_map(|i| self.words.head(self.word(i)));
        let named =
            matches!(self.units[mention].how, Some(How::Adjective | How::Name | How::Capital));
        noun.or_else(|| if named { None } else { before() }).map(str::to_owned)
    }

    /// True when the core's last word is a noun for people or bodies that act.
    fn acting_head(&self, core: &Range<usize>) -> Option<&str> {
        let of = self.word(core.end) == "of";
        core.clone().rev().take(3).find_map(|i| {
            let quantity = of && self.is(i, tag::QUANTITY | tag::NUMBER);
            if quantity { Some("") } else { self.words.head(self.word(i)) }
        })
    }

    /// True when the unit is this word, or a mention that contains it; "@person" and "@actor"
    /// stand for any mention of a person or of anyone.
    pub(crate) fn has_word(&self, at: usize, wanted: &str) -> bool {
        let Some(unit) = self.units.get(at) else { return false };
        match (unit.mention, wanted) {
            (None, _) => unit.lower == wanted,
            // "welcomes X's decision" welcomes a decision.
            (Some(_), "@actor" | "@person") if self.is(at + 1, tag::POSS) => false,
            (Some(_), "@actor") => true,
            (Some(_), "@person") => unit.how == Some(How::Person),
            (Some(_), _) => unit.lower.split([' ', '-']).any(|w| w == wanted),
        }
    }

    /// The actor of a core, or of the phrase that places it: "protesters in X", "people in X".
    /// `acts`: only nouns for people and bodies may take their actor from a place.
    pub(crate) fn actor_of(&self, core: &Range<usize>, acts: bool) -> Vec<Named> {
        if let Some(named) = self.actor_of_core(core) {
            return vec![named];
        }
        if acts && self.acting_head(core).is_none() {
            return Vec::new();
        }
        if !acts && self.is(core.start, tag::PRONOUN | tag::OBJECT_PRONOUN) && core.len() == 1 {
            return Vec::new();
        }
        let role = self.acting_head(core).filter(|r| !r.is_empty()).map(str::to_owned);
        let mut at = self.after_participle(core.end);
        for _ in 0..3 {
            let neighbour = at == core.end
                && self.word(at) == "with"
                && at.checked_sub(1).is_some_and(|b| self.words.is_border(self.word(b)));
            if !(neighbour && !acts || self.words.is_placing(self.word(at)))
                || acts && self.word(at) == "by"
                || !self.is(at, tag::PREP)
            {
                break;
            }
            let Some(inner) = self.core_forward(at + 1) else { break };
            if self.speaking(&inner).is_some() {
                let (mut list, _) = self.list_forward(at + 1);
                if acts {
                    list.retain(|n| self.how(n) != Some(How::City));
                }
                for named in &mut list {
                    named.role = role.clone().or(named.role.take());
                }
                return list;
            }
            at = if acts { inner.end } else { self.after_participle(inner.end) };
        }
        self.state_after_comma(at).into_iter().collect()
    }

    /// "concerts planned by …", "goods imported from …": behind the participle that describes.
    fn after_participle(&self, at: usize) -> usize {
        let group = self.grouped.of.get(at).copied().flatten();
        match group.map(|g| &self.grouped.groups[g]) {
            Some(group) if group.form == Form::Reduced && group.start == at => group.head + 1,
            _ => at,
        }
    }

    /// "(in the town of Nowhere), Norland": the state that tells where a place is.
    fn state_after_comma(&self, at: usize) -> Option<Named> {
        let placed = at > 0
            && !self.is(at - 1, tag::TIME)
            && self.core_backward(at).is_some_and(|c| self.is(c.start.wrapping_sub(1), tag::PREP));
        if !placed || !self.is(at, tag::COMMA) {
            return None;
        }
        let state = self.units.get(at + 1)?;
        let ends = self.units.get(at + 2).is_none_or(|u| u.is(tag::COMMA | tag::STOP));
        let mention = state.mention.filter(|_| ends && state.how == Some(How::Name))?;
        Some(Named { mention, role: None })
    }

    pub(crate) fn how(&self, named: &Named) -> Option<How> {
        self.view.mentions.get(named.mention).map(|m| m.how)
    }

    pub(crate) fn actor_id(&self, named: &Named) -> &str {
        actor_id(self.view, named)
    }

    /// The actors of a list that starts at `at`, and where the list ends.
    pub(crate) fn list_forward(&self, at: usize) -> (Vec<Named>, usize) {
        let (list, end) = self.listed(at, false);
        (with_twin(self.view, list), end)
    }

    /// As [`Self::list_forward`] after "between": the last item may stand right before a verb.
    pub(crate) fn list_between(&self, at: usize) -> (Vec<Named>, usize) {
        let (list, end) = self.listed(at, true);
        (with_twin(self.view, list), end)
    }

    fn listed(&self, at: usize, whole: bool) -> (Vec<Named>, usize) {
        let Some(first) = self.core_forward(at) else { return (Vec::new(), at) };
        let mut end = first.end;
        let mut sure: Vec<Named> = self.actor_of_core(&first).into_iter().collect();
        if sure.is_empty() {
            sure = self.actor_of(&first, false);
            let joined = self.is(end, tag::CONJ) && self.word(end) != "but";
            if !sure.is_empty() || !joined || self.pronoun(first.start) {
                return (sure, end);
            }
        }
        let mut maybe = Vec::new();
        let mut next = end;
        for _ in 0..20 {
            let comma = self.is(next, tag::COMMA);
            let conj_at = if comma { next + 1 } else { next };
            let conj = self.is(conj_at, tag::CONJ) && self.word(conj_at) != "but";
            if !comma && !conj {
                break;
            }
            let start = if conj { conj_at + 1 } else { next + 1 };
            let Some(core) = self.core_forward(start) else { break };
            let Some(named) = self.actor_of_core(&core) else { break };
            if self.finite_starts(core.end) && !(whole && sure.len() + maybe.len() == 1) {
                break;
            }
            maybe.push(named);
            next = core.end;
            if conj {
                sure.append(&mut maybe);
                end = next;
            }
        }
        (sure, end)
    }

    /// A finite verb begins right here (an adverb may stand between).
    fn finite_starts(&self, at: usize) -> bool {
        (at..at + 2).any(|i| {
            self.grouped.of.get(i).copied().flatten().is_some_and(|g| {
                let group = &self.grouped.groups[g];
                group.form == Form::Finite && group.start == i
            })
        })
    }

    /// The actors of a list whose last core is given, and the list's first unit.
    pub(crate) fn list_backward(&self, last: &Range<usize>) -> (Vec<Named>, usize) {
        let mut out = with_twin(self.view, self.actor_of(last, true));
        let mut start = last.start;
        let mut joined = false;
        for _ in 0..20 {
            let Some(b) = start.checked_sub(1) else { break };
            let comma = self.is(b, tag::COMMA);
            let conj = self.is(b, tag::CONJ) && self.word(b) != "but";
            if !(conj || comma && joined) {
                break;
            }
            joined = true;
            let mut end = b;
            if conj && end > 0 && self.is(end - 1, tag::COMMA) {
                end -= 1;
            }
            let Some(core) = self.core_backward(end) else { break };
            let governed = core.start.checked_sub(1);
            let verb_before = governed.is_some_and(|g| self.grouped.of[g].is_some());
            let prep_before = governed.is_some_and(|g| self.is(g, tag::PREP));
            // "the premiers of X, Y and Z" is one list; ", in X" opens something else.
            if verb_before || prep_before && comma && governed.is_some_and(|g| self.word(g) != "of")
            {
                break;
            }
            let mut item = self.actor_of_core(&core).into_iter().collect::<Vec<_>>();
            if item.is_empty() && comma && !conj {
                break;
            }
            if prep_before {
                // "the leaders of X and Y", "between X and Y": the list is governed as a whole.
                item.append(&mut out);
                return (item, core.start);
            }
            item.append(&mut out);
            out = item;
            start = core.start;
        }
        (out, start)
    }
}
