//! `bilateral explain`: what is understood of a text, as JSON Lines.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use clap::Args;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Ending, print, remark};
use crate::documents;
use crate::error::{Error, Result};
use crate::faces::render::records::{one_decimal, two_decimals};
use crate::model::day::DaySpan;
use crate::model::document::{Document, Report};
use crate::model::event::{Dated, Event, Party};
use crate::model::span::Span;
use crate::reading::events::{confidence_of, rule_at};
use crate::reading::figures::Figure;
use crate::reading::lexicon::Lexicon;
use crate::reading::syntax::Tree;
use crate::reading::{Mention, Reading, read, trees};

#[derive(Args)]
pub(super) struct Explain {
    /// A text, a file, or `-` for standard input. JSON Lines {id, text, date} give one line out per line in
    #[arg(default_value = "-", value_name = "TEXT|FILE|-")]
    input: Vec<String>,
    /// Publication day of a plain text (2025-10-09), for "on Wednesday" and its like
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Language of a plain text (ISO 639-1)
    #[arg(long, default_value = "en")]
    language: String,
    /// Show the path as well: words, tree, and where in the lexicon each rule stands
    #[arg(long)]
    why: bool,
}

/// Bytes of a line or a plain text at most.
const LONGEST: u64 = 16 << 20;

/// One line of JSON Lines input.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Value,
    text: String,
    #[serde(default)]
    date: Option<String>,
    #[serde(default, alias = "language")]
    lang: Option<String>,
}

impl Explain {
    pub(super) fn run(self) -> Result<Ending> {
        let date = self.date.as_deref().map(day).transpose()?;
        let words = self.input.join(" ");
        let reader: Box<dyn Read> = if words == "-" {
            Box::new(std::io::stdin())
        } else if self.input.len() == 1 && is_file(&words) {
            let trouble = |e| {
                Error::outside(
                    format!("cannot read {words}"),
                    e,
                    "Check the path and that you may read it",
                )
            };
            Box::new(std::fs::File::open(&words).map_err(trouble)?)
        } else {
            Box::new(std::io::Cursor::new(words))
        };
        let mut reader = BufReader::new(reader);
        let trouble = |e| Error::outside("cannot read the input", e, "Check the file");
        let first = loop {
            let head = reader.fill_buf().map_err(trouble)?;
            match head.iter().position(|b| !b.is_ascii_whitespace()) {
                Some(at) => break Some(head[at]),
                None if head.is_empty() => break None,
                None => {
                    let length = head.len();
                    reader.consume(length);
                }
            }
        };
        match first {
            None => Err(Error::Usage("there is no text to explain".to_owned())),
            Some(b'{') => lines(&mut reader, self.why),
            Some(_) => {
                let mut bytes = Vec::new();
                reader.take(LONGEST + 1).read_to_end(&mut bytes).map_err(trouble)?;
                if bytes.len() as u64 > LONGEST {
                    return Err(Error::Usage(format!(
                        "the text is longer than {} MiB; split it",
                        LONGEST >> 20
                    )));
                }
                let text = String::from_utf8_lossy(&bytes).trim().to_owned();
                let value = explained(&Value::Null, &text, date, &self.language, self.why);
                print(&format!("{value}\n"))?;
                Ok(Ending::Done)
            }
        }
    }
}

fn is_file(words: &str) -> bool {
    words.len() < 4096 && Path::new(words).is_file()
}

fn day(text: &str) -> Result<DaySpan> {
    DaySpan::parse(text).ok_or_else(|| {
        Error::Usage(format!("'{text}' is no day; write it as 2025-10-09, 2025-10 or 2025"))
    })
}

/// One line out per line in, with its id; a line that cannot be read gives one with `error`.
fn lines(reader: &mut dyn BufRead, why: bool) -> Result<Ending> {
    let trouble = |e| Error::outside("cannot read the input", e, "Check the file");
    let mut ending = Ending::Done;
    let mut number = 0_u64;
    loop {
        let mut bytes = Vec::new();
        let read =
            (&mut *reader).take(LONGEST).read_until(b'\n', &mut bytes).map_err(trouble)? as u64;
        if read == 0 {
            return Ok(ending);
        }
        number += 1;
        let cut =
            read == LONGEST && !bytes.ends_with(b"\n") && pass_over(reader).map_err(trouble)?;
        if bytes.iter().all(u8::is_ascii_whitespace) && !cut {
            continue;
        }
        let line = if cut {
            Err(format!("the line is longer than {} MiB; split its text", LONGEST >> 20))
        } else {
            serde_json::from_slice::<Line>(&bytes)
                .map_err(|e| format!("{e}; each line must be an object with a \"text\""))
        };
        let value = match line {
            Ok(line) => {
                let date = line.date.as_deref().and_then(DaySpan::parse);
                explained(&line.id, &line.text, date, line.lang.as_deref().unwrap_or("en"), why)
            }
            Err(reason) => {
                ending = Ending::Otherwise;
                remark(&format!("line {number}: {reason}"));
                let mut whole = serde_json::from_slice::<Value>(&bytes).unwrap_or_default();
                let id = whole.get_mut("id").map(Value::take);
                json!({ "id": id, "line": number, "error": reason, "events": [] })
            }
        };
        print(&format!("{value}\n"))?;
    }
}

