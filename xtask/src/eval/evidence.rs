//! Does every sentence rest on something? Checked from outside, without the program's own audit.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::{Answer, Citation, Reference, Sentence, Told};

/// What stands and what does not, over one answer.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    pub(crate) sentences: usize,
    /// Sentences with a citation or a computation.
    pub(crate) founded: usize,
    pub(crate) citations: usize,
    /// One line for each fault.
    pub(crate) faults: Vec<String>,
}

/// Checks that each sentence has a citation or says how it was computed, that nothing was dropped by the program's
/// audit, that no blank of a wording was left open, that every number stands in a quote or in what it was computed
/// from, and, where `texts` (address → stored text) are given, that
/// each quote is that slice of the text byte for byte.
pub(crate) fn check(answer: &Answer, texts: Option<&BTreeMap<String, String>>) -> Evidence {
    let mut evidence = Evidence::default();
    for told in answer.told() {
        sentence(answer, &told, texts, &mut evidence);
    }
    for dropped in &answer.dropped {
        evidence.faults.push(format!("dropped by the audit: {dropped}"));
    }
    evidence
}

fn sentence(
    answer: &Answer,
    told: &Told<'_>,
    texts: Option<&BTreeMap<String, String>>,
    evidence: &mut Evidence,
) {
    let s = told.sentence;
    evidence.sentences += 1;
    if s.citations.is_empty() && s.computed.is_none() {
        evidence.faults.push(format!("neither cited nor computed: {}", s.text));
    } else {
        evidence.founded += 1;
    }
    if has_blank(&s.text) {
        evidence.faults.push(format!("a blank was left open: {}", s.text));
    }
    for number in unfounded_numbers(s) {
        evidence.faults.push(format!("{number} stands in no quote: {}", s.text));
    }
    for citation in &s.citations {
        evidence.citations += 1;
        let Some(reference) = answer.references.get(citation.reference) else {
            evidence.faults.push(format!("cites reference {}, not listed", citation.reference));
            continue;
        };
        if texts.is_some_and(|texts| !stands(citation, reference, texts)) {
            evidence.faults.push(format!(
                "bytes {}..{} of reference {} are not \"{}\"",
                citation.start, citation.end, citation.reference, citation.quote
            ));
        }
    }
}

fn stands(citation: &Citation, reference: &Reference, texts: &BTreeMap<String, String>) -> bool {
    reference
        .links()
        .filter_map(|link| texts.get(link))
        .any(|text| text.get(citation.start..citation.end) == Some(citation.quote.as_str()))
}

/// Numbers of a sentence that neither its quotes nor its computation have. What stands in square brackets is ours,
/// a day worked out from "yesterday", and is left to the program's audit.
fn unfounded_numbers(sentence: &Sentence) -> Vec<String> {
    let mut known: BTreeSet<String> =
        sentence.citations.iter().flat_map(|c| numbers(&c.quote)).collect();
    if let Some(computed) = &sentence.computed {
        known.extend(numbers(&computed.to_string()));
    }
    let bare: String = sentence
        .text
        .split('[')
        .enumerate()
        .map(
            |(at, part)| {
                if at == 0 { part } else { part.split_once(']').map_or("", |(_, rest)| rest) }
            },
        )
        .collect();
    numbers(&bare).into_iter().filter(|n| !known.contains(n)).collect()
}

/// Runs of digits without leading zeros: "9" of "2025-10-09" too.
fn numbers(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .map(|run| run.trim_start_matches('0').to_owned())
        .collect()
}

/// "{from}" and its like.
fn has_blank(text: &str) -> bool {
    text.split('{').skip(1).any(|rest| {
        rest.split_once('}').is_some_and(|(name, _)| {
            !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn faults(sentence: Value, dropped: Value) -> usize {
        let answer = serde_json::from_value(json!({
            "text_blocks": [{ "type": "paragraph", "sentences": [sentence] }],
            "references": [{ "link": "https://example.org/a", "also_at": [] }],
            "dropped": dropped,
        }))
        .unwrap();
        let texts = BTreeMap::from([(
            "https://example.org/a".to_owned(),
            "Élan sank. Two died.".to_owned(),
        )]);
        check(&answer, Some(&texts)).faults.len()
    }

    fn cited(quote: &str, start: usize, end: usize) -> Value {
        json!({
            "text": quote, "contested": false,
            "citations": [{ "reference": 0, "quote": quote, "start": start, "end": end }],
        })
    }

    #[test]
    fn each_fault_is_found_once() {
        assert_eq!(faults(cited("Two died.", 12, 21), json!([])), 0);
        assert_eq!(faults(cited("Two died.", 11, 20), json!([])), 1);
        assert_eq!(faults(cited("Ten died.", 12, 21), json!([])), 1);
        // Within a character.
        assert_eq!(faults(cited("lan", 1, 5), json!([])), 1);
        assert_eq!(faults(cited("Two died.", 12, 21), json!([{ "text": "x" }])), 1);
        let bare = json!({ "text": "It sank.", "contested": false, "citations": [] });
        assert_eq!(faults(bare, json!([])), 1);
        let blank = json!({
            "text": "It sank in {month}.", "contested": false, "citations": [], "computed": { "method": "m" },
        });
        assert_eq!(faults(blank, json!([])), 1);
        let mut grown = cited("Two died.", 12, 21);
        grown["text"] = json!("Two died on [9 May 2025] at 40 knots.");
        assert_eq!(faults(grown, json!([])), 1);
        let counted = json!({
            "text": "On 9 May it sank twice: 2 reports.", "contested": false, "citations": [],
            "computed": { "method": "m", "inputs": { "day": "2025-05-09", "reports": "2" } },
        });
        assert_eq!(faults(counted, json!([])), 0);
    }
}
