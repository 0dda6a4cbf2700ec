//! The pages of `tests/faithfulness`: reports in, a question, and what the overview must say, may say and
//! must never say. `tests/faithfulness/README.md` tells the notation.

use std::fmt::Write as _;

use crate::answer;
use crate::model::day::Day;
use crate::overview::question::parse;
use crate::overview::wording::point_day;
use crate::overview::{Overview, Point, Sentence};
use crate::reading::lexicon::Lexicon;
use crate::sample;

/// Read when the tests run, so a page needs no entry anywhere.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/faithfulness");

/// What the pages hold all in all; a case is rewritten, not dropped.
const LEAST: usize = 150;

/// Days after this are believed by nobody.
const TODAY: Day = Day::constant(2030, 1, 1);

struct Case {
    /// Number of the line that opens the fence, from 1.
    line: usize,
    /// Day, outlet and text of each report.
    reports: Vec<[String; 3]>,
    question: String,
    as_of: Option<Day>,
    demands: Vec<(String, String)>,
}

/// Name and text of each page, in order of their names.
fn pages() -> Vec<(String, String)> {
    let entries = std::fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = entries.filter(|p| !p.ends_with("README.md")).collect();
    paths.sort();
    let name = |path: &std::path::Path| path.file_name().unwrap().to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), std::fs::read_to_string(path).unwrap())).collect()
}

fn cases(name: &str, page: &str) -> Vec<Case> {
    let mut out: Vec<Case> = Vec::new();
    let mut open = false;
    for (at, line) in page.lines().enumerate() {
        let fault = |what: &str| -> ! { panic!("{name}:{}: {what}: {line}", at + 1) };
        if line == "```" {
            open = !open;
            if open {
                let (reports, demands) = (Vec::new(), Vec::new());
                let question = String::new();
                out.push(Case { line: at + 1, reports, question, as_of: None, demands });
            }
            continue;
        }
        if !open || line.is_empty() {
            continue;
        }
        let case = out.last_mut().unwrap();
        if let Some(asked) = line.strip_prefix("? ") {
            let (question, as_of) = asked.split_once(" | as of ").unwrap_or((asked, ""));
            question.clone_into(&mut case.question);
            case.as_of = as_of.parse().ok();
        } else if case.question.is_empty() {
            let (head, text) = line.split_once(": ").unwrap_or_else(|| fault("no report"));
            let (day, outlet) = head.split_once(' ').unwrap_or_else(|| fault("no outlet"));
            case.reports.push([day, outlet, text].map(str::to_owned));
        } else {
            let (what, wanted) = line.split_once(": ").unwrap_or((line, ""));
            case.demands.push((what.to_owned(), wanted.to_owned()));
        }
    }
    assert!(!open, "{name}: the last fence is not closed");
    for case in &out {
        assert!(!case.demands.is_empty(), "{name}:{}: nothing is demanded", case.line);
    }
    out
}

fn answered(case: &Case) -> Overview {
    let mut lines = String::new();
    for (at, [day, outlet, text]) in case.reports.iter().enumerate() {
        let report = serde_json::json!({
            "id": at.to_string(),
            "url": format!("https://{at}.example/"),
            "outlet": outlet.replace('_', " "),
            "date": (day != "undated").then_some(day),
            "lang": "en",
            "text": text.replace("\\n", "\n"),
        });
        let _ = writeln!(lines, "{report}");
    }
    let lexicon = Lexicon::embedded();
    let bytes: &'static [u8] = Box::leak(lines.into_bytes().into_boxed_slice());
    let archive = sample::in_memory(lexicon, "case.jsonl", bytes, TODAY).unwrap();
    let question = parse(lexicon, &case.question).unwrap();
    answer::overview(lexicon, &archive, &question, case.as_of, false).unwrap()
}

/// A sentence as readers see it.
fn shown(sentence: &Sentence) -> String {
    let by = sentence.told_by.as_deref().map(|by| format!("{by}: ")).unwrap_or_default();
    format!("{by}{}", sentence.text)
}

fn points(overview: &Overview) -> Vec<&Point> {
    overview.sections.iter().flat_map(|s| &s.points).collect()
}

/// Everything that is printed of the answer but its references.
fn printed(overview: &Overview) -> String {
    let mut out = String::new();
    let mut all = |sentences: &[Sentence]| {
        sentences.iter().for_each(|s| out.push_str(&format!("{}\n", shown(s))));
    };
    all(&overview.lead);
    for section in &overview.sections {
        all(&section.course);
        section.points.iter().for_each(|p| all(&p.sentences));
    }
    for section in &overview.sections {
        out.push_str(&format!("{}\n", section.heading));
        for p in &section.points {
            let day = format!(" ({})", point_day(p));
            out.push_str(&format!("{}{day}\n", p.label));
        }
    }
    out
}

