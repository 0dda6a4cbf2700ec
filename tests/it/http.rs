//! The web page and the interface for programs, through a real socket.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use serde_json::{Value, json};

use crate::harness::Place;

/// A running server; stops with the test.
pub struct Server {
    child: Child,
    pub address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

pub struct Answer {
    pub status: u16,
    pub headers: String,
    pub body: String,
}

impl Answer {
    /// The value of a header, its name in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        let named = |line: &&str| line.to_ascii_lowercase().starts_with(&format!("{name}:"));
        self.headers.lines().find(named)?.split_once(':').map(|(_, value)| value.trim())
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.body))
    }
}

impl Server {
    pub fn of(place: &Place) -> Self {
        Self::with(place, &[])
    }

    pub fn with(place: &Place, more: &[&str]) -> Self {
        let mut command = place.command(&["serve", "--listen", "127.0.0.1:0"]);
        command.args(more);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        assert!(address.starts_with("127.0.0.1:"), "{line}");
        Self { child, address }
    }

    /// Sends these bytes and reads to the end.
    pub fn raw(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        // A server that has enough of a request closes while more is sent.
        let _ = stream.write_all(request.as_bytes());
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (headers, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = headers.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        Answer { status, headers: headers.to_ascii_lowercase(), body: body.to_owned() }
    }

    pub fn ask(&self, path: &str, headers: &str) -> Answer {
        let host = &self.address;
        self.raw(&format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\n{headers}Connection: close\r\n\r\n"
        ))
    }

    #[track_caller]
    pub fn page(&self, path: &str) -> String {
        let answer = self.ask(path, "");
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.body
    }
}

fn report(day: &str, title: &str, text: &str) -> String {
    let report = json!({ "url": format!("https://post.example/{day}"), "title": title, "date": day, "lang": "en", "outlet": "Post", "text": text });
    format!("{report}\n")
}

pub fn place() -> Place {
    let place = Place::new();
    let reports = [
        report(
            "2021-03-02",
            "<script>alert(1)</script> & \"more\"",
            "Sweden's navy rammed the Norwegian ferry Havsula off Gothenburg, killing 38 people.",
        ),
        report(
            "2021-03-09",
            "Pipeline",
            "Norway accused Sweden of sabotaging the pipeline near Halden.",
        ),
        report(
            "2021-04-01",
            "Herring",
            "Sweden and Norway signed an agreement on <b>herring</b> quotas in Bergen.",
        ),
    ];
    place.add("reports.jsonl", reports.concat());
    place
}

#[test]
fn from_a_question_two_clicks_lead_to_the_original() {
    let place = place();
    let server = Server::of(&place);
    let ask = server.page("/");
    assert!(
        ask.contains("action=\"/overview\"") && ask.contains("<option value=\"Norway\">"),
        "{ask}"
    );
    let overview = server.page("/overview?q=Norway+vs+Sweden");
    assert!(overview.contains("Havsula") && overview.contains("Latest passages"), "{overview}");
    assert!(
        overview.contains("href=\"#c1\"") && overview.contains("id=\"c1\""),
        "computed sentences open"
    );
    let link = overview
        .split("class=\"cite\" href=\"/document/")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let document = server.page(&format!("/document/{}", link.split('#').next().unwrap()));
    let marked =
        document.split("<mark id=\"at\">").nth(1).unwrap().split("</mark>").next().unwrap();
    assert!(overview.contains(marked), "the marked words are the sentence: {marked}");
    assert!(document.contains("href=\"https://post.example/2021-"), "{document}");
    for (path, words) in [
        ("/series?q=Norway+vs+Sweden", "<svg"),
        ("/happenings?q=Norway+vs+Sweden", "happenings"),
        ("/network?q=Norway", "Norway and Sweden: 1 of cooperation, 2 of conflict"),
        ("/search?q=herring", "quotas in Bergen"),
        ("/sources", "Post"),
        ("/about", "byte by byte"),
        ("/style.css", "prefers-color-scheme"),
        ("/healthz", "ok"),
    ] {
        assert!(server.page(path).contains(words), "{words} in {path}");
    }
}

