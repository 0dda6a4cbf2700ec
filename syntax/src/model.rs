//! The trained model: its file, and what it makes of a sentence.

use std::io::Read;

use crate::decode;
use crate::file::{Damaged, Reader};
use crate::hash;
use crate::lemmas::Lemmas;
use crate::names::{Pos, Rel, Tag};
use crate::network::Network;
use crate::words::{Rows, Vocabulary};

/// First bytes of the unpacked file; the digit is the version of its form.
pub const MAGIC: &[u8; 8] = b"BLSYNTX2";

/// More bytes than an unpacked model has.
const MOST_BYTES: u64 = 64 << 20;

/// More words than this are not parsed together: the rest of such a sentence hangs flat from its root.
pub const LONGEST: usize = 300;

/// Words behind so many are not even tagged by the network: no such sentence is one, and a megabyte of brackets would
/// take a minute.
const MOST_TAGGED: usize = 1200;

/// Everything that training finds out. The file holds, packed with zlib: `MAGIC`, the sum of what follows, tags,
/// labels, vocabulary, rules for lemmas, network.
#[derive(Debug)]
pub struct Model {
    /// What the numbers of tags stand for.
    classes: Vec<(Pos, Tag)>,
    /// What the numbers of labels stand for.
    labels: Vec<Rel>,
    vocabulary: Vocabulary,
    pub lemmas: Lemmas,
    network: Network,
}

/// A word of a sentence, understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Analysed {
    /// Number of its tag, as the rules for lemmas know it.
    pub class: u16,
    pub pos: Pos,
    pub tag: Tag,
    /// Number of the head in the sentence; `None` for the root, of which there is one.
    pub head: Option<usize>,
    pub rel: Rel,
}

impl Model {
    /// Reads a model's file.
    ///
    /// # Errors
    /// When the bytes are not what training wrote.
    pub fn read(bytes: &[u8]) -> Result<Self, Damaged> {
        let mut plain = Vec::new();
        let packed = flate2::read::ZlibDecoder::new(bytes);
        let read = packed.take(MOST_BYTES).read_to_end(&mut plain);
        read.map_err(|_| Damaged("it cannot be unpacked"))?;
        let mut reader = Reader::new(&plain);
        if reader.take(8)? != MAGIC {
            return Err(Damaged("it is of another version, or no model"));
        }
        if reader.long()? != sum(reader.rest()) {
            return Err(Damaged("its sum is wrong"));
        }
        let mut classes = Vec::new();
        for line in reader.text()?.lines() {
            let (pos, tag) = line.split_once(' ').ok_or(Damaged("a tag is no pair"))?;
            let pair = Pos::named(pos).zip(Tag::named(tag));
            classes.push(pair.ok_or(Damaged("a tag is not known"))?);
        }
        let labels: Option<Vec<Rel>> = reader.text()?.lines().map(Rel::named).collect();
        let labels = labels.ok_or(Damaged("a relation is not known"))?;
        if classes.is_empty() || labels.is_empty() {
            return Err(Damaged("it has no tags or no relations"));
        }
        let vocabulary = Vocabulary::read(&mut reader)?;
        let lemmas = Lemmas::read(&mut reader)?;
        let network = Network::read(&mut reader, vocabulary.table(), classes.len(), labels.len())?;
        if !reader.is_empty() {
            return Err(Damaged("it has more than it should"));
        }
        Ok(Self { classes, labels, vocabulary, lemmas, network })
    }

    /// Tags and tree of a sentence; time grows with its length and no faster.
    pub fn analyse(&self, forms: &[&str]) -> Vec<Analysed> {
        let mut buffer = String::new();
        let (told, rest) = forms.split_at(forms.len().min(MOST_TAGGED));
        let rows: Vec<Rows> =
            told.iter().map(|form| self.vocabulary.rows(form, &mut buffer)).collect();
        let mut out = Vec::with_capacity(forms.len());
        let mut root = 0;
        for (number, rows) in rows.chunks(LONGEST).enumerate() {
            let x = self.network.vectors(rows);
            let tags = self.network.tags(&x);
            if number > 0 {
                out.extend(tags.iter().map(|&class| self.hanging(class, root)));
                continue;
            }
            let heads = decode::heads(&self.network.arcs(&x), rows.len());
            let labels = self.network.labels(&x, &heads);
            for (at, (&class, &label)) in tags.iter().zip(&labels).enumerate() {
                let (pos, tag) = self.classes[usize::from(class)];
                let (head, rel) = if heads[at] == rows.len() {
                    root = at;
                    (None, Rel::Root)
                } else {
                    (Some(heads[at]), self.labels[usize::from(label)])
                };
                out.push(Analysed { class, pos, tag, head, rel });
            }
        }
        let plain = [(Pos::Noun, Tag::Nn), (Pos::Num, Tag::Cd), (Pos::Punct, Tag::Comma)];
        let plain =
            plain.map(|pair| self.classes.iter().position(|c| *c == pair).unwrap_or(0) as u16);
        out.extend(rest.iter().map(|form| {
            let kind = match form.chars().next() {
                Some(c) if c.is_numeric() => 1,
                Some(c) if !c.is_alphabetic() => 2,
                _ => 0,
            };
            self.hanging(plain[kind], root)
        }));
        out
    }

    /// A word behind those that are parsed.
    fn hanging(&self, class: u16, root: usize) -> Analysed {
        let (pos, tag) = self.classes[usize::from(class)];
        let rel = if pos == Pos::Punct { Rel::Punct } else { Rel::Dep };
        Analysed { class, pos, tag, head: Some(root), rel }
    }
}

/// Tells a damaged file from a whole one; no protection against intent.
pub fn sum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |sum, &byte| hash::mix(sum, u64::from(byte)))
}
