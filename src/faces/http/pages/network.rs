//! Who is near whom: the actors of a question among those they have most to do with.

use std::f64::consts::TAU;
use std::fmt::Write;
use std::sync::Arc;

use axum::extract::State;
use axum::response::{Html, Response};

use super::made;
use crate::answer;
use crate::error::Result;
use crate::faces::http::app::{App, View};
use crate::faces::http::asked::Asked;
use crate::faces::http::layout::{escape, in_address, page};
use crate::overview::wording::long_day;
use crate::reading::lexicon::Lexicon;
use crate::relations::balance::Course;
use crate::relations::network::Bond;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 440.0;
/// Half the axes of the ellipse on which the others stand, and of the one for those who were asked about.
const OUTER: (f64, f64) = (270.0, 180.0);
const INNER: (f64, f64) = (95.0, 60.0);

/// The network as a picture, and the table behind it.
pub(in crate::faces::http) async fn network(State(app): State<Arc<App>>, asked: Asked) -> Response {
    made(app, asked, "network", whole).await
}

fn whole(view: &View, asked: &Asked) -> Result<Html<String>> {
    let question = asked.question()?;
    let ((since, until), bonds) = answer::network(&view.archive, &question, asked.as_of()?)?;
    let mut body = format!(
        "<h1>Who is near whom</h1>\n<p class=\"stand\">Coded events from {} to {}, one a day for each relation and type; \
         the twelve others with most of them</p>\n",
        long_day(since),
        long_day(until)
    );
    if bonds.is_empty() {
        body.push_str("<p>No event of theirs is coded in this period.</p>\n");
    } else {
        let _ = writeln!(
            body,
            "<figure>\n{}<figcaption class=\"note\">Whole lines: cooperation prevails; dashed: conflict; dotted: both, or \
             too few events to say. The thicker, the more events.</figcaption>\n</figure>",
            picture(&question.actors, &bonds)
        );
        table(&mut body, &bonds);
    }
    let _ = writeln!(
        body,
        "<ul class=\"more\"><li><a href=\"{}\">The overview</a></li><li><a href=\"{}\">In numbers</a></li></ul>",
        escape(&asked.address("/overview")),
        escape(&asked.address("/series"))
    );
    Ok(page("Who is near whom", &asked.q, &body))
}

/// The places of all who are in the network: those asked about in the middle, the others around them, each beside
/// the one it has most to do with.
fn places<'b>(asked: &'b [String], bonds: &'b [Bond]) -> Vec<(&'b str, f64, f64)> {
    let around = |names: &[&'b str], (across, down): (f64, f64)| -> Vec<(&'b str, f64, f64)> {
        let step = TAU / names.len().max(1) as f64;
        let at = |n: usize| TAU / 2.0 + step * n as f64;
        let place = |(n, name): (usize, &&'b str)| {
            (*name, WIDTH / 2.0 + across * at(n).cos(), HEIGHT / 2.0 + down * at(n).sin())
        };
        names.iter().enumerate().map(place).collect()
    };
    let own: Vec<&str> = asked.iter().map(String::as_str).collect();
    let mut others: Vec<(usize, &str)> = Vec::new();
    for bond in bonds {
        for (one, other) in [(0, 1), (1, 0)] {
            let sides = bond.dyad.sides();
            let is_known = own.contains(&sides[one]) || others.iter().any(|o| o.1 == sides[one]);
            if !is_known && let Some(beside) = own.iter().position(|id| *id == sides[other]) {
                others.push((beside, sides[one]));
            }
        }
    }
    others.sort_by_key(|(beside, _)| *beside);
    let others: Vec<&str> = others.into_iter().map(|(_, id)| id).collect();
    let inner = if own.len() == 1 { (0.0, 0.0) } else { INNER };
    let mut out = around(&own, inner);
    out.extend(around(&others, OUTER));
    out
}

fn picture(asked: &[String], bonds: &[Bond]) -> String {
    let places = places(asked, bonds);
    let place = |id: &str| places.iter().find(|(name, ..)| *name == id);
    let mut out = format!(
        "<svg class=\"network\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"group\" aria-label=\"Network; the table below has its numbers\">\n"
    );
    for bond in bonds {
        let [a, b] = bond.dyad.sides();
        let (Some((_, x1, y1)), Some((_, x2, y2))) = (place(a), place(b)) else { continue };
        let wide = 1.0 + (bond.balance.total() as f64).ln();
        let words = words(bond);
        let _ = writeln!(
            out,
            "<a href=\"/overview?q={}\" aria-label=\"{words}\"><line class=\"{}\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" \
             y2=\"{y2:.1}\" stroke-width=\"{wide:.1}\"><title>{words}</title></line></a>",
            in_address(&names(bond).join(" and ")),
            kind(bond.balance.course())
        );
    }
    for (id, x, y) in &places {
        let class = if asked.iter().any(|own| own == id) { "own" } else { "other" };
        let _ = writeln!(
            out,
            "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"5\"/><text class=\"{class}\" x=\"{x:.1}\" y=\"{:.1}\" \
             text-anchor=\"middle\">{}</text>",
            y - 10.0,
            escape(Lexicon::embedded().name_of(id).trim_start_matches("the "))
        );
    }
    out.push_str("</svg>\n");
    out
}

/// How a line is drawn.
fn kind(course: Course) -> &'static str {
    match course {
        Course::Cooperation => "near",
        Course::Conflict | Course::Confrontation => "far",
        Course::Mixed | Course::TooFew => "unsure",
    }
}

fn names(bond: &Bond) -> [String; 2] {
    bond.dyad.sides().map(|id| Lexicon::embedded().name_of(id))
}

fn words(bond: &Bond) -> String {
    let [a, b] = names(bond);
    let balance = bond.balance;
    escape(&format!(
        "{a} and {b}: {} of cooperation, {} of conflict",
        balance.cooperation, balance.conflict
    ))
}

fn table(out: &mut String, bonds: &[Bond]) {
    out.push_str(
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table>\n<tr><th>Between</th><th>Cooperation</th>\
         <th>Conflict</th><th>What prevails</th></tr>\n",
    );
    for bond in bonds {
        let [a, b] = names(bond);
        let prevails = match bond.balance.course() {
            Course::Cooperation => "cooperation",
            Course::Conflict => "conflict",
            Course::Confrontation => "conflict, most of it acts",
            Course::Mixed => "both",
            Course::TooFew => "too few to say",
        };
        let _ = writeln!(
            out,
            "<tr><td><a href=\"/overview?q={}\">{} – {}</a></td><td class=\"n\">{}</td><td class=\"n\">{}</td><td>{prevails}</td></tr>",
            in_address(&format!("{a} and {b}")),
            escape(&a),
            escape(&b),
            bond.balance.cooperation,
            bond.balance.conflict
        );
    }
    out.push_str("</table></div>\n");
}
