//! `cargo xtask train`: learns `data/syntax/model.bin` from the treebanks beside the checkout, and tells how good it is.

mod conllu;
mod lemmas;
mod measure;
mod moves;
mod perceptron;
mod random;
mod tags;

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::engine::model::Model;
use crate::engine::names::Rel;
use crate::engine::tagger;
use crate::eval::{self, table};
use conllu::Sentence;

/// Averaged weights are kept in steps of this; the greatest are near 60, which 127 steps must reach.
const STEP: f32 = 0.5;
/// Smaller ones are dropped: the file would be three times as large for 0.2 points.
const LEAST: f32 = 1.2;
/// The same for the tagger.
const LEAST_TAG: f32 = 1.0;
/// Tags to learn the parser from are given by taggers that have not seen the sentence: so many.
const FOLDS: usize = 4;

/// Trains and measures, or with `--check` only measures.
///
/// # Errors
/// Wrong arguments, no treebanks, or a model that cannot be read or written.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let folder = eval::folder().ok_or("train needs the treebanks at ../shared/data/treebanks")?;
    let folder = folder.join("treebanks");
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => {
            let model = learn(&training(&folder)?);
            let bytes = pack(&model.write())?;
            std::fs::write(path(), &bytes).map_err(|e| format!("{}: {e}", path().display()))?;
        }
        ["--check"] => {}
        _ => return Err(format!("train knows --check only\n\n{}", crate::USAGE)),
    }
    show(&folder)
}

/// Where the model is.
pub(crate) fn path() -> PathBuf {
    crate::root().join("data/syntax/model.bin")
}

/// Sets to measure on: name and file.
pub(crate) const TESTS: [(&str, &str); 3] = [
    ("ewt-dev", "ewt-dev.conllu.gz"),
    ("ewt-test", "ewt-test.conllu.gz"),
    ("gum-news", "gum-news-devtest.conllu.gz"),
];

/// What is learned from: EWT, and of GUM what may be given on. Court and podcast texts are left out: their licences
/// are not clear.
fn training(folder: &Path) -> Result<Vec<Sentence>, String> {
    let mut out = conllu::read(&folder.join("ewt-train.conllu.gz"))?;
    let gum = conllu::read(&folder.join("gum-train-permissive.conllu.gz"))?;
    let unclear = |id: &str| id.starts_with("GUM_court") || id.starts_with("GUM_podcast");
    out.extend(gum.into_iter().filter(|s| !unclear(&s.id)));
    Ok(out)
}

fn learn(sentences: &[Sentence]) -> Model {
    let classes = tags::classes(sentences);
    let lexicon = tags::lexicon(sentences, &classes);
    let words = tags::words(sentences, &lexicon);
    let gold: Vec<Vec<u16>> = sentences.iter().map(|s| tags::gold(s, &classes)).collect();
    let all: Vec<usize> = (0..sentences.len()).collect();
    let labels: Vec<Rel> = Rel::ALL.iter().copied().filter(|r| *r != Rel::Root).collect();
    let mut model = Model {
        tagger: tags::learn(&all, &words, &gold, classes.len()),
        lemmas: lemmas::learn(sentences, &classes),
        classes,
        labels,
        lexicon,
        moves: crate::engine::weights::Weights::new(1, 3),
        relations: crate::engine::weights::Weights::new(1, Rel::ALL.len() - 1),
    };
    let mut given: Vec<Vec<u16>> = vec![Vec::new(); sentences.len()];
    for fold in 0..FOLDS {
        let (out, seen): (Vec<usize>, Vec<usize>) = all.iter().partition(|n| *n % FOLDS == fold);
        let tagger = tags::learn(&seen, &words, &gold, model.classes.len());
        for number in out {
            given[number] = tagger::tag(&tagger, &words[number]);
        }
    }
    let atoms: Vec<_> = words.iter().zip(&given).map(|(w, tags)| model.atoms(w, tags)).collect();
    (model.moves, model.relations) = moves::learn(sentences, &atoms, &model.labels);
    model
}

/// Packed as `Model::read` expects it.
fn pack(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).and_then(|()| packer.finish()).map_err(|e| e.to_string())
}

fn show(folder: &Path) -> Result<(), String> {
    let bytes = std::fs::read(path()).map_err(|e| format!("{}: {e}", path().display()))?;
    let model = Model::read(&bytes).map_err(|e| e.to_string())?;
    let heads = ["percent of words", "UPOS", "XPOS", "UAS", "LAS", "LAS with subtypes", "lemma"];
    let mut rows = vec![heads.map(str::to_owned).to_vec()];
    let mut speed = 0.0;
    for (name, file) in TESTS {
        let sentences = conllu::read(&folder.join(file))?;
        let m = measure::measure(&model, &sentences);
        let figures = [m.pos, m.tag, m.unlabelled, m.labelled, m.full, m.lemma];
        let cells = figures.iter().map(|share| format!("{:.2}", share * 100.0));
        rows.push(std::iter::once(name.to_owned()).chain(cells).collect());
        if name == "ewt-test" {
            speed = measure::speed(&model, &sentences);
        }
    }
    table("Syntax", &rows);
    println!("\n{:.2} MB, {:.0} words a second on one core", bytes.len() as f64 / 1e6, speed);
    Ok(())
}
