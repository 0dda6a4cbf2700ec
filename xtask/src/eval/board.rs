//! What was measured: tables for the terminal, figures for the floors, and promises that were broken.

use std::collections::BTreeMap;

/// Collects while the parts of eval run.
#[derive(Default)]
pub(crate) struct Board {
    /// Percent by name; these have floors.
    pub(crate) figures: BTreeMap<String, f64>,
    /// Fingerprint by data set.
    pub(crate) sets: BTreeMap<String, String>,
    /// What must never be, whatever the floors say.
    pub(crate) broken: Vec<String>,
}

impl Board {
    /// Notes a share of 0 to 1 as percent with one decimal, and gives that figure.
    pub(crate) fn figure(&mut self, name: String, share: f64) -> f64 {
        let percent = percent(share);
        self.figures.insert(name, percent);
        percent
    }
}

/// Percent with one decimal of a share of 0 to 1.
pub(crate) fn percent(share: f64) -> f64 {
    // Through the printed form, so that the figure compared is the figure seen.
    format!("{:.1}", share * 100.0).parse().unwrap_or(0.0)
}

/// Prints rows under a heading: the first column flush left, the others flush right.
pub(crate) fn table(heading: &str, rows: &[Vec<String>]) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |at: usize| {
        rows.iter().filter_map(|r| r.get(at)).map(|c| c.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    println!("\n{heading}");
    for row in rows {
        let cells = row.iter().zip(&widths).enumerate().map(|(at, (cell, &width))| {
            if at == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        println!("  {}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
}