/// Reads on to the end of the line without keeping it; false where the input ended already.
fn pass_over(reader: &mut dyn BufRead) -> std::io::Result<bool> {
    let mut more = false;
    loop {
        let part = reader.fill_buf()?;
        if part.is_empty() {
            return Ok(more);
        }
        let end = part.iter().position(|byte| *byte == b'\n');
        more |= end != Some(0);
        let used = end.map_or(part.len(), |at| at + 1);
        reader.consume(used);
        if end.is_some() {
            return Ok(more);
        }
    }
}

fn explained(id: &Value, text: &str, date: Option<DaySpan>, language: &str, why: bool) -> Value {
    let lexicon = Lexicon::embedded();
    let report = Report { published: date, ..Report::default() };
    let document = Document {
        key: documents::key(text),
        text: text.to_owned(),
        language: language.to_owned(),
        reports: vec![report],
    };
    let reading = read(lexicon, &document);
    let mut out = show(id, &document, &reading);
    if why {
        out["why"] = path(&document, &reading);
    }
    out
}

/// The way to what was understood: of each sentence its words with tags and tree (heads count from 1, 0 is
/// the root, as in CoNLL-U), of each event the place in the lexicon.
fn path(document: &Document, reading: &Reading) -> Value {
    let text = document.text.as_str();
    let word = |tree: &Tree, at: usize| {
        let node = &tree.nodes[at];
        json!({
            "start": node.span.start, "end": node.span.end, "text": node.span.of(text),
            "lemma": tree.lemma(at), "upos": node.pos.name(), "xpos": node.tag.name(),
            "head": node.head.map_or(0, |head| head + 1), "relation": node.rel.name(),
        })
    };
    let sentence = |tree: &Tree| (0..tree.nodes.len()).map(|at| word(tree, at)).collect::<Vec<_>>();
    json!({
        "words": trees(Lexicon::embedded(), document).iter().map(sentence).collect::<Vec<_>>(),
        "rules": reading.events.iter().map(|e| lexicon_line(&e.rule)).collect::<Vec<_>>(),
    })
}

fn lexicon_line(rule: &str) -> Value {
    match rule_at(rule) {
        Some((file, line)) => json!(format!("data/events/{file}:{line}")),
        None => Value::Null,
    }
}

fn show(id: &Value, document: &Document, reading: &Reading) -> Value {
    let text = document.text.as_str();
    json!({
        "id": id,
        "date": document.published().map(|d| d.to_string()),
        "language": document.language,
        "sentences": reading.sentences.iter().map(|s| slice(text, *s)).collect::<Vec<_>>(),
        "actors": reading.mentions.iter().map(|m| mention(text, m)).collect::<Vec<_>>(),
        "times": reading.times.iter().map(|t| time(text, t)).collect::<Vec<_>>(),
        "events": reading.events.iter().map(|e| event(text, e)).collect::<Vec<_>>(),
        "figures": reading.figures.iter().map(|f| figure(text, f)).collect::<Vec<_>>(),
    })
}

fn slice(text: &str, span: Span) -> Value {
    json!({ "start": span.start, "end": span.end, "text": span.of(text) })
}

fn mention(text: &str, m: &Mention) -> Value {
    json!({
        "start": m.span.start, "end": m.span.end, "text": m.span.of(text),
        "actor": m.actor.id, "name": Lexicon::embedded().name_of(&m.actor.id),
        "role": m.actor.role, "person": m.actor.person, "rule": m.how,
        "code": Lexicon::embedded().cameo_of(&m.actor.id, m.actor.role.as_deref()),
    })
}

fn time(text: &str, t: &Dated) -> Value {
    json!({
        "start": t.span.map(|s| s.start), "end": t.span.map(|s| s.end), "text": t.span.and_then(|s| s.of(text)),
        "from": t.when.start, "to": t.when.end, "precision": t.when.precision, "basis": t.basis,
    })
}

fn figure(text: &str, f: &Figure) -> Value {
    json!({
        "start": f.span.start, "end": f.span.end, "text": f.span.of(text), "bound": f.bound, "value": f.value,
        "upper": f.upper, "counts": f.counts, "unit": f.unit, "fate": f.fate,
    })
}

fn code(party: &Party) -> String {
    Lexicon::embedded().cameo_of(&party.actor.id, party.actor.role.as_deref())
}

fn event(text: &str, e: &Event) -> Value {
    let who = |p: &Option<Party>| p.as_ref().map(code);
    let words = |p: &Option<Party>| p.as_ref().and_then(|p| p.span.of(text).map(str::to_owned));
    let whole = |p: &Option<Party>| {
        p.as_ref().map(|p| {
            json!({
                "actor": p.actor.id, "role": p.actor.role, "person": p.actor.person,
                "start": p.span.start, "end": p.span.end, "text": p.span.of(text),
            })
        })
    };
    json!({
        "type": e.kind, "mode": e.mode, "code": e.cameo, "quad": e.kind.quad().number(),
        "quad_class": e.kind.quad(), "intensity": one_decimal(e.intensity), "status": e.status,
        "source": who(&e.source), "target": who(&e.target), "speaker": who(&e.speaker),
        "source_text": words(&e.source), "target_text": words(&e.target),
        "source_mention": whole(&e.source), "target_mention": whole(&e.target), "speaker_mention": whole(&e.speaker),
        "day": e.day.map(|d| d.when.to_string()), "day_precision": e.day.map(|d| d.when.precision),
        "day_basis": e.day.map(|d| d.basis),
        "trigger": slice(text, e.trigger), "sentence": { "start": e.sentence.start, "end": e.sentence.end },
        "aspect": e.aspect, "contexts": e.contexts, "rule": e.rule, "confidence": two_decimals(confidence_of(&e.rule)),
    })
}
