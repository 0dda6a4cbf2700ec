//! The last gate: every sentence is checked against the stored texts, whatever composed it.
//!
//! A sentence passes when each span it cites exists byte for byte in the stored text, and every word
//! (for a sentence of our own: every number and name) stands in a cited span or among the inputs of
//! its computation. What fails is dropped and shown, never repaired.

use std::collections::BTreeSet;

use super::{Dropped, Overview, Point, Sentence};

/// Drops what does not hold. `text_of` gives the stored text of a document by its key.
pub(crate) fn audit<'t>(overview: &mut Overview, text_of: impl Fn(&str) -> Option<&'t str>) {
    let mut dropped = Vec::new();
    let mut keep = |sentence: &Sentence| match check(sentence, &text_of) {
        Ok(()) => true,
        Err(reason) => {
            dropped.push(Dropped { text: sentence.text.clone(), reason });
            false
        }
    };
    overview.lead.retain(&mut keep);
    for section in &mut overview.sections {
        section.course.retain(&mut keep);
        for point in &mut section.points {
            point.sentences.retain(&mut keep);
        }
    }
    for section in &mut overview.sections {
        section.points.retain(|point| match check_label(point) {
            Ok(()) => !point.sentences.is_empty(),
            Err(reason) => {
                dropped.push(Dropped { text: point.label.clone(), reason });
                false
            }
        });
    }
    overview.dropped.extend(dropped);
}

/// Checks one sentence; the error is the reason in words.
pub(crate) fn check<'t>(
    sentence: &Sentence,
    text_of: &impl Fn(&str) -> Option<&'t str>,
) -> Result<(), String> {
    for citation in &sentence.citations {
        let text = text_of(&citation.key)
            .ok_or_else(|| format!("cites {}, which is not stored", citation.key))?;
        if text.get(citation.start..citation.end) != Some(citation.quote.as_str()) {
            return Err(format!(
                "bytes {}–{} of {} are not the quote",
                citation.start, citation.end, citation.key
            ));
        }
    }
    if sentence.citations.is_empty() && sentence.computed.is_none() {
        return Err("cites nothing and is not computed".to_owned());
    }
    let mut known: BTreeSet<String> =
        sentence.citations.iter().flat_map(|c| words(&c.quote)).collect();
    if let Some(computed) = &sentence.computed {
        known.extend(computed.inputs.values().flat_map(|v| words(v)));
    }
    let own_words = sentence.citations.is_empty();
    for (at, word) in words(&sentence.text).enumerate() {
        let must_stand = if own_words { at > 0 && is_name_or_number(&word) } else { true };
        if must_stand && !known.contains(&word) {
            return Err(format!("'{word}' stands in no cited span"));
        }
    }
    for quotation in quotations(&sentence.text) {
        let exact = sentence.citations.iter().any(|c| c.quote.contains(quotation));
        if !exact {
            return Err(format!("the quotation '{quotation}' stands in no cited span"));
        }
    }
    Ok(())
}

/// Numbers and names in a label stand in what the point cites; its first word is capitalised by us.
pub(crate) fn check_label(point: &Point) -> Result<(), String> {
    let known: BTreeSet<String> =
        point.sentences.iter().flat_map(|s| &s.citations).flat_map(|c| words(&c.quote)).collect();
    match words(&point.label).skip(1).find(|w| is_name_or_number(w) && !known.contains(w)) {
        Some(word) => Err(format!("the label's '{word}' stands in no cited span")),
        None => Ok(()),
    }
}

/// Words and numbers; "1,511" and "4.5" are one, possessive endings are cut.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | ',' | '\'' | '’')))
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()))
        .map(|w| w.strip_suffix("'s").or_else(|| w.strip_suffix("’s")).unwrap_or(w))
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
}

fn is_name_or_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
}

/// What stands between quotation marks.
fn quotations(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    for (open, close) in [('"', '"'), ('“', '”'), ('«', '»')] {
        let mut rest = text;
        while let Some(from) = rest.find(open) {
            let after = &rest[from + open.len_utf8()..];
            let Some(to) = after.find(close) else {
                break;
            };
            out.push(&after[..to]);
            rest = &after[to + close.len_utf8()..];
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::overview::{Citation, Computed};

    const TEXT: &str = "Arland recalled its envoy on 3 May. \"We will answer,\" said Minister Bo.";

    fn sentence(text: &str, quote: &str) -> Sentence {
        let start = TEXT.find(quote).unwrap_or(0);
        let end = start + quote.len();
        Sentence {
            text: text.to_owned(),
            citations: vec![Citation {
                reference: 0,
                key: "k".into(),
                quote: quote.to_owned(),
                start,
                end,
            }],
            day: None,
            independent_outlets: 1,
            contested: false,
            told_by: None,
            computed: None,
        }
    }

    fn verdict(s: &Sentence) -> Result<(), String> {
        check(s, &|key| (key == "k").then_some(TEXT))
    }

    #[test]
    fn a_verbatim_sentence_passes() {
        let quote = "Arland recalled its envoy on 3 May.";
        assert_eq!(verdict(&sentence(quote, quote)), Ok(()));
    }

    #[test]
    fn every_kind_of_invention_is_refused() {
        let quote = "Arland recalled its envoy on 3 May.";
        for text in [
            "Arland recalled its envoy on 4 May.",
            "Borland recalled its envoy on 3 May.",
            "Arland has not recalled its envoy on 3 May.",
            "Arland recalled its \"envoy on 3 June\".",
        ] {
            assert!(verdict(&sentence(text, quote)).is_err(), "{text}");
        }
        let rearranged = sentence("Arland \"envoy its recalled\" on 3 May.", quote);
        assert!(verdict(&rearranged).unwrap_err().contains("quotation"));
    }

    #[test]
    fn a_span_must_be_there_byte_for_byte() {
        let mut s =
            sentence("Arland recalled its envoy on 3 May.", "Arland recalled its envoy on 3 May.");
        s.citations[0].start = 1;
        assert!(verdict(&s).is_err());
        s.citations[0].key = "other".into();
        assert!(verdict(&s).is_err());
        s.citations.clear();
        assert!(verdict(&s).is_err());
    }

    #[test]
    fn a_computed_sentence_may_use_only_its_inputs() {
        let computed = |text: &str| Sentence {
            text: text.to_owned(),
            citations: Vec::new(),
            day: None,
            independent_outlets: 0,
            contested: false,
            told_by: None,
            computed: Some(Computed {
                method: "count".into(),
                inputs: BTreeMap::from([
                    ("n".into(), "12".into()),
                    ("who".into(), "Arland".into()),
                ]),
            }),
        };
        assert_eq!(verdict(&computed("In all 12 events name Arland.")), Ok(()));
        assert!(verdict(&computed("In all 13 events name Arland.")).is_err());
        assert!(verdict(&computed("In all 12 events name Borland.")).is_err());
    }
}
