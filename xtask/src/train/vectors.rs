//! First vectors of words, from running text without annotation: each word learns to tell the words around it
//! (skip-grams with negative examples, an output for each place around; Mikolov and others 2013, Ling and others 2015).

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;

use super::random::Random;
use bilateral_syntax::matrix::{add, dot, sigmoid};
use bilateral_syntax::words::{self, Rows, Vocabulary, short};

/// Places around a word.
const PLACES: [isize; 4] = [-2, -1, 1, 2];
const NEGATIVES: usize = 4;
const RATE: f32 = 0.01;
/// A word that makes up more than this share of the text is often passed over.
const FREQUENT: f32 = 1e-3;
/// Rarer words are no targets.
const TARGETS: u32 = 5;

/// Sentences of unannotated reports, cut into words roughly as treebanks do.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn reports(path: &Path) -> Result<Vec<Vec<String>>, String> {
    let fault = |what: String| format!("{}: {what}", path.display());
    let packed = std::fs::File::open(path).map_err(|e| fault(e.to_string()))?;
    let lines = BufReader::new(flate2::read::MultiGzDecoder::new(packed)).lines();
    let mut out = Vec::new();
    for line in lines {
        let line = line.map_err(|e| fault(e.to_string()))?;
        let report: serde_json::Value =
            serde_json::from_str(&line).map_err(|e| fault(e.to_string()))?;
        let text = report["text"].as_str().unwrap_or_default();
        out.push(text.split_whitespace().flat_map(pieces).collect());
    }
    Ok(out)
}

/// Marks at either end, "'s" and hyphens apart.
fn pieces(chunk: &str) -> Vec<String> {
    let core = chunk.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'));
    let (before, mut core) = chunk.split_at(chunk.len() - core.len());
    let mut out: Vec<String> = before.chars().map(String::from).collect();
    let end = core.trim_end_matches(|c: char| !c.is_alphanumeric());
    let mut after = &core[end.len()..];
    // "U.S." keeps its last stop.
    if after.starts_with('.') && end.contains('.') {
        after = &after[1..];
    }
    core = &core[..core.len() - after.len()];
    let clitic = ["'s", "’s"].iter().find_map(|s| core.strip_suffix(s));
    let stem = clitic.unwrap_or(core);
    for (at, piece) in stem.split('-').enumerate() {
        if at > 0 {
            out.push("-".to_owned());
        }
        out.push(piece.to_owned());
    }
    if clitic.is_some() {
        out.push("'s".to_owned());
    }
    out.extend(after.chars().map(String::from));
    out.retain(|piece| !piece.is_empty());
    out
}

/// How often each word comes, by its short hash.
pub(crate) fn counts<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeMap<u32, u32> {
    let mut counts = BTreeMap::new();
    let mut buffer = String::new();
    for form in texts {
        buffer.clear();
        words::normal(form, &mut buffer);
        *counts.entry(short(&buffer)).or_default() += 1;
    }
    counts
}

/// The table of vectors after so many rounds over the texts.
pub(crate) fn learn(
    texts: &[Vec<String>],
    vocabulary: &Vocabulary,
    width: usize,
    rounds: usize,
    random: &mut Random,
) -> Vec<f32> {
    let counts = counts(texts.iter().flatten().map(String::as_str));
    let all: f32 = counts.values().map(|n| *n as f32).sum();
    let targets: Vec<(u32, u32)> = counts.into_iter().filter(|(_, n)| *n >= TARGETS).collect();
    // Forms to numbers once; a word is its rows, its number as target, and how seldom it is taken.
    let mut forms: BTreeMap<&str, u32> = BTreeMap::new();
    let mut known: Vec<(Rows, Option<u32>, f32)> = Vec::new();
    let mut buffer = String::new();
    let numbered: Vec<Vec<u32>> = texts
        .iter()
        .map(|text| {
            text.iter()
                .map(|form| {
                    if let Some(&number) = forms.get(form.as_str()) {
                        return number;
                    }
                    let rows = vocabulary.rows(form, &mut buffer);
                    let target = targets.binary_search_by_key(&short(&buffer), |t| t.0).ok();
                    let share = target.map_or(0.0, |t| targets[t].1 as f32 / all);
                    let taken = if share > FREQUENT { (FREQUENT / share).sqrt() } else { 1.0 };
                    known.push((rows, target.map(|t| t as u32), taken));
                    forms.insert(form, known.len() as u32 - 1);
                    known.len() as u32 - 1
                })
                .collect()
        })
        .collect();
    // Negative examples by the three-quarter power of how often they come.
    let mut urn = Vec::new();
    for (number, (_, count)) in targets.iter().enumerate() {
        let copies = (*count as f32).powf(0.75) as usize;
        urn.extend(std::iter::repeat_n(number as u32, copies));
    }
    let mut table: Vec<f32> =
        (0..vocabulary.table() * width).map(|_| (random.unit() - 0.5) * 0.02).collect();
    let mut outputs = vec![0.0f32; targets.len() * PLACES.len() * width];
    let steps = (rounds * numbered.len()) as f32;
    let (mut centre, mut slope) = (vec![0.0f32; width], vec![0.0f32; width]);
    for step in 0..rounds * numbered.len() {
        let text = &numbered[step % numbered.len()];
        let rate = RATE * (1.0 - step as f32 / steps).max(0.01);
        for (at, &number) in text.iter().enumerate() {
            let (rows, _, taken) = &known[number as usize];
            if random.unit() > *taken {
                continue;
            }
            centre.fill(0.0);
            slope.fill(0.0);
            rows.each(|row, share| {
                add(&mut centre, share, &table[row as usize * width..][..width])
            });
            for (place, offset) in PLACES.iter().enumerate() {
                let Some(&near) = at.checked_add_signed(*offset).and_then(|at| text.get(at)) else {
                    continue;
                };
                let Some(target) = known[near as usize].1 else { continue };
                for example in 0..=NEGATIVES {
                    let (word, right) = match example {
                        0 => (target, 1.0),
                        _ => (urn[(random.next() % urn.len() as u64) as usize], 0.0),
                    };
                    let from = (word as usize * PLACES.len() + place) * width;
                    let output = &mut outputs[from..from + width];
                    let step = rate * (right - sigmoid(dot(&centre, output)));
                    add(&mut slope, step, output);
                    // An output is one row where a word is many: it may move as fast as they together.
                    add(output, 4.0 * step, &centre);
                }
            }
            rows.each(|row, share| add(&mut table[row as usize * width..][..width], share, &slope));
        }
    }
    table
}
