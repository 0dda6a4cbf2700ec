//! The tools of an assistant, over standard input and over HTTP, in both eras of the protocol.

use serde_json::{Value, json};

use crate::harness::{Place, parse, parse_lines};
use crate::http::{Server, place};

/// A request of the revision of 2026-07-28, which carries all it needs.
fn modern(id: u64, method: &str, mut params: Value) -> Value {
    params["_meta"] = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": { "name": "test", "version": "1" },
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })
}

fn call(id: u64, name: &str, arguments: &Value) -> Value {
    modern(id, "tools/call", json!({ "name": name, "arguments": arguments }))
}

/// What comes back for these messages, by their number.
fn spoken(place: &Place, messages: &[Value]) -> Vec<Value> {
    let input: String = messages.iter().map(|m| format!("{m}\n")).collect();
    let ran = place.run_with(&["mcp"], input.as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.err);
    let mut answers = parse_lines(&ran.out);
    answers.sort_by_key(|answer| answer["id"].as_u64());
    answers
}

#[test]
fn every_tool_answers_and_keeps_to_its_schema() {
    let place = place();
    let key = place.json(&["search", "ferry", "--format", "jsonl", "--limit", "1"])["key"].clone();
    let question = json!({ "question": "Sweden and Norway" });
    let calls = [
        ("overview", json!({ "question": "Sweden and Norway", "full": true })),
        ("search", json!({ "question": "ferry" })),
        ("events", question.clone()),
        ("happenings", question.clone()),
        ("series", json!({ "question": "Sweden and Norway", "by": "month", "directed": true })),
        ("document", json!({ "key": key })),
    ];
    let mut messages = vec![modern(0, "tools/list", json!({}))];
    messages.extend((1..).zip(&calls).map(|(id, (name, arguments))| call(id, name, arguments)));
    let answers = spoken(&place, &messages);
    let tools = answers[0]["result"]["tools"].as_array().unwrap();
    let names: Vec<&str> = tools.iter().filter_map(|tool| tool["name"].as_str()).collect();
    assert_eq!(names, calls.each_ref().map(|(name, _)| *name));
    for ((tool, answer), (name, arguments)) in tools.iter().zip(&answers[1..]).zip(&calls) {
        assert_eq!(tool["annotations"]["readOnlyHint"], true);
        let takes = tool["inputSchema"]["properties"].as_object().unwrap();
        for argument in arguments.as_object().unwrap().keys() {
            assert!(takes.contains_key(argument), "{name}: {argument}");
        }
        let value = &answer["result"]["structuredContent"];
        for (field, schema) in tool["outputSchema"]["properties"].as_object().unwrap() {
            let fits = match schema["type"].as_str().unwrap() {
                "string" => value[field].is_string(),
                "array" => value[field].is_array(),
                "object" => value[field].is_object(),
                "integer" => value[field].is_u64(),
                other => panic!("{other}"),
            };
            assert!(fits, "{name}: {field} in {value}");
        }
    }
    let overview = &answers[1]["result"];
    let told = place.json(&["overview", "Sweden and Norway", "--format", "json"]);
    assert_eq!(overview["structuredContent"], told, "the same as the command line gives");
    let text = overview["content"][0]["text"].as_str().unwrap();
    assert!(text.contains("herring") && text.contains("post.example"), "{text}");
    let document = &answers[6]["result"]["structuredContent"]["document"];
    assert!(document["text"].as_str().unwrap().contains("Havsula"));
}

/// Every sentence of an overview with the places it rests on: reference and bytes.
fn sentences(value: &Value, out: &mut Vec<(Value, Vec<Value>)>) {
    match value {
        Value::Object(fields) => {
            if let Some(text) = fields.get("text") {
                let none = Vec::new();
                let citations = fields.get("citations").and_then(Value::as_array).unwrap_or(&none);
                let places =
                    citations.iter().map(|c| json!([c["reference"], c["start"], c["end"]]));
                out.push((text.clone(), places.collect()));
            }
            fields.values().for_each(|value| sentences(value, out));
        }
        Value::Array(all) => all.iter().for_each(|value| sentences(value, out)),
        _ => {}
    }
}

