//! Days on the command line, and today.

use crate::model::clock::Clock;
use crate::model::day::{Day, DaySpan};

/// First day of `2025-10-09`, `2025-10` or `2025`.
pub(super) fn first(text: &str) -> Result<Day, String> {
    span(text).map(|s| s.start)
}

/// Last day of `2025-10-09`, `2025-10` or `2025`.
pub(super) fn last(text: &str) -> Result<Day, String> {
    span(text).map(|s| s.end)
}

fn span(text: &str) -> Result<DaySpan, String> {
    DaySpan::parse(text).ok_or_else(|| "write a day as 2025-10-09, 2025-10 or 2025".to_owned())
}

/// The time now in UTC: the only place where the program looks at a clock.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
pub(in crate::faces) fn now() -> (Day, String) {
    let now = jiff::Timestamp::now();
    let civil = now.to_zoned_datetime(jiff::tz::TimeZone::UTC).datetime();
    (
        civil.date(),
        format!(
            "{}T{:02}:{:02}:{:02}Z",
            civil.date(),
            civil.hour(),
            civil.minute(),
            civil.second()
        ),
    )
}

/// The clock of the machine.
pub(in crate::faces) struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    fn now(&self) -> i64 {
        jiff::Timestamp::now().as_second()
    }

    fn wait(&self, seconds: u64) {
        std::thread::sleep(std::time::Duration::from_secs(seconds));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_years_open_and_close() {
        assert_eq!(first("2025-02").unwrap(), Day::constant(2025, 2, 1));
        assert_eq!(last("2025-02").unwrap(), Day::constant(2025, 2, 28));
        assert_eq!(last("2025").unwrap(), Day::constant(2025, 12, 31));
        assert!(first("yesterday").is_err());
    }
}
