//! The description of the interface (OpenAPI 3.1), as a document that the server gives itself.

use std::fmt::Write;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::layout::{escape, page};

/// One address of the interface.
struct Operation {
    path: &'static str,
    summary: &'static str,
    /// Names of the parameters it takes, of [`parameter`].
    takes: &'static [&'static str],
    /// Fields that every answer has, with their JSON types.
    gives: &'static [(&'static str, &'static str)],
}

const QUESTION: &[&str] = &["q", "since", "until", "as_of", "no_tables"];
const LIST: &[&str] = &["q", "since", "until", "as_of", "no_tables", "limit", "offset", "cursor"];
const OPERATIONS: [Operation; 9] = [
    Operation {
        path: "/v1/overviews",
        summary: "The overview that answers a question, with its evidence",
        takes: QUESTION,
        gives: &[
            ("question", "string"),
            ("title", "string"),
            ("as_of", "string"),
            ("window", "object"),
            ("archive", "object"),
            ("text_blocks", "array"),
            ("references", "array"),
            ("not_found", "array"),
        ],
    },
    Operation {
        path: "/v1/search",
        summary: "Passages, best first",
        takes: &["q", "as_of", "limit", "offset", "cursor"],
        gives: &[
            ("total", "integer"),
            ("offset", "integer"),
            ("passages", "array"),
            ("loosened", "boolean"),
        ],
    },
    Operation {
        path: "/v1/events",
        summary: "Coded events behind a question, in day order",
        takes: &[
            "q",
            "since",
            "until",
            "as_of",
            "no_tables",
            "limit",
            "offset",
            "cursor",
            "format",
        ],
        gives: &[("total", "integer"), ("offset", "integer"), ("events", "array")],
    },
    Operation {
        path: "/v1/happenings",
        summary: "Happenings of the relations of a question",
        takes: LIST,
        gives: &[("total", "integer"), ("offset", "integer"), ("happenings", "array")],
    },
    Operation {
        path: "/v1/series",
        summary: "The relations of a question in numbers, and where they shift",
        takes: &["q", "since", "until", "as_of", "no_tables", "by", "directed"],
        gives: &[("relations", "array")],
    },
    Operation {
        path: "/v1/documents/{key}",
        summary: "A stored text, where it stands, and what is understood of it",
        takes: &["key"],
        gives: &[("document", "object"), ("reading", "object")],
    },
    Operation {
        path: "/v1/sources",
        summary: "Outlets with how they are run, and the sources that are followed",
        takes: &[],
        gives: &[("outlets", "array"), ("ownership_source", "string"), ("followed", "array")],
    },
    Operation {
        path: "/v1/status",
        summary: "What the archive holds",
        takes: &[],
        gives: &[
            ("fingerprint", "string"),
            ("documents", "integer"),
            ("events", "integer"),
            ("sample", "boolean"),
        ],
    },
    Operation {
        path: "/v1/openapi.json",
        summary: "This description",
        takes: &[],
        gives: &[("openapi", "string"), ("info", "object"), ("paths", "object")],
    },
];

fn parameter(name: &str) -> Value {
    let (place, needed, schema, about) = match name {
        "key" => {
            ("path", true, json!({ "type": "string" }), "Key of a text, 32 hexadecimal digits")
        }
        "q" => (
            "query",
            true,
            json!({ "type": "string", "minLength": 1, "maxLength": 1000 }),
            "A question, or words to search for",
        ),
        "since" => ("query", false, day(), "First day to tell of"),
        "until" => ("query", false, day(), "Last day to tell of"),
        "as_of" => ("query", false, day(), "Answer as a reader could have on this day"),
        "no_tables" => (
            "query",
            false,
            json!({ "type": "string", "enum": ["1"] }),
            "Leave rows of event tables out",
        ),
        "by" => (
            "query",
            false,
            json!({ "type": "string", "enum": ["day", "week", "month", "quarter", "year"] }),
            "Length of the spans",
        ),
        "directed" => (
            "query",
            false,
            json!({ "type": "string", "enum": ["1"] }),
            "Tell who acts on whom apart",
        ),
        "limit" => (
            "query",
            false,
            json!({ "type": "integer", "minimum": 1, "maximum": 1000, "default": 100 }),
            "Records at most",
        ),
        "cursor" => (
            "query",
            false,
            json!({ "type": "string", "pattern": "^[0-9]{1,9}-[0-9a-f]{16}$" }),
            "The next_cursor of the page before; refused where the archive has changed since",
        ),
        "offset" => (
            "query",
            false,
            json!({ "type": "integer", "minimum": 0, "default": 0 }),
            "Records left out before the first",
        ),
        _ => (
            "query",
            false,
            json!({ "type": "string", "enum": ["ndjson"] }),
            "All as lines of JSON",
        ),
    };
    json!({ "name": name, "in": place, "required": needed, "schema": schema, "description": about })
}

