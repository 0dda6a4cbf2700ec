//! Words that name nobody but stand for somebody: safe only where one candidate fits.

use super::grouping::{Group, Reader};
use super::words;
use crate::model::actor::Actor;
use crate::model::span::Span;
use crate::reading::lexicon::patterns::PairOf;
use crate::reading::{How, Mention};

/// Most words between "said" and "it" ("said in a statement on Monday that it").
const BETWEEN: usize = 6;

impl Reader<'_, '_> {
    /// Takes note of what a mention tells for the rest of the text.
    pub(super) fn note(&mut self, group: &Group) {
        if let Some(known) = group.known() {
            let name = known.person.clone();
            self.page.meet(&name, &known);
        }
        if group.how == How::City {
            return;
        }
        self.page.name_actor(&group.id);
        let named = group.how != How::Coreference;
        if let Some(words) = group.office.filter(|_| named).and_then(|s| s.of(self.page.text)) {
            let words = words.to_lowercase();
            let actor = Actor {
                id: group.id.clone(),
                role: group.role.clone(),
                person: group.person.clone(),
            };
            self.page.meet_office(&words, actor);
        }
    }

    /// "the president", "the ministry", "the country": the only state named so far, or the only one
    /// of whom such an office was named.
    pub(super) fn sole_state(&self, span: Span, role: Option<String>) -> Option<Group> {
        let words = span.of(self.page.text)?.to_lowercase();
        let before = words::word_before(self.page.text, self.floor, span.start);
        let the = words.starts_with("the ")
            || before.is_some_and(|(_, word)| word.eq_ignore_ascii_case("the"));
        if !the {
            return None;
        }
        let found = |id: &str, role: Option<String>, person: Option<String>| Group {
            span,
            id: id.to_owned(),
            how: How::Coreference,
            role,
            person,
            titled: false,
            office: None,
        };
        if role.is_some() {
            if let Some(actor) = self.page.office(&words) {
                return Some(found(&actor.id, actor.role.or(role), actor.person));
            }
            // Another state has one of these: nobody knows whose is meant.
            if self.page.has_offices(&words) {
                return None;
            }
        }
        let [only] = self.page.states() else { return None };
        // Only words of which a state has one: "the government", not "the soldiers".
        let sole = role.is_none() || self.page.lexicon.is_cue("sole", &words);
        sole.then(|| found(only, role, None))
    }

    /// "He" at the start, after a sentence about one person; "It said", after one about one body.
    pub(super) fn pronoun(&mut self) -> Option<Mention> {
        let text = self.page.text;
        let (end, word) = words::word_at(text, self.sentence.start, self.sentence.end)?;
        let actor = if self.page.lexicon.is_cue("pronoun", word) {
            self.page.subject().filter(|actor| actor.person.is_some())?
        } else if word == "It" && self.says_next(end) {
            self.page.subject().filter(|actor| actor.person.is_none())?
        } else {
            return None;
        };
        let actor = actor.clone();
        self.floor = end;
        Some(Mention { actor, span: Span::new(self.sentence.start, end), how: How::Coreference })
    }

    /// True when a verb of saying follows, at most one adverb before it.
    fn says_next(&self, end: usize) -> bool {
        let mut at = end;
        for _ in 0..2 {
            if !self.page.text[at..self.sentence.end].starts_with(' ') {
                return false;
            }
            let Some((to, word)) = words::word_at(self.page.text, at + 1, self.sentence.end) else {
                return false;
            };
            if self.page.lexicon.is_cue("says", word) {
                return true;
            }
            if word != "also" && word != "later" && word != "then" {
                return false;
            }
            at = to;
        }
        false
    }

    /// "Russia said on Monday that it …", "Putin said he …": the speaker, where the sentence begins
    /// with him and nobody else is named between.
    pub(super) fn speaker_again(&self, group: &Group, next: usize) -> Option<Mention> {
        let text = self.page.text;
        let before = text[self.sentence.start..group.span.start].trim_end();
        let before = before.strip_suffix("the").or(before.strip_suffix("The")).unwrap_or(before);
        if !(before.is_empty() || before.trim_end().ends_with([',', '"', '”', '—', '–', '-']))
        {
            return None;
        }
        let limit = self.items.get(next).map_or(self.sentence.end, |item| item.span.start);
        let mut at = group.span.end;
        let mut said = false;
        for _ in 0..=BETWEEN {
            if !text[at..limit].starts_with(' ') {
                return None;
            }
            let (end, word) = words::word_at(text, at + 1, limit)?;
            if !said {
                // "has said", "also says".
                let helper = self.page.lexicon.is_cue("says_helper", word);
                said = self.page.lexicon.is_cue("says", word);
                if !said && !helper {
                    return None;
                }
            } else if self.fits(group, word) {
                let actor = Actor {
                    id: group.id.clone(),
                    role: group.role.clone(),
                    person: group.person.clone(),
                };
                let span = Span::new(at + 1, end);
                return Some(Mention { actor, span, how: How::Coreference });
            } else if words::starts_upper(word) && !self.page.lexicon.is_cue("opener", word) {
                return None;
            }
            at = end;
        }
        None
    }

    /// "he" for one person, "it" for a state or a body, "they" for officials, soldiers, leaders.
    fn fits(&self, group: &Group, word: &str) -> bool {
        match word {
            "he" | "she" => group.person.is_some() || group.titled,
            "it" => group.person.is_none() && !group.titled && !self.are_people(group),
            "they" => group.person.is_none() && self.are_people(group),
            _ => false,
        }
    }

    /// "officials", "soldiers": many, for whom "they" stands and no "it".
    fn are_people(&self, group: &Group) -> bool {
        let words = group.office.and_then(|span| span.of(self.page.text)).unwrap_or_default();
        words.ends_with('s') || words.ends_with("men") || words.ends_with("people")
    }

    /// Both for "the two countries": the second at the empty span behind the words.
    pub(super) fn pair(&self, span: Span, of: PairOf, sentence: &[Mention]) -> Vec<Mention> {
        let found = match of {
            PairOf::States => self.page.last_two(true).map(|two| two.map(|id| Actor::state(&id))),
            PairOf::Sides => self.page.last_two(false).map(|two| two.map(|id| Actor::state(&id))),
            PairOf::People => self.page.two_people(sentence),
        };
        let Some([one, other]) = found else { return Vec::new() };
        let behind = Span::new(span.end, span.end);
        [(one, span), (other, behind)]
            .map(|(actor, span)| Mention { actor, span, how: How::Coreference })
            .to_vec()
    }
}
