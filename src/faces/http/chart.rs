//! A relation as a picture: cooperation above the line, conflict below it, shifts marked, happenings as dots.

use std::fmt::Write;

use super::layout::escape;
use crate::model::day::Day;
use crate::overview::wording::{long_day, short_day};
use crate::relations::series::Bin;
use crate::relations::shifts::{Shift, Towards};

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 220.0;
/// Room for the dots of happenings between the bars and the days.
const DOTS: f64 = 26.0;
const RADIUS: f64 = 4.0;
/// Rows of dots, for those that stand close together.
const ROWS: usize = 2;
/// Room at the left for figures, and below for days.
const LEFT: f64 = 34.0;
const BELOW: f64 = 20.0;

/// A happening on the picture.
pub(super) struct Dot {
    pub(super) day: Day,
    /// What is said of it: label, day, outlets.
    pub(super) words: String,
    /// Where it is told with its sentences.
    pub(super) address: String,
}

/// The chart as SVG, with a title and a description for who cannot see it. `number` tells it from the others of
/// the page.
pub(super) fn chart(
    number: usize,
    name: &str,
    bins: &[Bin],
    shifts: &[&Shift],
    dots: &[Dot],
) -> String {
    let tall = HEIGHT + if dots.is_empty() { 0.0 } else { DOTS };
    let most =
        bins.iter().map(|b| b.cooperation().max(b.conflict())).max().unwrap_or(0).max(1) as f64;
    let middle = (HEIGHT - BELOW) / 2.0;
    let width = (WIDTH - LEFT) / bins.len().max(1) as f64;
    let high = |n: usize| n as f64 / most * (middle - 8.0);
    let mut out = String::new();
    let from = bins.first().map(|b| long_day(b.from)).unwrap_or_default();
    let to = bins.last().map(|b| long_day(b.to)).unwrap_or_default();
    let count = |of: fn(&Bin) -> usize| bins.iter().map(of).sum::<usize>();
    let _ = writeln!(
        out,
        "<svg viewBox=\"0 0 {WIDTH} {tall}\" role=\"group\" aria-labelledby=\"ct{number} cd{number}\">\n\
         <title id=\"ct{number}\">{}</title>\n<desc id=\"cd{number}\">From {from} to {to}: {} events of cooperation above the line, {} of conflict below it.</desc>",
        escape(name),
        count(Bin::cooperation),
        count(Bin::conflict)
    );
    for (at, bin) in bins.iter().enumerate() {
        let x = LEFT + at as f64 * width;
        let wide = (width - 0.5).max(0.4);
        for (class, n, top) in [
            ("coop", bin.cooperation(), middle - high(bin.cooperation())),
            ("conf", bin.conflict(), middle),
        ] {
            if n > 0 {
                let _ = writeln!(
                    out,
                    "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{top:.1}\" width=\"{wide:.1}\" height=\"{:.1}\"><title>{}: {n}</title></rect>",
                    high(n),
                    short_day(bin.from)
                );
            }
        }
    }
    let _ = writeln!(
        out,
        "<line class=\"axis\" x1=\"{LEFT}\" y1=\"{middle}\" x2=\"{WIDTH}\" y2=\"{middle}\"/>\n\
         <text x=\"{0}\" y=\"14\" text-anchor=\"end\">{most:.0}</text>\n\
         <text x=\"{0}\" y=\"{1:.0}\" text-anchor=\"end\">{most:.0}</text>",
        LEFT - 4.0,
        HEIGHT - BELOW - 4.0
    );
    let place = |at: usize| LEFT + at as f64 * width;
    for shift in shifts {
        let Some(at) = bins.iter().position(|b| b.from <= shift.from && shift.from <= b.to) else {
            continue;
        };
        let side = match shift.towards {
            Towards::Conflict => "conflict",
            Towards::Cooperation => "cooperation",
        };
        let x = place(at);
        let _ = writeln!(
            out,
            "<line class=\"shift\" x1=\"{x:.1}\" y1=\"4\" x2=\"{x:.1}\" y2=\"{:.1}\"><title>Shift towards {side} from {}</title></line>",
            HEIGHT - BELOW,
            long_day(shift.from)
        );
    }
    // Some days under the line, evenly.
    let every = bins.len().div_ceil(6).max(1);
    for (at, bin) in bins.iter().enumerate().step_by(every) {
        let _ = writeln!(
            out,
            "<text x=\"{:.1}\" y=\"{:.0}\">{}</text>",
            place(at),
            tall - 4.0,
            short_day(bin.from)
        );
    }
    dotted(&mut out, bins, dots, width);
    out.push_str("</svg>\n");
    out
}

/// The dots in the order of their days, below each other where they would touch.
fn dotted(out: &mut String, bins: &[Bin], dots: &[Dot], width: f64) {
    let mut ends = [f64::MIN; ROWS];
    for dot in dots {
        let Some(at) = bins.iter().position(|b| b.from <= dot.day && dot.day <= b.to) else {
            continue;
        };
        let bin = &bins[at];
        let days = |from: Day, to: Day| f64::from((to - from).get_days().max(0));
        let share = (days(bin.from, dot.day) + 0.5) / (days(bin.from, bin.to) + 1.0);
        let x = (LEFT + (at as f64 + share) * width).min(WIDTH - RADIUS - 1.0);
        // Where all rows are taken, the last is shared.
        let row = ends.iter().position(|end| *end < x - RADIUS).unwrap_or(ROWS - 1);
        ends[row] = x + RADIUS;
        let y = HEIGHT - BELOW + 8.0 + row as f64 * (2.0 * RADIUS + 3.0);
        let words = escape(&dot.words);
        let _ = writeln!(
            out,
            "<a href=\"{}\" aria-label=\"{words}\"><circle class=\"dot\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{RADIUS}\">\
             <title>{words}</title></circle></a>",
            escape(&dot.address)
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relations::series::{Step, series};

    #[test]
    fn each_happening_stands_at_its_day_and_links_to_its_sentences() {
        let (since, until) = (Day::constant(2021, 1, 1), Day::constant(2021, 12, 31));
        let bins = series(&[], &std::collections::BTreeMap::new(), Step::Month, since, until);
        let dot = |day, words: &str| Dot {
            day,
            words: words.to_owned(),
            address: "/happenings?q=a&b".to_owned(),
        };
        let dots = [
            dot(Day::constant(2021, 1, 1), "First"),
            dot(Day::constant(2021, 12, 31), "<Last>"),
            dot(Day::constant(2022, 1, 1), "Later than the picture"),
        ];
        let svg = chart(7, "Norway and Sweden", &bins, &[], &dots);
        let x: Vec<f64> = svg
            .split("cx=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
            .collect();
        assert!(x.len() == 2 && x[0] < LEFT + 5.0 && x[1] > WIDTH - 7.0, "{x:?}");
        assert!(
            svg.contains("&lt;Last&gt;") && svg.contains("q=a&amp;b") && svg.contains("id=\"ct7\"")
        );
    }
}
