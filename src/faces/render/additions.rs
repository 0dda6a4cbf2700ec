//! What came of an addition, in words.

use super::thousands;
use crate::index::Skipped;
use crate::ingest::Summary;

/// "3 added, 0 known already, 1 known text at a new address, 2 skipped".
pub(in crate::faces) fn report(summary: &Summary) -> String {
    let left = match summary.elsewhere {
        0 => String::new(),
        rows => {
            format!(", {} rows left out (one state only, an old day, or told before)", count(rows))
        }
    };
    format!(
        "{} added, {} known already, {} known text at a new address, {} skipped{left}",
        count(summary.added),
        count(summary.known),
        count(summary.merged),
        count(summary.skipped),
    )
}

/// A line for each reason for skipping, followed by examples, each with its place.
pub(in crate::faces) fn skipped(reasons: &[Skipped]) -> Vec<String> {
    let mut out = Vec::new();
    for reason in reasons {
        out.push(format!("Skipped, {} ({}):", reason.reason, count(reason.count)));
        out.extend(reason.examples.iter().map(|example| format!("  {example}")));
        let more = reason.count.saturating_sub(reason.examples.len() as u64);
        if more > 0 {
            out.push(format!("  and {} more", count(more)));
        }
    }
    out
}

fn count(n: u64) -> String {
    thousands(usize::try_from(n).unwrap_or(usize::MAX))
}
