//! An overview in as few words as can be checked: for readers who pay for each.

use serde_json::{Map, Value};

/// What says nothing that does not stand elsewhere in the overview: a point's snippet is its sentences, its
/// title is its label with a colon, its references are those its citations name; the counts behind a
/// computed sentence are asked for with the whole.
const LEFT_OUT: [&str; 6] = ["inputs", "reference_indexes", "also_at", "day_text", "kind", "title"];

/// The same overview without what is empty, false or told twice: half its bytes. Fields of the top stay, as the
/// tool's schema promises them; so do all sentences, with the bytes they rest on, and all references.
pub(super) fn brief(overview: Value) -> Value {
    match overview {
        Value::Object(fields) => {
            Value::Object(fields.into_iter().map(|(name, value)| (name, within(value))).collect())
        }
        other => other,
    }
}

fn within(value: Value) -> Value {
    match value {
        Value::Object(fields) => Value::Object(kept(fields)),
        Value::Array(all) => Value::Array(all.into_iter().map(within).collect()),
        other => other,
    }
}

fn kept(mut fields: Map<String, Value>) -> Map<String, Value> {
    let is_reference = fields.contains_key("link");
    if fields.contains_key("sentences") {
        fields.remove("snippet");
    }
    if let Some(text) = fields.get("text").cloned() {
        unquote(&mut fields, &text);
    }
    fields
        .into_iter()
        .filter(|(name, _)| is_reference && name == "title" || !LEFT_OUT.contains(&name.as_str()))
        .map(|(name, value)| (name, within(value)))
        .filter(|(_, value)| !is_empty(value))
        .collect()
}

/// A sentence that says its span word for word is its own quotation.
fn unquote(sentence: &mut Map<String, Value>, text: &Value) {
    let Some(Value::Array(citations)) = sentence.get_mut("citations") else { return };
    for citation in citations.iter_mut().filter_map(Value::as_object_mut) {
        if citation.get("quote") == Some(text) {
            citation.remove("quote");
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(all) => all.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}
