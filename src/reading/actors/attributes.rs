//! Names of states that say what kind of thing is meant, not who acts.

use super::grouping::{Group, Reader};
use super::items::{Item, What};
use crate::model::span::Span;
use crate::reading::How;

impl Reader<'_, '_> {
    /// "pro-Russian", "Iran-backed": the name says what kind of others act.
    pub(super) fn is_attribute(&self, span: Span) -> bool {
        let text = self.page.text;
        let dash = |c: char| matches!(c, '-' | '‑' | '–');
        let before = text[self.sentence.start..span.start].strip_suffix(dash).map(|rest| {
            let start = rest.rfind(|c: char| !c.is_alphanumeric());
            let start =
                start.map_or(0, |at| at + rest[at..].chars().next().map_or(1, char::len_utf8));
            rest[start..].to_lowercase()
        });
        if before.is_some_and(|word| self.page.lexicon.is_cue("attribute_before", &word)) {
            return true;
        }
        self.is_behind(span, dash, "attribute_behind")
    }

    /// "881 million U.S. dollars": a kind of money, no country.
    pub(super) fn is_currency(&self, span: Span) -> bool {
        self.is_behind(span, |c| c == ' ', "currency")
    }

    /// "The Bristol Hotel", "the Moscow Marathon": the name of a thing, nobody's deed.
    pub(super) fn is_of_thing(&self, span: Span) -> bool {
        self.is_behind(span, |c| c == ' ', "thing")
    }

    /// True where such a mark stands behind the span, and behind it a word of this list.
    fn is_behind(&self, span: Span, mark: impl Fn(char) -> bool, cue: &str) -> bool {
        let behind = &self.page.text[span.end..self.sentence.end];
        let Some(rest) = behind.strip_prefix(mark) else { return false };
        let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        self.page.lexicon.is_cue(cue, &rest[..end])
    }

    /// What an attribute names, as a place: never the one who acts.
    pub(super) fn attribute(&self, item: &Item) -> Option<Group> {
        let What::Actor { id, .. } = &item.what else { return None };
        Some(Group { id: id.clone(), how: How::City, ..Group::at(item.span) })
    }
}
