//! Units to verb groups: which words are verbs here, under which auxiliaries. [`super::forms`] guesses the form
//! of a word that stands without any.

use super::units::Unit;
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

/// The walk over a sentence: what is decided so far.
pub(super) struct Tagger<'a> {
    pub(super) words: &'a Words,
    pub(super) rules: &'a Rules,
    pub(super) units: &'a [Unit],
    pub(super) groups: Vec<Group>,
    pub(super) of: Vec<Option<usize>>,
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
}
