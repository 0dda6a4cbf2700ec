//! A relation as a picture: cooperation above the line, conflict below it, shifts marked.

use std::fmt::Write;

use super::layout::escape;
use crate::overview::wording::{long_day, short_day};
use crate::relations::series::Bin;
use crate::relations::shifts::{Shift, Towards};

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 220.0;
/// Room at the left for figures, and below for days.
const LEFT: f64 = 34.0;
const BELOW: f64 = 20.0;

/// The chart as SVG, with a title and a description for who cannot see it.
pub(super) fn chart(name: &str, bins: &[Bin], shifts: &[&Shift]) -> String {
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
        "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-labelledby=\"ct cd\">\n<title id=\"ct\">{}</title>\n\
         <desc id=\"cd\">From {from} to {to}: {} events of cooperation above the line, {} of conflict below it.</desc>",
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
            HEIGHT - 4.0,
            short_day(bin.from)
        );
    }
    out.push_str("</svg>\n");
    out
}
