//! Units to verb groups: which words are verbs here, in which form, under which auxiliaries.
//!
//! Long because it is one walk over one state: the guesses lean on each other. A trained tagger takes
//! its place as a whole.

use super::units::Unit;
use crate::reading::How;
use crate::reading::events::rules::Rules;
use crate::reading::events::words::{Lemma, Words, form, tag};

/// How a verb group stands in its clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Has its own subject to the left.
    Finite,
    /// "to" and the base form.
    Infinitive,
    /// "-ing" after a preposition or another verb.
    Gerund,
    /// "-ing" after a comma or at the start: shares the subject of a finite verb.
    Participle,
    /// "-ing" right after a noun that it describes.
    AfterNoun,
    /// Past participle right after a noun that it describes.
    Reduced,
}

/// A main verb with its auxiliaries.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    /// First unit of the group, auxiliaries included.
    pub(crate) start: usize,
    /// The main verb.
    pub(crate) head: usize,
    pub(crate) lemma: Lemma,
    pub(crate) form: Form,
    pub(crate) passive: bool,
    pub(crate) negated: bool,
    /// Bits of [`tag::MODAL`].
    pub(crate) modal: u32,
    /// A form of "be" without a verb: "is willing", "was responsible".
    pub(crate) copula: bool,
}

/// What the tagger decided, by unit and in order.
pub(crate) struct Grouped {
    pub(crate) groups: Vec<Group>,
    /// The group a unit belongs to.
    pub(crate) of: Vec<Option<usize>>,
}

/// Finds the verb groups of a sentence.
pub(crate) fn find(words: &Words, rules: &Rules, units: &[Unit]) -> Grouped {
    let mut tagger =
        Tagger { words, rules, units, groups: Vec::new(), of: vec![None; units.len()] };
    let mut at = 0;
    while at < units.len() {
        at = tagger.step(at);
    }
    Grouped { groups: tagger.groups, of: tagger.of }
}

struct Tagger<'a> {
    words: &'a Words,
    rules: &'a Rules,
    units: &'a [Unit],
    groups: Vec<Group>,
    of: Vec<Option<usize>>,
}

