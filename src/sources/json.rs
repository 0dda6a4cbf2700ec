//! JSON: an object a line, or an array of objects, or objects one after the other.

use std::fmt;
use std::io::BufRead;
use std::ops::ControlFlow;
use std::rc::Rc;

use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::Flow;
use super::fields;
use super::item::{Place, SkipReason};
use super::lines::{self, Line};
use super::meter::{Exceeded, Gauge, Metered};
use super::single::Out;

/// JSON Lines: a line that cannot be read is skipped with its number, the rest goes on.
pub(crate) fn lines(input: &mut dyn BufRead, out: &mut Out) -> Flow {
    let mut buffer = Vec::new();
    for number in 1.. {
        let place = Place::Line(number);
        match lines::next(input, &mut buffer, out.limits.line) {
            Ok(Line::Read) => line(&buffer, place, out)?,
            Ok(Line::TooLong(_)) => out.too_long(place, out.limits.line)?,
            Ok(Line::End) => break,
            Err(error) => return out.trouble(place, &error),
        }
        // One long line must not keep its memory for the rest of the file.
        if buffer.capacity() > 1 << 20 {
            buffer = Vec::new();
        }
    }
    ControlFlow::Continue(())
}

fn line(bytes: &[u8], place: Place, out: &mut Out) -> Flow {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return ControlFlow::Continue(());
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            return out.skip(
                place,
                SkipReason::BadEncoding,
                format!("byte {} is not UTF-8", error.valid_up_to() + 1),
                "save the file as UTF-8",
            );
        }
    };
    match serde_json::from_str::<Value>(text) {
        Ok(value) => object(value, place, out),
        Err(error) => out.skip(place, SkipReason::BadJson, describe(&error), REMEDY),
    }
}

const REMEDY: &str = "mend it or take it out; each item is one JSON object";

fn describe(error: &serde_json::Error) -> String {
    if error.is_eof() {
        return "the JSON breaks off before its end".to_owned();
    }
    let full = error.to_string();
    let what = full.rsplit_once(" at line ").map_or(full.as_str(), |(what, _)| what);
    format!("this is not JSON: {what} at column {}", error.column())
}

fn object(value: Value, place: Place, out: &mut Out) -> Flow {
    let Value::Object(object) = value else {
        return out.skip(place, SkipReason::BadJson, "this is JSON but no object", REMEDY);
    };
    let found = found(&object);
    match fields::from_object(out.origin(place), object) {
        Some(item) => out.item(item),
        None => out.skip(
            place,
            SkipReason::NoText,
            format!("no text is in it; its fields are {found}"),
            "put the text into a field named text, body or content",
        ),
    }
}

/// Names of the fields, at most twelve.
fn found(object: &Map<String, Value>) -> String {
    let names: Vec<String> =
        object.keys().take(12).map(|name| name.chars().take(30).collect()).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// An array of objects, or objects one after the other over several lines, one at a time.
pub(crate) fn document(input: impl BufRead, out: &mut Out) -> Flow {
    let gauge = Rc::new(Gauge::default());
    let mut input =
        std::io::BufReader::new(Metered::new(input, Rc::clone(&gauge), out.limits.line));
    let is_array = match first(&mut input) {
        Ok(byte) => byte == Some(b'['),
        Err(error) => return out.trouble(Place::Whole, &error),
    };
    let mut taken = Taken { out, gauge, number: 0, flow: ControlFlow::Continue(()) };
    let result = if is_array {
        let mut parser = serde_json::Deserializer::from_reader(input);
        parser.deserialize_seq(&mut taken).and_then(|()| parser.end())
    } else {
        let mut values = serde_json::Deserializer::from_reader(input).into_iter::<Value>();
        values.try_for_each(|value| {
            value.map(|value| taken.take(value))?;
            if taken.flow.is_break() { Err(serde::de::Error::custom("stopped")) } else { Ok(()) }
        })
    };
    let Taken { out, number, flow, .. } = taken;
    flow?;
    match result {
        Ok(()) if number == 0 => out.skip(
            Place::Whole,
            SkipReason::Empty,
            "the array is empty",
            "check how the file was made",
        ),
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => broken(error, Place::Item(number + 1), out),
    }
}

/// The first byte that is not white space; nothing of what follows is consumed.
fn first(input: &mut impl BufRead) -> std::io::Result<Option<u8>> {
    loop {
        let available = input.fill_buf()?;
        if available.is_empty() {
            return Ok(None);
        }
        if let Some(at) = available.iter().position(|byte| !byte.is_ascii_whitespace()) {
            return Ok(Some(available[at]));
        }
        let length = available.len();
        input.consume(length);
    }
}

fn broken(error: serde_json::Error, place: Place, out: &mut Out) -> Flow {
    if error.is_io() {
        let error = std::io::Error::from(error);
        return match Exceeded::of(&error) {
            Some(Exceeded::Item(limit)) => out.too_long(place, limit),
            _ => out.trouble(place, &error),
        };
    }
    let reason = format!(
        "{} (line {}); the items before it were taken, those after it could not be found",
        describe(&error),
        error.line()
    );
    out.skip(
        place,
        SkipReason::BadJson,
        reason,
        "mend the file, or write one object a line (.jsonl)",
    )
}

/// Takes the elements of an array as they come.
struct Taken<'o, 'a, 's> {
    out: &'o mut Out<'a, 's>,
    gauge: Rc<Gauge>,
    number: u64,
    flow: Flow,
}

impl Taken<'_, '_, '_> {
    fn take(&mut self, value: Value) {
        self.number += 1;
        self.gauge.reset();
        self.flow = object(value, Place::Item(self.number), self.out);
    }
}

impl<'de> Visitor<'de> for &mut Taken<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an array of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(value) = seq.next_element_seed(Element)? {
            self.take(value);
            if self.flow.is_break() {
                return Err(serde::de::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

struct Element;

impl<'de> DeserializeSeed<'de> for Element {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        serde::Deserialize::deserialize(deserializer)
    }
}