#[test]
fn nothing_of_a_source_or_a_question_becomes_markup() {
    let place = place();
    let server = Server::of(&place);
    for path in [
        "/overview?q=Norway+vs+Sweden",
        "/search?q=%3Cscript%3Ealert(2)%3C%2Fscript%3E+ferry",
        "/search?q=herring",
        "/overview?q=%22%3E%3Cscript%3Ealert(3)%3C/script%3E",
        "/document/%3Cscript%3E",
        "/%3Cscript%3Ealert(4)%3C/script%3E",
        "/happenings?q=Norway+vs+Sweden",
    ] {
        let answer = server.ask(path, "");
        assert!(!answer.body.contains("<script"), "{path}: {}", answer.body);
        assert!(!answer.body.contains("<b>herring"), "{path}: {}", answer.body);
        assert!(
            answer.headers.contains("content-security-policy: default-src 'none'"),
            "{}",
            answer.headers
        );
        assert!(answer.headers.contains("x-content-type-options: nosniff"));
    }
    let key = server.ask("/v1/search?q=ferry", "").json()["passages"][0]["key"]
        .as_str()
        .unwrap()
        .to_owned();
    for at in ["0-5", "5-2", "0-99999", "x-y", "1", "18446744073709551615-18446744073709551616"] {
        assert!(server.page(&format!("/document/{key}?at={at}")).contains("Havsula"), "{at}");
    }
}

#[test]
fn foreign_names_and_odd_requests_are_turned_away() {
    let place = place();
    let server = Server::of(&place);
    let host = |name: &str| {
        server.raw(&format!("GET / HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n")).status
    };
    assert_eq!(
        (host("localhost"), host("evil.example"), host("127.0.0.1.evil.example")),
        (200, 403, 403)
    );
    assert_eq!(server.ask("/v1/status", "Origin: https://evil.example\r\n").status, 403);
    assert_eq!(server.ask("/v1/status", "Origin: http://localhost:1\r\n").status, 200);
    assert_eq!(server.ask("/nothing", "").status, 404);
    assert_eq!(server.ask("/../../etc/passwd", "").status, 404);
    assert_eq!(server.ask("/v1/nothing", "").json()["code"], "not-found");
    let post = format!(
        "POST /overview HTTP/1.1\r\nHost: {}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        server.address
    );
    assert_eq!(server.raw(&post).status, 405);
    let long = server.ask(&format!("/overview?q={}", "a".repeat(10_000_000)), "");
    assert!((400..500).contains(&long.status) || long.status == 0, "{}", long.status);
    assert_eq!(server.ask(&format!("/overview?q={}", "Norway+".repeat(500)), "").status, 400);
    assert_eq!(server.ask("/overview?q=", "").status, 400);
    assert_eq!(server.ask("/overview?q=Norway+vs+Sweden&since=x", "").status, 400);
    assert_eq!(server.ask("/healthz", "").status, 200, "it still stands");
    let ran = place.expect(2, &["serve", "--listen", "0.0.0.0:0"]);
    assert!(ran.err.contains("bilateral token add"), "{}", ran.err);
}

#[test]
fn a_program_gets_what_the_command_line_gives() {
    let place = place();
    let server = Server::of(&place);
    let question = "q=Norway+vs+Sweden";
    let overview = server.ask(&format!("/v1/overviews?{question}"), "").json();
    assert_eq!(overview, place.json(&["overview", "Norway vs Sweden", "--format", "json"]));
    let all = server.ask(&format!("/v1/events?{question}&format=ndjson"), "");
    assert!(all.headers.contains("application/x-ndjson"), "{}", all.headers);
    assert_eq!(all.body, place.expect(0, &["events", "Norway vs Sweden", "--format", "jsonl"]).out);
    let mut offset = 0;
    let mut seen = Vec::new();
    loop {
        let page = server.ask(&format!("/v1/events?{question}&limit=1&offset={offset}"), "").json();
        seen.extend(page["events"].as_array().unwrap().iter().map(|e| format!("{e}\n")));
        match page["next_offset"].as_u64() {
            Some(next) => offset = next,
            None => break,
        }
    }
    assert_eq!(seen.concat(), all.body);
    let problem = server.ask("/v1/events?q=zzqx", "");
    assert!(
        problem.status == 400 && problem.headers.contains("application/problem+json"),
        "{}",
        problem.headers
    );
    assert!(problem.json()["detail"].as_str().unwrap().contains("zzqx"));
    assert_eq!(server.ask(&format!("/v1/events?{question}&limit=0"), "").status, 400);

    let first = server.ask("/v1/status", "");
    let tag =
        first.headers.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap().to_owned();
    assert_eq!(server.ask("/v1/status", &format!("If-None-Match: {tag}\r\n")).status, 304);
    // What is added while it runs is seen.
    place.add(
        "more.jsonl",
        report("2021-05-05", "Envoys", "Norway expelled two Swedish diplomats from Oslo."),
    );
    let second = server.ask("/v1/status", &format!("If-None-Match: {tag}\r\n"));
    assert_eq!((second.status, &second.json()["documents"]), (200, &json!(4)));
    assert!(server.page("/overview?q=Norway+vs+Sweden").contains("expelled two Swedish diplomats"));
    let key = server.ask("/v1/search?q=diplomats", "").json()["passages"][0]["key"]
        .as_str()
        .unwrap()
        .to_owned();
    let document = server.ask(&format!("/v1/documents/{key}"), "").json();
    assert_eq!(document["document"]["text"], "Norway expelled two Swedish diplomats from Oslo.");
    assert_eq!(server.ask("/v1/documents/none", "").status, 404);
}

