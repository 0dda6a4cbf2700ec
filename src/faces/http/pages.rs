//! The pages, each made of what the same command prints.

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};

use super::app::{App, View};
use super::asked::{Asked, day};
use super::chart;
use super::layout::{escape, in_address, page};
use super::problem::Problem;
use super::values::told;
use crate::answer;
use crate::error::Result;
use crate::faces::render::html::{Cites, content};
use crate::faces::render::markdown::is_web;
use crate::faces::render::thousands;
use crate::follow::List;
use crate::index::{Passage, PassageQuery, Record};
use crate::model::span::Span;
use crate::overview::Overview;
use crate::overview::question::Question;
use crate::overview::wording::{long_day, short_day, short_span};
use crate::reading::lexicon::Lexicon;
use crate::relations::balance::undirected;
use crate::relations::series::{Bin, Step, series as counts};
use crate::relations::shifts;
use crate::sources::ownership;

/// Passages on one page.
const PASSAGES: usize = 10;
/// Spans of a chart at most.
const SPANS: usize = 120;

fn answered(result: std::result::Result<Html<String>, Problem>) -> Response {
    match result {
        Ok(page) => page.into_response(),
        Err(problem) => problem.page(),
    }
}

/// The page to ask on.
pub(super) async fn ask(State(app): State<Arc<App>>) -> Response {
    let work = app.work(|view| {
        let coverage = view.archive.coverage(None)?;
        let holds = match coverage.days {
            Some((first, last)) => format!(
                "{} documents, {} to {}",
                thousands(usize::try_from(coverage.documents).unwrap_or(usize::MAX)),
                long_day(first),
                long_day(last)
            ),
            None => "no documents yet".to_owned(),
        };
        let sample = if view.sample {
            "<p class=\"stand\">This is the sample archive in the program, summaries of ours of public pages. Add your own \
             sources with <code>bilateral add</code>, <code>bilateral follow</code> or <code>bilateral backfill</code>.</p>\n"
        } else {
            ""
        };
        let examples = ["Russia vs Azerbaijan and Kazakhstan", "Azerbaijan and Kazakhstan", "Russia–Azerbaijan relations since 2025"];
        let examples: String = examples
            .iter()
            .map(|q| format!("<li><a href=\"/overview?q={}\">{}</a></li>", in_address(q), escape(q)))
            .collect();
        Ok(page(
            "",
            "",
            &format!(
                "<h1>What happened between them?</h1>\n<form class=\"ask\" action=\"/overview\" role=\"search\">\n\
                 <label for=\"q\">Two or more countries, or one alone<input id=\"q\" name=\"q\" type=\"search\" maxlength=\"1000\" \
                 required autofocus list=\"actors\" placeholder=\"Russia vs Azerbaijan and Kazakhstan\"></label>\n\
                 <datalist id=\"actors\">{}</datalist>\n<div class=\"row\">\
                 <label for=\"since\">From<input id=\"since\" name=\"since\" size=\"10\" placeholder=\"2024-01\"></label>\
                 <label for=\"until\">to<input id=\"until\" name=\"until\" size=\"10\" placeholder=\"2025\"></label>\
                 <label for=\"as_of\">as known on<input id=\"as_of\" name=\"as_of\" size=\"10\" placeholder=\"2025-06-30\"></label>\
                 </div>\n<button>Ask</button>\n</form>\n<ul class=\"more\">{examples}</ul>\n{sample}<p class=\"stand\">{holds}</p>\n",
                states()
            ),
        ))
    });
    answered(work.await)
}

/// All states, for the completion of what is typed.
fn states() -> String {
    Lexicon::embedded()
        .states()
        .map(|name| format!("<option value=\"{}\">", escape(&name)))
        .collect()
}

/// An overview with what else the archive has on the question.
pub(super) async fn overview(State(app): State<Arc<App>>, asked: Asked) -> Response {
    if asked.q.trim().is_empty() {
        return Problem::BadRequest("the question is empty; name two countries".to_owned()).page();
    }
    let store = Arc::clone(&app);
    let work = app.work(move |view| {
        let question = asked.question()?;
        let as_of = asked.as_of()?;
        let key = format!("{} {}", view.archive.fingerprint(), asked.address("/overview"));
        if let Some(kept) = store.kept(&key) {
            return Ok(Html(kept.to_string()));
        }
        let overview = told(view, &question, as_of)?;
        let html = whole(view, &asked, &question, &overview)?;
        store.keep(key, &Arc::from(html.0.as_str()));
        Ok(html)
    });
    answered(work.await)
}

