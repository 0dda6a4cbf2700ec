//! Where the happenings of a relation were, on a map of coasts.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use axum::extract::State;
use axum::response::{Html, Response};

use super::made;
use crate::error::Result;
use crate::faces::http::app::{App, View};
use crate::faces::http::asked::Asked;
use crate::faces::http::land::{self, Frame};
use crate::faces::http::layout::{escape, page};
use crate::faces::render::happenings::days;
use crate::model::event::QuadClass;
use crate::overview::listed::Listed;
use crate::reading::lexicon::Lexicon;
use crate::relations::places::{Point, middle, point};

const WIDTH: f64 = 720.0;
const HEIGHTS: (f64, f64) = (300.0, 560.0);
/// Degrees that a picture shows at least.
const LEAST: f64 = 6.0;
/// Share of all happenings that may lie beyond each side of the picture, so that one far away does not shrink it.
const BEYOND: f64 = 0.04;
/// Names written on the picture, places shown, and happenings listed of a place, at most.
const NAMES: usize = 16;
const ROWS: usize = 200;
const LINKS: usize = 100;

/// A place with what happened there.
struct Site<'l> {
    name: &'l str,
    at: Point,
    told: Vec<&'l Listed>,
}

/// The map, and the table behind it.
pub(in crate::faces::http) async fn map(State(app): State<Arc<App>>, asked: Asked) -> Response {
    made(app, asked, "map", whole).await
}

fn whole(view: &View, asked: &Asked) -> Result<Html<String>> {
    let question = asked.question()?;
    let found = view.happenings(asked)?;
    let sites = sites(&found);
    let placed = found.iter().filter(|h| h.places.iter().any(|p| point(p).is_some()));
    let mut body = format!(
        "<h1>Where it happened</h1>\n<p class=\"stand\">{} of {} happenings name a town or region whose place is known</p>\n",
        placed.count(),
        found.len()
    );
    if !sites.is_empty() {
        let frame = frame(&sites);
        let beyond = sites.iter().filter(|s| !frame.holds(s.at.longitude, s.at.latitude)).count();
        let beyond = if beyond == 0 {
            String::new()
        } else {
            format!(" Beyond the picture: {beyond}, in the table.")
        };
        let _ = writeln!(
            body,
            "<figure>\n{}<figcaption class=\"note\">Filled: conflict is coded in some of what happened there. The larger, \
             the more happenings.{beyond} Coasts by Natural Earth; lines between states are left out, many are \
             disputed.</figcaption>\n</figure>",
            picture(&sites, &frame, &question.actors)
        );
        table(&mut body, &sites, &format!("{}&limit=1000", asked.address("/happenings")));
    }
    let _ = writeln!(
        body,
        "<ul class=\"more\"><li><a href=\"{}\">The overview</a></li><li><a href=\"{}\">All happenings</a></li></ul>",
        escape(&asked.address("/overview")),
        escape(&asked.address("/happenings"))
    );
    Ok(page("Where it happened", &asked.q, &body))
}

/// Every place that a happening names, those with most happenings first. Several names of one point are one place.
fn sites(found: &[Listed]) -> Vec<Site<'_>> {
    let mut by_point: BTreeMap<(i64, i64), Site<'_>> = BTreeMap::new();
    let hundredths = |degrees: f64| (degrees * 100.0).round() as i64;
    for happening in found {
        for name in &happening.places {
            let Some(at) = point(name) else { continue };
            let site = by_point
                .entry((hundredths(at.latitude), hundredths(at.longitude)))
                .or_insert(Site { name, at, told: Vec::new() });
            if !site.told.iter().any(|told| std::ptr::eq(*told, happening)) {
                site.told.push(happening);
            }
        }
    }
    let mut out: Vec<Site<'_>> = by_point.into_values().collect();
    out.sort_by(|a, b| b.told.len().cmp(&a.told.len()).then(a.name.cmp(b.name)));
    out
}

