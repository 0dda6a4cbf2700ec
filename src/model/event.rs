//! What was done by whom to whom, in PLOVER's terms, with its evidence.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::actor::Actor;
use super::day::DaySpan;
use super::span::Span;

/// The sixteen PLOVER event types (manual draft 2.0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum EventType {
    Agree,
    Consult,
    Support,
    Concede,
    Cooperate,
    Aid,
    Retreat,
    Request,
    Accuse,
    Reject,
    Threaten,
    Protest,
    Sanction,
    Mobilize,
    Coerce,
    Assault,
}

impl EventType {
    pub(crate) const ALL: [EventType; 16] = [
        EventType::Agree,
        EventType::Consult,
        EventType::Support,
        EventType::Concede,
        EventType::Cooperate,
        EventType::Aid,
        EventType::Retreat,
        EventType::Request,
        EventType::Accuse,
        EventType::Reject,
        EventType::Threaten,
        EventType::Protest,
        EventType::Sanction,
        EventType::Mobilize,
        EventType::Coerce,
        EventType::Assault,
    ];

    /// PLOVER's name, in capitals.
    pub(crate) fn name(self) -> &'static str {
        match self {
            EventType::Agree => "AGREE",
            EventType::Consult => "CONSULT",
            EventType::Support => "SUPPORT",
            EventType::Concede => "CONCEDE",
            EventType::Cooperate => "COOPERATE",
            EventType::Aid => "AID",
            EventType::Retreat => "RETREAT",
            EventType::Request => "REQUEST",
            EventType::Accuse => "ACCUSE",
            EventType::Reject => "REJECT",
            EventType::Threaten => "THREATEN",
            EventType::Protest => "PROTEST",
            EventType::Sanction => "SANCTION",
            EventType::Mobilize => "MOBILIZE",
            EventType::Coerce => "COERCE",
            EventType::Assault => "ASSAULT",
        }
    }

    /// Reads PLOVER's name in any case.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(name))
    }

    /// PLOVER's quad class; SANCTION is material conflict (the manual contradicts itself: DECISIONS.md).
    pub(crate) fn quad(self) -> QuadClass {
        use EventType::*;
        match self {
            Agree | Consult | Support | Concede => QuadClass::VerbalCooperation,
            Cooperate | Aid | Retreat => QuadClass::MaterialCooperation,
            Request | Accuse | Reject | Threaten => QuadClass::VerbalConflict,
            Protest | Sanction | Mobilize | Coerce | Assault => QuadClass::MaterialConflict,
        }
    }
}

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Verbal or material, cooperation or conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum QuadClass {
    VerbalCooperation,
    MaterialCooperation,
    VerbalConflict,
    MaterialConflict,
}

impl QuadClass {
    /// PLOVER's and GDELT's number, 1 to 4.
    pub(crate) fn number(self) -> u8 {
        self as u8 + 1
    }

    pub(crate) fn is_conflict(self) -> bool {
        matches!(self, QuadClass::VerbalConflict | QuadClass::MaterialConflict)
    }
}

/// How the text stands to the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    /// Told as having happened.
    Done,
    /// Somebody else than the narrator says that it happened.
    Alleged,
    /// Somebody says that it did not happen.
    Denied,
    /// Somebody asks for it.
    Demanded,
    /// Announced, intended, agreed or expected.
    Planned,
    /// Told as possible or as a condition.
    Possible,
    /// The narrator says that it did not happen.
    NotDone,
}

/// Whether a deed is told as beginning or ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Aspect {
    /// "began patrolling", "resumed talks": done, and going on.
    Begun,
    /// "stopped shelling": it was going on and is no more; its status is [`Status::NotDone`].
    Ended,
}

/// An actor at its place in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Party {
    #[serde(flatten)]
    pub(crate) actor: Actor,
    pub(crate) span: Span,
}

/// How the day of an event was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Basis {
    /// The text states it in full.
    Stated,
    /// Counted from the publication day ("on Wednesday", "last month").
    FromPublication,
    /// Counted from, or completed by, another day told in the text ("two days later", "30 June" after "June 2025").
    FromContext,
    /// Nothing is told: the publication day stands in.
    PublicationDay,
    /// Counted from, or standing for, a publication day that the page does not state and we guessed.
    Inferred,
}

/// A day and how it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Dated {
    pub(crate) when: DaySpan,
    pub(crate) basis: Basis,
    /// The words that tell it, where there are any.
    pub(crate) span: Option<Span>,
}

/// One coded event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Event {
    #[serde(rename = "type")]
    pub(crate) kind: EventType,
    /// PLOVER mode (`arrest`, `visit`, …), where the words tell one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) mode: Option<String>,
    /// PLOVER contexts ("military", "economic"), sorted; what its sentence is about.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub(crate) contexts: Vec<String>,
    /// CAMEO code, two to four digits as text.
    pub(crate) cameo: String,
    /// Goldstein scale of the CAMEO code, −10 (conflict) to +10 (cooperation), from our one table.
    pub(crate) intensity: f32,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) source: Option<Party>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) target: Option<Party>,
    /// Who says so, where it is not the narrator.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) speaker: Option<Party>,
    pub(crate) status: Status,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) aspect: Option<Aspect>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) day: Option<Dated>,
    /// The words that carry the event ("launched airstrikes").
    pub(crate) trigger: Span,
    /// Span of the sentence it stands in.
    pub(crate) sentence: Span,
    /// The rule that fired: file and entry in `data/events`.
    pub(crate) rule: String,
}