fn whole(
    view: &View,
    asked: &Asked,
    question: &Question,
    overview: &Overview,
) -> Result<Html<String>> {
    let mut body = content(overview, Cites::Pages);
    let links = [
        ("/series", "In numbers"),
        ("/happenings", "All happenings"),
        ("/v1/overviews", "JSON"),
        ("/v1/events", "Events"),
    ];
    let links: String = links
        .iter()
        .map(|(path, name)| {
            format!("<li><a href=\"{}\">{name}</a></li>", escape(&asked.address(path)))
        })
        .collect();
    let _ = writeln!(body, "<ul class=\"more\">{links}</ul>");
    let dyad = question.dyads.first().map(|d| (d.first.clone(), d.second.clone()));
    let actors = if dyad.is_none() { question.actors.clone() } else { Vec::new() };
    let found = view.archive.passages(&PassageQuery {
        dyad,
        actors,
        since: question.since,
        until: question.until,
        published_until: asked.as_of()?,
        limit: PASSAGES,
        ..PassageQuery::default()
    })?;
    if !found.passages.is_empty() {
        let _ = write!(body, "<section>\n<h2>Latest passages</h2>\n{}", results(&found.passages));
        let _ = writeln!(
            body,
            "<p class=\"stand\">{} of {} passages that name both</p>\n</section>",
            found.passages.len(),
            thousands(found.total)
        );
    }
    Ok(page(&overview.title, &asked.q, &body))
}

/// Passages as people know results: what was found, where it stands.
fn results(passages: &[Passage]) -> String {
    let mut out = String::from("<ol class=\"results\">\n");
    for p in passages {
        let day = match (p.published, p.inferred) {
            (Some(stated), _) => short_span(stated),
            (None, Some(guess)) => format!("undated page, about {}", short_span(guess)),
            (None, None) => "undated page".to_owned(),
        };
        let _ = writeln!(
            out,
            "<li><a class=\"text\" href=\"/document/{}?at={}-{}#at\">{}</a><br><span class=\"note\">{} · {} · {}</span></li>",
            escape(&p.key),
            p.sentence.start,
            p.sentence.end,
            escape(&p.text),
            escape(&p.outlets.join(", ")),
            escape(&day),
            escape(&p.title)
        );
    }
    out.push_str("</ol>\n");
    out
}

/// A stored text, the words asked for marked.
pub(super) async fn document(
    State(app): State<Arc<App>>,
    Path(key): Path<String>,
    asked: Asked,
) -> Response {
    let work = app.work(move |view| {
        let found = view.archive.records_of(&[key], None)?.pop();
        Ok(found.map(|record| {
            let title = record.document.reports.first().map(|r| r.title.clone());
            page(&title.unwrap_or_default(), "", &shown(&record, &asked.at))
        }))
    });
    match work.await {
        Err(problem) => problem.page(),
        Ok(Some(page)) => page.into_response(),
        Ok(None) => Problem::NotFound("the archive has no text with this key".to_owned()).page(),
    }
}