/// The part of the earth to show: what most happenings need, with room around it.
fn frame(sites: &[Site<'_>]) -> Frame {
    let range = |of: fn(&Point) -> f64| {
        let mut all: Vec<f64> =
            sites.iter().flat_map(|s| std::iter::repeat_n(of(&s.at), s.told.len())).collect();
        all.sort_by(f64::total_cmp);
        let cut = (all.len() as f64 * BEYOND) as usize;
        let (low, high) = (all[cut], all[all.len() - 1 - cut]);
        let half = ((high - low) * 0.65).max(LEAST / 2.0);
        ((low + high) / 2.0 - half, (low + high) / 2.0 + half)
    };
    let (west, east) = range(|p| p.longitude);
    let (south, north) = range(|p| p.latitude);
    // Degrees of longitude are shorter away from the equator: the picture is true to scale in its middle.
    let narrow = ((south + north) / 2.0).to_radians().cos().max(0.2);
    let (wide, tall) = ((east - west) * narrow, north - south);
    let height = (WIDTH * tall / wide).clamp(HEIGHTS.0, HEIGHTS.1);
    let scale = (WIDTH / wide).min(height / tall);
    let (more_wide, more_tall) = (WIDTH / scale / narrow - (east - west), height / scale - tall);
    Frame {
        west: west - more_wide / 2.0,
        east: east + more_wide / 2.0,
        south: south - more_tall / 2.0,
        north: north + more_tall / 2.0,
        width: WIDTH,
        height,
    }
}

fn picture(sites: &[Site<'_>], frame: &Frame, actors: &[String]) -> String {
    let mut out = format!(
        "<svg class=\"map\" viewBox=\"0 0 {WIDTH} {:.0}\" role=\"group\" aria-label=\"Map; the table below has its places\">\n\
         <path class=\"land\" fill-rule=\"evenodd\" d=\"{}\"/>\n",
        frame.height,
        land::path(frame)
    );
    let mut written: Vec<(f64, f64, f64)> = Vec::new();
    let shown = || {
        let numbered = sites.iter().enumerate();
        numbered.filter(|(_, site)| frame.holds(site.at.longitude, site.at.latitude))
    };
    for (number, site) in shown().take(ROWS) {
        let (x, y) = frame.place(site.at.longitude, site.at.latitude);
        let radius = radius(site);
        let words = format!("{}: {}", site.name, counted(site.told.len()));
        let _ = writeln!(
            out,
            "<a href=\"#{}\" aria-label=\"{words}\"><circle class=\"{}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\"><title>{words}</title></circle></a>",
            anchor(number),
            if has_conflict(site) { "conf" } else { "calm" },
            words = escape(&words)
        );
    }
    for (_, site) in shown().take(NAMES) {
        let (x, y) = frame.place(site.at.longitude, site.at.latitude);
        let radius = radius(site);
        write_name(&mut out, &mut written, site.name, (x, y - radius - 3.0), "town");
    }
    for actor in actors {
        let Some(at) = middle(actor).filter(|p| frame.holds(p.longitude, p.latitude)) else {
            continue;
        };
        let place = frame.place(at.longitude, at.latitude);
        let called = Lexicon::embedded().name_of(actor);
        write_name(&mut out, &mut written, called.trim_start_matches("the "), place, "state");
    }
    out.push_str("</svg>\n");
    out
}

/// Writes a name where it hides none that is written already, and does not run out of the picture.
fn write_name(
    out: &mut String,
    written: &mut Vec<(f64, f64, f64)>,
    name: &str,
    (x, y): (f64, f64),
    class: &str,
) {
    let half = name.chars().count() as f64 * 3.7;
    let free = |(other, line, wide): &(f64, f64, f64)| {
        (other - x).abs() > half + wide || (line - y).abs() > 13.0
    };
    if y > 10.0 && x - half > 0.0 && x + half < WIDTH && written.iter().all(free) {
        written.push((x, y, half));
        let _ = writeln!(
            out,
            "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">{}</text>",
            escape(name)
        );
    }
}

/// The area of a circle grows with what it stands for.
fn radius(site: &Site<'_>) -> f64 {
    3.0 + (site.told.len() as f64).sqrt().min(14.0)
}

fn has_conflict(site: &Site<'_>) -> bool {
    let mut events = site.told.iter().flat_map(|told| &told.events);
    events.any(|e| matches!(e.kind.quad(), QuadClass::VerbalConflict | QuadClass::MaterialConflict))
}

fn counted(happenings: usize) -> String {
    format!("{happenings} {}", if happenings == 1 { "happening" } else { "happenings" })
}

fn anchor(number: usize) -> String {
    format!("place-{}", number + 1)
}

/// Each place with its happenings, each a link to the sentences that report it.
fn table(out: &mut String, sites: &[Site<'_>], list: &str) {
    for (number, site) in sites.iter().take(ROWS).enumerate() {
        let _ = writeln!(
            out,
            "<details class=\"happening\">\n<summary><strong>{}</strong> <span class=\"note\">{}</span></summary>\n<ul id=\"{}\">",
            escape(site.name),
            counted(site.told.len()),
            anchor(number)
        );
        for told in site.told.iter().rev().take(LINKS) {
            let _ = writeln!(
                out,
                "<li><a href=\"{}#h-{}\">{}</a> <span class=\"day\">({})</span></li>",
                escape(list),
                told.name,
                escape(told.label.as_str()),
                escape(&days(told))
            );
        }
        out.push_str("</ul>\n</details>\n");
    }
    if sites.len() > ROWS {
        let _ = writeln!(
            out,
            "<p class=\"note\">{} places more with the fewest happenings are left out.</p>",
            sites.len() - ROWS
        );
    }
}
