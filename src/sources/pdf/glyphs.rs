//! What a page shows, as lines: letters that stand close on one baseline, in the order in which they are drawn.

use hayro_interpret::font::GlyphRun;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{Affine, BezPath, Point};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask,
};

/// Units of a letter's own measures to its size.
const UNITS: f64 = 1000.0;
/// A gap that parts words, and one that parts lines, in sizes of the letters.
const WORD: f64 = 0.17;
/// A gap that a space fills: where a word may be parted, some programs write a space of no width.
const SPACE: f64 = 0.05;
const CELL: f64 = 2.0;
/// How far a line may be left or stepped back in, in sizes of the letters: raised marks, kerning.
const RAISED: f64 = 0.45;
const BACK: f64 = 0.6;
/// A note's mark: that much smaller, and raised that far.
const SMALL: f64 = 0.87;
const LIFT: f64 = 0.15;

/// A piece of one line of text; measures in points, from the top left of the page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    /// The line the letters stand on.
    pub(super) base: f64,
    /// Of its largest letters.
    pub(super) size: f64,
}

/// Listens to the drawing of one page.
#[derive(Debug, Default)]
pub(super) struct Listener {
    pub(super) lines: Vec<Line>,
    current: Option<Line>,
    space: bool,
    /// Letters that may still come.
    pub(super) left: usize,
    /// Letters that no table of the file names.
    pub(super) nameless: usize,
    pub(super) named: usize,
}

/// One letter where it stands.
struct Letter<'a> {
    text: &'a str,
    at: Point,
    /// How far it moves what follows; `None` where the font does not tell.
    advance: Option<f64>,
    size: f64,
}

impl Letter<'_> {
    fn right(&self) -> f64 {
        self.at.x + self.advance.unwrap_or(0.5 * self.size)
    }
}

impl Listener {
    /// `left` letters at most are taken.
    pub(super) fn new(left: usize) -> Self {
        Self { left, ..Self::default() }
    }

    /// Ends the line that is being written.
    pub(super) fn end(&mut self) {
        self.space = false;
        let Some(mut line) = self.current.take() else { return };
        line.text.truncate(line.text.trim_end().len());
        // Fat letters are often made by writing twice.
        let again = self.lines.last().is_some_and(|last| {
            let near = |a: f64, b: f64| (a - b).abs() < 0.2 * line.size;
            last.text == line.text && near(last.base, line.base) && near(last.left, line.left)
        });
        if !line.text.is_empty() && !again {
            self.lines.push(line);
        }
    }

    fn write(&mut self, letter: &Letter<'_>) {
        if letter.text.trim().is_empty() {
            self.space = true;
            return;
        }
        let goes_on = self.current.as_ref().is_some_and(|line| {
            let size = line.size.max(letter.size);
            let gap = letter.at.x - line.right;
            (letter.at.y - line.base).abs() <= RAISED * size
                && gap >= -BACK * size
                && gap <= CELL * size
        });
        if !goes_on {
            self.end();
        }
        let Some(line) = &mut self.current else {
            self.current = Some(Line {
                text: letter.text.to_owned(),
                left: letter.at.x,
                right: letter.right(),
                base: letter.at.y,
                size: letter.size,
            });
            return;
        };
        if is_note(line, letter) {
            line.right = line.right.max(letter.right());
            return;
        }
        let gap = letter.at.x - line.right;
        let filled = self.space && (letter.advance.is_none() || gap > SPACE * letter.size);
        let parted = filled || gap > WORD * letter.size;
        if parted && !line.text.ends_with(' ') {
            line.text.push(' ');
        }
        self.space = false;
        line.text.push_str(letter.text);
        line.right = letter.right();
        if letter.size > line.size {
            line.size = letter.size;
            line.base = letter.at.y;
        }
    }
}

/// True for the raised number of a note; not for the two of km².
fn is_note(line: &Line, letter: &Letter<'_>) -> bool {
    let raised = letter.at.y < line.base - LIFT * line.size && letter.size < SMALL * line.size;
    let mark = letter.text.chars().all(|c| c.is_ascii_digit() || "*†‡,".contains(c));
    let word = line.text.rsplit(' ').next().unwrap_or_default();
    let unit = word.chars().count() <= 2 && word.chars().all(char::is_alphabetic);
    raised && mark && !unit
}

/// The letters of ligatures and the plain form of what is drawn; `None` for what is no text.
fn plain(text: &str) -> Option<String> {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\u{fb00}' => out.push_str("ff"),
            '\u{fb01}' => out.push_str("fi"),
            '\u{fb02}' => out.push_str("fl"),
            '\u{fb03}' => out.push_str("ffi"),
            '\u{fb04}' => out.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => out.push_str("st"),
            '\u{a0}' | '\t' | '\n' | '\r' => out.push(' '),
            '\u{e000}'..='\u{f8ff}' | '\u{fffd}' => return None,
            c if c.is_control() => return None,
            c => out.push(c),
        }
    }
    (!out.is_empty()).then_some(out)
}

impl Device<'_> for Listener {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        for glyph in run.glyphs() {
            if self.left == 0 {
                return;
            }
            self.left -= 1;
            let placed: Affine = props.transform * glyph.transform();
            let at = placed * Point::ZERO;
            let along = placed * Point::new(UNITS, 0.0) - at;
            let up = placed * Point::new(0.0, UNITS) - at;
            let size = up.hypot();
            let upright = along.x > 0.0 && along.y.abs() < 0.1 * along.x;
            let sane = at.is_finite() && size.is_finite() && size > 0.5 && size < 2000.0;
            // Stamps along the margin are no part of the text.
            if !upright || !sane {
                continue;
            }
            let width = match &**glyph {
                hayro_interpret::font::Glyph::Outline(glyph) => glyph.advance_width(),
                hayro_interpret::font::Glyph::Type3(glyph) => glyph.advance_width(),
            };
            let advance = width.map(|width| f64::from(width) / UNITS * along.x);
            let text = glyph.as_unicode().and_then(|text| match text {
                BfString::Char(c) => plain(c.encode_utf8(&mut [0; 4])),
                BfString::String(text) => plain(&text),
            });
            match text {
                Some(text) => {
                    self.named += 1;
                    self.write(&Letter { text: &text, at, advance, size });
                }
                None => self.nameless += 1,
            }
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
