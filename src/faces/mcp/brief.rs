//! An overview in as few words as can be checked: for readers who pay for each.

use serde_json::{Map, Value};

/// What says nothing that does not stand elsewhere in the overview: a point's snippet is its sentences, its
/// title is its label with a colon, its references are those its citations name; the counts behind a
/// computed sentence are asked for with the whole.
const LEFT_OUT: [&str; 6] = ["inputs", "reference_indexes", "also_at", "day_text", "kind", "title"];
/// The usual precision of a day: a field that says another is kept.
const USUAL: &str = "day";

/// The same overview without what is empty, false or told twice: half its bytes. Fields of the top stay, as the tool's
/// schema promises them; so do all sentences, with the bytes they rest on, and all references.
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
    if let Some(Value::String(text)) = fields.get("text").cloned() {
        sentence(&mut fields, &text);
    }
    if fields.get("day_precision").and_then(Value::as_str) == Some(USUAL) {
        fields.remove("day_precision");
    }
    if is_reference {
        // The source names them.
        fields.remove("outlets");
    }
    fields
        .into_iter()
        .filter(|(name, _)| is_reference && name == "title" || !LEFT_OUT.contains(&name.as_str()))
        .map(|(name, value)| (name, within(value)))
        .filter(|(_, value)| !is_empty(value))
        .collect()
}

/// A sentence that holds its span word for word is its own quotation; the text a citation rests on is that of
/// its reference; how a sentence was made is told of those that rest on counts alone.
fn sentence(fields: &mut Map<String, Value>, text: &str) {
    let Some(Value::Array(citations)) = fields.get_mut("citations") else { return };
    for citation in citations.iter_mut().filter_map(Value::as_object_mut) {
        citation.remove("key");
        if citation.get("quote").and_then(Value::as_str).is_some_and(|quote| text.contains(quote)) {
            citation.remove("quote");
        }
    }
    if !citations.is_empty() {
        fields.remove("computed");
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