fn shown(record: &Record, at: &str) -> String {
    let document = &record.document;
    let text = document.text.as_str();
    let marked = at
        .split_once('-')
        .and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)))
        .filter(|(from, to): &(usize, usize)| from < to)
        .map(|(from, to)| Span::new(from, to))
        .filter(|span| span.of(text).is_some());
    let mut out = String::new();
    let title = document.reports.first().map(|r| r.title.as_str()).unwrap_or_default();
    let _ = writeln!(out, "<h1>{}</h1>", escape(title));
    out.push_str("<dl class=\"facts\">\n");
    for report in &document.reports {
        let day = match (report.published, report.inferred) {
            (Some(stated), _) => short_span(stated),
            (None, Some(guess)) => format!("states no day, about {}", short_span(guess)),
            (None, None) => "states no day".to_owned(),
        };
        let outlets: Vec<String> = report
            .outlets
            .iter()
            .map(|outlet| match ownership::label(outlet) {
                Some(label) => format!("{outlet} ({}, by the {})", label.label, ownership::SOURCE),
                None => outlet.clone(),
            })
            .collect();
        let _ = writeln!(
            out,
            "<dt>Reported by</dt><dd>{} · {}</dd>",
            escape(&outlets.join(", ")),
            escape(&day)
        );
        if let Some(url) = report.url.as_deref().filter(|url| is_web(url)) {
            let url = escape(url);
            let _ = writeln!(
                out,
                "<dt>At</dt><dd><a href=\"{url}\" rel=\"noopener nofollow\">{url}</a></dd>"
            );
        }
        if let Some(writer) = &report.written_by {
            let _ = writeln!(out, "<dt>Text by</dt><dd>{}</dd>", escape(writer));
        }
    }
    let _ = writeln!(
        out,
        "<dt>Language</dt><dd>{}</dd>\n<dt>Text</dt><dd>{}, {} bytes{}</dd>\n</dl>",
        escape(&document.language),
        escape(&document.key),
        text.len(),
        marked.map(|m| format!(", marked {}–{}", m.start, m.end)).unwrap_or_default()
    );
    let words = match marked {
        None => escape(text),
        Some(span) => format!(
            "{}<mark id=\"at\">{}</mark>{}",
            escape(&text[..span.start]),
            escape(span.of(text).unwrap_or_default()),
            escape(&text[span.end..])
        ),
    };
    let _ = writeln!(
        out,
        "<article class=\"text\" lang=\"{}\">{words}</article>",
        escape(&document.language)
    );
    if !record.reading.events.is_empty() {
        out.push_str("<section>\n<h2>What is coded in it</h2>\n<div class=\"wide\"><table>\n<tr><th>Day</th><th>Source</th><th>Target</th><th>Type</th><th>Status</th><th>Words</th></tr>\n");
        for event in &record.reading.events {
            let party = |party: &Option<crate::model::event::Party>| {
                party
                    .as_ref()
                    .map(|p| Lexicon::embedded().name_of(&p.actor.id))
                    .unwrap_or_else(|| "—".to_owned())
            };
            let _ = writeln!(
                out,
                "<tr><td>{}</td><td>{}</td><td>{}</td><td>{} ({})</td><td>{}</td><td>{}</td></tr>",
                escape(&event.day.map(|d| short_span(d.when)).unwrap_or_default()),
                escape(&party(&event.source)),
                escape(&party(&event.target)),
                event.kind,
                escape(&event.cameo),
                format!("{:?}", event.status).to_lowercase(),
                escape(event.trigger.of(text).unwrap_or_default())
            );
        }
        out.push_str("</table></div>\n</section>\n");
    }
    out
}

/// A relation in numbers: picture, table, shifts.
pub(super) async fn series(State(app): State<Arc<App>>, asked: Asked) -> Response {
    let work = app.work(move |view| {
        let question = asked.question()?;
        let (relations, by_day) = answer::counted(&view.archive, &question, asked.as_of()?)?;
        let lexicon = Lexicon::embedded();
        let mut body = String::new();
        for relation in &relations {
            let [first, second] = relation.dyad.sides().map(|id| lexicon.name_of(id));
            let name = format!("{first} and {second}");
            let _ = writeln!(body, "<h1>{}</h1>", escape(&name));
            let days = || relation.ticks.iter().map(|t| t.day);
            let since = question.since.or(days().min());
            let until = question.until.or(days().max());
            let (Some(since), Some(until)) = (since, until) else {
                body.push_str("<p>No event between the two is coded.</p>\n");
                continue;
            };
            let step = [Step::Week, Step::Month, Step::Quarter]
                .into_iter()
                .find(|step| step.spans(since, until) <= SPANS)
                .unwrap_or(Step::Year);
            let bins = counts(&undirected(&relation.ticks), &by_day, step, since, until);
            let inside: Vec<_> = relation.shifts.iter().filter(|s| s.to >= since && s.from <= until).collect();
            let _ = writeln!(
                body,
                "<figure>\n{}<figcaption class=\"note key\">Events by {}<span class=\"coop\"></span>cooperation<span class=\"conf\"></span>conflict</figcaption>\n</figure>",
                chart::chart(&name, &bins, &inside),
                match step {
                    Step::Week => "week",
                    Step::Month => "month",
                    Step::Quarter => "quarter",
                    _ => "year",
                }
            );
            for (set, rows) in &relation.tables {
                let _ = writeln!(body, "<p class=\"stand\">{} rows of {} are among these events; they were coded by others.</p>", thousands(*rows), escape(set));
            }
            if !inside.is_empty() {
                body.push_str("<h2>Shifts</h2>\n<ul>\n");
                for shift in inside {
                    let side = match shift.towards {
                        shifts::Towards::Conflict => "conflict",
                        shifts::Towards::Cooperation => "cooperation",
                    };
                    let _ = writeln!(
                        body,
                        "<li>Towards {side} from {}: such events on {} days in {}, {:.1} expected from {} in the two years before</li>",
                        long_day(shift.from),
                        shift.days,
                        shifts::SPAN,
                        shift.expected,
                        shift.before
                    );
                }
                body.push_str("</ul>\n");
            }
            body.push_str(&numbers(&bins));
        }
        if relations.is_empty() {
            body.push_str("<p>No event between them is coded.</p>\n");
        }
        let _ = writeln!(body, "<p class=\"note\">Shifts: {}.</p>", escape(shifts::METHOD));
        let _ = writeln!(body, "<ul class=\"more\"><li><a href=\"{}\">The overview</a></li></ul>", escape(&asked.address("/overview")));
        Ok(page("In numbers", &asked.q, &body))
    });
    answered(work.await)
}

