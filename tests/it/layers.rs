//! The flow is one way: a part of `src/` names only parts before it, and an outside crate only where
//! it belongs.
//!
//! Comments, strings and test modules are left out: a test may reach for whatever it needs.

use std::fs;
use std::path::{Path, PathBuf};

use self::scan::{Token, tokens};

/// The parts of `src/` in flow order: folders or single files.
const PARTS: [&str; 16] = [
    "error",
    "model",
    "sources",
    "documents",
    "reading",
    "index",
    "relations",
    "overview",
    "ingest",
    "follow",
    "backfill",
    "stood",
    "answer",
    "sample",
    "kept",
    "faces",
];

/// Files above the flow: the map of the parts and the door to them.
const ABOVE: [&str; 2] = ["lib.rs", "main.rs"];

/// Every dependency, and where it may be named (paths below `src/`). A new one has to find its place here.
const CRATES: &[(&str, &[&str])] = &[
    ("tantivy", &["index/"]),
    ("feed_rs", &["sources/"]),
    ("axum", &["faces/http/"]),
    ("tokio", &["faces/http/", "faces/mcp/"]),
    ("rmcp", &["faces/mcp/"]),
    ("hyper", &["faces/http/listen.rs"]),
    ("hyper_util", &["faces/http/listen.rs"]),
    ("governor", &["faces/http/watch.rs"]),
    ("prometheus_client", &["faces/http/watch.rs"]),
    ("base64", &["faces/http/guard.rs"]),
    ("getrandom", &["faces/tokens.rs"]),
    ("percent_encoding", &["faces/mcp/"]),
    // Work shared out to all cores.
    ("rayon", &["index/", "relations/", "overview/", "ingest.rs"]),
    ("zip", &["sources/"]),
    ("hayro_interpret", &["sources/pdf/"]),
    ("rustix", &["sources/pdf/"]),
    ("mail_parser", &["sources/"]),
    ("ureq", &["sources/net/"]),
    ("url", &["sources/", "follow/", "backfill/", "faces/http/"]),
    ("csv", &["sources/", "faces/cli/events.rs", "faces/cli/series.rs"]),
    ("flate2", &["sources/", "reading/syntax/"]),
    ("ruzstd", &["sources/"]),
    ("encoding_rs", &["sources/"]),
    ("chardetng", &["sources/"]),
    ("dom_smoothie", &["documents/"]),
    ("whatlang", &["documents/"]),
    ("unicode_normalization", &["documents/", "reading/"]),
    ("bilateral_syntax", &["reading/syntax/"]),
    ("aho_corasick", &["documents/", "reading/", "relations/"]),
    ("strsim", &["reading/"]),
    ("md5", &["backfill/"]),
    ("sha2", &["documents/", "index/", "follow/", "faces/tokens.rs"]),
    // Where tables of words are loaded.
    ("toml", &["sources/", "documents/", "reading/", "follow/", "relations/", "overview/"]),
    ("thiserror", &["error.rs", "sources/", "documents/"]),
    ("clap", &["faces/"]),
    ("indicatif", &["faces/"]),
    ("comfy_table", &["faces/"]),
    ("anstream", &["faces/"]),
    ("anstyle", &["faces/"]),
    ("terminal_size", &["faces/"]),
    ("etcetera", &["faces/"]),
    // What is written down and calendar arithmetic are everybody's.
    ("serde", &[""]),
    ("serde_json", &[""]),
    ("jiff", &[""]),
];

