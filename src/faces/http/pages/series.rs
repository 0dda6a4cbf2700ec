//! A relation in numbers.

use std::cmp::Reverse;
use std::fmt::Write;
use std::sync::Arc;

use axum::extract::State;
use axum::response::{Html, Response};

use super::made;
use crate::answer;
use crate::error::Result;
use crate::faces::http::app::{App, View};
use crate::faces::http::asked::Asked;
use crate::faces::http::chart::{self, Dot};
use crate::faces::http::layout::{escape, page};
use crate::faces::render::happenings::days;
use crate::faces::render::thousands;
use crate::overview::listed::Listed;
use crate::overview::wording::{long_day, short_day};
use crate::reading::lexicon::Lexicon;
use crate::relations::Dyad;
use crate::relations::balance::undirected;
use crate::relations::series::{Bin, Step, series as counts};
use crate::relations::shifts;

/// Spans of a chart at most.
const SPANS: usize = 120;
/// Happenings on a chart at most.
const DOTS: usize = 30;

/// A relation in numbers: picture, table, shifts.
pub(in crate::faces::http) async fn series(State(app): State<Arc<App>>, asked: Asked) -> Response {
    made(app, asked, "series", whole).await
}

fn whole(view: &View, asked: &Asked) -> Result<Html<String>> {
    let question = asked.question()?;
    let (relations, by_day) = answer::counted(&view.archive, &question, asked.as_of()?)?;
    let lexicon = Lexicon::embedded();
    let mut body = String::new();
    let happenings = view.happenings(asked)?;
    for (number, relation) in relations.iter().enumerate() {
        let [first, second] = relation.dyad.sides().map(|id| lexicon.name_of(id));
        let title = format!("{first} and {second}");
        let _ = writeln!(body, "<h1>{}</h1>", escape(&title));
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
        let inside: Vec<_> =
            relation.shifts.iter().filter(|s| s.to >= since && s.from <= until).collect();
        let _ = writeln!(
            body,
            "<figure>\n{}<figcaption class=\"note key\">Events by {}<span class=\"coop\"></span>cooperation<span class=\"conf\"></span>conflict; dots: the happenings that most outlets report</figcaption>\n</figure>",
            chart::chart(number, &title, &bins, &inside, &dots(&happenings, &relation.dyad, asked)),
            match step {
                Step::Week => "week",
                Step::Month => "month",
                Step::Quarter => "quarter",
                _ => "year",
            }
        );
        for (set, rows) in &relation.tables {
            let _ = writeln!(
                body,
                "<p class=\"stand\">{} rows of {} are among these events; they were coded by others.</p>",
                thousands(*rows),
                escape(set)
            );
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
    let _ = writeln!(
        body,
        "<ul class=\"more\"><li><a href=\"{}\">The overview</a></li></ul>",
        escape(&asked.address("/overview"))
    );
    Ok(page("In numbers", &asked.q, &body))
}

/// The happenings of a relation that most outlets carry, in the order of their days.
fn dots(happenings: &[Listed], dyad: &Dyad, asked: &Asked) -> Vec<Dot> {
    let page = format!("{}&limit=1000", asked.address("/happenings"));
    let sides = dyad.sides();
    let mut told: Vec<&Listed> =
        happenings.iter().filter(|h| h.dyad.each_ref().map(String::as_str) == sides).collect();
    told.sort_by_key(|h| Reverse((h.outlets.len(), h.reports.len(), h.first)));
    told.truncate(DOTS);
    told.sort_by_key(|h| h.first);
    let dot = |h: &Listed| {
        Some(Dot {
            day: h.first?,
            words: format!("{}, {} ({})", h.label, days(h), h.outlets.join(", ")),
            address: format!("{page}#h-{}", h.name),
        })
    };
    told.into_iter().filter_map(dot).collect()
}

/// The table behind the picture.
fn numbers(bins: &[Bin]) -> String {
    let mut out = String::from(
        "<details>\n<summary>The numbers</summary>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table>\n<tr><th>From</th><th>to</th><th>Cooperation</th><th>Conflict</th><th>Balance (90 %)</th><th>Documents</th></tr>\n",
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
