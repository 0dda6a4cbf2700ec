//! One file or stream: opened, unpacked, recognised, and given to the reader of its format.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::ops::ControlFlow;
use std::path::Path;
use std::rc::Rc;

use encoding_rs::Encoding;

use super::encoding::{self, Transcode};
use super::format::{self, Format, Refusal};
use super::item::{Origin, Place, RawItem, Skip, SkipReason};
use super::limits::{Limits, human};
use super::meter::{Counted, Exceeded};
use super::{
    Flow, Progress, coded, feed, json, mail, markdown, page, pdf, table, unpack, warc, zipped,
};

/// Bytes looked at to recognise a format.
const HEAD: u64 = 64 * 1024;

pub(crate) type Sink<'a> = dyn FnMut(Result<RawItem, Skip>) -> Flow + 'a;

/// Who chose this file: unknown text that a user names is plain text, in a folder it is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    ByUser,
    ByFolder,
}

/// An opened input.
pub(crate) struct Source {
    /// As shown in messages.
    file: String,
    /// File name without folders, `.gz` and `.zst`; empty for standard input.
    name: String,
    named: Named,
    limits: Limits,
    packed: Rc<Cell<u64>>,
    input: Box<dyn Read>,
}

impl Source {
    /// Opens a file.
    ///
    /// # Errors
    /// The I/O error and what to do about it.
    pub(crate) fn open(
        path: &Path,
        progress: &Progress,
        limits: Limits,
        named: Named,
    ) -> Result<Self, (io::Error, &'static str)> {
        let check = "Check the path and that you may read it";
        let kind = std::fs::metadata(path).map_err(|error| (error, check))?;
        // A pipe or a device under a folder may never end; one the user names is his wish.
        if !kind.is_file() && named == Named::ByFolder {
            let error = io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file");
            return Err((error, "leave it out"));
        }
        let file = File::open(path).map_err(|error| (error, check))?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Ok(Self::new(
            path.display().to_string(),
            name.unwrap_or_default(),
            file,
            progress,
            limits,
            named,
        ))
    }

    pub(crate) fn stdin(progress: &Progress, limits: Limits) -> Self {
        let file = "standard input".to_owned();
        Self::new(file, String::new(), io::stdin(), progress, limits, Named::ByUser)
    }

    pub(crate) fn new(
        file: String,
        name: String,
        input: impl Read + 'static,
        progress: &Progress,
        limits: Limits,
        named: Named,
    ) -> Self {
        let packed = Rc::new(Cell::new(0));
        let counted = Counted::new(input, Rc::clone(&packed), progress.counter());
        let lower = name.to_ascii_lowercase();
        let bare = [".gz", ".zst", ".gzip", ".zstd"].iter().find_map(|end| lower.strip_suffix(end));
        let name = bare.map_or(name.as_str(), |bare| &name[..bare.len()]).to_owned();
        Self { file, name, named, limits, packed, input: Box::new(counted) }
    }
}

/// The sink, and what every message about this file needs.
pub(crate) struct Out<'a, 's> {
    pub(crate) file: String,
    /// File name without folders and compression suffix.
    pub(crate) name: String,
    pub(crate) limits: Limits,
    packed: bool,
    sink: &'a mut Sink<'s>,
}

impl Out<'_, '_> {
    pub(crate) fn origin(&self, place: Place) -> Origin {
        Origin { file: self.file.clone(), place }
    }

    pub(crate) fn item(&mut self, item: RawItem) -> Flow {
        (self.sink)(Ok(item))
    }

