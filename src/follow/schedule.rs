//! When a source is asked again.

use super::hints::Hints;
use super::list::Feed;
use crate::sources::net::FetchFault;

/// Seconds between the first two askings.
pub(super) const FIRST: u64 = 3_600;
/// The shortest and the longest time between two askings.
const SHORTEST: u64 = 900;
const LONGEST: u64 = 86_400;
const HOUR: i64 = 3_600;
/// Askings in a row without an answer after which no longer wait follows.
const WORST: u32 = 6;

/// What an asking gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Gave {
    /// So many texts that the archive did not know.
    New(u64),
    /// Nothing new.
    Nothing,
    Fault(FetchFault),
}

/// Sets when the feed is due, from what this asking gave: it comes nearer while news comes, further away
/// while none does, and never nearer than the feed or its server allows. `least`: seconds the server asked for.
pub(super) fn plan(feed: &mut Feed, now: i64, gave: &Gave, hints: &Hints, least: Option<u64>) {
    feed.asked = Some(now);
    let least = least.into_iter().chain(hints.every).max().unwrap_or(0).clamp(SHORTEST, LONGEST);
    let wait = match gave {
        Gave::New(_) | Gave::Nothing => {
            feed.failures = 0;
            // Half as long after news, half as long again without.
            let every =
                if matches!(gave, Gave::New(1..)) { feed.every / 2 } else { feed.every * 3 / 2 };
            feed.every = every.clamp(least, LONGEST);
            feed.every
        }
        Gave::Fault(fault) => {
            feed.failures = feed.failures.saturating_add(1);
            let asked_for = match fault {
                FetchFault::Later { after, .. } => after.unwrap_or(0),
                _ => 0,
            };
            let longer = feed.every.max(least) << feed.failures.min(WORST);
            let wait = if fault.may_pass() { longer.min(LONGEST) } else { LONGEST };
            // A server may ask for longer than we would wait, within a month.
            wait.max(asked_for.min(30 * LONGEST))
        }
    };
    feed.due = now.saturating_add_unsigned(wait);
    for _ in 0..(7 * 24) {
        if !is_skipped(feed.due, hints) {
            break;
        }
        feed.due = (feed.due / HOUR + 1) * HOUR;
    }
}

/// True in an hour or on a day in which the feed is not to be asked.
fn is_skipped(at: i64, hints: &Hints) -> bool {
    let hour = u8::try_from(at.rem_euclid(24 * HOUR) / HOUR).unwrap_or(0);
    // 1970-01-01 was a Thursday.
    let day = u8::try_from((at.div_euclid(24 * HOUR) + 3).rem_euclid(7)).unwrap_or(0);
    hints.skip_hours.contains(&hour) || hints.skip_days.contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planned(feed: &mut Feed, gave: Gave) -> u64 {
        plan(feed, 1_000_000, &gave, &Hints::default(), None);
        feed.due.abs_diff(1_000_000)
    }

    #[test]
    fn news_brings_it_nearer_and_silence_further() {
        let mut feed = Feed::new("https://a.example/feed");
        assert_eq!(planned(&mut feed, Gave::New(3)), 1_800);
        assert_eq!(planned(&mut feed, Gave::New(1)), 900);
        assert_eq!(planned(&mut feed, Gave::New(1)), 900, "never nearer");
        assert_eq!(planned(&mut feed, Gave::Nothing), 1_350);
        for _ in 0..20 {
            planned(&mut feed, Gave::Nothing);
        }
        assert_eq!(planned(&mut feed, Gave::New(0)), 86_400);
    }

    #[test]
    fn faults_are_waited_out() {
        let mut feed = Feed::new("https://a.example/feed");
        assert_eq!(planned(&mut feed, Gave::Fault(FetchFault::Slow)), 7_200);
        assert_eq!(planned(&mut feed, Gave::Fault(FetchFault::Slow)), 14_400);
        let busy = FetchFault::Later { status: 429, after: Some(200_000) };
        assert_eq!(planned(&mut feed, Gave::Fault(busy)), 200_000);
        for _ in 0..100 {
            planned(&mut feed, Gave::Fault(FetchFault::NoHost));
        }
        assert_eq!(planned(&mut feed, Gave::Fault(FetchFault::NoHost)), 86_400);
        assert_eq!(planned(&mut feed, Gave::Nothing), 5_400, "as if nothing had been");
    }

    #[test]
    fn what_the_feed_asks_for_is_kept() {
        let mut feed = Feed::new("https://a.example/feed");
        let hints = Hints { every: Some(20_000), ..Hints::default() };
        plan(&mut feed, 0, &Gave::New(1), &hints, Some(600));
        assert_eq!(feed.due, 20_000);
        // Due at 05:33 on a Thursday; the fifth to the seventh hour and Thursdays are closed.
        let hints = Hints { skip_hours: [5, 6].into(), ..hints };
        plan(&mut feed, 0, &Gave::New(1), &hints, None);
        assert_eq!(feed.due, 7 * HOUR);
        let closed = Hints { skip_days: [3].into(), ..hints };
        plan(&mut feed, 0, &Gave::New(1), &closed, None);
        assert_eq!(feed.due, 24 * HOUR);
        let never = Hints { skip_days: (0..7).collect(), ..Hints::default() };
        plan(&mut feed, 0, &Gave::New(1), &never, None);
        assert!(feed.due <= 8 * 24 * HOUR, "a feed that is never open is asked at last");
    }
}
