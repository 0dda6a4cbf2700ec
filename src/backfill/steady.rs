//! A large file over a line that may break: where it does, the rest is asked for.

use std::io::{self, Read};

use super::{Backfill, TRIES, patiently};
use crate::sources::net::{FetchFault, Request, Stream};

/// Reads a file from some byte to its end.
pub(super) struct Steady<'a> {
    job: &'a Backfill<'a>,
    address: String,
    stream: Stream,
    /// Where the next byte stands in the file, and where the file ends, if the server says so.
    at: u64,
    pub(super) end: Option<u64>,
    /// Breaks since the last byte.
    breaks: u32,
    /// Why it is over before its end.
    pub(super) fault: Option<FetchFault>,
}

impl<'a> Steady<'a> {
    /// Opens a file at a byte.
    ///
    /// # Errors
    /// Where it cannot be had.
    pub(super) fn open(
        job: &'a Backfill<'a>,
        address: &str,
        at: u64,
    ) -> Result<Steady<'a>, FetchFault> {
        let stream = open(job, address, at)?;
        let end = stream.length.map(|rest| at + rest);
        Ok(Self { job, address: address.to_owned(), stream, at, end, breaks: 0, fault: None })
    }

    /// Bytes of the file read or passed over so far.
    pub(super) fn at(&self) -> u64 {
        self.at
    }

    fn again(&mut self, why: &str) -> io::Result<()> {
        self.breaks += 1;
        let opened = if self.breaks > TRIES {
            Err(FetchFault::Broken(why.chars().take(200).collect()))
        } else {
            open(self.job, &self.address, self.at)
        };
        match opened {
            Ok(stream) => {
                self.stream = stream;
                Ok(())
            }
            Err(fault) => {
                self.fault = Some(fault);
                Err(io::Error::other(why.to_owned()))
            }
        }
    }
}

fn open(job: &Backfill<'_>, address: &str, from: u64) -> Result<Stream, FetchFault> {
    patiently(job, || {
        let request = Request {
            address,
            from: Some(from),
            interface: true,
            local: job.local,
            ..Request::default()
        };
        job.client.open(&request)
    })
}

impl Read for Steady<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.end == Some(self.at) {
                return Ok(0);
            }
            match self.stream.reader.read(buffer) {
                Ok(0) if self.end.is_some() => self.again("the server ended too early")?,
                Ok(read) => {
                    self.at += read as u64;
                    self.breaks = 0;
                    return Ok(read);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => self.again(&error.to_string())?,
            }
        }
    }
}
