//! Sources that a reader brings to the page.

use crate::harness::Place;
use crate::http::{Answer, Server, place};

const BOUNDARY: &str = "----bring";

pub fn post(server: &Server, path: &str, kind: &str, more: &str, body: &str) -> Answer {
    server.raw(&format!(
        "POST {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: {kind}\r\n{more}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        server.address,
        body.len()
    ))
}

fn files(server: &Server, more: &str, files: &[(&str, &str)]) -> Answer {
    let mut body = String::new();
    for (name, text) in files {
        body.push_str(&format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n{text}\r\n"
        ));
    }
    body.push_str(&format!("--{BOUNDARY}--\r\n"));
    post(server, "/bring/files", &format!("multipart/form-data; boundary={BOUNDARY}"), more, &body)
}

fn source(server: &Server, more: &str, address: &str) -> Answer {
    let body = format!("address={}", address.replace(':', "%3A").replace('/', "%2F"));
    post(server, "/bring/source", "application/x-www-form-urlencoded", more, &body)
}

#[test]
fn files_are_added_and_what_was_skipped_is_said() {
    let place = Place::new();
    let server = Server::of(&place);
    assert!(server.page("/bring").contains("type=\"file\""));
    let report = "{\"url\": \"https://post.example/1\", \"title\": \"Envoys\", \"date\": \"2021-05-05\", \"lang\": \"en\", \
                  \"outlet\": \"Post\", \"text\": \"Norway expelled two Swedish diplomats from Oslo.\"}\n{broken\n";
    let opml = "<opml version=\"2.0\"><body><outline type=\"rss\" text=\"Star\" xmlUrl=\"https://star.example/rss\"/></body></opml>";
    let answer = files(
        &server,
        "",
        &[
            ("../../<b>reports</b>.jsonl", report),
            ("feeds.opml", opml),
            ("a.png", "\u{1}\u{2}\u{0}\u{0}PNG"),
        ],
    );
    assert_eq!(answer.status, 200, "{}", answer.body);
    for words in ["1 added", "1 new sources followed", "0 added", "Skipped"] {
        assert!(answer.body.contains(words), "{words}: {}", answer.body);
    }
    // What stands before a slash is no part of the name, and a name is no markup.
    assert!(!answer.body.contains("..") && !answer.body.contains("<b>"), "{}", answer.body);
    assert!(server.page("/overview?q=Norway+vs+Sweden").contains("expelled two Swedish diplomats"));
    let sources = server.page("/sources");
    for words in ["Star", "Last additions", "Skipped"] {
        assert!(sources.contains(words), "{words}");
    }
    assert_eq!(place.status()["documents"], 1);
    assert_eq!(files(&server, "", &[]).status, 400, "no file");
    let many: Vec<(&str, &str)> = vec![("a.txt", "x"); 101];
    assert_eq!(files(&server, "", &many).status, 400, "too many");
    let broken =
        post(&server, "/bring/files", "multipart/form-data; boundary=x", "", "--x\r\nnothing");
    assert_eq!(broken.status, 400);
    assert_eq!(post(&server, "/bring/files", "text/plain", "", "x").status, 400);
    let large = "a".repeat(70 * 1024 * 1024);
    let answer = files(&server, "", &[("large.txt", &large)]);
    assert!((400..500).contains(&answer.status) || answer.status == 0, "{}", answer.status);
    assert_eq!(place.status()["documents"], 1, "nothing of a refused request is stored");
}

#[test]
fn a_feed_is_followed_where_it_may_be() {
    let place = place();
    let feed = crate::server::Server::new(|asked| match asked.path.as_str() {
        "/robots.txt" => crate::server::answer(404, &[], ""),
        _ => crate::server::answer(
            200,
            &[],
            "<rss version='2.0'><channel><title>Star</title><item><title>Envoys</title><guid>1</guid>\
             <pubDate>2021-05-05</pubDate><description>Norway expelled two Swedes.</description></item></channel></rss>",
        ),
    });
    let server = Server::of(&place);
    let answer = source(&server, "", &feed.at("/rss"));
    assert_eq!(answer.status, 400, "an address inside this machine: {}", answer.body);
    drop(server);
    let server = Server::with(&place, &["--local"]);
    let answer = source(&server, "", &feed.at("/rss"));
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(answer.body.contains("Star"), "{}", answer.body);
    assert!(source(&server, "", &feed.at("/rss")).body.contains("followed already"));
    assert!(place.expect(0, &["follow", "list"]).out.contains("Star"));
    assert_eq!(source(&server, "", "").status, 400);
    assert_eq!(source(&server, "", "file:///etc/passwd").status, 400);
    // A file of the server is no source, as it is on the command line.
    assert_eq!(source(&server, "", "/etc/passwd").status, 400);
    let starter = source(&server, "", "starter");
    assert!(starter.status == 200 && starter.body.matches("<li>").count() > 30, "{}", starter.body);
}

#[test]
fn only_those_who_may_write_do() {
    let place = place();
    let server = Server::of(&place);
    for other in ["https://evil.example", "null"] {
        let origin = format!("Origin: {other}\r\n");
        assert_eq!(files(&server, &origin, &[("a.txt", "x")]).status, 403, "{other}");
        assert_eq!(source(&server, &origin, "starter").status, 403, "{other}");
    }
    let reader = place.expect(0, &["token", "add", "ann"]).out;
    let writer = place.expect(0, &["token", "add", "ben", "--role", "write"]).out;
    let [reader, writer] =
        [reader, writer].map(|secret| format!("Authorization: Bearer {}\r\n", secret.trim()));
    assert_eq!(files(&server, "", &[("a.txt", "x")]).status, 401);
    assert_eq!(files(&server, &reader, &[("a.txt", "x")]).status, 403);
    assert_eq!(source(&server, &reader, "starter").status, 403);
    assert_eq!(server.ask("/bring", &reader).status, 403);
    assert_eq!(server.ask("/bring", &writer).status, 200);
    assert_eq!(source(&server, &writer, "starter").status, 200);
}
