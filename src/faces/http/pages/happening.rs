//! One happening: who reports it, in which words, where they differ, what it followed and what followed it.

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};

use crate::faces::http::app::App;
use crate::faces::http::asked::Asked;
use crate::faces::http::layout::{escape, page};
use crate::faces::http::problem::Problem;
use crate::faces::render::happenings::days;
use crate::overview::listed::{Listed, ListedReport};
use crate::overview::wording::short_span;
use crate::reading::lexicon::Lexicon;
use crate::relations::chains::Tie;
use crate::sources::ownership;

/// The happening of this name among those of the question.
pub(in crate::faces::http) async fn happening(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    asked: Asked,
) -> Response {
    let work = app.work(move |view| {
        let found = view.happenings(&asked)?;
        let one = found.iter().find(|h| h.name == name);
        Ok(one.map(|one| page(one.label.as_str(), &asked.q, &shown(one, &found, &asked))))
    });
    match work.await {
        Err(problem) => problem.page(),
        Ok(Some(page)) => page.into_response(),
        Ok(None) => {
            Problem::NotFound("the question has no happening of this name".to_owned()).page()
        }
    }
}

fn shown(one: &Listed, all: &[Listed], asked: &Asked) -> String {
    let lexicon = Lexicon::embedded();
    let sides = one.dyad.each_ref().map(|id| lexicon.name_of(id));
    let mut out = format!("<h1>{}</h1>\n<dl class=\"facts\">\n", escape(one.label.as_str()));
    let mut fact = |name: &str, value: String| {
        if !value.is_empty() {
            let _ = writeln!(out, "<dt>{name}</dt><dd>{value}</dd>");
        }
    };
    fact("Relation", escape(&sides.join(" and ")));
    fact("Day", escape(&days(one)));
    fact("Places", escape(&one.places.join(", ")));
    let others = one.actors.iter().filter(|id| !one.dyad.contains(id));
    let others: Vec<String> = others.map(|id| lexicon.name_of(id)).collect();
    fact("Also named", escape(&others.join(", ")));
    let events: Vec<String> = one.events.iter().map(|e| coded(e.kind.name(), &e.status)).collect();
    fact("Coded as", escape(&events.join(", ")));
    fact("Outlets", escape(&one.outlets.join(", ")));
    if let Some(earlier) = &one.follows {
        let tie = match earlier.tie {
            Tie::Answers => "Answers",
            Tie::Follows => "Follows",
        };
        let day = earlier.day.map(|day| format!(" ({day})")).unwrap_or_default();
        fact(tie, format!("{}{day}", link(asked, &earlier.name, earlier.label.as_str())));
    }
    let later = all.iter().filter(|h| h.follows.as_ref().is_some_and(|f| f.name == one.name));
    let later: Vec<String> = later
        .map(|h| format!("{} ({})", link(asked, &h.name, h.label.as_str()), escape(&days(h))))
        .collect();
    fact("Followed by", later.join(", "));
    out.push_str("</dl>\n");
    versions(&mut out, one);
    figures(&mut out, one);
    out.push_str("<h2>Reports</h2>\n<ul>\n");
    for report in &one.reports {
        let _ = writeln!(out, "<li>{}</li>", told(report));
    }
    let _ = writeln!(
        out,
        "</ul>\n<ul class=\"more\"><li><a href=\"{}\">All happenings</a></li><li><a href=\"{}\">The overview</a></li></ul>",
        escape(&asked.address("/happenings")),
        escape(&asked.address("/overview"))
    );
    out
}

/// "ASSAULT (alleged)".
fn coded(kind: &str, status: &impl serde::Serialize) -> String {
    let status = serde_json::to_value(status).ok();
    let status = status.as_ref().and_then(|s| s.as_str()).unwrap_or_default().replace('_', " ");
    if status == "done" { kind.to_owned() } else { format!("{kind} ({status})") }
}

/// Reports that contradict each other, side by side.
fn versions(out: &mut String, one: &Listed) {
    let pairs =
        one.versions.iter().filter_map(|[a, b]| one.reports.get(*a).zip(one.reports.get(*b)));
    let pairs: Vec<_> = pairs.collect();
    if pairs.is_empty() {
        return;
    }
    out.push_str(
        "<h2>Contested</h2>\n<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">One version</th>\
         <th scope=\"col\">Another</th></tr></thead>\n<tbody>\n",
    );
    for (a, b) in pairs {
        let _ = writeln!(out, "<tr><td>{}</td><td>{}</td></tr>", told(a), told(b));
    }
    out.push_str("</tbody>\n</table></div>\n");
}

/// Figures of people as each report gives them.
fn figures(out: &mut String, one: &Listed) {
    if one.figures.is_empty() {
        return;
    }
    out.push_str(
        "<h2>Figures as given</h2>\n<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">Words</th>\
         <th scope=\"col\">Of whom</th><th scope=\"col\">Outlets</th></tr></thead>\n<tbody>\n",
    );
    for figure in &one.figures {
        let _ = writeln!(
            out,
            "<tr><td>{}</td><td>{}</td><td>{}</td></tr>",
            escape(&figure.words),
            escape(&figure.fate),
            escape(&figure.outlets.join(", "))
        );
    }
    out.push_str("</tbody>\n</table></div>\n");
}

/// The exact words, with who reports them, how it is run, and of which day they tell.
fn told(report: &ListedReport) -> String {
    let outlets: Vec<String> = report
        .outlets
        .iter()
        .map(|outlet| match ownership::label(outlet) {
            Some(label) => format!("{outlet} ({})", label.label),
            None => outlet.clone(),
        })
        .collect();
    let day = report.day.map(|day| format!(" · {}", short_span(day))).unwrap_or_default();
    format!(
        "{} <a class=\"note\" href=\"/document/{}?at={}-{}#at\">{}{}</a>",
        escape(&report.quote),
        escape(&report.document),
        report.start,
        report.end,
        escape(&outlets.join(", ")),
        escape(&day)
    )
}

fn link(asked: &Asked, name: &str, label: &str) -> String {
    let address = asked.address(&format!("/happening/{name}"));
    format!("<a href=\"{}\">{}</a>", escape(&address), escape(label))
}
