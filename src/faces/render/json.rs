//! An overview as JSON: the `text_blocks` and `references` that readers of AI overviews already parse,
//! with the evidence of each sentence added.

use serde_json::{Map, Value, json};

use crate::overview::wording::point_day;
use crate::overview::{Overview, Point, Reference, Section, Sentence};

/// The overview as one JSON object.
pub(crate) fn render(overview: &Overview) -> Value {
    let mut blocks = Vec::new();
    if !overview.lead.is_empty() {
        blocks.push(paragraph(&overview.lead));
    }
    overview.sections.iter().for_each(|s| section(&mut blocks, s));
    json!({
        "question": overview.question,
        "title": overview.title,
        "understood": overview.understood,
        "as_of": overview.as_of,
        "window": overview.window,
        "archive": { "fingerprint": overview.archive, "sample": overview.sample },
        "searched": overview.searched,
        "text_blocks": blocks,
        "references": overview.references.iter().enumerate().map(|(i, r)| reference(i, r)).collect::<Vec<_>>(),
        "not_found": overview.not_found,
        "dropped": overview.dropped,
    })
}

fn section(blocks: &mut Vec<Value>, section: &Section) {
    let mut heading = json!({ "type": "heading", "snippet": section.heading });
    if let (Some(dyad), Some(object)) = (&section.dyad, heading.as_object_mut()) {
        object.insert("dyad".to_owned(), json!(dyad));
    }
    blocks.push(heading);
    if !section.course.is_empty() {
        blocks.push(paragraph(&section.course));
    }
    blocks.push(
        json!({ "type": "list", "list": section.points.iter().map(item).collect::<Vec<_>>() }),
    );
}

fn paragraph(sentences: &[Sentence]) -> Value {
    let mut block = block(sentences);
    block.insert("type".to_owned(), json!("paragraph"));
    Value::Object(block)
}

fn item(point: &Point) -> Value {
    let mut block = block(&point.sentences);
    block.insert("title".to_owned(), json!(format!("{}:", point.label)));
    block.insert("label".to_owned(), json!(point.label));
    block.insert("day".to_owned(), json!(point.day.map(|d| d.to_string())));
    block.insert("day_precision".to_owned(), json!(point.day.map(|d| d.precision)));
    block.insert("day_basis".to_owned(), json!(point.day_basis));
    block.insert("day_text".to_owned(), json!(point_day(point)));
    block.insert("background".to_owned(), json!(point.background));
    block.insert("reports".to_owned(), json!(point.reports));
    block.insert("outlets".to_owned(), json!(point.outlets));
    block.insert("independent_outlets".to_owned(), json!(point.independent_outlets));
    block.insert("contested".to_owned(), json!(point.contested));
    block.insert("one_sided".to_owned(), json!(point.one_sided));
    block.insert("direct".to_owned(), json!(point.direct));
    block.insert("follows".to_owned(), json!(point.follows));
    block.insert("first_of_kind".to_owned(), json!(point.first));
    Value::Object(block)
}

fn block(sentences: &[Sentence]) -> Map<String, Value> {
    let text: Vec<String> = sentences
        .iter()
        .map(|s| match &s.told_by {
            Some(teller) => format!("{teller}: {}", s.text),
            None => s.text.clone(),
        })
        .collect();
    let mut indexes: Vec<usize> =
        sentences.iter().flat_map(|s| &s.citations).map(|c| c.reference).collect();
    indexes.sort_unstable();
    indexes.dedup();
    let mut block = Map::new();
    block.insert("snippet".to_owned(), json!(text.join(" ")));
    block.insert("reference_indexes".to_owned(), json!(indexes));
    block.insert("sentences".to_owned(), json!(sentences.iter().map(sentence).collect::<Vec<_>>()));
    block
}

fn sentence(s: &Sentence) -> Value {
    let mut value = json!({
        "text": s.text,
        "citations": s.citations,
        "day": s.day.map(|d| d.to_string()),
        "day_precision": s.day.map(|d| d.precision),
        "independent_outlets": s.independent_outlets,
        "contested": s.contested,
    });
    if let Some(object) = value.as_object_mut() {
        if let Some(teller) = &s.told_by {
            object.insert("told_by".to_owned(), json!(teller));
        }
        if let Some(computed) = &s.computed {
            object.insert("computed".to_owned(), json!(computed));
        }
    }
    value
}

fn reference(index: usize, r: &Reference) -> Value {
    json!({
        "index": index,
        "title": r.title,
        "link": r.url,
        "source": r.outlets.join(", "),
        "outlets": r.outlets,
        "ownership": r.ownership,
        "published_at": r.published.map(|d| d.to_string()),
        "language": r.language,
        "kind": r.kind,
        "written_by": r.written_by,
        "also_at": r.also,
        "key": r.key,
    })
}
