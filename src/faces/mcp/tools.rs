//! The tools: what each takes and gives, and the call.

use std::sync::Arc;

use rmcp::ErrorData;
use rmcp::model::{CallToolResult, ContentBlock, JsonObject, Tool, ToolAnnotations};
use serde::Deserialize;
use serde_json::{Value, json};

use super::brief::brief;
use crate::error::{Error, Result};
use crate::faces::http::app::{App, View};
use crate::faces::http::asked::Asked;
use crate::faces::http::values;
use crate::faces::render::json::render;
use crate::faces::render::markdown;

/// Records of one call, unless more are asked for: an assistant reads all it gets.
const FEW: usize = 20;

/// What a tool makes: JSON, and text where that reads better than the JSON itself.
struct Made {
    value: Value,
    text: Option<String>,
}

/// One tool.
struct Spec {
    name: &'static str,
    title: &'static str,
    about: &'static str,
    /// Arguments it takes, of [`argument`]; the first must be given.
    takes: &'static [&'static str],
    /// Fields that every answer has, with their JSON types.
    gives: &'static [(&'static str, &'static str)],
    make: fn(&View, &Arguments) -> Result<Made>,
}

const SPECS: [Spec; 6] = [
    Spec {
        name: "overview",
        title: "Overview of relations",
        about: "Answers a question about relations between countries (\"Russia vs Azerbaijan and Kazakhstan\", \
                \"Turkey and Greece since 2020\", \"China\") with dated points, who says what, what is disputed, and references \
                to the exact sentences. Use it first. Quote and cite the references; what it does not tell, the archive does \
                not hold. A field left out is false, empty or null, a citation without a quote is word for word in its sentence, and \
                its text is that of its reference.",
        takes: &["question", "since", "until", "as_of", "full"],
        gives: &[
            ("title", "string"),
            ("as_of", "string"),
            ("text_blocks", "array"),
            ("references", "array"),
            ("not_found", "array"),
        ],
        make: |view, arguments| {
            let asked = arguments.asked();
            let overview = values::told(view, &asked.question()?, asked.as_of()?)?;
            let whole = render(&overview);
            let value = if arguments.full { whole } else { brief(whole) };
            Ok(Made { value, text: Some(markdown::render(&overview)) })
        },
    },
    Spec {
        name: "search",
        title: "Search the archive",
        about: "Finds sentences of the archive by words, best first, with outlet, day and the place of each in its text. Use it \
                for what an overview does not cover, or to check a claim.",
        takes: &["question", "as_of", "limit", "offset"],
        gives: &[("total", "integer"), ("passages", "array")],
        make: |view, arguments| plain(values::search(view, &arguments.asked())),
    },
    Spec {
        name: "events",
        title: "Coded events",
        about: "Lists the coded events (who did what to whom, when, by whose word; CAMEO code, PLOVER type, Goldstein intensity) \
                behind a question, in day order, each with the sentence it was read from.",
        takes: &["question", "since", "until", "as_of", "limit", "offset"],
        gives: &[("total", "integer"), ("events", "array")],
        make: |view, arguments| plain(values::events(view, &arguments.asked())),
    },
    Spec {
        name: "happenings",
        title: "Happenings",
        about: "Lists what happened between the actors of a question, reports of the same happening joined, with the figures \
                each outlet gave and the outlets that carry it independently.",
        takes: &["question", "since", "until", "as_of", "limit", "offset"],
        gives: &[("total", "integer"), ("happenings", "array")],
        make: |view, arguments| plain(values::happenings(view, &arguments.asked())),
    },
    Spec {
        name: "series",
        title: "A relation in numbers",
        about: "Counts cooperation and conflict between the actors of a question by day, week, month, quarter or year, and tells \
                where the counts shift and how sure that is.",
        takes: &["question", "since", "until", "as_of", "by", "directed"],
        gives: &[("relations", "array")],
        make: |view, arguments| plain(values::series(view, &arguments.asked())),
    },
    Spec {
        name: "document",
        title: "A stored text",
        about: "Gives a stored text by the key that references, passages and events name: title, outlets, day, the whole text \
                (spans count its bytes), and what is understood of it.",
        takes: &["key"],
        gives: &[("document", "object"), ("reading", "object")],
        make: |view, arguments| {
            let none = || {
                Error::Usage(
                    "the archive has no text with this key; take one that another tool named"
                        .to_owned(),
                )
            };
            plain(values::document(view, &arguments.key).and_then(|found| found.ok_or_else(none)))
        },
    },
];

fn plain(value: Result<Value>) -> Result<Made> {
    Ok(Made { value: value?, text: None })
}

/// What a call may name.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Arguments {
    question: String,
    key: String,
    since: String,
    until: String,
    as_of: String,
    by: String,
    directed: bool,
    full: bool,
    limit: Option<usize>,
    offset: usize,
}

