//! Turning points that everybody knows, and quiet relations, held against `bilateral series`.

use std::path::Path;

use serde_json::Value;

use super::board::{Board, table};
use super::program::Program;
use crate::root;

/// A row of `gold/turning_points.tsv`.
struct Point {
    question: String,
    day: String,
    towards: String,
    found: String,
    what: String,
}

/// Days a shift may lie from the turning point.
const NEAR: i64 = 31;
/// Decades the archive of current events holds.
const DECADES: f64 = 2.0;

/// Asks the archive that BILATERAL_BIG names, if it does, for the shifts of each relation.
///
/// # Errors
/// When the gold set or the archive cannot be read.
pub(super) fn measure(program: &Program, board: &mut Board) -> Result<(), String> {
    let Some(archive) = std::env::var_os("BILATERAL_BIG") else {
        return Ok(());
    };
    let mut rows = vec![["relation", "turning point", "nearest shift"].map(str::to_owned).to_vec()];
    let (mut known, mut hit, mut false_shifts, mut quiet) = (0, 0, 0, 0);
    for point in points()? {
        let shifts = shifts(program, Path::new(&archive), &point.question)?;
        if point.found == "quiet" {
            quiet += 1;
            false_shifts += shifts.len();
            if shifts.len() as f64 > DECADES {
                board.broken.push(format!(
                    "{}: {} shifts, but it is quiet",
                    point.question,
                    shifts.len()
                ));
            }
            continue;
        }
        known += 1;
        let nearest = shifts
            .iter()
            .filter(|(towards, _)| *towards == point.towards)
            .filter_map(|(_, from)| Some((days_between(&point.day, from)?.abs(), from)))
            .min();
        let found = nearest.as_ref().is_some_and(|(days, _)| *days <= NEAR);
        hit += usize::from(found);
        if point.found == "yes" && !found {
            board
                .broken
                .push(format!("{}: the shift of {} is found no more", point.question, point.day));
        }
        let told = match (&nearest, found) {
            (Some((days, from)), true) => format!("{from} ({days} days off)"),
            _ => "none".to_owned(),
        };
        rows.push(vec![point.question, format!("{} {}", point.day, point.what), told]);
    }
    table("shifts: known turning points", &rows);
    println!(
        "  {hit} of {known} found within {NEAR} days; {false_shifts} shifts in {quiet} quiet relations"
    );
    Ok(())
}

fn points() -> Result<Vec<Point>, String> {
    let path = root().join("eval/gold/turning_points.tsv");
    let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let rows = text.lines().filter(|l| !l.starts_with('#')).skip(1);
    rows.map(|row| point(row).ok_or_else(|| format!("{}: not five columns: {row}", path.display())))
        .collect()
}

fn point(row: &str) -> Option<Point> {
    let cells: Vec<String> = row.split('\t').map(str::to_owned).collect();
    let [question, day, towards, found, what] = cells.try_into().ok()?;
    Some(Point { question, day, towards, found, what })
}

/// Side and first day of each shift.
fn shifts(
    program: &Program,
    archive: &Path,
    question: &str,
) -> Result<Vec<(String, String)>, String> {
    let data = archive.to_string_lossy();
    let out = program.run(
        &["series", "--format", "json", "--by", "year", "--data", &data, question],
        "",
        &[0, 3],
    )?;
    if out.trim().is_empty() {
        return Ok(Vec::new());
    }
    let value: Value = serde_json::from_str(&out).map_err(|e| format!("series {question}: {e}"))?;
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    let relations = value["relations"].as_array().cloned().unwrap_or_default();
    Ok(relations
        .iter()
        .flat_map(|r| r["shifts"].as_array().cloned().unwrap_or_default())
        .map(|s| (text(&s["towards"]), text(&s["from"])))
        .collect())
}

/// Days from one ISO day to another, by their numbers in the civil calendar.
fn days_between(a: &str, b: &str) -> Option<i64> {
    Some(number(b)? - number(a)?)
}

/// Days since 0000-03-01 (proleptic Gregorian).
fn number(day: &str) -> Option<i64> {
    let mut parts = day.split('-').map(|p| p.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    Some(365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_leap_years() {
        assert_eq!(days_between("2024-02-28", "2024-03-01"), Some(2));
        assert_eq!(days_between("2025-01-01", "2024-12-31"), Some(-1));
        assert_eq!(days_between("2000-01-01", "2100-01-01"), Some(36525));
        assert_eq!(days_between("x", "2100-01-01"), None);
    }

    #[test]
    fn the_gold_set_reads() {
        let points = points().unwrap();
        assert!(points.len() > 25 && points.iter().any(|p| p.found == "quiet"));
    }
}
