//! The two or three sentences an overview opens with.

use std::collections::BTreeMap;

use super::course::{self, Relation, computed};
use super::wording::{fill, long_day, short_span, wording};
use super::{Section, Sentence, Window};

/// A point this many outlets carry may be named in the lead.
const WIDE: usize = 3;

/// Two or three sentences: the courses, the turns, the most widely reported happening.
pub(crate) fn lead(relations: &[Relation], sections: &[Section], window: Window) -> Vec<Sentence> {
    let mut out = course::courses(relations, window);
    out.truncate(2);
    let widest = sections
        .iter()
        .flat_map(|s| &s.points)
        .filter(|p| p.direct && !p.background && p.independent_outlets >= WIDE)
        .max_by(|a, b| a.independent_outlets.cmp(&b.independent_outlets).then(b.day.cmp(&a.day)));
    if let Some(point) = widest
        && let Some(day) = point.day
    {
        let values = BTreeMap::from([
            ("label".to_owned(), point.label.clone()),
            (
                "day".to_owned(),
                if day.start == day.end { long_day(day.start) } else { short_span(day) },
            ),
            ("outlets".to_owned(), point.independent_outlets.to_string()),
        ]);
        let text = fill(wording().lead("widest"), &values);
        out.push(computed(
            text,
            "the point of this overview that most independent outlets carry",
            values,
        ));
    }
    out
}
