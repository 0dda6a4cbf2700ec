use std::io::Write;
use std::sync::Mutex;
use std::time::Duration;

use super::server::{Answer, Server, answer};
use super::{Client, FetchFault, Fetched, Request, Response};
use crate::model::clock::Clock;

/// A clock that stands, and moves on only where somebody waits.
#[derive(Default)]
struct Hand {
    now: Mutex<i64>,
    waited: Mutex<Vec<u64>>,
}

impl Clock for Hand {
    fn now(&self) -> i64 {
        *self.now.lock().unwrap()
    }

    fn wait(&self, seconds: u64) {
        *self.now.lock().unwrap() += i64::try_from(seconds).unwrap();
        self.waited.lock().unwrap().push(seconds);
    }
}

fn local(address: &str) -> Request<'_> {
    Request { address, most: 100_000, local: true, ..Request::default() }
}

fn get(address: &str) -> Result<Fetched, FetchFault> {
    let clock = Hand::default();
    let client = Client::limited(&clock, None, Duration::from_millis(700));
    match client.get(&local(address))? {
        Response::Fetched(fetched) => Ok(fetched),
        Response::Unchanged => panic!("nothing was known before"),
    }
}

/// A server that has no robots.txt.
fn open(respond: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Server {
    Server::new(move |asked| match asked.path.as_str() {
        "/robots.txt" => answer(404, &[], ""),
        path => respond(path),
    })
}

#[test]
fn an_answer_comes_with_what_it_says_of_itself() {
    let server = open(|_| {
        let headers = [
            ("ETag", "\"v1\""),
            ("Last-Modified", "Mon, 02 Jun 2025 10:00:00 GMT"),
            ("Content-Type", "application/rss+xml; charset=utf-8"),
            ("Cache-Control", "public, max-age=900"),
        ];
        answer(200, &headers, "hello")
    });
    let fetched = get(&server.at("/feed?x=1#part")).unwrap();
    assert_eq!(fetched.body, b"hello");
    assert_eq!(fetched.address, server.at("/feed?x=1"));
    assert_eq!((fetched.moved, fetched.fresh), (None, Some(900)));
    assert_eq!(fetched.etag.as_deref(), Some("\"v1\""));
    let asked = &server.asked()[0];
    assert_eq!(asked.path, "/feed?x=1");
    assert!(asked.headers["user-agent"].starts_with("Bilateral/"), "{asked:?}");
    assert!(!asked.headers.contains_key("cookie") && !asked.headers.contains_key("if-none-match"));
}

#[test]
fn what_is_known_is_not_sent_again() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/robots.txt" => answer(404, &[], ""),
        _ if asked.headers.get("if-none-match").is_some_and(|tag| tag == "\"v1\"") => {
            answer(304, &[], "")
        }
        _ => answer(200, &[], "new"),
    });
    let clock = Hand::default();
    let client = Client::new(&clock, Some("https://reader.example/contact"));
    let address = server.at("/feed");
    let known = Request { etag: Some("\"v1\""), modified: Some("yesterday"), ..local(&address) };
    assert_eq!(client.get(&known), Ok(Response::Unchanged));
    let asked = server.asked();
    assert_eq!(asked[0].headers["if-modified-since"], "yesterday");
    assert!(asked[0].headers["user-agent"].ends_with("(+https://reader.example/contact)"));
}

#[test]
fn redirects_are_followed_told_and_bounded() {
    let server = open(|path| match path {
        "/old" => answer(301, &[("Location", "/older")], ""),
        "/older" => answer(308, &[("Location", "/new")], ""),
        "/today" => answer(301, &[("Location", "/elsewhere")], ""),
        "/elsewhere" => answer(302, &[("Location", "/new")], ""),
        "/circle" => answer(301, &[("Location", "/circle2")], ""),
        "/circle2" => answer(301, &[("Location", "/circle")], ""),
        "/nowhere" => answer(301, &[], ""),
        "/file" => answer(302, &[("Location", "file:///etc/passwd")], ""),
        "/new" => answer(200, &[], "here"),
        many => {
            let n: u32 = many.trim_start_matches('/').parse().unwrap_or(0);
            answer(302, &[("Location", &format!("/{}", n + 1))], "")
        }
    });
    let moved = get(&server.at("/old")).unwrap();
    assert_eq!(moved.moved, Some(server.at("/new")));
    let lent = get(&server.at("/today")).unwrap();
    assert_eq!((lent.moved, lent.address), (None, server.at("/new")), "one hop is for today only");
    for path in ["/circle", "/nowhere", "/1"] {
        assert_eq!(get(&server.at(path)), Err(FetchFault::Redirects), "{path}");
    }
    assert_eq!(get(&server.at("/file")), Err(FetchFault::BadAddress));
    assert!(server.asked().len() < 30);
}