impl Tagger<'_> {
    /// Reads a group that starts at `at`, if one does, and says where to go on.
    fn step(&mut self, at: usize) -> usize {
        let unit = &self.units[at];
        if unit.mention.is_some() {
            return at + 1;
        }
        if unit.is(tag::AUX) && !self.noun_before_only(at) {
            return self.auxiliary(at);
        }
        if unit.is(tag::TO) {
            return self.infinitive(at);
        }
        let Some((lemma, forms)) = self.words.verb(&unit.lower) else { return at + 1 };
        if unit.is(tag::PREP | tag::SUB | tag::CONJ) {
            return at + 1;
        }
        match self.bare(at, lemma, forms) {
            Some((shape, passive)) => {
                let start = self.negation_before(at);
                let negated = start < at && (start..at).any(|i| self.units[i].is(tag::NEG));
                self.push(Group {
                    start,
                    head: at,
                    lemma,
                    form: shape,
                    passive,
                    negated,
                    modal: 0,
                    copula: false,
                });
                at + 1
            }
            None => at + 1,
        }
    }

    fn push(&mut self, group: Group) {
        let at = self.groups.len();
        for slot in &mut self.of[group.start..=group.head] {
            *slot = Some(at);
        }
        self.groups.push(group);
    }

    /// "may" the month and "can" the tin hardly matter; "will" after an article is a noun.
    fn noun_before_only(&self, at: usize) -> bool {
        let unit = &self.units[at];
        unit.is(tag::MODAL)
            && at.checked_sub(1).is_some_and(|b| self.units[b].is(tag::DET | tag::POSS))
    }

    /// A "not" or adverb right before the verb belongs to its group.
    fn negation_before(&self, at: usize) -> usize {
        let before = at
            .checked_sub(1)
            .filter(|&b| self.units[b].is(tag::NEG | tag::ADVERB) && !self.units[b].is(tag::TIME));
        match before {
            Some(b) if self.of[b].is_none() && !self.units[b].is(tag::CONJ) => b,
            _ => at,
        }
    }

    /// A group that opens with an auxiliary.
    fn auxiliary(&mut self, at: usize) -> usize {
        let mut modal = 0;
        let mut negated = false;
        let mut last = 0;
        let mut i = at;
        while let Some(unit) = self.units.get(i).filter(|u| u.mention.is_none()) {
            if unit.is(tag::AUX) {
                let kinds = unit.tags & tag::AUX;
                let use_as_main = kinds & (tag::HAVE | tag::DO) != 0 && last & tag::DO != 0;
                if use_as_main {
                    break;
                }
                modal |= unit.tags & tag::MODAL;
                last = kinds;
                negated |= unit.is(tag::NEG);
            } else if unit.is(tag::NEG) {
                negated = true;
            } else if !unit.is(tag::ADVERB) {
                break;
            }
            i += 1;
        }
        // "is to visit", "has to leave", "is going to".
        let to = last & (tag::BE | tag::HAVE | tag::FUTURE) != 0
            && self.units.get(i).is_some_and(|u| u.is(tag::TO));
        let be = self.units.get(i + 1).is_some_and(|u| u.lower == "be");
        if to
            && be
            && let Some((lemma, _)) = self.verb_at(i + 2, form::PARTICIPLE)
        {
            return self.close(at, i + 2, lemma, true, negated, modal | tag::FUTURE);
        }
        if to && let Some((lemma, _)) = self.verb_at(i + 1, form::BASE) {
            let modal = modal | if last & tag::HAVE != 0 { tag::MUST } else { tag::FUTURE };
            return self.close(at, i + 1, lemma, false, negated, modal);
        }
        let wanted = if last & tag::BE != 0 {
            form::PARTICIPLE | form::ING
        } else if last & tag::HAVE != 0 {
            form::PARTICIPLE
        } else {
            form::BASE
        };
        let found = self.verb_at(i, wanted);
        match found {
            Some((lemma, forms)) => {
                let passive = last & tag::BE != 0 && forms & form::ING == 0;
                self.close(at, i, lemma, passive, negated, modal)
            }
            None => self.without_verb(at, i, last, negated, modal),
        }
    }

    fn verb_at(&self, at: usize, wanted: u8) -> Option<(Lemma, u8)> {
        let unit = self.units.get(at).filter(|u| u.mention.is_none())?;
        self.words.verb(&unit.lower).filter(|&(_, forms)| forms & wanted != 0)
    }

    #[allow(clippy::too_many_arguments)]
    fn close(
        &mut self,
        start: usize,
        head: usize,
        lemma: Lemma,
        passive: bool,
        negated: bool,
        modal: u32,
    ) -> usize {
        let form = self.form_of_auxiliary(start);
        self.push(Group { start, head, lemma, form, passive, negated, modal, copula: false });
        head + 1
    }

    /// "having signed", "being held" stand like participles.
    fn form_of_auxiliary(&self, start: usize) -> Form {
        if !matches!(self.units[start].lower.as_str(), "having" | "being") {
            return Form::Finite;
        }
        match start.checked_sub(1).map(|b| &self.units[b]) {
            Some(u) if u.is(tag::PREP) => Form::Gerund,
            Some(u) if !u.is(tag::COMMA | tag::STOP) => Form::Gerund,
            _ => Form::Participle,
        }
    }

    /// An auxiliary with no verb after it is itself the verb: "is ready", "has nuclear arms".
    fn without_verb(
        &mut self,
        at: usize,
        after: usize,
        last: u32,
        negated: bool,
        modal: u32,
    ) -> usize {
        let lemma = if last & tag::BE != 0 {
            "be"
        } else if last & tag::HAVE != 0 {
            "have"
        } else {
            "do"
        };
        let id = self.words.id(lemma).filter(|_| last & (tag::BE | tag::HAVE | tag::DO) != 0);
        let Some(lemma) = id else { return after.max(at + 1) };
        let head = after.max(at + 1) - 1;
        let form = self.form_of_auxiliary(at);
        self.push(Group {
            start: at,
            head,
            lemma,
            form,
            passive: false,
            negated,
            modal,
            copula: last & tag::BE != 0,
        });
        head + 1
    }

    /// "to" (adverb) base; "to be/have" participle.
    fn infinitive(&mut self, at: usize) -> usize {
        let mut i = at + 1;
        while self.units.get(i).is_some_and(|u| u.mention.is_none() && u.is(tag::ADVERB | tag::NEG))
        {
            i += 1;
        }
        let negated = (at..i)
            .chain(at.checked_sub(1))
            .any(|j| self.units.get(j).is_some_and(|u| u.is(tag::NEG)));
        let Some(unit) = self.units.get(i) else { return at + 1 };
        if matches!(unit.lower.as_str(), "be" | "have") {
            let wanted = form::PARTICIPLE;
            let found = self.verb_at(i + 1, wanted).map(|f| (i + 1, f));
            let passive = unit.lower == "be" && found.is_some();
            let (head, (lemma, _)) =
                found.unwrap_or((i, self.words.verb(&unit.lower).unwrap_or((0, 0))));
            self.push(Group {
                start: at,
                head,
                lemma,
                form: Form::Infinitive,
                passive,
                negated,
                modal: 0,
                copula: unit.lower == "be" && found.is_none(),
            });
            return head + 1;
        }
        let Some((lemma, _)) = self.verb_at(i, form::BASE) else { return at + 1 };
        // "visit to support" is a verb; "access to information", "response to attack by" a noun.
        let noun_follows =
            self.units.get(i + 1).is_some_and(|u| matches!(u.lower.as_str(), "by" | "from" | "of"))
                && !self.rules.by_noun(&self.units[i].lower).is_empty();
        if noun_follows {
            return at + 1;
        }
        self.push(Group {
            start: at,
            head: i,
            lemma,
            form: Form::Infinitive,
            passive: false,
            negated,
            modal: 0,
            copula: false,
        });
        i + 1
    }

    /// A verb form without auxiliary: form and passive; `None` when it is no verb here.
    fn bare(&self, at: usize, lemma: Lemma, forms: u8) -> Option<(Form, bool)> {
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
