//! The members of a gzip file one at a time: crawls pack each record by itself, so that reading can begin at any.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;

/// The next member, unpacked; `None` at the end. The input then stands right behind it.
///
/// # Errors
/// Where reading fails, the member is damaged, or it unpacks to more than `most` bytes.
pub(crate) fn next(input: &mut impl BufRead, most: u64) -> io::Result<Option<Vec<u8>>> {
    if input.fill_buf()?.is_empty() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    GzDecoder::new(input).take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a member is too long"));
    }
    Ok(Some(bytes))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn each_member_comes_alone_and_the_input_stands_behind_it() {
        let (one, two) = (packed(b"one"), packed(&[b'2'; 5000]));
        let both = [one.clone(), two.clone()].concat();
        let mut input = both.as_slice();
        assert_eq!(next(&mut input, 5000).unwrap().unwrap(), b"one");
        assert_eq!(input.len(), two.len());
        assert_eq!(next(&mut input, 5000).unwrap().unwrap().len(), 5000);
        assert!(next(&mut input, 5000).unwrap().is_none());
        assert!(next(&mut two.as_slice(), 4999).is_err());
        assert!(next(&mut &two[..two.len() - 9], 5000).is_err());
        assert!(next(&mut b"no gzip".as_slice(), 5000).is_err());
    }
}