#[test]
fn an_assistant_is_told_the_same_sentences_in_fewer_words() {
    let ask = |full: bool| json!({ "question": "Sweden and Norway", "full": full });
    let answers =
        spoken(&place(), &[call(0, "overview", &ask(true)), call(1, "overview", &ask(false))]);
    let [whole, brief] = [0, 1].map(|i: usize| &answers[i]["result"]["structuredContent"]);
    let mut found = [Vec::new(), Vec::new()];
    sentences(whole, &mut found[0]);
    sentences(brief, &mut found[1]);
    assert!(found[0].iter().any(|(_, places)| !places.is_empty()));
    assert_eq!(found[0], found[1]);
    let keys = |overview: &Value| -> Vec<Value> {
        overview["references"].as_array().unwrap().iter().map(|r| r["key"].clone()).collect()
    };
    assert_eq!(keys(whole), keys(brief));
    let (long, short) = (whole.to_string().len(), brief.to_string().len());
    assert!(short * 4 < long * 3, "{short} of {long} bytes");
}

#[test]
fn what_cannot_be_answered_is_told_so_that_it_can_be_mended() {
    let answers = spoken(
        &place(),
        &[
            call(0, "overview", &json!({ "question": "Swedn" })),
            call(1, "overview", &json!({ "question": "Sweden", "depth": 3 })),
            call(2, "search", &json!({ "question": "ferry", "limit": 0 })),
            call(3, "series", &json!({ "question": "Sweden", "by": "fortnight" })),
            call(4, "document", &json!({ "key": "../../etc/passwd" })),
            call(5, "overview", &json!({ "question": ["Sweden"] })),
            call(6, "shell", &json!({})),
            modern(7, "resources/read", json!({ "uri": "file:///etc/passwd" })),
        ],
    );
    let wanted = ["Sweden", "since, until", "1 to 1000", "quarter", "no text", "question"];
    for (answer, wanted) in answers.iter().zip(wanted) {
        assert_eq!(answer["result"]["isError"], true, "{answer}");
        let text = answer["result"]["content"][0]["text"].as_str().unwrap();
        assert!(text.contains(wanted) || wanted == "question", "{text}");
    }
    assert_eq!(answers[6]["error"]["code"], -32602, "no such tool");
    assert_eq!(answers[7]["error"]["code"], -32602, "no such resource");
}

#[test]
fn the_era_before_is_spoken_too() {
    let hello = json!({ "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": { "name": "t", "version": "1" } });
    let answers = spoken(
        &place(),
        &[
            json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": hello }),
            json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }),
            json!({ "jsonrpc": "2.0", "id": 1, "method": "resources/templates/list" }),
            json!({ "jsonrpc": "2.0", "id": 2, "method": "resources/read", "params": { "uri": "bilateral://overview/Sweden%20and%20Norway" } }),
        ],
    );
    assert_eq!(answers[0]["result"]["serverInfo"]["name"], "bilateral");
    assert_eq!(answers[0]["result"]["protocolVersion"], "2025-11-25");
    let templates = answers[1]["result"]["resourceTemplates"].as_array().unwrap();
    assert_eq!(templates[0]["uriTemplate"], "bilateral://overview/{question}");
    assert!(answers[2]["result"]["contents"][0]["text"].as_str().unwrap().contains("Norway"));
}

#[test]
fn over_http_only_this_machine_is_answered() {
    let place = place();
    let server = Server::of(&place);
    let body = call(1, "search", &json!({ "question": "ferry" })).to_string();
    let post = |host: &str, more: &str, body: &str| {
        server.raw(&format!(
            "POST /mcp HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n\
             Accept: application/json, text/event-stream\r\nMCP-Protocol-Version: 2026-07-28\r\n\
             Mcp-Method: tools/call\r\nMcp-Name: search\r\n{more}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        ))
    };
    let here = server.address.clone();
    let answer = post(&here, "", &body);
    assert_eq!(answer.status, 200, "{}", answer.body);
    let found = parse(&answer.body)["result"]["structuredContent"]["total"].as_u64();
    assert!(found > Some(0), "{}", answer.body);
    assert_eq!(post("evil.example", "", &body).status, 403);
    assert_eq!(post(&here, "Origin: https://evil.example\r\n", &body).status, 403);
    assert_eq!(post(&here, "Origin: null\r\n", &body).status, 403);
    assert_eq!(post(&here, "Origin: http://localhost:8080\r\n", &body).status, 200);
    let large = call(1, "search", &json!({ "question": "a".repeat(100_000) })).to_string();
    assert_eq!(post(&here, "", &large).status, 413);
    assert!((400..500).contains(&post(&here, "", "{\"x\":").status));
    assert_eq!(server.ask("/mcp", "").status, 405);
    assert_eq!(server.ask("/healthz", "").status, 200, "it still stands");
}