#[test]
fn private_addresses_are_refused_at_every_hop() {
    let server = open(|_| answer(200, &[], "secret"));
    let clock = Hand::default();
    let client = Client::new(&clock, None);
    let port = server.at("");
    let port = port.rsplit(':').next().unwrap();
    for host in [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "10.0.0.1",
    ] {
        let address = format!("http://{host}:{port}/x");
        let request = Request { address: &address, most: 1000, ..Request::default() };
        let fault = client.get(&request).unwrap_err();
        assert_eq!(fault, FetchFault::Private, "{address}");
    }
    assert!(server.asked().is_empty());
    // The reader's own server leads to another one of the same machine, which was not allowed.
    let other = Server::new(|_| answer(200, &[], "secret"));
    let target = other.at("/secret");
    let own = open(move |_| answer(302, &[("Location", target.as_str())], ""));
    let address = own.at("/feed");
    assert!(client.get(&local(&address)).is_err());
    // Nor is one that was allowed reached by way of another.
    assert!(client.get(&local(&other.at("/feed"))).is_ok());
    assert_eq!(client.get(&local(&address)), Err(FetchFault::Private));
    assert_eq!(other.paths(), ["/feed"]);
    for address in
        ["ftp://a.example/x", "http://user:word@a.example/", "news", "javascript:1", "http://"]
    {
        assert_eq!(get(address), Err(FetchFault::BadAddress), "{address}");
    }
}

#[test]
fn each_status_is_told_for_what_it_is() {
    let server = open(|path| match path {
        "/gone" => answer(410, &[], ""),
        "/busy" => answer(429, &[("Retry-After", "120")], ""),
        "/down" => answer(503, &[("Retry-After", "Mon, 02 Jun 2025 10:00:00 GMT")], ""),
        "/fault" => answer(500, &[], ""),
        _ => answer(403, &[], ""),
    });
    let fault = |path: &str| get(&server.at(path)).unwrap_err();
    assert_eq!(fault("/gone"), FetchFault::Gone);
    assert_eq!(fault("/busy"), FetchFault::Later { status: 429, after: Some(120) });
    assert_eq!(fault("/down"), FetchFault::Later { status: 503, after: None });
    assert!(fault("/fault").may_pass() && !fault("/gone").may_pass());
    assert!(fault("/x").to_string().contains("403"));
}

#[test]
fn robots_are_asked_once_and_obeyed() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/robots.txt" => answer(200, &[], "User-agent: *\nDisallow: /private\nCrawl-delay: 9"),
        _ => answer(200, &[], "page"),
    });
    let clock = Hand::default();
    let client = Client::new(&clock, None);
    for path in ["/a", "/b"] {
        assert!(client.get(&local(&server.at(path))).is_ok());
    }
    let fault = client.get(&local(&server.at("/private/x"))).unwrap_err();
    assert_eq!(fault, FetchFault::Robots { asked: true });
    assert_eq!(server.paths(), ["/a", "/b"]);
    assert_eq!(*clock.waited.lock().unwrap(), [9], "the pause it asks for, before the second");

    let broken = Server::new(|_| answer(500, &[], ""));
    assert_eq!(get(&broken.at("/a")), Err(FetchFault::Robots { asked: false }));
    assert!(broken.asked().is_empty());
}

#[test]
fn what_never_ends_or_swells_is_stopped() {
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    bomb.write_all(&vec![b'a'; 5_000_000]).unwrap();
    let bomb = bomb.finish().unwrap();
    let server = open(move |path| match path {
        "/bomb" => answer(200, &[("Content-Encoding", "gzip")], &bomb),
        "/endless" => {
            let head = b"HTTP/1.1 200 So\r\n\r\n".to_vec();
            Answer::Endless(head, vec![b'a'; 1_000])
        }
        "/headers" => {
            Answer::Endless(b"HTTP/1.1 200 So\r\n".to_vec(), b"X-A: aaaaaaaaaaaaaaa\r\n".to_vec())
        }
        "/cut" => Answer::Bytes(b"HTTP/1.1 200 So\r\nContent-Length: 100\r\n\r\nhalf".to_vec()),
        "/mute" => Answer::Silent(Vec::new()),
        _ => Answer::Silent(b"HTTP/1.1 200 So\r\nContent-Length: 100\r\n\r\nhalf".to_vec()),
    });
    let fault = |path: &str| get(&server.at(path)).unwrap_err();
    assert_eq!(fault("/bomb"), FetchFault::TooLong(100_000));
    assert_eq!(fault("/endless"), FetchFault::TooLong(100_000));
    assert!(matches!(fault("/headers"), FetchFault::Broken(_)), "{:?}", fault("/headers"));
    assert!(matches!(fault("/cut"), FetchFault::Broken(_)), "{:?}", fault("/cut"));
    assert_eq!(fault("/mute"), FetchFault::Slow);
    assert_eq!(fault("/half"), FetchFault::Slow);
}

#[test]
fn what_is_told_goes_to_one_server_and_no_other() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/moved" => answer(307, &[("Location", "/desk")], ""),
        "/gone" => answer(410, &[], ""),
        _ => answer(204, &[], ""),
    });
    let clock = Hand::default();
    let tell = |path: &str, local: bool| {
        let client = Client::limited(&clock, None, Duration::from_millis(700));
        client.tell(&server.at(path), local, "{\"changes\":[]}")
    };
    assert!(tell("/desk", true).is_ok());
    assert_eq!(tell("/desk", false), Err(FetchFault::Private));
    assert_eq!(tell("/moved", true), Err(FetchFault::Redirects));
    assert_eq!(tell("/gone", true), Err(FetchFault::Gone));
    let bodies: Vec<String> = server.asked().into_iter().map(|asked| asked.body).collect();
    assert_eq!(bodies, vec!["{\"changes\":[]}"; 3], "nothing followed the redirect");
}
