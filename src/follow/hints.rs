//! How often a feed asks to be asked: `ttl`, `skipHours`, `skipDays` of RSS 2.0, `sy:updatePeriod` of RSS 1.0.

use std::collections::BTreeSet;

/// Characters at the start of a feed in which they are looked for.
const HEAD: usize = 64 * 1024;
const MINUTE: u64 = 60;
const DAY: u64 = 86_400;

/// What a feed says of its own rhythm.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Hints {
    /// Seconds to leave between two askings, where it says so.
    pub(super) every: Option<u64>,
    /// Hours of the day, in UTC, in which it is not to be asked.
    pub(super) skip_hours: BTreeSet<u8>,
    /// Days of the week on which it is not to be asked, 0 for Monday.
    pub(super) skip_days: BTreeSet<u8>,
}

const WEEK: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl Hints {
    /// Reads the head of a feed, what stands before its first item.
    pub(super) fn of(feed: &str) -> Self {
        let end = feed.char_indices().nth(HEAD).map_or(feed.len(), |(at, _)| at);
        let head = &feed[..end];
        let items = ["<item", "<entry"].iter().filter_map(|start| head.find(start)).min();
        let head = &head[..items.unwrap_or(head.len())];
        let ttl = element(head, "ttl")
            .and_then(|text| text.parse::<u64>().ok())
            .map(|n| n.saturating_mul(MINUTE));
        let skips = |name: &str, inner: &str| -> Vec<String> {
            let all = element(head, name).unwrap_or_default().to_owned();
            all.split(&format!("<{inner}>"))
                .skip(1)
                .filter_map(|piece| Some(piece.split_once('<')?.0.trim().to_lowercase()))
                .collect()
        };
        Self {
            every: [ttl, period(head)]
                .into_iter()
                .flatten()
                .max()
                .map(|seconds| seconds.min(7 * DAY)),
            skip_hours: skips("skipHours", "hour")
                .iter()
                .filter_map(|h| h.parse().ok())
                .filter(|h| *h < 24)
                .collect(),
            skip_days: skips("skipDays", "day")
                .iter()
                .filter_map(|day| WEEK.iter().position(|name| name == day))
                .filter_map(|at| u8::try_from(at).ok())
                .collect(),
        }
    }
}

/// `updatePeriod` divided by `updateFrequency`.
fn period(head: &str) -> Option<u64> {
    let period = match element(head, "sy:updatePeriod")? {
        "hourly" => 3_600,
        "daily" => DAY,
        "weekly" => 7 * DAY,
        "monthly" => 30 * DAY,
        "yearly" => 365 * DAY,
        _ => return None,
    };
    let times = element(head, "sy:updateFrequency").and_then(|n| n.parse().ok()).unwrap_or(1u64);
    Some(period / times.max(1))
}

/// The text of the first element of this name.
fn element<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    let (inside, _) = rest.split_once(&format!("</{name}>"))?;
    Some(inside.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_says_how_often_it_wants_to_be_asked() {
        let feed = "<rss><channel><ttl> 90 </ttl><skipHours><hour>0</hour><hour>23</hour><hour>99</hour></skipHours>\
            <skipDays><day>Sunday</day><day>Someday</day></skipDays><item><ttl>5</ttl></item></channel></rss>";
        let hints = Hints::of(feed);
        assert_eq!(hints.every, Some(5_400));
        assert_eq!(hints.skip_hours, BTreeSet::from([0, 23]));
        assert_eq!(hints.skip_days, BTreeSet::from([6]));
        let syndicated = "<sy:updatePeriod>\nhourly </sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>";
        assert_eq!(Hints::of(syndicated).every, Some(1_800));
        assert_eq!(Hints::of("<ttl>99999999999999999999</ttl><ttl>"), Hints::default());
        assert_eq!(Hints::of("<sy:updateFrequency>0</sy:updateFrequency>"), Hints::default());
    }
}
