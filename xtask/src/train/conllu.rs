//! Treebanks: CoNLL-U, packed.

use std::io::Read;
use std::path::Path;

use bilateral_syntax::names::{Pos, Rel, Tag};

/// A word with what its annotators say.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    pub(crate) form: String,
    /// Lower case, with straight apostrophes.
    pub(crate) lemma: String,
    pub(crate) pos: Pos,
    pub(crate) tag: Tag,
    /// Number of the head in the sentence; the number of words for the root.
    pub(crate) head: usize,
    pub(crate) rel: Rel,
}

/// A sentence with its identifier.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sentence {
    pub(crate) id: String,
    pub(crate) words: Vec<Word>,
}

impl Sentence {
    pub(crate) fn forms(&self) -> Vec<&str> {
        self.words.iter().map(|w| w.form.as_str()).collect()
    }
}

/// Reads a treebank. Words of several tokens are passed over: their tokens are what counts; so are empty nodes.
///
/// # Errors
/// When the file cannot be read, or a line is not CoNLL-U, naming it.
pub(crate) fn read(path: &Path) -> Result<Vec<Sentence>, String> {
    let fault = |what: &str| format!("{}: {what}", path.display());
    let packed = std::fs::File::open(path).map_err(|e| fault(&e.to_string()))?;
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(packed)
        .read_to_string(&mut text)
        .map_err(|e| fault(&e.to_string()))?;
    let mut out = Vec::new();
    let mut sentence = Sentence::default();
    for (at, line) in text.lines().enumerate() {
        if line.is_empty() {
            close(&mut sentence, &mut out);
        } else if let Some(comment) = line.strip_prefix('#') {
            if let Some(id) = comment.trim().strip_prefix("sent_id = ") {
                id.clone_into(&mut sentence.id);
            }
        } else if let Some(word) =
            word(line).ok_or_else(|| fault(&format!("line {}: {line}", at + 1)))?
        {
            sentence.words.push(word);
        }
    }
    close(&mut sentence, &mut out);
    Ok(out)
}

fn close(sentence: &mut Sentence, out: &mut Vec<Sentence>) {
    let mut done = std::mem::take(sentence);
    let count = done.words.len();
    for word in &mut done.words {
        word.head = word.head.checked_sub(1).unwrap_or(count);
    }
    if count > 0 {
        out.push(done);
    }
}

/// `None` for a line that is none; `Some(None)` for one that holds no word of the tree.
fn word(line: &str) -> Option<Option<Word>> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [id, form, lemma, pos, tag, _, head, rel, ..] = columns[..] else {
        return None;
    };
    if id.contains(['-', '.']) {
        return Some(None);
    }
    Some(Some(Word {
        form: form.to_owned(),
        lemma: lemma.to_lowercase().replace('’', "'"),
        pos: Pos::named(pos)?,
        tag: Tag::named(tag)?,
        head: head.parse().ok()?,
        rel: Rel::named(rel)?,
    }))
}