/// The table behind the picture.
fn numbers(bins: &[Bin]) -> String {
    let mut out = String::from(
        "<details>\n<summary>The numbers</summary>\n<div class=\"wide\"><table>\n<tr><th>From</th><th>to</th><th>Cooperation</th><th>Conflict</th><th>Balance (90 %)</th><th>Documents</th></tr>\n",
    );
    for bin in bins.iter().filter(|bin| bin.events() > 0) {
        let balance = match (bin.log_ratio, bin.log_ratio_low, bin.log_ratio_high) {
            (Some(ratio), Some(low), Some(high)) => {
                format!("{ratio:+.1} ({low:+.1} to {high:+.1})")
            }
            _ => String::new(),
        };
        let _ = writeln!(
            out,
            "<tr><td>{}</td><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td>{balance}</td><td class=\"n\">{}</td></tr>",
            short_day(bin.from),
            short_day(bin.to),
            bin.cooperation(),
            bin.conflict(),
            thousands(usize::try_from(bin.documents).unwrap_or(usize::MAX))
        );
    }
    out.push_str("</table></div>\n</details>\n");
    out
}

/// Every happening of a relation, the latest first.
pub(super) async fn happenings(State(app): State<Arc<App>>, asked: Asked) -> Response {
    let work = app.work(move |view| {
        let question = asked.question()?;
        let mut found = answer::happenings(Lexicon::embedded(), &view.archive, &question, asked.as_of()?)?;
        found.sort_by_key(|h| std::cmp::Reverse(h.first));
        let total = found.len();
        let limit = asked.limit.unwrap_or(100).min(1_000);
        let mut body = format!("<h1>All happenings</h1>\n<p class=\"stand\">{total} happenings</p>\n<ul>\n");
        for h in found.iter().skip(asked.offset).take(limit) {
            let days = match (h.first, h.last) {
                (Some(first), Some(last)) if first != last => format!("{} – {}", short_day(first), short_day(last)),
                (Some(first), _) => short_day(first),
                _ => "no day".to_owned(),
            };
            let contested = if h.contested { ", contested" } else { "" };
            let _ = writeln!(
                body,
                "<li><strong>{}</strong> <span class=\"day\">({})</span> <span class=\"note\">{} reports, {}{contested}</span></li>",
                escape(&h.label),
                escape(&days),
                h.reports.len(),
                escape(&h.outlets.join(", "))
            );
        }
        body.push_str("</ul>\n");
        if asked.offset + limit < total {
            let next = format!("{}&offset={}&limit={limit}", asked.address("/happenings"), asked.offset + limit);
            let _ = writeln!(body, "<p><a href=\"{}\">Earlier ones</a></p>", escape(&next));
        }
        Ok(page("All happenings", &asked.q, &body))
    });
    answered(work.await)
}

