//! Readers that count what passes through them, and stop what grows too large.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

/// Carried inside an [`io::Error`]: which limit was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Exceeded {
    #[error("it unpacks to more than {0} times its size")]
    Ratio(u64),
    #[error("it unpacks to more than {0} bytes")]
    Unpacked(u64),
    #[error("an item is longer than {0} bytes")]
    Item(u64),
}

impl Exceeded {
    pub(crate) fn error(self) -> io::Error {
        io::Error::other(self)
    }

    /// The limit an I/O error reports, if it comes from one; also when other errors wrap it.
    pub(crate) fn of(error: &io::Error) -> Option<Self> {
        let mut source: Option<&(dyn std::error::Error + 'static)> =
            error.get_ref().map(|inner| inner as _);
        while let Some(inner) = source {
            if let Some(found) = inner.downcast_ref::<Exceeded>() {
                return Some(*found);
            }
            if let Some(io) = inner.downcast_ref::<io::Error>() {
                source = io.get_ref().map(|inner| inner as _);
            } else {
                source = inner.source();
            }
        }
        None
    }
}

/// Counts bytes read into a shared cell.
pub(crate) struct Counted<R> {
    inner: R,
    count: Rc<Cell<u64>>,
    also: std::sync::Arc<std::sync::atomic::AtomicU64>,
}

impl<R: Read> Counted<R> {
    pub(crate) fn new(
        inner: R,
        count: Rc<Cell<u64>>,
        also: std::sync::Arc<std::sync::atomic::AtomicU64>,
    ) -> Self {
        Self { inner, count, also }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count.set(self.count.get() + read as u64);
        self.also.fetch_add(read as u64, std::sync::atomic::Ordering::Relaxed);
        Ok(read)
    }
}

/// Passes decoded bytes on until they are too many, or too many for the packed bytes behind them.
pub(crate) struct BombGuard<R> {
    inner: R,
    packed: Rc<Cell<u64>>,
    unpacked: u64,
    limits: super::Limits,
}

impl<R: Read> BombGuard<R> {
    pub(crate) fn new(inner: R, packed: Rc<Cell<u64>>, limits: super::Limits) -> Self {
        Self { inner, packed, unpacked: 0, limits }
    }
}

impl<R: Read> Read for BombGuard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.unpacked += read as u64;
        if self.unpacked > self.limits.unpacked {
            return Err(Exceeded::Unpacked(self.limits.unpacked).error());
        }
        let allowed = self.packed.get().saturating_mul(self.limits.ratio);
        if self.unpacked > self.limits.ratio_from && self.unpacked > allowed {
            return Err(Exceeded::Ratio(self.limits.ratio).error());
        }
        Ok(read)
    }
}

/// Shared between a parser's input and the loop that takes items from the parser: how much was read
/// since the last item, and how many lines in all.
#[derive(Debug, Default)]
pub(crate) struct Gauge {
    since: Cell<u64>,
    lines: Cell<u64>,
    quotes: Cell<u64>,
}

impl Gauge {
    /// An item ended: the next one may again be as long as the limit.
    pub(crate) fn reset(&self) {
        self.since.set(0);
    }

    /// True when the quotation marks passed so far do not pair up.
    pub(crate) fn has_open_quote(&self) -> bool {
        self.quotes.get() % 2 == 1
    }

    /// Line ends passed so far.
    pub(crate) fn lines(&self) -> u64 {
        self.lines.get()
    }
}

/// Fails when more than `limit` bytes pass without [`Gauge::reset`].
pub(crate) struct Metered<R> {
    inner: R,
    gauge: Rc<Gauge>,
    limit: u64,
}

impl<R: BufRead> Metered<R> {
    pub(crate) fn new(inner: R, gauge: Rc<Gauge>, limit: u64) -> Self {
        Self { inner, gauge, limit }
    }

    /// Reads to the end of the current line without keeping it; false at the end of the input.
    pub(crate) fn skip_line(&mut self) -> io::Result<bool> {
        loop {
            let available = self.inner.fill_buf()?;
            if available.is_empty() {
                return Ok(false);
            }
            let end = super::lines::line_end(available);
            let used = end.map_or(available.len(), |at| at + 1);
            self.inner.consume(used);
            if end.is_some() {
                self.gauge.lines.set(self.gauge.lines.get() + 1);
                self.gauge.reset();
                self.gauge.quotes.set(0);
                return Ok(true);
            }
        }
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.gauge.since.get() > self.limit {
            return Err(Exceeded::Item(self.limit).error());
        }
        let read = self.inner.read(buffer)?;
        self.gauge.since.set(self.gauge.since.get() + read as u64);
        let count = |mark: u8| buffer[..read].iter().filter(|&&byte| byte == mark).count() as u64;
        self.gauge.lines.set(self.gauge.lines.get() + count(b'\n'));
        self.gauge.quotes.set(self.gauge.quotes.get() + count(b'"'));
        Ok(read)
    }
}
