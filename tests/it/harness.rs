//! Runs the binary in a clean environment, and writes what it reads.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

use serde_json::{Value, json};
use tempfile::TempDir;

/// A folder that removes itself, with an archive (not made yet), a home and room for inputs.
pub struct Place {
    folder: TempDir,
}

/// What came of a run.
#[derive(Debug)]
pub struct Ran {
    /// Exit code; -1 after a signal.
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Place {
    pub fn new() -> Self {
        Self { folder: TempDir::with_prefix("bilateral-it-").expect("a temporary folder") }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn archive(&self) -> PathBuf {
        self.path("archive")
    }

    /// Writes an input file and gives its path as text.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("inside of the place")).unwrap();
        fs::write(&path, content).unwrap();
        path.to_str().expect("temporary folders have plain names").to_owned()
    }

    /// The binary with `--data` on this place's archive.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.bare(&[]);
        command.arg("--data").arg(self.archive()).args(arguments);
        command
    }

    /// The binary without `--data`; home and data directory lie in this place.
    pub fn bare(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bilateral"));
        let home = self.path("home");
        command
            .env_clear()
            .env("HOME", &home)
            .env("XDG_DATA_HOME", home.join("data"))
            .current_dir(self.folder.path())
            .args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, b"")
    }

    pub fn run_with(&self, arguments: &[&str], input: &[u8]) -> Ran {
        finish(self.command(arguments), input)
    }

    /// Runs and expects this exit code; the message of a failure shows everything.
    #[track_caller]
    pub fn expect(&self, code: i32, arguments: &[&str]) -> Ran {
        let ran = self.run(arguments);
        assert_eq!(ran.code, code, "{arguments:?}\n--- out\n{}--- err\n{}", ran.out, ran.err);
        ran
    }

    /// Adds a file of this content without complaint.
    #[track_caller]
    pub fn add(&self, name: &str, content: impl AsRef<[u8]>) -> Ran {
        let path = self.write(name, content);
        self.expect(0, &["add", &path])
    }

    #[track_caller]
    pub fn json(&self, arguments: &[&str]) -> Value {
        parse(&self.expect(0, arguments).out)
    }

    #[track_caller]
    pub fn status(&self) -> Value {
        self.json(&["status", "--format", "json"])
    }

    #[track_caller]
    pub fn fingerprint(&self) -> String {
        self.status()["fingerprint"].as_str().expect("a fingerprint").to_owned()
    }
}

/// Feeds the input from a thread of its own, so that neither side waits for the other for ever.
pub fn finish(mut command: Command, input: &[u8]) -> Ran {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let mut pipe = child.stdin.take().expect("a pipe was asked for");
    let input = input.to_vec();
    // The program may end before it has read everything: a closed pipe is its right.
    let feeder = thread::spawn(move || drop(pipe.write_all(&input)));
    let output = child.wait_with_output().expect("the binary ends");
    feeder.join().unwrap();
    ran(output)
}

pub fn ran(output: Output) -> Ran {
    let ran = Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
        err: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
    };
    assert!(!ran.err.contains("panicked at"), "the program panicked:\n{}", ran.err);
    assert!(!ran.err.contains("internal error"), "the program blames itself:\n{}", ran.err);
    ran
}

#[track_caller]
pub fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|e| panic!("{e} in:\n{text}"))
}

/// Each line as JSON.
#[track_caller]
pub fn parse_lines(text: &str) -> Vec<Value> {
    text.lines().map(parse).collect()
}

/// A frozen file of `tests/corpus`.
pub fn corpus(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(name);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// One line of JSON Lines.
pub fn article(number: usize, text: &str) -> String {
    let value = json!({
        "id": format!("a{number}"),
        "url": format!("https://outlet{}.example/{number}", number % 7),
        "outlet": format!("Outlet {}", number % 7),
        "title": format!("Report {number}"),
        "date": format!("2024-{:02}-{:02}", 1 + number % 12, 1 + number % 28),
        "lang": "en",
        "text": text,
    });
    format!("{value}\n")
}

/// So many different short reports on Norway and Iceland as JSON Lines.
pub fn reports(count: usize) -> String {
    (0..count)
        .map(|n| {
            article(
                n,
                &format!("Norway accused Iceland of breaking quota rule {n}. Iceland denied it."),
            )
        })
        .collect()
}
