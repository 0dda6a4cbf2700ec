//! Named fields of a JSON object or a table row, and the raw item they make.

use serde_json::{Map, Value};

use super::item::{Body, Origin, RawItem};
use super::outlets;

/// A field of an item and the names it goes by, best first. Names are compared without case.
pub(crate) const NAMES: &[(Field, &[&str])] = &[
    (Field::Id, &["id", "guid", "uid"]),
    (Field::Url, &["url", "link", "href"]),
    (Field::Title, &["title", "headline"]),
    (
        Field::Date,
        &["date", "published", "published_at", "publishedat", "pubdate", "date_published"],
    ),
    (Field::Inferred, &["date_inferred"]),
    (Field::Language, &["lang", "language"]),
    (Field::Text, &["text", "body", "content"]),
    (Field::Kind, &["quality", "kind"]),
    (Field::Outlets, &["outlet", "outlets", "sources", "source"]),
    (Field::WrittenBy, &["written_by"]),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Field {
    Id,
    Url,
    Title,
    Date,
    Inferred,
    Language,
    Text,
    Kind,
    Outlets,
    WrittenBy,
}

/// The field a column or key stands for, and how good the name is (0 is best).
pub(crate) fn field(name: &str) -> Option<(Field, usize)> {
    let name = name.trim();
    NAMES.iter().find_map(|(field, names)| {
        let rank = names.iter().position(|known| known.eq_ignore_ascii_case(name))?;
        Some((*field, rank))
    })
}

/// The raw item of one JSON object, or `None` where no text is in it.
pub(crate) fn from_object(origin: Origin, mut object: Map<String, Value>) -> Option<RawItem> {
    let mut best: Vec<(Field, usize, String)> = object
        .keys()
        .filter_map(|key| field(key).map(|(field, rank)| (field, rank, key.clone())))
        .collect();
    best.sort();
    let mut item = RawItem::new(origin, Body::Text(String::new()));
    for (field, _, key) in best {
        let Some(value) = object.remove(&key) else { continue };
        if field == Field::Outlets {
            if item.outlets.is_empty() {
                item.outlets = outlets::clean(names(value));
            }
        } else if let Some(text) = scalar(value) {
            set(&mut item, field, text);
        }
    }
    finish(item)
}

/// The raw item of one table row, or `None` where no text is in it. `columns` are best names first.
pub(crate) fn from_row<'a>(
    origin: Origin,
    columns: &[(Field, usize)],
    cell: impl Fn(usize) -> Option<&'a str>,
) -> Option<RawItem> {
    let mut item = RawItem::new(origin, Body::Text(String::new()));
    for &(field, column) in columns {
        let Some(text) = cell(column).map(str::trim).filter(|text| !text.is_empty()) else {
            continue;
        };
        if field != Field::Outlets {
            set(&mut item, field, text.to_owned());
        } else if item.outlets.is_empty() {
            item.outlets = outlets::clean(text.split([';', '|']).map(str::to_owned));
        }
    }
    finish(item)
}

/// Sets a field that is not set yet: the better name came first.
fn set(item: &mut RawItem, field: Field, text: String) {
    let slot = match field {
        Field::Id => &mut item.id,
        Field::Url => &mut item.url,
        Field::Title => &mut item.title,
        Field::Date => &mut item.published,
        Field::Inferred => &mut item.inferred,
        Field::Language => &mut item.language,
        Field::Kind => &mut item.kind,
        Field::WrittenBy => &mut item.written_by,
        Field::Text => {
            if matches!(&item.body, Body::Text(body) if body.is_empty()) {
                item.body = body(text);
            }
            return;
        }
        Field::Outlets => return,
    };
    if slot.is_none() {
        *slot = Some(text);
    }
}

fn finish(mut item: RawItem) -> Option<RawItem> {
    if matches!(&item.body, Body::Text(body) if body.is_empty()) {
        return None;
    }
    outlets::tell_writer(&mut item);
    Some(item)
}

/// Text as text, unless closing tags show that it is HTML.
fn body(text: String) -> Body {
    let is_html = ["</p>", "</div>", "</a>", "<br>", "<br/>", "<br />", "</P>", "</html>"]
        .iter()
        .any(|tag| text.contains(tag));
    match is_html {
        false => Body::Text(text),
        true if text.contains("</html>") => Body::Html(text),
        true => Body::Fragment(text),
    }
}

/// Text of a string or number that is not blank.
fn scalar(value: Value) -> Option<String> {
    match value {
        Value::String(text) => (!text.trim().is_empty()).then_some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Names in a string, a list of strings, or objects that have a `name`.
fn names(value: Value) -> Vec<String> {
    match value {
        Value::String(name) => vec![name],
        Value::Array(values) => {
            values.into_iter().filter(|value| !value.is_array()).flat_map(names).collect()
        }
        Value::Object(mut object) => object.remove("name").and_then(scalar).into_iter().collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::sources::Place;

    fn item(value: Value) -> Option<RawItem> {
        let Value::Object(object) = value else { panic!("not an object") };
        from_object(Origin { file: "f".into(), place: Place::Line(1) }, object)
    }

    #[test]
    fn all_fields_in_all_spellings() {
        let found = item(json!({
            "ID": 7, "link": "https://a.example/1", "headline": "T", "Date": "2025-01-06",
            "language": "en", "content": "Words.", "kind": "news",
            "source": {"name": "Example News"}, "date_inferred": null, "body": "  "
        }))
        .unwrap();
        assert_eq!(found.id.as_deref(), Some("7"));
        assert_eq!(found.url.as_deref(), Some("https://a.example/1"));
        assert_eq!(found.title.as_deref(), Some("T"));
        assert_eq!(found.published.as_deref(), Some("2025-01-06"));
        assert_eq!(found.language.as_deref(), Some("en"));
        assert_eq!(found.body, Body::Text("Words.".into()));
        assert_eq!(found.outlets, ["Example News"]);
        assert_eq!(found.inferred, None);
    }

    #[test]
    fn no_text_is_no_item() {
        assert_eq!(item(json!({"title": "T", "text": null})), None);
        assert_eq!(item(json!({"title": "T", "text": ["a"]})), None);
    }

    #[test]
    fn html_in_a_text_field_is_seen() {
        let found = item(json!({"text": "<p>One.</p><p>Two.</p>"})).unwrap();
        assert!(matches!(found.body, Body::Fragment(_)));
        let found = item(json!({"text": "a < b and c > d"})).unwrap();
        assert!(matches!(found.body, Body::Text(_)));
    }
}
