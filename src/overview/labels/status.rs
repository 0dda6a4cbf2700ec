//! How sure it is, as a word of the label: alleged, denied, planned, not done.

use super::table::labels;
use crate::model::event::{Aspect, Event, EventType, Party, QuadClass, Status};
use crate::relations::statements::Statement;

/// "alleged attack", but "border allegedly closed": a label that ends in a participle takes the status inside.
pub(super) fn with_status(status: &str, label: &str) -> String {
    let forms = &labels().participles;
    let inside = forms.inside.get(status);
    if inside.is_some_and(|inside| label.contains(&format!(" {inside} "))) {
        return label.to_owned();
    }
    let (_, last) = label.rsplit_once(' ').unwrap_or_default();
    let ends =
        if forms.particles.contains(last) { label.len() - last.len() - 1 } else { label.len() };
    let (noun, participle) = label[..ends].rsplit_once(' ').unwrap_or_default();
    let is_participle = participle.ends_with("ed") || forms.irregular.contains(participle);
    if noun.is_empty() || !is_participle {
        return format!("{status} {label}");
    }
    match inside {
        Some(words) => format!("{noun} {words} {participle}{}", &label[ends..]),
        None => format!("{status}: {label}"),
    }
}

/// "alleged", "denied", "planned", …: what is not told as done is not labelled as done. Types that are
/// themselves words about a deed (a threat, an agreement) need no such word for a plan.
pub(super) fn status(main: &Statement<'_>, event: &Event) -> Option<&'static str> {
    let own_label = has_own_label(event);
    if let Some(name) =
        (!own_label && event.status == Status::Done).then(|| verbal_status(event)).flatten()
    {
        return labels().status.get(name).map(String::as_str);
    }
    let verbal = own_label
        && matches!(event.kind.quad(), QuadClass::VerbalCooperation | QuadClass::VerbalConflict);
    let name = match event.status {
        Status::Done if verbal || !is_reported(main, event) => return None,
        // "The ministry said that concerts are cancelled": it announces its own measure.
        Status::Done if speaks_of_itself(event) && !is_force(event) => return None,
        Status::Planned if verbal => return None,
        Status::Planned => "planned",
        Status::Done | Status::Alleged if speaks_of_itself(event) && admits(main.text()) => {
            "admitted"
        }
        Status::Done | Status::Alleged if speaks_of_itself(event) => "claimed",
        Status::Done | Status::Alleged => "alleged",
        Status::Denied => "denied",
        Status::Demanded => "demanded",
        Status::Possible => "possible",
        Status::NotDone if event.aspect == Some(Aspect::Ended) => "ended",
        Status::NotDone => "not_done",
    };
    labels().status.get(name).map(String::as_str)
}

/// False for a planned attack: it is coded as a threat, but its label is the attack's.
fn has_own_label(event: &Event) -> bool {
    event.rule.starts_with(&event.kind.name().to_lowercase())
}

/// True where a deed is told as done, alleged or planned: its object may be named with what is done to it.
pub(super) fn may_name_object(event: &Event) -> bool {
    matches!(event.status, Status::Done | Status::Alleged | Status::Planned)
        && (has_own_label(event) || event.status != Status::Done || verbal_status(event).is_none())
}

/// What a deed's name must be told with where the event is words about the deed.
fn verbal_status(event: &Event) -> Option<&'static str> {
    match event.kind {
        EventType::Threaten => Some("threatened"),
        EventType::Request => Some("demanded"),
        EventType::Reject => Some("refused"),
        _ => None,
    }
}

pub(super) fn is_force(event: &Event) -> bool {
    matches!(event.kind, EventType::Assault | EventType::Coerce | EventType::Mobilize)
}

/// True where a word of saying stands before the words that carry the event: somebody tells it.
fn is_reported(main: &Statement<'_>, event: &Event) -> bool {
    says(main.document.text.get(main.span.start..event.trigger.start).unwrap_or_default())
}

fn says(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|w| labels().speech.contains(w))
}

/// True where somebody owns up to a deed, with a word of `admission` and no word of claiming it.
fn admits(text: &str) -> bool {
    let words = || text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    words().any(|w| labels().admission.contains(&w)) && !words().any(|w| w.starts_with("claim"))
}

/// "alleged" for a noun of force that carries no coded event and stands behind a word of saying.
pub(super) fn told_of(main: &Statement<'_>, words: &str) -> Option<&'static str> {
    let noun = words.rsplit(' ').next()?.to_lowercase();
    let text = main.text().to_lowercase();
    let is_force = labels().force.contains(&noun);
    let before = text.find(&noun).map(|at| &text[..at])?;
    (is_force && says(before)).then(|| labels().status.get("alleged").map(String::as_str)).flatten()
}

/// True where the one who says so is the one who did it.
fn speaks_of_itself(event: &Event) -> bool {
    let id = |party: &Option<Party>| party.as_ref().map(|p| p.actor.id.clone());
    event.speaker.is_some() && id(&event.speaker) == id(&event.source)
}
