//! In which form a word that could be a verb and has no auxiliary stands, or that it is none here.
//!
//! The guesses lean on each other and on the groups found before. A trained tagger takes their place as a whole.

use super::groups::{Form, Tagger};
use super::units::Unit;
use crate::reading::How;
use crate::reading::events::words::{Lemma, form, tag};

impl Tagger<'_> {
    /// A verb form without auxiliary: form and passive; `None` when it is no verb here.
    pub(super) fn bare(&self, at: usize, lemma: Lemma, forms: u8) -> Option<(Form, bool)> {
        let before = self.before(at);
        if forms & form::ING != 0 {
            return self.ing(at, before).map(|f| (f, false));
        }
        if forms & (form::PAST | form::PARTICIPLE) != 0 && forms & form::BASE == 0 {
            return self.past(at, lemma, before);
        }
        if forms & form::S != 0 {
            return self.third_person(at, before).map(|form| (form, false));
        }
        if let Some(form) = self.base(at, before) {
            return Some((form, false));
        }
        // "hit", "cut", "beat" are past forms as well.
        let past = forms & form::PAST != 0 && !self.is_noun(at);
        if past { self.past(at, lemma, before) } else { None }
    }

    /// The unit before, adverbs left out.
    fn before(&self, at: usize) -> Option<usize> {
        let mut i = at.checked_sub(1)?;
        while self.units[i].mention.is_none()
            && self.units[i].is(tag::ADVERB | tag::NEG)
            && !self.units[i].is(tag::CONJ)
        {
            let time = self.units[i].is(tag::TIME);
            i = i.checked_sub(1)?;
            if time && self.units[i].lower == "on" {
                i = i.checked_sub(1)?;
            }
        }
        Some(i)
    }

    fn after(&self, at: usize) -> Option<&Unit> {
        self.units.get(at + 1)
    }

    fn object_follows(&self, at: usize) -> bool {
        let mut i = at + 1;
        if self.units.get(i).is_some_and(|u| {
            matches!(
                u.lower.as_str(),
                "down" | "up" | "off" | "out" | "over" | "back" | "away" | "dead"
            )
        }) {
            i += 1;
        }
        while self
            .units
            .get(i)
            .is_some_and(|u| u.mention.is_none() && u.is(tag::ADVERB) && !u.is(tag::PREP))
        {
            i += 1;
        }
        self.units.get(i).is_some_and(|u| {
            u.mention.is_some()
                || u.is(tag::DET | tag::NUMBER | tag::QUANTITY | tag::OBJECT_PRONOUN | tag::PRONOUN)
                || (u.tags & !(tag::WORD | tag::DOUBT | tag::PARTICLE) == 0
                    && u.lower.starts_with(char::is_alphabetic))
        })
    }

    fn ing(&self, at: usize, before: Option<usize>) -> Option<Form> {
        let of_follows = self.after(at).is_some_and(|u| u.lower == "of");
        let Some(before) = before else { return (!of_follows).then_some(Form::Participle) };
        let unit = &self.units[before];
        if of_follows || unit.is(tag::DET | tag::POSS | tag::NUMBER) {
            return None;
        }
        if unit.mention.is_some() {
            return match unit.how {
                Some(How::Adjective) if unit.bare => None,
                _ if self.is_noun(at) && !self.object_follows(at) => None,
                _ => Some(Form::AfterNoun),
            };
        }
        if unit.is(tag::COMMA | tag::STOP) {
            return Some(Form::Participle);
        }
        if unit.is(tag::CONJ) {
            return self
                .is_verb_before_conj(before)
                .or((!self.is_noun(at) && self.object_follows(at)).then_some(Form::Participle));
        }
        let object = self.object_follows(at)
            || self.after(at).is_some_and(|u| u.is(tag::PREP | tag::TO) || u.lower == "that");
        let describes = self.units[at].is(tag::ATTRIBUTIVE)
            && !matches!(unit.lower.as_str(), "after" | "while" | "before" | "by" | "when");
        if unit.is(tag::PREP) && describes {
            return None;
        }
        if unit.is(tag::PREP | tag::SUB) {
            return (object && (!self.is_noun(at) || self.object_follows(at)))
                .then_some(Form::Gerund);
        }
        if self.of[before].is_some() {
            return (!self.is_noun(at) || self.object_follows(at)).then_some(Form::Gerund);
        }
        if unit.is(tag::RELATIVE | tag::PRONOUN | tag::OBJECT_PRONOUN) {
            return Some(Form::AfterNoun);
        }
        // After a common noun: "missiles targeting a building" against "cease fire monitoring".
        (object && (!self.is_noun(at) || self.object_follows(at))).then_some(Form::AfterNoun)
    }

    /// The form of a verb that stands right before "and".
    fn is_verb_before_conj(&self, conj: usize) -> Option<Form> {
        let group = (0..conj).rev().take(10).find_map(|i| self.of[i])?;
        let form = self.groups[group].form;
        (form != Form::Finite && form != Form::Infinitive).then_some(form)
    }

    fn is_noun(&self, at: usize) -> bool {
        self.units[at].is(tag::NOUN) || !self.rules.by_noun(&self.units[at].lower).is_empty()
    }

    fn past(&self, at: usize, lemma: Lemma, before: Option<usize>) -> Option<(Form, bool)> {
        let before = before?;
        let unit = &self.units[before];
        let adjective = unit.bare && !unit.lower.ends_with('s');
        // "eight alleged spies"
        if unit.mention.is_none() && unit.is(tag::QUANTITY) && self.object_follows(at) {
            return None;
        }
        if unit.mention.is_none()
            && unit.is(tag::DET | tag::POSS | tag::NUMBER | tag::PREP)
            && !unit.is(tag::OBJECT_PRONOUN)
        {
            return None;
        }
        if self.of[before].is_some()
            && self.of[before].is_some_and(|g| !self.groups[g].copula)
            && !unit.is(tag::CONJ)
        {
            return None;
        }
        if adjective
            && self.object_follows(at)
            && self.after(at).is_some_and(|u| u.mention.is_none() && !u.is(tag::DET | tag::NUMBER))
        {
            return None;
        }
        let by = self.after(at).is_some_and(|u| u.lower == "by");
        if by {
            return Some((Form::Reduced, true));
        }
        // "deny entry" needs its object; "denied that …" is another verb.
        let transitive = self
            .rules
            .by_verb(lemma)
            .iter()
            .any(|p| p.slots.is_empty() && self.rules.all[p.rule].transitive)
            && !self.rules.by_verb(lemma).is_empty();
        let aimed = self.particle_follows(at)
            && self.after(at).is_some_and(|u| matches!(u.lower.as_str(), "at" | "on" | "into"))
            && self.object_follows(at + 1);
        if transitive && !aimed && !self.object_follows(at) {
            return Some((Form::Reduced, true));
        }
        if unit.is(tag::COMMA) && !self.object_follows(at) {
            return Some((Form::Reduced, true));
        }
        Some((Form::Finite, false))
    }

    /// May a third-person form be a verb here, or is it a plural noun?
    fn third_person(&self, at: usize, before: Option<usize>) -> Option<Form> {
        let noun = self.is_noun(at);
        let before = before?;
        let unit = &self.units[before];
        let next = self.after(at);
        let complement = self.object_follows(at)
            || next.is_some_and(|u| u.lower == "that" || u.is(tag::TO) || u.mention.is_some());
        if unit.mention.is_some() {
            return match unit.how {
                Some(How::Adjective) if unit.bare && (noun || !complement) => None,
                Some(How::Adjective) if unit.bare => self.object_starts(at).then_some(Form::Finite),
                Some(How::Person | How::Metonym) => Some(Form::Finite),
                _ if !noun => Some(Form::Finite),
                _ if self.possessed(before) => None,
                _ => {
                    let strong = self.object_starts(at)
                        || self.particle_follows(at)
                        || next.is_some_and(|u| {
                            matches!(u.lower.as_str(), "that" | "to" | "for" | "with")
                        });
                    (strong || !self.finite_ahead(at)).then_some(Form::Finite)
                }
            };
        }
        if unit.is(tag::DET | tag::POSS | tag::NUMBER) && !unit.is(tag::OBJECT_PRONOUN) {
            return None;
        }
        if unit.is(tag::PREP) {
            return None;
        }
        if unit.is(tag::RELATIVE | tag::PRONOUN) {
            return Some(Form::Finite);
        }
        if unit.is(tag::CONJ | tag::COMMA) {
            return (!noun || self.object_starts(at)).then_some(Form::Finite);
        }
        if self.of[before].is_some() {
            return None;
        }
        if unit.is(tag::SUB | tag::AUX | tag::STOP) {
            return None;
        }
        (!noun || self.object_starts(at) || self.particle_follows(at)).then_some(Form::Finite)
    }

    /// "calls on", "exchange gunfire": the next word goes on with a phrase of this verb.
    fn particle_follows(&self, at: usize) -> bool {
        let Some(next) = self.after(at).filter(|u| u.mention.is_none()) else { return false };
        let Some((lemma, _)) = self.words.verb(&self.units[at].lower) else { return false };
        let first = |p: &crate::reading::events::rules::Pattern| {
            p.slots.first().is_some_and(|s| s.words.contains(&next.lower))
        };
        self.rules.by_verb(lemma).iter().any(first)
    }

    fn possessed(&self, at: usize) -> bool {
        self.units.get(at + 1).is_some_and(|u| u.is(tag::POSS))
    }

    /// A determiner, number, mention or pronoun follows: the start of an object for sure.
    fn object_starts(&self, at: usize) -> bool {
        self.after(at).is_some_and(|u| {
            u.mention.is_some()
                || u.is(tag::DET | tag::NUMBER | tag::QUANTITY | tag::OBJECT_PRONOUN)
        })
    }

    /// Another verb that can only be finite follows before the clause ends.
    fn finite_ahead(&self, at: usize) -> bool {
        let mut before = &self.units[at];
        for unit in self.units.iter().skip(at + 1).take(25) {
            if unit.is(tag::SUB | tag::RELATIVE | tag::COMMA | tag::STOP | tag::CONJ) {
                return false;
            }
            if unit.is(tag::AUX) {
                return true;
            }
            let subject = self.words.is_plural(&before.lower);
            let wanted = form::S | form::PAST | if subject { form::BASE } else { 0 };
            before = unit;
            if let Some((_, forms)) = self.words.verb(&unit.lower)
                && forms & wanted != 0
                && unit.mention.is_none()
                && !unit.is(tag::NOUN)
                && self.rules.by_noun(&unit.lower).is_empty()
            {
                return true;
            }
        }
        false
    }

    /// May a base form be a present plural verb here, or the second of two infinitives?
    fn base(&self, at: usize, before: Option<usize>) -> Option<Form> {
        let before = before?;
        let unit = &self.units[before];
        let noun = self.is_noun(at);
        let object = self.object_follows(at)
            || self.after(at).is_some_and(|u| u.is(tag::PREP | tag::TO) || u.lower == "that");
        if unit.is(tag::CONJ) || unit.is(tag::COMMA) {
            return self.second_infinitive(before, at, noun);
        }
        if unit.mention.is_some() {
            let plural = self.plural_subject(before);
            let verb = if noun {
                plural
                    && (self.object_starts(at)
                        || self.particle_follows(at)
                        || !self.finite_ahead(at))
            } else {
                plural
            };
            // "demands that Iran halt": the subjunctive after a singular name.
            let subjunctive = !noun && !unit.bare && self.that_open(before);
            return (verb || subjunctive).then_some(Form::Finite);
        }
        if unit.is(tag::DET | tag::POSS | tag::NUMBER | tag::PREP | tag::AUX)
            && !unit.is(tag::OBJECT_PRONOUN)
        {
            return None;
        }
        if unit.is(tag::RELATIVE) {
            return Some(Form::Finite);
        }
        if unit.is(tag::PRONOUN) {
            return Some(Form::Finite);
        }
        if self.of[before].is_some() {
            return None;
        }
        let plural = self.words.is_plural(&unit.lower);
        if !plural || unit.is(tag::SUB | tag::STOP) {
            let subjunctive = !noun && self.that_open(before) && object;
            return subjunctive.then_some(Form::Finite);
        }
        if noun {
            return (self.object_starts(at) || self.particle_follows(at)).then_some(Form::Finite);
        }
        Some(Form::Finite)
    }

    /// "to withdraw and release": shares "to"; "attack, loot and burn".
    fn second_infinitive(&self, conj: usize, at: usize, noun: bool) -> Option<Form> {
        let group = (0..conj).rev().take(14).find_map(|i| self.of[i])?;
        let group = &self.groups[group];
        let base = self
            .words
            .verb(&self.units[group.head].lower)
            .is_some_and(|(_, f)| f & form::BASE != 0);
        let good = base && !group.passive && (!noun || self.object_starts(at));
        good.then_some(if group.form == Form::Infinitive { Form::Infinitive } else { Form::Finite })
    }

    /// "X and Y sign": the name before stands in a list, or is a plural people.
    fn plural_subject(&self, at: usize) -> bool {
        let unit = &self.units[at];
        // "Norland troops", "police in Norland"
        let mut ends = unit.lower.rsplit(' ').take(1).chain(unit.lower.split(' ').take(1));
        if unit.how == Some(How::Adjective) && ends.any(|w| self.words.is_plural(w)) {
            return true;
        }
        if matches!(unit.how, Some(How::Coreference)) {
            return true;
        }
        let mut i = at;
        while let Some(b) = i.checked_sub(1) {
            let unit = &self.units[b];
            if unit.is(tag::CONJ) {
                return true;
            }
            if unit.is(tag::COMMA | tag::PREP | tag::STOP | tag::SUB) || self.of[b].is_some() {
                return false;
            }
            i = b;
        }
        // Names of bodies that take the plural: "the Houthis", "police".
        unit.lower.ends_with('s') && unit.how == Some(How::Name)
    }

    fn that_open(&self, at: usize) -> bool {
        (0..at)
            .rev()
            .take(8)
            .take_while(|&i| self.of[i].is_none())
            .any(|i| self.units[i].lower == "that")
    }
}
