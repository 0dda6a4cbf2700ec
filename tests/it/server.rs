//! A web server on the loopback for tests: what it answers is written out byte by byte.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Asked {
    pub path: String,
    /// Names in lower case.
    pub headers: BTreeMap<String, String>,
    /// What was sent, as far as its length was told.
    pub body: String,
}

/// What the server does with a request.
pub enum Answer {
    /// These bytes, then the end.
    Bytes(Vec<u8>),
    /// The first bytes, then the second again and again.
    Endless(Vec<u8>, Vec<u8>),
    /// These bytes, then nothing more, and no end.
    Silent(Vec<u8>),
}

/// A status line, headers and a body.
pub fn answer(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Answer {
    let body = body.as_ref();
    let mut out =
        format!("HTTP/1.1 {status} So\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in headers {
        out.push_str(&format!("{name}: {value}\r\n"));
    }
    out.push_str("\r\n");
    let mut bytes = out.into_bytes();
    bytes.extend_from_slice(body);
    Answer::Bytes(bytes)
}

/// Runs until the process ends.
pub struct Server {
    port: u16,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    pub fn new(respond: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (log, respond) = (Arc::clone(&asked), Arc::new(respond));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, respond) = (Arc::clone(&log), Arc::clone(&respond));
                thread::spawn(move || serve(stream, &log, &*respond));
            }
        });
        Self { port, asked }
    }

    /// The address of a path that begins with a slash.
    pub fn at(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// What was asked so far, robots.txt left out.
    pub fn asked(&self) -> Vec<Asked> {
        let asked = self.asked.lock().expect("no thread died");
        asked.iter().filter(|asked| asked.path != "/robots.txt").cloned().collect()
    }

    /// Paths asked for so far, robots.txt left out.
    pub fn paths(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.path).collect()
    }
}

fn serve(stream: TcpStream, log: &Mutex<Vec<Asked>>, respond: &dyn Fn(&Asked) -> Answer) {
    let Some(asked) = read(&stream) else { return };
    log.lock().expect("no thread died").push(asked.clone());
    let mut stream = stream;
    // The other side may hang up at any time: that is what some tests are about.
    match respond(&asked) {
        Answer::Bytes(bytes) => drop(stream.write_all(&bytes)),
        Answer::Endless(head, chunk) => {
            let mut ended = stream.write_all(&head).is_err();
            while !ended {
                ended = stream.write_all(&chunk).is_err();
            }
        }
        Answer::Silent(head) => {
            drop(stream.write_all(&head));
            // Until the other side hangs up.
            drop(stream.read(&mut [0]));
        }
    }
}

fn read(stream: &TcpStream) -> Option<Asked> {
    let mut input = BufReader::new(stream);
    let mut lines = input.by_ref().lines().map_while(Result::ok);
    let path = lines.next()?.split(' ').nth(1)?.to_owned();
    let pairs = lines.take_while(|line| !line.is_empty()).filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        Some((name.to_ascii_lowercase(), value.trim().to_owned()))
    });
    let headers: BTreeMap<String, String> = pairs.collect();
    let length = headers.get("content-length").and_then(|n| n.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    input.read_exact(&mut body).ok()?;
    Some(Asked { path, headers, body: String::from_utf8_lossy(&body).into_owned() })
}