#[test]
fn the_flow_is_one_way() {
    let files = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(files.len() > 50, "only {} files under src/", files.len());
    let mut faults: Vec<String> = Vec::new();
    for (path, text) in &files {
        faults.extend(check(path, text));
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn every_dependency_has_its_place() {
    let manifest = {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        fs::read_to_string(root.join("Cargo.toml")).unwrap()
    };
    let section = manifest.split("\n[dependencies]\n").nth(1).expect("there are dependencies");
    let section = section.split("\n[").next().unwrap_or_default();
    let mut declared: Vec<String> = section
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('='))
        .map(|(name, _)| name.trim().replace('-', "_"))
        .collect();
    let mut placed: Vec<String> = CRATES.iter().map(|(name, _)| (*name).to_owned()).collect();
    declared.sort();
    placed.sort();
    assert_eq!(declared, placed, "Cargo.toml on the left, CRATES on the right");
}

/// What is wrong in one file; `path` is relative to `src/`, with slashes.
fn check(path: &str, text: &str) -> Vec<String> {
    let Some(rank) = rank(path) else {
        if ABOVE.contains(&path) {
            return Vec::new();
        }
        return vec![format!("src/{path}:1: stands in no part of PARTS")];
    };
    let tokens = scan::without_tests(tokens(text));
    let mut faults = Vec::new();
    for (line, name) in parts_named(path, &tokens) {
        let fault = match PARTS.iter().position(|part| *part == name) {
            Some(other) if other > rank => format!("names {name}, which comes later"),
            Some(_) => continue,
            None => format!("names '{name}' of the crate's root, which is no part"),
        };
        faults.push(format!("src/{path}:{line}: {} {fault}", PARTS[rank]));
    }
    for (line, name) in crates_named(&tokens) {
        let places = CRATES.iter().find(|(known, _)| *known == name).map(|(_, places)| *places);
        if let Some(places) = places
            && !places.iter().any(|place| path.starts_with(place))
        {
            let places = places.join(", ");
            faults.push(format!("src/{path}:{line}: only {places} may use {name}"));
        }
    }
    faults.dedup();
    faults
}

fn rank(path: &str) -> Option<usize> {
    let first = path.split('/').next().unwrap_or_default();
    let first = first.strip_suffix(".rs").unwrap_or(first);
    PARTS.iter().position(|part| *part == first)
}

/// The names directly below the crate's root that the file reaches, through `crate::` or enough `super::`.
fn parts_named(path: &str, tokens: &[Token]) -> Vec<(usize, String)> {
    let mut inline = scan::InlineModules::default();
    let mut out = Vec::new();
    for at in 0..tokens.len() {
        inline.see(tokens, at);
        let fresh = at == 0 || tokens[at - 1].text != "::";
        if !fresh {
            continue;
        }
        if tokens[at].text == "crate" && !(at > 0 && tokens[at - 1].text == "(") {
            out.extend(scan::heads(tokens, at + 1));
        } else if tokens[at].text == "super" {
            let mut depth = depth(path) + inline.depth();
            let mut after = at;
            while tokens.get(after).is_some_and(|t| t.text == "super") {
                depth = depth.saturating_sub(1);
                after += 2;
            }
            if depth == 0 {
                out.extend(scan::heads(tokens, after - 1));
            }
        }
    }
    out
}

/// How many modules deep the file's own module lies: `index/mod.rs` 1, `index/tests/counts.rs` 3.
fn depth(path: &str) -> usize {
    path.split('/').count() - usize::from(path.ends_with("/mod.rs"))
}

/// The first names of all paths: the outside crates are among them.
fn crates_named(tokens: &[Token]) -> Vec<(usize, String)> {
    let mut out = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).map_or("", |before| tokens[before].text.as_str());
        let after = tokens.get(at + 1).map_or("", |after| after.text.as_str());
        if token.text == "use" && after == "{" {
            out.extend(scan::heads(tokens, at));
        } else if scan::is_name(&token.text)
            && (after == "::" && before != "::"
                || before == "use"
                || before == "::" && leading(tokens, at))
        {
            out.push((token.line, token.text.clone()));
        }
    }
    out
}

/// True for the name in `::name`, which can only be a crate.
fn leading(tokens: &[Token], at: usize) -> bool {
    at >= 2
        && !scan::is_name(&tokens[at - 2].text)
        && !matches!(tokens[at - 2].text.as_str(), ">" | "]")
}