impl Arguments {
    fn asked(&self) -> Asked {
        Asked {
            q: self.question.clone(),
            since: self.since.clone(),
            until: self.until.clone(),
            as_of: self.as_of.clone(),
            by: self.by.clone(),
            directed: if self.directed { "1".to_owned() } else { String::new() },
            limit: Some(self.limit.unwrap_or(FEW)),
            offset: self.offset,
            ..Asked::default()
        }
    }
}

/// The schema of one argument.
fn argument(name: &str) -> Value {
    let day = |about: &str| json!({ "type": "string", "description": format!("{about}: 2025-10-09, 2025-10 or 2025") });
    match name {
        "question" => json!({
            "type": "string", "minLength": 1, "maxLength": 1000,
            "description": "The question in English, naming countries, organisations or leaders; for search, words",
        }),
        "key" => {
            json!({ "type": "string", "description": "Key of a text, 32 hexadecimal digits" })
        }
        "since" => day("First day to tell of"),
        "until" => day("Last day to tell of"),
        "as_of" => {
            day("Answer as a reader could have on this day; left out, the last day of the archive")
        }
        "by" => json!({
            "type": "string", "enum": ["day", "week", "month", "quarter", "year"],
            "description": "Length of the spans; left out, what gives some dozens",
        }),
        "directed" => json!({
            "type": "boolean", "default": false, "description": "Tell who acts on whom apart",
        }),
        "full" => json!({
            "type": "boolean", "default": false,
            "description": "Every field, with the counts behind each computed sentence: much longer",
        }),
        "limit" => json!({
            "type": "integer", "minimum": 1, "maximum": 1000, "default": FEW, "description": "Records at most",
        }),
        _ => json!({
            "type": "integer", "minimum": 0, "default": 0, "description": "Records left out before the first",
        }),
    }
}

fn object(value: Value) -> JsonObject {
    match value {
        Value::Object(object) => object,
        _ => JsonObject::new(),
    }
}

impl Spec {
    fn tool(&self) -> Tool {
        let takes: JsonObject =
            self.takes.iter().map(|name| ((*name).to_owned(), argument(name))).collect();
        let input = json!({
            "type": "object", "properties": takes, "required": self.takes.get(..1), "additionalProperties": false,
        });
        let gives: JsonObject = self
            .gives
            .iter()
            .map(|(name, kind)| ((*name).to_owned(), json!({ "type": kind })))
            .collect();
        let needed: Vec<&str> = self.gives.iter().map(|(name, _)| *name).collect();
        let output = json!({ "type": "object", "properties": gives, "required": needed });
        let reads = ToolAnnotations::with_title(self.title)
            .read_only(true)
            .destructive(false)
            .idempotent(true)
            .open_world(false);
        Tool::new(self.name, self.about, object(input))
            .with_title(self.title)
            .with_raw_output_schema(Arc::new(object(output)))
            .with_annotations(reads)
    }
}

/// All tools, in the order an assistant needs them.
pub(super) fn all() -> Vec<Tool> {
    SPECS.iter().map(Spec::tool).collect()
}

/// Calls a tool. What is wrong with the arguments is told as the tool's answer, so that the assistant can mend it.
///
/// # Errors
/// Where there is no such tool.
pub(super) async fn call(
    app: &Arc<App>,
    name: &str,
    arguments: JsonObject,
) -> std::result::Result<CallToolResult, ErrorData> {
    let Some(spec) = SPECS.iter().find(|spec| spec.name == name) else {
        let names: Vec<&str> = SPECS.iter().map(|spec| spec.name).collect();
        let words = format!("there is no such tool; there are {}", names.join(", "));
        return Err(ErrorData::invalid_params(words, None));
    };
    let refused = |words: String| CallToolResult::error(vec![ContentBlock::text(words)]);
    if let Some(other) = arguments.keys().find(|key| !spec.takes.contains(&key.as_str())) {
        let other: String = other.chars().take(40).collect();
        return Ok(refused(format!(
            "'{other}' is no argument of {name}; it takes {}",
            spec.takes.join(", ")
        )));
    }
    let arguments: Arguments = match serde_json::from_value(Value::Object(arguments)) {
        Ok(arguments) => arguments,
        Err(e) => return Ok(refused(format!("the arguments of {name} cannot be read: {e}"))),
    };
    let make = spec.make;
    let made = Arc::clone(app).work(move |view| make(view, &arguments)).await;
    Ok(match made {
        Err(problem) => refused(problem.told().2),
        Ok(Made { value, text: None }) => CallToolResult::structured(value),
        Ok(Made { value, text: Some(text) }) => {
            let mut result = CallToolResult::success(vec![ContentBlock::text(text)]);
            result.structured_content = Some(value);
            result
        }
    })
}
