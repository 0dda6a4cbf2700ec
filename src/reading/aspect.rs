//! Whether a deed begins or ends, by the verb right before it (`data/aspect.toml`).

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::model::event::{Aspect, Event, Status};

#[derive(Deserialize)]
struct Words {
    begun: BTreeSet<String>,
    ended: BTreeSet<String>,
    between: BTreeSet<String>,
}

/// The aspect of an event in its text; `None` where the words tell none. "Ended" is only told of a deed that
/// is read as one no more going on: "ended its boycott" is coded as the ending already.
pub(crate) fn of(text: &str, event: &Event) -> Option<Aspect> {
    let words = words();
    let before = text.get(event.sentence.start..event.trigger.start)?;
    let trigger = event.trigger.of(text)?;
    let verb = split(before).rev().find(|word| !words.between.contains(word));
    let opens = split(trigger).next().filter(|word| words.begun.contains(word));
    let is = |set: &BTreeSet<String>| verb.as_ref().is_some_and(|verb| set.contains(verb));
    if event.status == Status::NotDone {
        return is(&words.ended).then_some(Aspect::Ended);
    }
    (opens.is_some() || is(&words.begun)).then_some(Aspect::Begun)
}

fn split(text: &str) -> impl DoubleEndedIterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase)
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        toml::from_str(include_str!("../../data/aspect.toml"))
            .expect("data/aspect.toml is ours and well formed")
    })
}

#[cfg(test)]
mod tests {
    use crate::model::event::Aspect;
    use crate::reading::lexicon::Lexicon;
    use crate::reading::read;
    use crate::relations::invented::document;

    #[test]
    fn begun_and_ended_deeds_are_told_apart_from_others() {
        for (text, expected) in [
            ("Kenya resumed talks with Uganda.", Some(Aspect::Begun)),
            ("Chad started to arm rebels in Sudan.", Some(Aspect::Begun)),
            ("Turkey will begin deporting Syrian fighters.", Some(Aspect::Begun)),
            ("Ghana stops recognising Kosovo as a state.", Some(Aspect::Ended)),
            ("Russia ceased shelling Ukraine.", Some(Aspect::Ended)),
            ("Kenya held talks with Uganda.", None),
            ("Russia did not shell Ukraine.", None),
            ("Egypt ended its boycott of Qatar.", None),
        ] {
            let reading = read(Lexicon::embedded(), &document("2021-03-02", "A", text));
            let found = reading.events.first().unwrap_or_else(|| panic!("no event in {text}"));
            assert_eq!(found.aspect, expected, "{text}");
        }
    }
}
