//! When is a time read right?

use std::ops::AddAssign;

use serde::Deserialize;

/// A mark of the gold set: words, and the days they tell.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mark {
    /// First byte in the report's text.
    pub(crate) start: usize,
    /// The byte behind the last.
    pub(crate) end: usize,
    pub(crate) phrase: String,
    /// First and last day; missing where the words tell none.
    #[serde(default)]
    pub(crate) from: Option<String>,
    #[serde(default)]
    pub(crate) to: Option<String>,
    #[serde(default)]
    pub(crate) precision: Option<String>,
    /// The words tell no day: a length of time, an age, a count, a name.
    #[serde(default)]
    pub(crate) none: bool,
    /// May be read or not: a year in a name.
    #[serde(default)]
    pub(crate) optional: bool,
}

/// A time that the program read.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Read {
    start: usize,
    end: usize,
    from: String,
    to: String,
    precision: String,
}

/// Counts over marks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Marks that tell a day.
    pub(crate) times: usize,
    pub(crate) found: usize,
    /// Found, with the days and the precision of the mark.
    pub(crate) right: usize,
    /// Marks that tell none, and how many of them were not read as times.
    pub(crate) others: usize,
    pub(crate) left_alone: usize,
    /// What the program read in whole reports, and how much of it is marked.
    pub(crate) read: usize,
    pub(crate) read_right: usize,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.times += other.times;
        self.found += other.found;
        self.right += other.right;
        self.others += other.others;
        self.left_alone += other.left_alone;
        self.read += other.read;
        self.read_right += other.read_right;
    }
}

impl Tally {
    /// Share of the marks that got what they tell: the right days, or none where they tell none.
    pub(crate) fn value(self) -> f64 {
        share(self.right + self.left_alone, self.times + self.others)
    }

    pub(crate) fn precision(self) -> f64 {
        share(self.read_right, self.read)
    }

    pub(crate) fn recall(self) -> f64 {
        share(self.found, self.times)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Scores the marks of one report. A mark is answered by the time that shares most bytes with it; an
/// optional one counts only where it is read with other days. With `whole`, what was read is counted too.
pub(crate) fn tally(marks: &[Mark], read: &[Read], whole: bool) -> Tally {
    let mut out = Tally::default();
    for mark in marks {
        let best = read
            .iter()
            .map(|time| (shared(mark, time), time))
            .filter(|(bytes, _)| *bytes > 0)
            .max_by_key(|(bytes, time)| (*bytes, std::cmp::Reverse(time.start)))
            .map(|(_, time)| time);
        let right = best.is_some_and(|time| {
            mark.from.as_ref() == Some(&time.from)
                && mark.to.as_ref() == Some(&time.to)
                && mark.precision.as_ref() == Some(&time.precision)
        });
        if mark.optional {
            let wrong = mark.from.is_some() && best.is_some() && !right;
            out.times += usize::from(wrong);
            out.found += usize::from(wrong);
        } else if mark.none {
            out.others += 1;
            out.left_alone += usize::from(best.is_none());
        } else {
            out.times += 1;
            out.found += usize::from(best.is_some());
            out.right += usize::from(right);
        }
    }
    if whole {
        out.read = read.len();
        out.read_right =
            read.iter().filter(|time| marks.iter().any(|mark| shared(mark, time) > 0)).count();
    }
    out
}

/// Bytes that a mark and a time have in common.
fn shared(mark: &Mark, time: &Read) -> usize {
    mark.end.min(time.end).saturating_sub(mark.start.max(time.start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, from_value, json};

    fn score(mark: Value, read: Value) -> Tally {
        let marks = [from_value(mark).unwrap()];
        tally(&marks, &from_value::<Vec<Read>>(read).unwrap(), true)
    }

    fn friday() -> Value {
        json!({
            "start": 10, "end": 16, "phrase": "Friday",
            "from": "2024-05-03", "to": "2024-05-03", "precision": "day",
        })
    }

    fn read(start: usize, end: usize, day: &str) -> Value {
        json!({ "start": start, "end": end, "from": day, "to": day, "precision": "day", "basis": "stated" })
    }

    #[test]
    fn days_must_agree_and_words_must_touch() {
        let right = score(friday(), json!([read(7, 16, "2024-05-03")]));
        assert_eq!((right.value(), right.precision(), right.recall()), (1.0, 1.0, 1.0));
        let wrong = score(friday(), json!([read(10, 16, "2024-05-10")]));
        assert_eq!((wrong.value(), wrong.precision(), wrong.recall()), (0.0, 1.0, 1.0));
        let beside = score(friday(), json!([read(16, 20, "2024-05-03")]));
        assert_eq!((beside.value(), beside.precision(), beside.recall()), (0.0, 0.0, 0.0));
        // The time that covers more of the mark answers for it.
        let two = score(friday(), json!([read(8, 11, "2024-05-10"), read(11, 16, "2024-05-03")]));
        assert_eq!(two.value(), 1.0);
    }

    #[test]
    fn what_tells_no_day_must_be_left_alone() {
        let age = json!({ "start": 0, "end": 9, "phrase": "two years", "none": true });
        assert_eq!(score(age.clone(), json!([])).value(), 1.0);
        assert_eq!(score(age, json!([read(0, 9, "2022-01-01")])).value(), 0.0);
        let mut name = friday();
        name["optional"] = json!(true);
        assert_eq!(score(name.clone(), json!([])), Tally::default());
        assert_eq!(score(name.clone(), json!([read(10, 16, "2024-05-03")])).times, 0);
        assert_eq!(score(name, json!([read(10, 16, "2024-05-04")])).value(), 0.0);
    }
}
