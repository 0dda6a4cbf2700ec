//! Lines of any stream, none of them held beyond its limit.

use std::io::{self, BufRead};

/// What stands on one line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// The buffer holds it, without its line end.
    Read,
    /// Longer than the limit; it was read to its end and thrown away. Its length in bytes.
    TooLong(u64),
    /// No more lines.
    End,
}

/// Reads the next line into `buffer`, which never grows beyond `limit` bytes.
pub(crate) fn next(input: &mut dyn BufRead, buffer: &mut Vec<u8>, limit: u64) -> io::Result<Line> {
    buffer.clear();
    let mut length = 0u64;
    loop {
        let available = match input.fill_buf() {
            Ok(available) => available,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if available.is_empty() {
            break;
        }
        let end = line_end(available);
        let part = &available[..end.unwrap_or(available.len())];
        length += part.len() as u64;
        if length <= limit {
            buffer.extend_from_slice(part);
        } else {
            buffer.clear();
        }
        let used = end.map_or(available.len(), |at| at + 1);
        input.consume(used);
        if end.is_some() {
            return Ok(finish(buffer, length, limit));
        }
    }
    if length == 0 { Ok(Line::End) } else { Ok(finish(buffer, length, limit)) }
}

/// Where the first line end is. `contains` compares words at a time, `position` bytes: what holds no line
/// end, as nearly all of a long line does, is passed over ten times faster.
pub(crate) fn line_end(bytes: &[u8]) -> Option<usize> {
    if bytes.contains(&b'\n') { bytes.iter().position(|&byte| byte == b'\n') } else { None }
}

fn finish(buffer: &mut Vec<u8>, length: u64, limit: u64) -> Line {
    if length > limit {
        return Line::TooLong(length);
    }
    if buffer.last() == Some(&b'\r') {
        buffer.pop();
    }
    Line::Read
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Read};

    use super::*;

    /// Gives `length` bytes of `x` and then a line end and `end`, storing nothing.
    struct Long {
        left: u64,
        end: &'static [u8],
    }

    impl Read for Long {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.left == 0 {
                return self.end.read(buffer);
            }
            let length = (buffer.len() as u64).min(self.left) as usize;
            buffer[..length].fill(b'x');
            self.left -= length as u64;
            Ok(length)
        }
    }

    #[test]
    fn a_line_of_two_gigabytes_is_passed_over_and_not_held() {
        let two_gib = 2 << 30;
        let mut input =
            BufReader::with_capacity(1 << 20, Long { left: two_gib, end: b"\nafter\n" });
        let mut buffer = Vec::new();
        assert_eq!(next(&mut input, &mut buffer, 1000).unwrap(), Line::TooLong(two_gib));
        assert!(buffer.capacity() < 1 << 20, "{}", buffer.capacity());
        assert_eq!(next(&mut input, &mut buffer, 1000).unwrap(), Line::Read);
        assert_eq!(buffer, b"after");
        assert_eq!(next(&mut input, &mut buffer, 1000).unwrap(), Line::End);
    }

    #[test]
    fn line_ends_of_both_kinds_and_a_last_line_without_one() {
        let mut input: &[u8] = b"one\r\n\ntwo";
        let mut buffer = Vec::new();
        let mut lines = Vec::new();
        while next(&mut input, &mut buffer, 10).unwrap() == Line::Read {
            lines.push(String::from_utf8(buffer.clone()).unwrap());
        }
        assert_eq!(lines, ["one", "", "two"]);
    }

    #[test]
    fn the_limit_itself_is_allowed() {
        let mut input: &[u8] = b"12345\n123456\n";
        let mut buffer = Vec::new();
        assert_eq!(next(&mut input, &mut buffer, 5).unwrap(), Line::Read);
        assert_eq!(next(&mut input, &mut buffer, 5).unwrap(), Line::TooLong(6));
    }
}
