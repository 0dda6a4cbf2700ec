//! Whether a text may name certain actors, before it is read: a page whose markup holds none of their names need
//! not be looked through for its article.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::words;
use crate::reading::lexicon::Lexicon;
use crate::reading::lexicon::patterns::Sense;

/// False only where reading would find none of these actors in the text: no name, adjective, town, person or
/// word that may mean one of them stands in it, in usual letters, in capitals or without accents.
pub(crate) fn may_name(lexicon: &Lexicon, text: &str, ids: &BTreeSet<String>) -> bool {
    let plain = words::blanks(text);
    if holds(lexicon, &plain, ids) || holds(lexicon, &words::title_folded(&plain), ids) {
        return true;
    }
    let without_accents =
        || -> String { plain.nfd().filter(|c| !is_combining_mark(*c)).nfc().collect() };
    !plain.is_ascii() && holds(lexicon, &without_accents(), ids)
}

fn holds(lexicon: &Lexicon, text: &str, ids: &BTreeSet<String>) -> bool {
    let patterns = lexicon.patterns();
    patterns.matcher.find_overlapping_iter(text).any(|found| {
        let at = found.pattern().as_usize();
        let means = |sense: &Sense| match sense {
            Sense::Actor { entry, .. } => ids.contains(&lexicon.entry_at(*entry).id),
            Sense::Person { office } => ids.contains(&lexicon.office_at(*office).country),
            _ => false,
        };
        let by_rule =
            || lexicon.rules_for(&patterns.names[at]).iter().any(|r| ids.contains(&r.actor));
        patterns.senses[at].iter().any(means) || by_rule()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::day::Day;
    use crate::sources::{Flow, read_bytes};

    #[test]
    fn whoever_is_read_may_be_named() {
        let lexicon = Lexicon::embedded();
        let mut seen = 0;
        let briefs = include_bytes!("../../../data/sample/briefs.jsonl");
        let _ = read_bytes("briefs.jsonl", briefs, &mut |item| {
            let document = crate::documents::build(item.unwrap(), Day::MAX).unwrap();
            for mention in crate::reading::read(lexicon, &document).mentions {
                let ids = BTreeSet::from([mention.actor.id.clone()]);
                assert!(may_name(lexicon, &document.text, &ids), "{}", mention.actor.id);
                seen += 1;
            }
            Flow::Continue(())
        });
        assert!(seen > 300, "{seen} mentions");
    }

    #[test]
    fn capitals_and_accents_are_seen_through_and_others_are_not_taken() {
        let lexicon = Lexicon::embedded();
        let may = |text: &str, id: &str| may_name(lexicon, text, &BTreeSet::from([id.to_owned()]));
        assert!(may("<h1>NORWAY SENDS ENVOY</h1>", "NOR"));
        assert!(may("<p>Talks in Oslo</p>", "NOR"));
        assert!(!may("<p>Rain falls in Peru.</p>", "NOR"));
    }
}
