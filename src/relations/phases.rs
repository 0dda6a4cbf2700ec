//! Where the balance of a relation breaks.
//!
//! Binary segmentation of the events in day order, each counted as cooperation or conflict, with the
//! Bernoulli likelihood: a cut is kept where twice the gain in log-likelihood exceeds `3 ln n`
//! (Scott and Knott 1974 for the segmentation; the penalty is the heuristic range given for
//! change points on counts, 2 to 3 `ln n`, taken at its strict end).

use super::balance::{Balance, Tick};
use crate::model::day::Day;

/// Events from one break to the next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Phase {
    pub(crate) from: Day,
    pub(crate) to: Day,
    pub(crate) balance: Balance,
}

/// A phase holds at least this many events.
const LEAST: usize = 5;

/// The phases of a relation in day order; one where nothing breaks, none where there are no events.
pub(crate) fn phases(ticks: &[Tick]) -> Vec<Phase> {
    let mut out = Vec::new();
    split(ticks, (ticks.len().max(2) as f64).ln() * 3.0, 3, &mut out);
    out
}

fn split(ticks: &[Tick], penalty: f64, depth: usize, out: &mut Vec<Phase>) {
    let (Some(first), Some(last)) = (ticks.first(), ticks.last()) else {
        return;
    };
    let best = (LEAST..ticks.len().saturating_sub(LEAST - 1))
        .filter(|&cut| ticks[cut - 1].day != ticks[cut].day)
        .map(|cut| (cut, gain(ticks, cut)))
        .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
    match best {
        Some((cut, gain)) if gain > penalty && depth > 0 => {
            split(&ticks[..cut], penalty, depth - 1, out);
            split(&ticks[cut..], penalty, depth - 1, out);
        }
        _ => out.push(Phase { from: first.day, to: last.day, balance: Balance::of(ticks) }),
    }
}

/// Twice the log-likelihood gained by cutting before `cut`.
fn gain(ticks: &[Tick], cut: usize) -> f64 {
    2.0 * (likelihood(&ticks[..cut]) + likelihood(&ticks[cut..]) - likelihood(ticks))
}

fn likelihood(ticks: &[Tick]) -> f64 {
    let n = ticks.len() as f64;
    let k = ticks.iter().filter(|t| t.quad.is_conflict()).count() as f64;
    let part = |x: f64| if x > 0.0 { x * (x / n).ln() } else { 0.0 };
    part(k) + part(n - k)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::event::EventType;

    fn ticks(signs: &str) -> Vec<Tick> {
        let start = Day::constant(2025, 1, 1);
        signs
            .chars()
            .enumerate()
            .map(|(i, c)| {
                let (kind, intensity) =
                    if c == '-' { (EventType::Accuse, -30) } else { (EventType::Consult, 25) };
                Tick {
                    day: start.saturating_add(jiff::Span::new().days(i as i64)),
                    quad: kind.quad(),
                    kind,
                    forward: true,
                    intensity,
                }
            })
            .collect()
    }

    #[test]
    fn finds_the_break_where_it_is() {
        let found = phases(&ticks("-------------++++++++++++"));
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].from, Day::constant(2025, 1, 14));
        assert_eq!(found[0].balance.conflict, 13);
    }

    #[test]
    fn sees_no_break_in_an_even_mixture() {
        assert_eq!(phases(&ticks("-+-+-+-+-+-+-+-+-+-+")).len(), 1);
        assert_eq!(phases(&[]).len(), 0);
    }
}