/// What of the case does not hold.
fn faults(case: &Case, overview: &Overview) -> Vec<String> {
    let points = points(overview);
    let printed = printed(overview);
    let has = |point: &Point, text: &str| point.sentences.iter().any(|s| shown(s).contains(text));
    let holds = |what: &str, wanted: &str| match what {
        "must" => printed.contains(wanted),
        "may" => true,
        "never" => !printed.to_lowercase().contains(&wanted.to_lowercase()),
        "label" => points.iter().any(|p| p.label.contains(wanted)),
        "no label" => {
            !points.iter().any(|p| p.label.to_lowercase().contains(&wanted.to_lowercase()))
        }
        "heading" => overview.sections.iter().any(|s| s.heading.contains(wanted)),
        "together" => points.iter().any(|p| wanted.split(" | ").all(|text| has(p, text))),
        "apart" => !points.iter().any(|p| wanted.split(" | ").all(|text| has(p, text))),
        "before" => {
            let mut at = 0;
            wanted.split(" | ").all(|text| match printed[at..].find(text) {
                Some(found) => {
                    at += found;
                    true
                }
                None => false,
            })
        }
        "contested" => points
            .iter()
            .flat_map(|p| &p.sentences)
            .any(|s| s.contested && shown(s).contains(wanted)),
        "uncontested" => !points.iter().any(|p| p.contested && has(p, wanted)),
        "background" => points.iter().any(|p| p.background && has(p, wanted)),
        "recent" => points.iter().any(|p| !p.background && has(p, wanted)),
        "computed" => overview
            .lead
            .iter()
            .chain(overview.sections.iter().flat_map(|s| &s.course))
            .any(|s| s.computed.is_some() && s.text.contains(wanted)),
        "points" => points.len().to_string() == wanted,
        "one side" => points.iter().any(|p| p.one_sided.as_deref() == Some(wanted)),
        "no side" => points.iter().all(|p| p.one_sided.is_none()),
        "silent" => points.is_empty() && !overview.not_found.is_empty(),
        _ => {
            let outlets = what.strip_prefix("outlets ").and_then(|n| n.parse::<usize>().ok());
            let outlets = outlets.unwrap_or_else(|| panic!("line {}: {what}?", case.line));
            let sentences = points.iter().flat_map(|p| &p.sentences);
            sentences
                .filter(|s| shown(s).contains(wanted))
                .any(|s| s.independent_outlets == outlets)
        }
    };
    let mut out: Vec<String> = case
        .demands
        .iter()
        .filter(|(what, wanted)| !holds(what, wanted))
        .map(|(what, wanted)| format!("{what}: {wanted}"))
        .collect();
    // What a case does not allow must not be told.
    let allowed: Vec<&str> = case
        .demands
        .iter()
        .filter(|(what, _)| {
            !["never", "no label", "label", "heading", "computed"].contains(&&**what)
        })
        .flat_map(|(_, wanted)| wanted.split(" | "))
        .filter(|text| !text.is_empty())
        .collect();
    for sentence in points.iter().flat_map(|p| &p.sentences) {
        let text = shown(sentence);
        if !allowed.iter().any(|a| text.contains(a)) {
            out.push(format!("told, and not allowed: {text}"));
        }
    }
    for dropped in &overview.dropped {
        out.push(format!("refused by the audit: {} ({})", dropped.text, dropped.reason));
    }
    out
}

/// The points as a reader sees them, for the message of a failure.
fn outline(overview: &Overview) -> String {
    let mut out = String::new();
    for section in &overview.sections {
        let course: Vec<String> = section.course.iter().map(shown).collect();
        let _ = writeln!(out, "    {} · {}", section.heading, course.join(" "));
        for p in &section.points {
            let told: Vec<String> = p
                .sentences
                .iter()
                .map(|s| {
                    let mark = if s.contested { "≠" } else { "" };
                    format!("{} [{}{mark}]", shown(s), s.independent_outlets)
                })
                .collect();
            let old = if p.background { " (background)" } else { "" };
            let _ = writeln!(out, "    • {}{old}: {}", p.label, told.join(" "));
        }
    }
    out
}

/// What does not hold of a case, with what was told instead; empty where all does.
fn report((name, case): &(&str, Case)) -> String {
    let overview = answered(case);
    let faults = faults(case, &overview);
    if faults.is_empty() {
        return String::new();
    }
    let mut out = format!("{name}:{} {}\n", case.line, case.question);
    for fault in &faults {
        let _ = writeln!(out, "  ✗ {fault}");
    }
    out + &outline(&overview)
}

#[test]
fn overviews_are_faithful() {
    let pages = pages();
    let cases: Vec<(&str, Case)> = pages
        .iter()
        .flat_map(|(name, page)| cases(name, page).into_iter().map(move |c| (name.as_str(), c)))
        .collect();
    assert!(cases.len() >= LEAST, "only {} cases", cases.len());
    // In two threads: most of the time goes into reading.
    let (first, second) = cases.split_at(cases.len() / 2);
    let out = std::thread::scope(|scope| {
        let other = scope.spawn(|| second.iter().map(report).collect::<String>());
        let ours: String = first.iter().map(report).collect();
        ours + &other.join().unwrap()
    });
    assert!(out.is_empty(), "\n{out}");
}