/// Rust files below `folder` without those of test modules: path relative to it, and text.
fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            let is_test = path.file_stem().is_some_and(|stem| stem == "tests");
            if is_test {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                files.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

/// Rust text to the few tokens that tell paths.
mod scan {
    /// A name, `::`, or a single sign.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Token {
        pub text: String,
        pub line: usize,
    }

    pub fn is_name(text: &str) -> bool {
        text.starts_with(|c: char| c.is_alphabetic() || c == '_')
    }

    /// Tokens without comments, strings and character literals.
    pub fn tokens(text: &str) -> Vec<Token> {
        let chars: Vec<char> = text.chars().collect();
        let (mut out, mut at, mut line) = (Vec::new(), 0, 1);
        while at < chars.len() {
            let start = at;
            let c = chars[at];
            if starts(&chars, at, "//") {
                while at < chars.len() && chars[at] != '\n' {
                    at += 1;
                }
            } else if starts(&chars, at, "/*") {
                at = after_block_comment(&chars, at);
            } else if c == '"' {
                at = after_string(&chars, at);
            } else if c == '\'' {
                at = after_quote(&chars, at);
            } else if is_name(&c.to_string()) {
                while at < chars.len() && (chars[at].is_alphanumeric() || chars[at] == '_') {
                    at += 1;
                }
                let name: String = chars[start..at].iter().collect();
                let raw = matches!(name.as_str(), "r" | "br" | "cr");
                if let Some(after) = raw.then(|| after_raw_string(&chars, at)).flatten() {
                    at = after;
                } else if name == "r" && chars.get(at) == Some(&'#') {
                    at += 1; // r#name
                } else {
                    out.push(Token { text: name, line });
                }
            } else if starts(&chars, at, "::") {
                at += 2;
                out.push(Token { text: "::".to_owned(), line });
            } else {
                at += 1;
                if !c.is_whitespace() {
                    out.push(Token { text: c.to_string(), line });
                }
            }
            line += chars[start..at].iter().filter(|c| **c == '\n').count();
        }
        out
    }

    fn starts(chars: &[char], at: usize, with: &str) -> bool {
        with.chars().enumerate().all(|(i, c)| chars.get(at + i) == Some(&c))
    }

    fn after_block_comment(chars: &[char], mut at: usize) -> usize {
        let mut depth = 0;
        while at < chars.len() {
            if starts(chars, at, "/*") {
                depth += 1;
                at += 2;
            } else if starts(chars, at, "*/") {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    break;
                }
            } else {
                at += 1;
            }
        }
        at
    }

    fn after_string(chars: &[char], mut at: usize) -> usize {
        at += 1;
        while at < chars.len() && chars[at] != '"' {
            at += if chars[at] == '\\' { 2 } else { 1 };
        }
        (at + 1).min(chars.len())
    }

    /// After a raw string that begins with hashes or a quote at `at`; `None` where there is none.
    fn after_raw_string(chars: &[char], mut at: usize) -> Option<usize> {
        let hashes = chars[at..].iter().take_while(|c| **c == '#').count();
        at += hashes;
        if chars.get(at) != Some(&'"') {
            return None;
        }
        let end = format!("\"{}", "#".repeat(hashes));
        at += 1;
        while at < chars.len() && !starts(chars, at, &end) {
            at += 1;
        }
        Some((at + end.len()).min(chars.len()))
    }

    /// After a character literal, or after the mark of a lifetime.
    fn after_quote(chars: &[char], at: usize) -> usize {
        if chars.get(at + 1) == Some(&'\\') {
            let end = (at + 3..chars.len()).find(|i| chars[*i] == '\'');
            return end.map_or(chars.len(), |end| end + 1);
        }
        if chars.get(at + 2) == Some(&'\'') { at + 3 } else { at + 1 }
    }

    /// Leaves out every item that `#[cfg(test)]` or `#[test]` marks.
    pub fn without_tests(tokens: Vec<Token>) -> Vec<Token> {
        let mut out = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let marked = texts(&tokens, at, &["#", "[", "cfg", "(", "test", ")", "]"])
                || texts(&tokens, at, &["#", "[", "test", "]"]);
            if marked {
                at = after_item(&tokens, at);
            } else {
                out.push(tokens[at].clone());
                at += 1;
            }
        }
        out
    }

    fn texts(tokens: &[Token], at: usize, wanted: &[&str]) -> bool {
        wanted.iter().enumerate().all(|(i, w)| tokens.get(at + i).is_some_and(|t| t.text == *w))
    }

    /// After the item that begins at `at`: its semicolon or its closing brace.
    fn after_item(tokens: &[Token], mut at: usize) -> usize {
        let mut depth = 0usize;
        while at < tokens.len() {
            match tokens[at].text.as_str() {
                "{" | "(" | "[" => depth += 1,
                ")" | "]" => depth = depth.saturating_sub(1),
                "}" => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return at + 1;
                    }
                }
                ";" if depth == 0 => return at + 1,
                _ => {}
            }
            at += 1;
        }
        at
    }

    /// The names that follow the `::` (or `use`) at `at`: one, or the first of each branch of a group.
    /// A star counts as a name of its own.
    pub fn heads(tokens: &[Token], at: usize) -> Vec<(usize, String)> {
        let Some(next) = tokens.get(at + 1) else { return Vec::new() };
        let after_path = tokens[at].text == "::" || tokens[at].text == "use";
        if !after_path {
            return Vec::new();
        }
        if next.text != "{" {
            return vec![(next.line, next.text.clone())];
        }
        let (mut out, mut depth, mut fresh) = (Vec::new(), 0, false);
        for token in &tokens[at + 1..] {
            match token.text.as_str() {
                "{" => {
                    depth += 1;
                    fresh = depth == 1;
                }
                "}" => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                "," => fresh = depth == 1,
                "::" => {}
                name if fresh => {
                    out.push((token.line, name.to_owned()));
                    fresh = false;
                }
                _ => {}
            }
        }
        out
    }

    /// How deep within `mod name { … }` the walk stands.
    #[derive(Default)]
    pub struct InlineModules {
        braces: usize,
        opened_at: Vec<usize>,
    }

    impl InlineModules {
        pub fn see(&mut self, tokens: &[Token], at: usize) {
            match tokens[at].text.as_str() {
                "{" => {
                    if at >= 2 && tokens[at - 2].text == "mod" {
                        self.opened_at.push(self.braces);
                    }
                    self.braces += 1;
                }
                "}" => {
                    self.braces = self.braces.saturating_sub(1);
                    if self.opened_at.last() == Some(&self.braces) {
                        self.opened_at.pop();
                    }
                }
                _ => {}
            }
        }

        pub fn depth(&self) -> usize {
            self.opened_at.len()
        }
    }
}

