//! The time, passed in: only the command line looks at a clock.

/// A clock that can also wait.
pub(crate) trait Clock: Sync {
    /// Seconds since 1970-01-01 in UTC.
    fn now(&self) -> i64;

    /// Waits so many seconds.
    fn wait(&self, seconds: u64);
}
