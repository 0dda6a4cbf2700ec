//! `.gz` and `.zst`, recognised by their first bytes, behind a guard against bombs.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::FrameDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};

use super::limits::Limits;
use super::meter::BombGuard;

const GZIP: &[u8] = &[0x1f, 0x8b];
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// The decoded stream of `input`; plain input passes through. `packed` counts the bytes read so far.
pub(crate) fn open(
    mut input: BufReader<Box<dyn Read>>,
    packed: Rc<Cell<u64>>,
    limits: Limits,
) -> io::Result<(BufReader<Box<dyn Read>>, bool)> {
    let head = input.fill_buf()?;
    let unpacked: Box<dyn Read> = if head.starts_with(GZIP) {
        Box::new(BombGuard::new(MultiGzDecoder::new(input), packed, limits))
    } else if is_zstd(head) {
        Box::new(BombGuard::new(ZstdFrames::new(input, limits.window), packed, limits))
    } else {
        return Ok((input, false));
    };
    Ok((BufReader::with_capacity(CHUNK, unpacked), true))
}

const CHUNK: usize = 64 * 1024;

/// A frame, or one of the sixteen kinds of skippable frames (RFC 8878, 3.1.2).
fn is_zstd(head: &[u8]) -> bool {
    let skippable =
        head.len() >= 4 && (0x50..=0x5f).contains(&head[0]) && head[1..4] == [0x2a, 0x4d, 0x18];
    head.starts_with(ZSTD) || skippable
}

/// Decodes all frames of a zstd stream, one block at a time.
struct ZstdFrames<R> {
    input: R,
    decoder: FrameDecoder,
    within: bool,
}

impl<R: BufRead> ZstdFrames<R> {
    fn new(input: R, window: u64) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(window);
        Self { input, decoder, within: false }
    }

    /// Steps into the next frame; false at the end of the stream.
    fn enter(&mut self) -> io::Result<bool> {
        loop {
            if self.input.fill_buf()?.is_empty() {
                return Ok(false);
            }
            match self.decoder.reset(&mut self.input) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    io::copy(&mut (&mut self.input).take(u64::from(length)), &mut io::sink())?;
                }
                Err(error) => return Err(io::Error::new(io::ErrorKind::InvalidData, error)),
            }
        }
    }
}

impl<R: BufRead> Read for ZstdFrames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.within {
                if !self.enter()? {
                    return Ok(0);
                }
                self.within = true;
            }
            if self.decoder.can_collect() > 0 {
                return self.decoder.read(buffer);
            }
            if self.decoder.is_finished() {
                self.within = false;
                continue;
            }
            self.decoder
                .decode_blocks(
                    &mut self.input,
                    ruzstd::decoding::BlockDecodingStrategy::UptoBlocks(1),
                )
                .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        }
    }
}