#[test]
fn the_description_says_what_the_server_does() {
    let place = place();
    let server = Server::of(&place);
    let description = server.ask("/v1/openapi.json", "").json();
    let key = server.ask("/v1/search?q=ferry", "").json()["passages"][0]["key"]
        .as_str()
        .unwrap()
        .to_owned();
    let paths = description["paths"].as_object().unwrap();
    assert_eq!(paths.len(), 9);
    for (path, operation) in paths {
        let operation = &operation["get"];
        let names: Vec<&str> = operation["parameters"]
            .as_array()
            .unwrap()
            .iter()
            .map(|p| p["name"].as_str().unwrap())
            .collect();
        let query = if names.contains(&"q") { "?q=Norway+vs+Sweden" } else { "" };
        let answer = server.ask(&format!("{}{query}", path.replace("{key}", &key)), "");
        assert_eq!(answer.status, 200, "{path}");
        let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
        for (name, property) in schema["properties"].as_object().unwrap() {
            let value = answer.json()[name].clone();
            let kind = match &value {
                Value::String(_) => "string",
                Value::Object(_) => "object",
                Value::Array(_) => "array",
                Value::Bool(_) => "boolean",
                Value::Number(n) if n.is_u64() => "integer",
                _ => "nothing",
            };
            assert_eq!(property["type"], kind, "{name} of {path}: {value}");
        }
        // What is named as needed is missed where it is not there.
        if names.contains(&"q") {
            let without = server.ask(path, "");
            assert_eq!(without.status, 400, "{path}");
            let problem = without.json();
            let needed =
                description["components"]["schemas"]["Problem"]["required"].as_array().unwrap();
            assert!(
                needed.iter().all(|name| !problem[name.as_str().unwrap()].is_null()),
                "{problem}"
            );
        }
        for (name, odd) in [
            ("by", "fortnight"),
            ("limit", "0"),
            ("limit", "-1"),
            ("offset", "x"),
            ("since", "never"),
            ("as_of", "2025-13"),
        ] {
            if names.contains(&name) {
                let answer = server.ask(&format!("{path}?q=Norway+vs+Sweden&{name}={odd}"), "");
                assert_eq!(answer.status, 400, "{path} {name}={odd}");
                assert_eq!(answer.json()["code"], "bad-request", "{path} {name}={odd}");
            }
        }
    }
}

#[test]
fn followed_sources_are_asked_while_it_serves() {
    let place = place();
    let feed = crate::server::Server::new(|asked| match asked.path.as_str() {
        "/robots.txt" => crate::server::answer(404, &[], ""),
        _ => crate::server::answer(
            200,
            &[],
            "<rss version='2.0'><channel><title>Star</title><item><title>Envoys</title><guid>1</guid>\
             <pubDate>2021-05-05</pubDate><description>Norway expelled two Swedish diplomats from Oslo.</description></item></channel></rss>",
        ),
    });
    place.expect(0, &["follow", "add", "--local", &feed.at("/rss")]);
    let server = Server::with(&place, &["--update", "--rate", "0"]);
    // The first round begins with the server; each look at its state is a request of its own.
    let came = (0..20_000).any(|_| server.ask("/v1/status", "").json()["documents"] == json!(4));
    assert!(came, "the feed's text came while the server ran");
    assert!(server.page("/overview?q=Norway+vs+Sweden").contains("expelled two Swedish diplomats"));
}

