//! "Minister Bo on 3 May: the bridge was bombed" is told by Minister Bo.
//!
//! What stands behind a colon is somebody's account where more than a name of a place stands before
//! it: a person, or a few words that say where the account comes from ("Points from the meeting").

use crate::model::event::{Event, Party, Status};
use crate::reading::{How, SentenceView};

/// Words before the colon from which they say where the account comes from.
const FEW: usize = 3;
/// A head longer than this is a clause of its own.
const MANY: usize = 9;

/// Makes what is told behind a headed colon alleged, by the person before it where there is one.
pub(super) fn attribute(mut events: Vec<Event>, view: &SentenceView<'_>) -> Vec<Event> {
    let sentence = view.span.of(view.text).unwrap_or_default();
    let Some(colon) = sentence.find(": ").map(|at| view.span.start + at) else {
        return events;
    };
    let head = view.text.get(view.span.start..colon).unwrap_or_default();
    let words = head.split_whitespace().count();
    let person = view.mentions.iter().find(|m| m.how == How::Person && m.span.end <= colon);
    if words > MANY || (words < FEW && person.is_none()) {
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