    pub(crate) fn skip(
        &mut self,
        place: Place,
        code: SkipReason,
        reason: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Flow {
        let skip = Skip::new(self.origin(place), code, reason, remedy);
        (self.sink)(Err(skip))
    }

    /// Reads what an archive holds as if it were a file beside the others.
    pub(crate) fn within(&mut self, name: &str, bytes: Vec<u8>) -> Flow {
        let file = format!("{}/{name}", self.file);
        let base = name.rsplit('/').next().unwrap_or(name).to_owned();
        let input = Cursor::new(bytes);
        if zipped::is_zip(input.get_ref()) {
            let origin = Origin { file, place: Place::Whole };
            let remedy = "unpack it and add the folder";
            let reason = "a ZIP archive within another is not opened";
            return (self.sink)(Err(Skip::new(origin, SkipReason::NotText, reason, remedy)));
        }
        let progress = Progress::default();
        read(Source::new(file, base, input, &progress, self.limits, Named::ByFolder), self.sink)
    }

    /// A skip for an error of reading at `place`, which ends the file.
    pub(crate) fn trouble(&mut self, place: Place, error: &io::Error) -> Flow {
        let before = "; what stood before it was taken";
        match Exceeded::of(error) {
            Some(Exceeded::Item(limit)) => self.too_long(place, limit),
            Some(exceeded) => self.skip(
                place,
                SkipReason::Bomb,
                format!("this looks like a compression bomb: {exceeded}{before}"),
                "leave it out, or unpack it yourself and add the unpacked file",
            ),
            None if self.packed => self.skip(
                place,
                SkipReason::BadCompression,
                format!("the compressed file is damaged or cut off ({error}){before}"),
                "get the file again, or pack it again",
            ),
            None => self.skip(
                place,
                SkipReason::Unreadable,
                format!("reading failed ({error}){before}"),
                "check the disk and your rights, and add the file again",
            ),
        }
    }

    pub(crate) fn too_long(&mut self, place: Place, limit: u64) -> Flow {
        self.skip(
            place,
            SkipReason::TooLong,
            format!("it is longer than {}", human(limit)),
            "split it into smaller items",
        )
    }

    /// File name without its extension.
    pub(crate) fn stem(&self) -> &str {
        self.name.rsplit_once('.').map_or(self.name.as_str(), |(stem, _)| stem)
    }
}

/// Reads one source to its end, or until the sink stops it.
pub(crate) fn read(source: Source, sink: &mut Sink<'_>) -> Flow {
    let Source { file, name, named, limits, packed, input } = source;
    let extension =
        name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default();
    let mut out = Out { file, name, limits, packed: false, sink };
    // A pipe may give single bytes: the marks of packed files need four.
    let (_, input) = match peek(input, 8) {
        Ok(peeked) => peeked,
        Err(error) => return out.trouble(Place::Whole, &error),
    };
    let (input, is_packed) = match unpack::open(input, packed, limits) {
        Ok(opened) => opened,
        Err(error) => return out.trouble(Place::Whole, &error),
    };
    out.packed = is_packed;
    let (head, input) = match peek(Box::new(input), HEAD) {
        Ok(peeked) => peeked,
        Err(error) => return out.trouble(Place::Whole, &error),
    };
    if zipped::is_zip(&head) {
        return match whole(input, out.limits.zip, &mut out) {
            Ok((bytes, None)) => zipped::read(bytes, &mut out),
            Ok((_, Some(error))) => out.trouble(Place::Whole, &error),
            Err(flow) => flow,
        };
    }
    if pdf::is_pdf(&head, &extension) {
        return match whole(input, out.limits.pdf, &mut out) {
            Ok((bytes, None)) => pdf::read(bytes, &mut out),
            Ok((_, Some(error))) => out.trouble(Place::Whole, &error),
            Err(flow) => flow,
        };
    }
    if warc::is_warc(&head) {
        return warc::read(input, &mut out);
    }
    if mail::is_mailbox(&head) {
        return mail::mailbox(input, &mut out);
    }
    if mail::is_message(&head) {
        return match whole(input, out.limits.message, &mut out) {
            Ok((bytes, None)) => mail::message(&bytes, Place::Whole, &mut out),
            Ok((_, Some(error))) => out.trouble(Place::Whole, &error),
            Err(flow) => flow,
        };
    }
    let format = format::refuse_binary(&head)
        .and_then(|()| format::recognise(&readable(&head), &extension, named == Named::ByUser));
    match format {
        Ok(format) => dispatch(format, &head, input, &mut out),
        Err(Refusal { code, reason, remedy }) => out.skip(Place::Whole, code, reason, remedy),
    }
}

fn dispatch(format: Format, head: &[u8], input: Input, out: &mut Out) -> Flow {
    let limit = match format {
        Format::JsonLines => return json::lines(&mut stream(head, input, false), out),
        Format::Json => return json::document(stream(head, input, false), out),
        Format::Coded(set, delimiter) => {
            return coded::read(stream(head, input, true), set, delimiter, out);
        }
        Format::Table(delimiter) => return table::read(stream(head, input, true), delimiter, out),
        Format::JsonFeed | Format::XmlFeed => out.limits.whole,
        Format::Html => out.limits.page,
        Format::Markdown | Format::Text => out.limits.text,
    };
    let (bytes, cut) = match whole(input, limit, out) {
        Ok(read) => read,
        Err(flow) => return flow,
    };
    if matches!(format, Format::JsonFeed | Format::XmlFeed) {
        // A feed that is cut still has whole items.
        feed::read(bytes, format, out)?;
        return cut.map_or(ControlFlow::Continue(()), |error| out.trouble(Place::Whole, &error));
    }
    match cut {
        Some(error) => out.trouble(Place::Whole, &error),
        None if format == Format::Html => page::read(&bytes, out),
        None => markdown::read(&bytes, format, out),
    }
}

type Input = BufReader<Box<dyn Read>>;

/// The first `length` bytes, and the whole stream again. An error after the first byte comes later again,
/// from the stream itself.
fn peek(mut input: impl Read + 'static, length: u64) -> io::Result<(Vec<u8>, Input)> {
    let mut head = Vec::new();
    let result = (&mut input).take(length).read_to_end(&mut head);
    let late: Box<dyn Read> = match result {
        Ok(_) => Box::new(input),
        Err(error) if head.is_empty() => return Err(error),
        Err(error) => Box::new(Failing(Some(error))),
    };
    let again: Box<dyn Read> = Box::new(Cursor::new(head.clone()).chain(late));
    Ok((head, BufReader::with_capacity(HEAD as usize, again)))
}

/// Gives an error that has already happened, to the one who reads that far.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// The head as text, for recognition only.
pub(crate) fn readable(head: &[u8]) -> String {
    let label = encoding::declared(head);
    encoding::decode(head, label.as_deref())
        .unwrap_or_else(|| String::from_utf8_lossy(head).into_owned())
}

/// The stream without byte order mark; as UTF-8 where a mark, or (`guess`) the first bytes, tell another
/// encoding.
fn stream(head: &[u8], mut input: Input, guess: bool) -> Input {
    let marked = Encoding::for_bom(head);
    let other = match marked {
        Some((encoding, _)) if encoding == encoding_rs::UTF_8 => {
            drop_bytes(&mut input, 3);
            None
        }
        Some((encoding, _)) => Some(encoding),
        None if guess && !encoding::is_utf8_so_far(head) => Some(encoding::guess(head)),
        None => None,
    };
    match other {
        None => input,
        Some(encoding) => BufReader::new(Box::new(Transcode::new(input, encoding))),
    }
}

fn drop_bytes(input: &mut Input, count: usize) {
    // The head was read from this very stream before, so these bytes are there.
    for _ in 0..count {
        if input.fill_buf().is_ok_and(|available| !available.is_empty()) {
            input.consume(1);
        }
    }
}

/// All bytes of the stream, and the error that cut it short.
///
/// # Errors
/// What the sink answered to the skip, where the stream is too long.
fn whole(input: Input, limit: u64, out: &mut Out) -> Result<(Vec<u8>, Option<io::Error>), Flow> {
    let mut bytes = Vec::new();
    let result = input.take(limit + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > limit {
        return Err(out.too_long(Place::Whole, limit));
    }
    Ok((bytes, result.err()))
}