/// Files with a fault planted in them, and the fault.
#[test]
fn planted_faults_are_found() {
    for (path, text, wanted) in [
        (
            "model/day.rs",
            "use crate::index::Archive;",
            "src/model/day.rs:1: model names index, which comes later",
        ),
        ("model/day.rs", "\n\nfn f() { crate::faces::cli::run() }", ":3: model names faces"),
        (
            "reading/mod.rs",
            "use crate::{\n    model::day::Day,\n    overview::{self, Overview},\n};",
            ":3: reading names overview",
        ),
        ("reading/mod.rs", "use crate::{model::{day, span}, index};", ":1: reading names index"),
        ("reading/events.rs", "use super::super::index::Archive;", ":1: reading names index"),
        ("reading/mod.rs", "use super::relations;", ":1: reading names relations"),
        (
            "reading/mod.rs",
            "mod inner { use super::super::relations::X; }",
            ":1: reading names relations",
        ),
        ("error.rs", "pub(crate) use crate::model::span;", ":1: error names model"),
        ("sources/mod.rs", "use crate::*;", "names '*' of the crate's root"),
        (
            "sources/mod.rs",
            "let c = 'x'; let d = '\\''; /* \" */ use crate::answer;",
            ":1: sources names answer",
        ),
        (
            "sources/mod.rs",
            "let s = r#\"a\"b\"#; let t = \"\\\"\"; crate::ingest::x()",
            ":1: sources names ingest",
        ),
        (
            "overview/cite.rs",
            "use tantivy::Index;",
            "src/overview/cite.rs:1: only index/ may use tantivy",
        ),
        ("overview/cite.rs", "fn f(i: &tantivy::Index) {}", ":1: only index/ may use tantivy"),
        ("overview/cite.rs", "fn f(i: ::tantivy::Index) {}", ":1: only index/ may use tantivy"),
        ("overview/cite.rs", "use {serde::Serialize, clap::Args};", ":1: only faces/ may use clap"),
        ("faces/cli/add.rs", "use csv as table;", "may use csv"),
        ("utils/mod.rs", "", "stands in no part"),
        ("helper.rs", "", "stands in no part"),
    ] {
        let faults = check(path, text);
        assert!(
            faults.len() == 1 && faults[0].contains(wanted),
            "{path}: {text}\nwanted {wanted}\ngot {faults:?}"
        );
    }
}

/// What must not be taken for a fault.
#[test]
fn innocent_text_is_left_in_peace() {
    for (path, text) in [
        (
            "model/day.rs",
            "// use crate::index::Archive;\n/* crate::faces /* nested */ crate::answer */",
        ),
        (
            "model/day.rs",
            "/// See [`crate::index`].\nconst S: &str = \"use crate::index; tantivy::X\";",
        ),
        ("model/day.rs", "const S: &str = r##\"crate::index \"# tantivy::X\"##;"),
        ("model/day.rs", "fn f<'a>(x: &'a str) -> char { '\"' } // crate::index"),
        (
            "model/day.rs",
            "#[cfg(test)]\nmod tests { use super::*; use crate::index::X; fn f() { tantivy::y() } }",
        ),
        (
            "model/day.rs",
            "#[cfg(test)]\nuse crate::index::X;\n#[test]\nfn f() { crate::faces::x(); }",
        ),
        (
            "index/mod.rs",
            "pub(crate) use crate::{model::day, error}; use tantivy::Index; use super::model::span;",
        ),
        ("index/writer.rs", "use super::journal::{self, Journal}; self::tantivy(); x.tantivy;"),
        ("reading/mod.rs", "mod inner { use super::events; }"),
        ("faces/cli/events.rs", "let w = csv::Writer::new(); serde_json::json!({})"),
        ("main.rs", "fn main() { bilateral::faces::cli::run() }"),
    ] {
        let faults = check(path, text);
        assert!(faults.is_empty(), "{path}: {text}\n{faults:?}");
    }
}
