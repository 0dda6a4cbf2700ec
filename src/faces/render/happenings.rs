//! Words of a listed happening that all faces share.

use crate::overview::listed::Listed;
use crate::overview::wording::short_day;
use crate::relations::chains::Tie;

/// "25 Dec 2024", "25 Dec 2024 – 3 Jan 2025", "no day".
pub(in crate::faces) fn days(listed: &Listed) -> String {
    match (listed.first, listed.last) {
        (Some(first), Some(last)) if first != last => {
            format!("{} – {}", short_day(first), short_day(last))
        }
        (Some(first), _) => short_day(first),
        _ => "no day".to_owned(),
    }
}

/// "contested; answers: Crew released", or nothing.
pub(in crate::faces) fn note(listed: &Listed) -> String {
    let contested = listed.contested.then(|| "contested".to_owned());
    let follows = listed.follows.as_ref().map(|f| {
        let tie = match f.tie {
            Tie::Answers => "answers",
            Tie::Follows => "follows",
        };
        format!("{tie}: {}", f.label)
    });
    contested.into_iter().chain(follows).collect::<Vec<_>>().join("; ")
}
