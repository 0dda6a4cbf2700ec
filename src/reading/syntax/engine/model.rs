//! The trained model: its file, and what it makes of a sentence.

use std::io::Read;

use super::file::{Damaged, Reader, write_text};
use super::hash;
use super::lemmas::Lemmas;
use super::names::{Pos, Rel, Tag};
use super::parser::{self, Atom};
use super::state::State;
use super::tagger;
use super::weights::Weights;
use super::words::{Lexicon, Word};

/// First bytes of the file; the digit is the version of its form.
const MAGIC: &[u8; 8] = b"BLSYNTX1";

/// More bytes than an unpacked model has.
const MOST_BYTES: u64 = 64 << 20;

/// More words than this are not parsed: the rest of such a sentence hangs flat from its root.
pub(crate) const LONGEST: usize = 300;

/// Everything that training finds out.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Model {
    /// What the numbers of tag classes stand for.
    pub(crate) classes: Vec<(Pos, Tag)>,
    /// What the numbers of labels stand for.
    pub(crate) labels: Vec<Rel>,
    pub(crate) lexicon: Lexicon,
    pub(crate) lemmas: Lemmas,
    pub(crate) tagger: Weights,
    pub(crate) moves: Weights,
    pub(crate) relations: Weights,
}

/// A word of a sentence, understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Analysed {
    pub(crate) class: u16,
    pub(crate) pos: Pos,
    pub(crate) tag: Tag,
    /// Number of the head in the sentence; `None` for the root, of which there is one.
    pub(crate) head: Option<usize>,
    pub(crate) rel: Rel,
}

impl Model {
    /// The bytes of the model's file before they are packed (zlib).
    pub(crate) fn write(&self) -> Vec<u8> {
        let mut body = Vec::new();
        let classes: Vec<String> = self
            .classes
            .iter()
            .map(|(pos, tag)| format!("{} {}", pos.name(), tag.name()))
            .collect();
        write_text(&mut body, &classes.join("\n"));
        let labels: Vec<&str> = self.labels.iter().map(|rel| rel.name()).collect();
        write_text(&mut body, &labels.join("\n"));
        self.lexicon.write(&mut body);
        self.lemmas.write(&mut body);
        for weights in [&self.tagger, &self.moves, &self.relations] {
            weights.write(&mut body);
        }
        let mut out = MAGIC.to_vec();
        out.extend(sum(&body).to_le_bytes());
        out.extend(body);
        out
    }

    /// Reads a model's file.
    ///
    /// # Errors
    /// When the bytes are not what `write` wrote, packed.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Damaged> {
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
        let lexicon = Lexicon::read(&mut reader)?;
        let lemmas = Lemmas::read(&mut reader)?;
        let tagger = Weights::read(&mut reader, classes.len())?;
        let moves = Weights::read(&mut reader, 3)?;
        let relations = Weights::read(&mut reader, labels.len())?;
        if !reader.is_empty() {
            return Err(Damaged("it has more than it should"));
        }
        Ok(Self { classes, labels, lexicon, lemmas, tagger, moves, relations })
    }

    /// Tags and tree of a sentence; time grows with its length and no faster.
    pub(crate) fn analyse(&self, forms: &[&str]) -> Vec<Analysed> {
        let mut buffer = String::new();
        let words: Vec<Word> =
            forms.iter().map(|form| Word::new(form, &self.lexicon, &mut buffer)).collect();
        let classes = tagger::tag(&self.tagger, &words);
        let parsed = words.len().min(LONGEST);
        let atoms = self.atoms(&words[..parsed], &classes);
        let mut state = State::default();
        parser::parse(&self.moves, &self.relations, &atoms, &mut state);
        let root = state.nodes.iter().position(|node| node.head == parsed).unwrap_or(0);
        classes
            .iter()
            .enumerate()
            .map(|(at, &class)| {
                let (pos, tag) = self.classes[usize::from(class)];
                let (head, rel) = match state.nodes.get(at).filter(|_| at < parsed) {
                    Some(node) if at != root => {
                        (Some(node.head), self.labels[usize::from(node.label)])
                    }
                    Some(_) => (None, Rel::Root),
                    None if pos == Pos::Punct => (Some(root), Rel::Punct),
                    None => (Some(root), Rel::Dep),
                };
                Analysed { class, pos, tag, head, rel }
            })
            .collect()
    }

    /// The parser's view of tagged words.
    pub(crate) fn atoms(&self, words: &[Word], classes: &[u16]) -> Vec<Atom> {
        let atom = |(word, &class): (&Word, &u16)| Atom {
            word: word.common(),
            tag: u64::from(class),
            pos: self.classes[usize::from(class)].0 as u64,
            end: if word.suffixes[2] == super::words::NOTHING {
                word.lower
            } else {
                word.suffixes[2]
            },
        };
        words.iter().zip(classes).map(atom).collect()
    }
}

/// Tells a damaged file from a whole one; no protection against intent.
fn sum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |sum, &byte| hash::mix(sum, u64::from(byte)))
}
