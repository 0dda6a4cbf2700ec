//! What should a reader know? Sentences built from evidence, each with the spans it rests on.

pub(crate) mod assessments;
pub(crate) mod assign;
pub(crate) mod audit;
pub(crate) mod changes;
pub(crate) mod choose;
pub(crate) mod cite;
pub(crate) mod compose;
pub(crate) mod course;
pub(crate) mod days;
pub(crate) mod firsts;
pub(crate) mod labels;
pub(crate) mod lead;
pub(crate) mod listed;
pub(crate) mod points;
pub(crate) mod question;
pub(crate) mod tell;
pub(crate) mod wider;
pub(crate) mod window;
pub(crate) mod wording;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use firsts::First;

use crate::model::day::{Day, DaySpan};
use crate::model::event::Basis;
use crate::relations::chains::Tie;

/// A composed overview. Everything a face shows is in here; faces add no facts.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Overview {
    /// The question as it was typed.
    pub(crate) question: String,
    /// The question as it was understood: "Russia with Azerbaijan and Kazakhstan".
    pub(crate) title: String,
    pub(crate) understood: Understood,
    pub(crate) as_of: Day,
    pub(crate) window: Window,
    pub(crate) searched: Searched,
    /// Fingerprint of the archive.
    pub(crate) archive: String,
    /// True when the answer comes from the sample archive in the binary.
    pub(crate) sample: bool,
    pub(crate) lead: Vec<Sentence>,
    pub(crate) sections: Vec<Section>,
    pub(crate) references: Vec<Reference>,
    /// What was looked for and not found.
    pub(crate) not_found: Vec<String>,
    /// Sentences the audit refused, with the reason.
    pub(crate) dropped: Vec<Dropped>,
}

impl Overview {
    /// True when nothing at all was found.
    pub(crate) fn is_empty(&self) -> bool {
        self.sections.is_empty()
    }
}

/// Whom the question is about.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Understood {
    /// Actor identifiers in the order asked, with their display names.
    pub(crate) actors: Vec<ActorName>,
    /// Relations asked about, as pairs of identifiers.
    pub(crate) dyads: Vec<[String; 2]>,
    /// Relations that the question names and that are not told, since there are too many.
    pub(crate) left_out: usize,
    /// First and last day asked for, by the words or by options.
    pub(crate) since: Option<Day>,
    pub(crate) until: Option<Day>,
    /// Whether rows of event tables were counted.
    pub(crate) tables: bool,
    /// Words that named no actor and no period and were not used.
    pub(crate) unused: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ActorName {
    pub(crate) id: String,
    pub(crate) name: String,
}

/// The days the overview tells of; older happenings are marked as background.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Window {
    pub(crate) since: Day,
    pub(crate) until: Day,
    /// True when the question or an option set it, false when it was chosen from the evidence.
    pub(crate) asked: bool,
}

/// What was searched for an answer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Searched {
    /// Documents in the archive on the as-of day.
    pub(crate) documents: usize,
    /// Of these, in languages that are read.
    pub(crate) read: usize,
    /// Documents by language.
    pub(crate) languages: BTreeMap<String, usize>,
    pub(crate) first_day: Option<Day>,
    pub(crate) last_day: Option<Day>,
    /// Documents that name at least two of the actors asked about.
    pub(crate) relevant: usize,
    /// Sentences weighed for this answer.
    pub(crate) sentences: usize,
    /// Coded events between the actors asked about.
    pub(crate) events: usize,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Section {
    pub(crate) heading: String,
    /// The relation it is about; absent for the section on the wider shift.
    pub(crate) dyad: Option<[String; 2]>,
    /// Computed sentences on the course of the relation.
    pub(crate) course: Vec<Sentence>,
    pub(crate) points: Vec<Point>,
}

/// One happening: a label, a day, and what is told of it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Point {
    pub(crate) label: String,
    pub(crate) day: Option<DaySpan>,
    pub(crate) day_basis: Option<Basis>,
    /// Older than the window.
    pub(crate) background: bool,
    /// Documents that report it.
    pub(crate) reports: usize,
    /// Independent outlets that carry any of its sentences.
    pub(crate) outlets: usize,
    /// Independent outlets that carry the sentence that most of them carry.
    pub(crate) independent_outlets: usize,
    pub(crate) contested: bool,
    /// Name of the one side of the relation that all its outlets are at home in, where they are.
    pub(crate) one_sided: Option<String>,
    /// True when an event between the two sides is coded in it.
    pub(crate) direct: bool,
    /// The earlier point of the section that it followed from, where a sentence of it says so.
    pub(crate) follows: Option<Follows>,
    /// Where it tells the first event of its type coded between the two for years.
    pub(crate) first: Option<First>,
    pub(crate) sentences: Vec<Sentence>,
}

/// What a point followed from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Follows {
    /// Label and day of the other point.
    pub(crate) label: String,
    pub(crate) day: Option<DaySpan>,
    pub(crate) tie: Tie,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Sentence {
    pub(crate) text: String,
    /// Which piece of `text` comes from where; what remains is ours.
    pub(crate) citations: Vec<Citation>,
    pub(crate) day: Option<DaySpan>,
    /// Independent outlets that tell what it tells.
    pub(crate) independent_outlets: usize,
    pub(crate) contested: bool,
    /// Who tells it, where the text itself does not say: put before the sentence.
    pub(crate) told_by: Option<String>,
    pub(crate) computed: Option<Computed>,
}

/// A byte-exact slice of a stored text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Citation {
    /// Index into the references, from 0.
    pub(crate) reference: usize,
    pub(crate) key: String,
    pub(crate) quote: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// How a sentence was computed; every figure, day and name in it stands in `inputs`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Computed {
    pub(crate) method: String,
    pub(crate) inputs: BTreeMap<String, String>,
}

/// A cited document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Reference {
    pub(crate) key: String,
    pub(crate) outlets: Vec<String>,
    /// How these outlets are run, by outlet, where the State Media Matrix labels them.
    pub(crate) ownership: BTreeMap<String, String>,
    pub(crate) title: String,
    pub(crate) url: Option<String>,
    /// Day the page itself states.
    pub(crate) published: Option<DaySpan>,
    pub(crate) language: String,
    pub(crate) kind: Option<String>,
    pub(crate) written_by: Option<String>,
    /// Other addresses of the same text.
    pub(crate) also: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Dropped {
    pub(crate) text: String,
    pub(crate) reason: String,
}
