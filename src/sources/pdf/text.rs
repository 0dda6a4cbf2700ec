//! A PDF's bytes to its text. To be called where it may crash: see `apart`.

use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::kurbo::Rect;
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, TransformExt, interpret_page,
};
use serde::{Deserialize, Serialize};

use super::about;
use super::glyphs::Listener;
use super::margins::{self, Page};
use super::paragraphs;

/// Pages read at most, and letters in all.
const PAGES: usize = 3000;
const LETTERS: usize = 16 << 20;
/// Bytes of a part: an archive's documents hold 1 MiB.
const PART: usize = 900 << 10;

/// What came of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Outcome {
    Text(Report),
    /// It opens only with a password.
    Locked,
    /// Pages without a letter.
    Pictures,
    /// Letters that no table of the file names.
    Nameless,
    Damaged,
}

/// The text of a file, in parts that a document can hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Report {
    pub(super) title: Option<String>,
    /// The day the file was made.
    pub(super) day: Option<String>,
    pub(super) parts: Vec<String>,
    /// It has more pages or letters than are read.
    pub(super) cut: bool,
}

/// The text of a file.
pub(super) fn of(bytes: Vec<u8>) -> Outcome {
    let pdf = match Pdf::new(bytes) {
        Ok(pdf) => pdf,
        Err(LoadPdfError::Decryption(_)) => return Outcome::Locked,
        Err(LoadPdfError::Invalid) => return Outcome::Damaged,
    };
    let cache = InterpreterCache::new();
    let (mut pages, mut left, mut named, mut nameless) = (Vec::new(), LETTERS, 0, 0);
    let all = pdf.pages();
    for page in all.iter().take(PAGES) {
        let (width, height) = page.render_dimensions();
        let (width, height) = (f64::from(width), f64::from(height));
        let mut context = Context::new(
            page.initial_transform(true).to_kurbo(),
            Rect::new(0.0, 0.0, width, height),
            &cache,
            pdf.xref(),
            InterpreterSettings::default(),
        );
        let mut listener = Listener::new(left);
        interpret_page(page, &mut context, &mut listener);
        listener.end();
        left = listener.left;
        named += listener.named;
        nameless += listener.nameless;
        pages.push(Page { lines: listener.lines, height });
        if left == 0 {
            break;
        }
    }
    let cut = all.len() > pages.len() || left == 0;
    if pages.is_empty() {
        return Outcome::Damaged;
    }
    if nameless > named / 2 {
        return Outcome::Nameless;
    }
    let title = about::title(pdf.metadata(), &pages);
    margins::clear(&mut pages);
    let parts = parts(paragraphs::of(&pages));
    if parts.is_empty() {
        return Outcome::Pictures;
    }
    Outcome::Text(Report { title, day: about::day(pdf.metadata()), parts, cut })
}

/// Paragraphs, an empty line between them, in as few parts as hold them.
fn parts(paragraphs: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for paragraph in paragraphs {
        match out.last_mut() {
            Some(part) if part.len() + paragraph.len() < PART => {
                part.push_str("\n\n");
                part.push_str(&paragraph);
            }
            _ => out.push(paragraph),
        }
    }
    out
}
