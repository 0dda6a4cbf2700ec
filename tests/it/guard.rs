//! Who may ask a server, and how often.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::harness::Place;
use crate::http::{Server, place};

/// Makes a token.
fn token(place: &Place, name: &str) -> String {
    let secret = place.expect(0, &["token", "add", name]).out.trim().to_owned();
    assert!(secret.starts_with("bilateral_") && secret.len() > 60, "{secret}");
    secret
}

fn bearer(secret: &str) -> String {
    format!("Authorization: Bearer {secret}\r\n")
}

/// Base 64, as the password of a name is sent.
fn basic(secret: &str) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let text = format!("reader:{secret}");
    let mut out = String::new();
    for three in text.as_bytes().chunks(3) {
        let mut bits = 0_u32;
        for at in 0..3 {
            bits = bits << 8 | u32::from(three.get(at).copied().unwrap_or(0));
        }
        for at in 0..4 {
            let sign = SIGNS[(bits >> (18 - 6 * at) & 63) as usize] as char;
            out.push(if at <= three.len() { sign } else { '=' });
        }
    }
    format!("Authorization: Basic {out}\r\n")
}

#[test]
fn with_tokens_nobody_else_is_answered() {
    let place = place();
    let server = Server::of(&place);
    assert_eq!(server.ask("/v1/status", "").status, 200, "this machine, before there are tokens");
    let (ann, ben) = (token(&place, "ann"), token(&place, "ben"));
    let kept = std::fs::read_to_string(place.archive().join("tokens.json")).unwrap();
    assert!(kept.contains("ann") && !kept.contains(&ann[20..]), "only hashes are kept");

    for path in ["/", "/v1/status", "/metrics", "/feed?q=Norway+vs+Sweden", "/mcp", "/style.css"] {
        assert_eq!(server.ask(path, "").status, 401, "{path}");
        assert_eq!(server.ask(path, &bearer("bilateral_0000")).status, 401, "{path}");
    }
    let refused = server.ask("/v1/status", "");
    assert_eq!(refused.json()["code"], "unknown");
    assert!(refused.headers.contains("www-authenticate: basic"), "{}", refused.headers);
    assert_eq!(server.ask("/healthz", "").status, 200);
    for header in [bearer(&ann), bearer(&ben), basic(&ann)] {
        assert_eq!(server.ask("/v1/status", &header).status, 200, "{header}");
    }
    let elsewhere = format!(
        "GET / HTTP/1.1\r\nHost: news.example\r\n{}Connection: close\r\n\r\n",
        bearer(&ann)
    );
    assert_eq!(server.raw(&elsewhere).status, 200, "a token is enough under any name");

    place.expect(0, &["token", "remove", "ann"]);
    assert_eq!(server.ask("/v1/status", &bearer(&ann)).status, 401);
    assert_eq!(server.ask("/v1/status", &bearer(&ben)).status, 200);
    let listed = place.expect(0, &["token", "list"]).out;
    assert!(listed.contains("ben") && !listed.contains("ann"), "{listed}");
    place.expect(2, &["token", "remove", "ann"]);
    place.expect(2, &["token", "add", "ben"]);
    place.expect(2, &["token", "add", "a b"]);

    std::fs::write(place.archive().join("tokens.json"), "{").unwrap();
    assert_eq!(server.ask("/v1/status", &bearer(&ben)).status, 500, "damaged: nobody is let in");
}

#[test]
fn other_machines_are_listened_to_with_a_token_alone() {
    let place = place();
    let listen = ["serve", "--listen", "0.0.0.0:0"];
    let ran = place.expect(2, &listen);
    assert!(ran.err.contains("bilateral token add"), "{}", ran.err);
    place.expect(0, &["token", "add", "ann"]);
    let mut command = place.command(&listen);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(line.starts_with("http://0.0.0.0:"), "{line}");
    let bare = Place::new();
    let ran = bare.expect(2, &["token", "add", "ann"]);
    assert!(ran.err.contains("bilateral add"), "no archive: {}", ran.err);
}

#[test]
fn who_asks_too_often_waits() {
    let place = place();
    let server = Server::with(&place, &["--rate", "1"]);
    let answers: Vec<_> = (0..10).map(|_| server.ask("/v1/status", "")).collect();
    assert_eq!(answers[0].status, 200);
    let refused = answers.iter().find(|answer| answer.status == 429).unwrap();
    assert!(refused.headers.contains("retry-after: 1"), "{}", refused.headers);
    assert_eq!(refused.json()["code"], "too-many");
}

#[test]
fn a_watcher_sees_numbers_and_no_questions() {
    let place = place();
    let server = Server::of(&place);
    server.page("/overview?q=Norway+vs+Sweden");
    assert_eq!(server.ask("/overview?q=Atlantis", "").status, 400);
    let numbers = server.ask("/metrics", "");
    assert!(numbers.headers.contains("openmetrics-text"), "{}", numbers.headers);
    for line in [
        "bilateral_http_requests_total{path=\"/overview\",method=\"GET\",status=\"200\"} 1",
        "bilateral_http_requests_total{path=\"/overview\",method=\"GET\",status=\"400\"} 1",
        "bilateral_http_answer_seconds_count{path=\"/overview\"} 2",
        "bilateral_documents 3",
    ] {
        assert!(numbers.body.contains(line), "{line}\n{}", numbers.body);
    }
    assert!(!numbers.body.contains("Norway") && !numbers.body.contains("Atlantis"));
}
