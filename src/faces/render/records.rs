//! Stored records as JSON: the same for every face.

use serde_json::{Value, json};

use crate::index::{Passage, StoredEvent};
use crate::model::document::ROWS;
use crate::model::event::Party;
use crate::reading::events::confidence_of;
use crate::reading::lexicon::Lexicon;

/// A passage with its place.
pub(in crate::faces) fn passage(p: &Passage) -> Value {
    json!({
        "text": p.text, "key": p.key, "start": p.sentence.start, "end": p.sentence.end, "score": p.score,
        "title": p.title, "url": p.url, "outlets": p.outlets, "published": p.published.map(|d| d.to_string()),
        "date_inferred": p.inferred.map(|d| d.to_string()),
        "language": p.language, "kind": p.kind, "written_by": p.written_by,
    })
}

/// An event with its evidence.
pub(in crate::faces) fn event(stored: &StoredEvent) -> Value {
    let e = &stored.event;
    let code = |p: &Option<Party>| {
        p.as_ref().map(|p| Lexicon::embedded().cameo_of(&p.actor.id, p.actor.role.as_deref()))
    };
    json!({
        "day": e.day.map(|d| d.when.to_string()),
        "precision": e.day.map(|d| d.when.precision),
        "basis": e.day.map(|d| d.basis),
        "source": code(&e.source),
        "target": code(&e.target),
        "type": e.kind,
        "mode": e.mode,
        "cameo": e.cameo,
        "quad": e.kind.quad().number(),
        "intensity": one_decimal(e.intensity),
        "status": e.status,
        "speaker": code(&e.speaker),
        "outlets": stored.outlets.join("; "),
        "published": stored.published.map(|d| d.to_string()),
        "language": stored.language,
        "written_by": stored.written_by,
        "document": stored.key,
        "start": e.sentence.start,
        "end": e.sentence.end,
        "aspect": e.aspect,
        "contexts": e.contexts.join("; "),
        "rule": e.rule,
        "confidence": (stored.language != ROWS).then(|| two_decimals(confidence_of(&e.rule))),
    })
}

/// A share from 0 to 1: `0.83`.
pub(in crate::faces) fn two_decimals(share: f32) -> f64 {
    (f64::from(share) * 100.0).round() / 100.0
}

/// A figure of the Goldstein scale as its table has it: `7.4`, not the nearest binary fraction.
pub(in crate::faces) fn one_decimal(scale: f32) -> f64 {
    (f64::from(scale) * 10.0).round() / 10.0
}