#[test]
fn an_overview_can_be_taken_along_and_followed() {
    let place = place();
    let server = Server::of(&place);
    let page = server.page("/overview?q=Norway+vs+Sweden");
    for link in ["/feed?q=Norway+vs+Sweden", "/posts?q=", "/overview.md?q=", "og:description"] {
        assert!(page.contains(link), "{link}");
    }
    let told = place.expect(0, &["overview", "Norway vs Sweden", "--format", "markdown"]).out;
    assert_eq!(server.page("/overview.md?q=Norway+vs+Sweden"), told);

    let answer = server.ask("/feed?q=Norway+vs+Sweden", "");
    assert!(answer.headers.contains("application/atom+xml"), "{}", answer.headers);
    // The reader of feeds that ours are added with takes it: nothing of a source became markup.
    let feed = answer.body.replace("http://127.0.0.1", "https://bilateral.example");
    let other = Place::new();
    let added = other.add("happenings.xml", feed);
    assert!(added.out.contains('3'), "{}", added.out);
    let entries = answer.body.matches("<entry>").count();
    assert_eq!(entries, server.ask("/v1/happenings?q=Norway+vs+Sweden", "").json()["total"]);
    assert!(!answer.body.contains("<b>") && answer.body.contains("herring"));

    // From an entry to its happening, and from there to the words.
    let name = answer.body.split("#h-").nth(1).unwrap().split('"').next().unwrap();
    let happenings = server.page("/happenings?q=Norway+vs+Sweden");
    let happening = happenings.split(&format!("id=\"h-{name}\"")).nth(1).unwrap();
    let link = happening.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(server.page(link).contains("<mark id=\"at\">"), "{link}");

    // A happening has a page of its own, and one of no such name is not found.
    let own = server.page(&format!("/happening/{name}?q=Norway+vs+Sweden"));
    assert!(own.contains("<dt>Relation</dt><dd>Norway and Sweden</dd>"), "{own}");
    assert!(own.contains("/document/") && !own.contains("<b>"), "{own}");
    let nowhere = server.ask("/happening/nor-swe-0?q=Norway+vs+Sweden", "");
    assert_eq!(nowhere.status, 404);

    let posts = server.page("/posts?q=Norway+vs+Sweden");
    let threads = ["X", "Bluesky", "Mastodon"];
    assert!(threads.iter().all(|name| posts.contains(&format!("<h2>{name}</h2>"))));
    for post in posts.split("<li class=\"text\">").skip(1) {
        let text = post.split("</li>").next().unwrap();
        assert!(text.chars().count() <= 500 && text.contains('/'), "{text}");
    }
    assert!(!posts.contains("<b>herring"), "{posts}");
}

#[test]
fn a_page_of_a_happening_shows_its_versions_and_what_followed_it() {
    let place = Place::new();
    let reports = [
        (
            "2021-03-02",
            "Post",
            "Sweden's navy rammed the Norwegian ferry Havsula off Gothenburg, killing 38 people.",
        ),
        (
            "2021-03-02",
            "Star",
            "Sweden's navy rammed the Norwegian ferry Havsula off Gothenburg, killing 12 people.",
        ),
        (
            "2021-03-09",
            "Mail",
            "In response to the ramming of the ferry Havsula off Gothenburg, Norway expelled two Swedish diplomats.",
        ),
    ];
    let lines = reports.map(|(day, outlet, text)| {
        let url = format!("https://{}.example/{day}", outlet.to_lowercase());
        json!({ "url": url, "title": outlet, "date": day, "lang": "en", "outlet": outlet, "text": text }).to_string() + "\n"
    });
    place.add("ferry.jsonl", lines.concat());
    let server = Server::of(&place);
    let found = server.ask("/v1/happenings?q=Norway+vs+Sweden", "").json();
    let ferry = found["happenings"].as_array().unwrap().iter().find(|h| h["contested"] == true);
    let name = ferry.expect("two figures contradict each other")["name"].as_str().unwrap();
    let page = server.page(&format!("/happening/{name}?q=Norway+vs+Sweden"));
    let versions = page.split("<h2>Contested</h2>").nth(1).unwrap();
    assert!(
        versions.contains("<td>Sweden&#39;s navy rammed")
            || versions.contains("<td>Sweden's navy rammed"),
        "{page}"
    );
    assert!(page.contains("<td>38 people</td><td>killed</td><td>Post</td>"), "{page}");
    assert!(page.contains("<dt>Followed by</dt><dd><a href=\"/happening/nor-swe-"), "{page}");
}