/// Passages by words.
pub(super) async fn search(State(app): State<Arc<App>>, asked: Asked) -> Response {
    let work = app.work(move |view| {
        let form = format!(
            "<h1>Search</h1>\n<form class=\"ask\" action=\"/search\" role=\"search\"><label for=\"words\">Words, phrases in quotation marks\
             <input id=\"words\" name=\"q\" type=\"search\" maxlength=\"1000\" value=\"{}\"></label><button>Search</button></form>\n",
            escape(&asked.q)
        );
        if asked.q.trim().is_empty() {
            return Ok(page("Search", "", &form));
        }
        let found = view.archive.passages(&PassageQuery {
            words: asked.q.chars().take(1_000).collect(),
            since: day(&asked.since)?.map(|span| span.start),
            until: day(&asked.until)?.map(|span| span.end),
            limit: PASSAGES * 2,
            offset: asked.offset,
            ..PassageQuery::default()
        })?;
        let mut body = form;
        let some = if found.loosened { "; none has all the words, these have some" } else { "" };
        let _ = write!(body, "<p class=\"stand\">{} passages{some}</p>\n{}", thousands(found.total), results(&found.passages));
        if asked.offset + PASSAGES * 2 < found.total {
            let next = format!("{}&offset={}", asked.address("/search"), asked.offset + PASSAGES * 2);
            let _ = writeln!(body, "<p><a href=\"{}\">More</a></p>", escape(&next));
        }
        Ok(page("Search", "", &body))
    });
    answered(work.await)
}

/// What the archive holds, and how the followed sources are.
pub(super) async fn sources(State(app): State<Arc<App>>) -> Response {
    let folder = app.folder().to_owned();
    let work = app.work(move |view| {
        let coverage = view.archive.coverage(None)?;
        let count = |n: u64| thousands(usize::try_from(n).unwrap_or(usize::MAX));
        let mut body = String::from("<h1>Sources</h1>\n<div class=\"wide\"><table>\n");
        let days = coverage.days.map(|(first, last)| format!("{} to {}", long_day(first), long_day(last)));
        for (name, value) in [
            ("Documents", count(coverage.documents)),
            ("Read into events", count(coverage.read)),
            ("Searchable only", count(coverage.unread)),
            ("Rows of event tables", count(coverage.rows)),
            ("Sentences", count(coverage.sentences)),
            ("Events", count(coverage.events)),
            ("Days", days.unwrap_or_else(|| "none known".to_owned())),
            ("Fingerprint", view.archive.fingerprint()),
        ] {
            let _ = writeln!(body, "<tr><th>{name}</th><td>{}</td></tr>", escape(&value));
        }
        body.push_str("</table></div>\n<h2>Outlets</h2>\n<ul>\n");
        let mut outlets: Vec<(&String, &u64)> = coverage.outlets.iter().collect();
        outlets.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        for (outlet, n) in outlets.iter().take(50) {
            let label = ownership::label(outlet).map(|l| format!(" – {}", l.label)).unwrap_or_default();
            let _ = writeln!(body, "<li>{}{} ({})</li>", escape(outlet), escape(&label), count(**n));
        }
        let _ = writeln!(body, "</ul>\n<p class=\"note\">How an outlet is run: {}; who is not in it is unlabelled.</p>", escape(ownership::SOURCE));
        if !view.sample {
            let list = List::load(&folder)?;
            if !list.feeds.is_empty() {
                body.push_str("<h2>Followed</h2>\n<div class=\"wide\"><table>\n<tr><th>Source</th><th>State</th><th>Items</th><th>Newest</th></tr>\n");
                for feed in &list.feeds {
                    let state = feed.paused.as_ref().map(|why| format!("paused {why}")).unwrap_or_else(|| feed.state.clone());
                    let _ = writeln!(
                        body,
                        "<tr><td>{}</td><td>{}</td><td class=\"n\">{}</td><td>{}</td></tr>",
                        escape(feed.name()),
                        escape(&state),
                        feed.items,
                        feed.newest.map(short_day).unwrap_or_default()
                    );
                }
                body.push_str("</table></div>\n");
            }
        }
        Ok(page("Sources", "", &body))
    });
    answered(work.await)
}

/// How an answer is made, in short.
pub(super) async fn about() -> Html<String> {
    page("Method", "", include_str!("about.html"))
}

/// For who watches over the process.
pub(super) async fn health() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain")], "ok\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_goes_from_page_to_page_whole() {
        let asked = Asked {
            q: "Norway & <Sweden>".to_owned(),
            since: "2024".to_owned(),
            ..Asked::default()
        };
        assert_eq!(asked.address("/series"), "/series?q=Norway+%26+%3CSweden%3E&since=2024");
        assert!(in_address("\"x\"").chars().all(|c| c.is_ascii_alphanumeric() || c == '%'));
        assert!(day("2024-13").is_err() && day(" ").unwrap().is_none());
    }
}
