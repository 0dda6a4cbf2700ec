//! "Minister Bo on 3 May: the bridge was bombed" is told by Minister Bo.
//!
//! What stands behind a colon is somebody's account where a person stands before it, or a noun for
//! what is told ("Points from the meeting"); a topic ("War in Norland: …") leaves it the narrator's.

use super::words::Words;
use crate::model::event::{Event, Party, Status};
use crate::reading::{How, SentenceView};

/// A head longer than this is a clause of its own.
const MANY: usize = 9;

/// Makes what is told behind a headed colon alleged, by the person before it where there is one.
pub(super) fn attribute(
    known: &Words,
    mut events: Vec<Event>,
    view: &SentenceView<'_>,
) -> Vec<Event> {
    let sentence = view.span.of(view.text).unwrap_or_default();
    let Some(colon) = sentence.find(": ").map(|at| view.span.start + at) else {
        return events;
    };
    let head = view.text.get(view.span.start..colon).unwrap_or_default();
    let words = head.split_whitespace().count();
    let person = view.mentions.iter().find(|m| m.how == How::Person && m.span.end <= colon);
    let account = || head.split_whitespace().any(|w| known.is_account(&w.to_lowercase()));
    if words > MANY || person.is_none() && !account() {
        return events;
    }
    for event in &mut events {
        let told = matches!(event.status, Status::Done) && event.trigger.start > colon;
        let is_words = event.kind.quad().number() % 2 == 1;
        if told && !is_words {
            event.status = Status::Alleged;
            if event.speaker.is_none() {
                event.speaker = person.map(|m| Party { actor: m.actor.clone(), span: m.span });
            }
        }
    }
    events
}