fn day() -> Value {
    json!({ "type": "string", "pattern": "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$" })
}

fn operation(operation: &Operation) -> Value {
    let properties: serde_json::Map<String, Value> = operation
        .gives
        .iter()
        .map(|(name, kind)| ((*name).to_owned(), json!({ "type": kind })))
        .collect();
    let needed: Vec<&str> = operation.gives.iter().map(|(name, _)| *name).collect();
    let schema = json!({ "type": "object", "properties": properties, "required": needed });
    let problem = json!({
        "description": "What is wrong, and what to do",
        "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
    });
    let mut content = json!({ "application/json": { "schema": schema } });
    if operation.takes.contains(&"format") {
        content["application/x-ndjson"] = json!({ "schema": { "type": "string" } });
    }
    let mut responses = json!({
        "200": { "description": operation.summary, "content": content },
        "401": problem,
        "429": problem,
        "503": problem,
    });
    if !operation.takes.is_empty() {
        responses["400"] = problem.clone();
    }
    if operation.takes.contains(&"key") {
        responses["404"] = problem.clone();
    }
    json!({
        "get": {
            "summary": operation.summary,
            "parameters": operation.takes.iter().map(|name| parameter(name)).collect::<Vec<_>>(),
            "responses": responses,
        }
    })
}

/// The whole description.
fn description() -> Value {
    let paths: serde_json::Map<String, Value> =
        OPERATIONS.iter().map(|one| (one.path.to_owned(), operation(one))).collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Bilateral",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Checkable overviews of relations between countries, from the reader's own sources.",
        },
        "paths": paths,
        "security": [{}, { "token": [] }],
        "components": { "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } }, "schemas": { "Problem": {
            "type": "object",
            "properties": {
                "type": { "type": "string" },
                "code": { "type": "string", "enum": ["bad-request", "forbidden", "not-found", "not-allowed", "unknown", "too-many", "busy", "internal"] },
                "title": { "type": "string" },
                "status": { "type": "integer" },
                "detail": { "type": "string" },
            },
            "required": ["code", "title", "status", "detail"],
        } } },
    })
}

/// `GET /v1/openapi.json`.
pub(super) async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], format!("{}\n", description())).into_response()
}

/// `GET /api`: every address of the interface with a form to try it.
pub(super) async fn page_to_try() -> Response {
    let mut body = String::from(
        "<h1>For programs</h1>\n<p>JSON of what the pages show; described for machines in \
         <a href=\"/v1/openapi.json\">OpenAPI 3.1</a>. Assistants speak to <code>/mcp</code>.</p>\n",
    );
    for operation in &OPERATIONS {
        let path = operation.path;
        let _ = write!(
            body,
            "<section>\n<h2><code>{path}</code></h2>\n<p>{}</p>\n",
            escape(operation.summary)
        );
        // A form writes no part of a path; texts are found by the keys that answers give.
        if operation.takes.contains(&"key") {
            body.push_str("<p class=\"note\">Put a key of a passage, an event or a reference in its place.</p>\n");
        } else {
            let _ = writeln!(body, "<form class=\"ask\" action=\"{path}\">");
            for name in operation.takes {
                input(&mut body, path, name);
            }
            body.push_str("<button>Get</button>\n</form>\n");
        }
        body.push_str("</section>\n");
    }
    page("For programs", "", &body).into_response()
}

/// One parameter as a field of a form.
fn input(out: &mut String, path: &str, name: &str) {
    let described = parameter(name);
    let about = described["description"].as_str().unwrap_or_default();
    let id = format!("{}-{name}", path.trim_start_matches("/v1/"));
    let value = if name == "q" { " value=\"Russia vs Azerbaijan\" required" } else { "" };
    let _ = writeln!(
        out,
        "<label for=\"{id}\"><span><code>{name}</code> {}</span><input id=\"{id}\" name=\"{name}\" maxlength=\"1000\"{value}></label>",
        escape(about)
    );
}