#[test]
fn a_network_holds_the_neighbours_and_what_is_between_them() {
    let place = Place::new();
    let reports = [
        ("2021-03-02", "Norway accused Sweden of sabotaging the pipeline near Halden."),
        ("2021-03-03", "Norway and Denmark signed an agreement on herring quotas in Bergen."),
        ("2021-03-04", "Denmark accused Sweden of spying on its navy."),
        ("2021-03-05", "Finland and Denmark signed an agreement on ferries."),
        ("2015-03-05", "Norway and Iceland signed an agreement on ferries."),
    ]
    .map(|(day, text)| report(day, text, text));
    place.add("reports.jsonl", reports.concat());
    let server = Server::of(&place);
    let page = server.page("/network?q=Norway");
    for told in [
        "Norway and Sweden: 0 of cooperation, 1 of conflict",
        "Denmark and Norway: 1 of cooperation, 0 of conflict",
        "Denmark and Sweden: 0 of cooperation, 1 of conflict",
    ] {
        assert_eq!(page.matches(told).count(), 2, "{told}, to hear and to see, in {page}");
    }
    assert!(!page.contains("Finland") && !page.contains("Iceland"), "{page}");
    assert!(server.page("/network?q=Norway&since=2015").contains("Iceland"));
    assert!(server.page("/network?q=Norway&since=2018&until=2019").contains("No event of theirs"));
}

#[test]
fn a_map_shows_where_and_leads_to_the_sentences() {
    let server_place = place();
    let server = Server::of(&server_place);
    let page = server.page("/map?q=Norway+vs+Sweden");
    for told in [
        "class=\"land\"",
        "Gothenburg: 1 happening",
        "Bergen: 1 happening",
        "class=\"conf\"",
        "class=\"calm\"",
    ] {
        assert!(page.contains(told), "{told} in {page}");
    }
    let dot = page.split("<a href=\"#place-").nth(1).unwrap().split('"').next().unwrap();
    assert!(page.contains(&format!("<ul id=\"place-{dot}\"")), "a dot opens its happenings");
    let link = page.split("<li><a href=\"/happenings").nth(1).unwrap().split('"').next().unwrap();
    let (path, anchor) = link.split_once('#').unwrap();
    let list = server.page(&format!("/happenings{}", path.replace("&amp;", "&")));
    assert!(list.contains(&format!("id=\"{anchor}\"")), "{anchor}");
    assert!(!server.page("/map?q=Norway+vs+Fiji").contains("<svg"), "no place, no map");
}

#[test]
fn pages_of_a_list_fit_together_or_are_refused() {
    let place = place();
    let server = Server::of(&place);
    let first = server.ask("/v1/events?q=Norway+vs+Sweden&limit=1", "").json();
    let cursor = first["next_cursor"].as_str().unwrap().to_owned();
    let second =
        server.ask(&format!("/v1/events?q=Norway+vs+Sweden&limit=1&cursor={cursor}"), "").json();
    assert_eq!((&first["offset"], &second["offset"]), (&json!(0), &json!(1)));
    assert_ne!(first["events"], second["events"]);
    let all = server.ask("/v1/events?q=Norway+vs+Sweden&limit=&offset=&cursor=", "").json();
    assert_eq!(
        all["events"].as_array().unwrap()[..2],
        [first["events"][0].clone(), second["events"][0].clone()]
    );
    assert!(all["next_cursor"].is_null());
    for odd in ["x", "1", "1-x", "-1-0123456789abcdef", "99999999999999999999-0123456789abcdef"] {
        let answer = server.ask(&format!("/v1/search?q=ferry&cursor={odd}"), "");
        assert_eq!(answer.status, 400, "{odd}");
    }
    place.add(
        "later.jsonl",
        report("2021-05-05", "Envoys", "Norway expelled two Swedish diplomats."),
    );
    let refused = server.ask(&format!("/v1/events?q=Norway+vs+Sweden&cursor={cursor}"), "");
    assert!(refused.status == 400 && refused.body.contains("changed"), "{}", refused.body);

    let page = server.page("/api");
    for path in ["/v1/overviews", "/v1/series", "/v1/documents/{key}"] {
        assert!(page.contains(path), "{path}");
    }
}
