//! `cargo xtask train`: learns `data/syntax/model.bin` from the treebanks beside the checkout, and tells how good it is.

mod conllu;
mod lemmas;
mod measure;
#[allow(clippy::needless_range_loop, reason = "formulas over several slices read best by index")]
mod net;
mod network;
mod pack;
mod random;
mod tags;
mod vectors;

use std::path::{Path, PathBuf};

use crate::eval::{self, table};
use bilateral_syntax::lemmas::Lemmas;
use bilateral_syntax::model::Model;
use bilateral_syntax::names::{Pos, Rel, Tag};
use bilateral_syntax::words::Vocabulary;
use conllu::Sentence;
pub(crate) use conllu::read as sentences;
pub(crate) use measure::measure;

/// Rounds over the annotated sentences.
const EPOCHS: usize = 20;
/// Rounds over the reports.
const ROUNDS: usize = 2;
/// Words have rows of their own that come so often in the treebanks, or so often in the reports.
const OFTEN: (u32, u32) = (2, 30);

/// Trains and measures, or with `--check` only measures.
///
/// # Errors
/// Wrong arguments, no treebanks, or a model that cannot be read or written.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let folder = eval::folder().ok_or("train needs the treebanks at ../shared/data/treebanks")?;
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => {
            let bytes = learn(&folder)?;
            std::fs::write(path(), &bytes).map_err(|e| format!("{}: {e}", path().display()))?;
        }
        ["--check"] => {}
        ["--try", sentence] => {
            tell(&model()?, sentence);
            return Ok(());
        }
        _ => return Err(format!("train knows --check and --try only\n\n{}", crate::USAGE)),
    }
    show(&folder)
}

/// Where the model is.
fn path() -> PathBuf {
    crate::root().join("data/syntax/model.bin")
}

/// What is learned from: EWT, and of GUM what may be given on. Court and podcast texts are left out: their licences
/// are not clear.
fn training(folder: &Path) -> Result<Vec<Sentence>, String> {
    let mut out = conllu::read(&folder.join("ewt-train.conllu.gz"))?;
    let gum = conllu::read(&folder.join("gum-train-permissive.conllu.gz"))?;
    let unclear = |id: &str| id.starts_with("GUM_court") || id.starts_with("GUM_podcast");
    out.extend(gum.into_iter().filter(|s| !unclear(&s.id)));
    Ok(out)
}

fn learn(folder: &Path) -> Result<Vec<u8>, String> {
    let sentences = training(&folder.join("treebanks"))?;
    let held = conllu::read(&folder.join("treebanks/ewt-dev.conllu.gz"))?;
    let classes: Vec<(Pos, Tag)> = tags::classes(&sentences);
    let labels: Vec<Rel> = Rel::ALL.iter().copied().filter(|r| *r != Rel::Root).collect();
    let lemmas: Lemmas = lemmas::learn(&sentences, &classes);
    let annotated = |s: &Sentence| s.words.iter().map(|w| w.form.clone()).collect::<Vec<String>>();
    let mut texts: Vec<Vec<String>> = sentences.iter().map(annotated).collect();
    let often = |texts: &[Vec<String>], least: u32| {
        let counts = vectors::counts(texts.iter().flatten().map(String::as_str));
        counts.into_iter().filter(move |(_, n)| *n >= least).map(|(word, _)| word)
    };
    let reports = vectors::reports(&folder.join("current-events/current-events.jsonl.gz"))?;
    let mut words: Vec<u32> = often(&texts, OFTEN.0).chain(often(&reports, OFTEN.1)).collect();
    words.sort_unstable();
    words.dedup();
    let vocabulary = Vocabulary(words);
    texts.extend(reports);
    let mut random = random::Random(0x51D);
    random.shuffle(&mut texts);
    let shape = network::shape(&vocabulary, classes.len(), labels.len());
    eprintln!("{shape:?}");
    let start = std::time::Instant::now();
    let mut vectors = vectors::learn(&texts, &vocabulary, shape.width, ROUNDS, &mut random);
    eprintln!("vectors: {:.0} s", start.elapsed().as_secs_f64());
    network::settle(&mut vectors, &sentences, &vocabulary, shape.width);
    let mut sentences = sentences;
    sentences.extend(network::headlines(&sentences));
    let lessons = network::lessons(&sentences, &vocabulary, &classes, &labels);
    let held = network::lessons(&held, &vocabulary, &classes, &labels);
    let mut net = net::Net::new(shape, &mut random);
    net.table.values = vectors;
    network::learn(&mut net, &lessons, &held, EPOCHS, &mut random);
    pack::model(&net, &classes, &labels, &vocabulary, &lemmas)
}

/// The model as it stands in the checkout.
///
/// # Errors
/// When it is not there or damaged.
pub(crate) fn model() -> Result<Model, String> {
    let bytes = std::fs::read(path()).map_err(|e| format!("{}: {e}", path().display()))?;
    Model::read(&bytes).map_err(|e| e.to_string())
}

/// Sets that are not learned from: the first tells how training goes on, the others how good it is.
const TESTS: [&str; 3] = ["ewt-dev", "ewt-test", "gum-news-devtest"];

/// Prints the tree of a sentence whose words stand between spaces: number, form, lemma, tags, head, relation.
fn tell(model: &Model, sentence: &str) {
    let forms: Vec<&str> = sentence.split_whitespace().collect();
    for (at, (word, form)) in model.analyse(&forms).iter().zip(&forms).enumerate() {
        let mut lemma = String::new();
        model.lemmas.append(&form.to_lowercase(), word.class, &mut lemma);
        let head =
            word.head.map_or("0 root".to_owned(), |head| format!("{} {}", head + 1, forms[head]));
        let (pos, tag, rel) = (word.pos.name(), word.tag.name(), word.rel.name());
        println!("{}\t{form}\t{lemma}\t{pos}\t{tag}\t{head}\t{rel}", at + 1);
    }
}

fn show(folder: &Path) -> Result<(), String> {
    let model = model()?;
    let heads = ["percent of words", "UPOS", "XPOS", "UAS", "LAS", "LAS with subtypes", "lemma"];
    let mut rows = vec![heads.map(str::to_owned).to_vec()];
    let mut speed = 0.0;
    for name in TESTS {
        let sentences = conllu::read(&folder.join(format!("treebanks/{name}.conllu.gz")))?;
        let m = measure(&model, &sentences);
        let figures = [m.pos, m.tag, m.unlabelled, m.labelled, m.full, m.lemma];
        let cells = figures.iter().map(|share| format!("{:.2}", share * 100.0));
        rows.push(std::iter::once(name.to_owned()).chain(cells).collect());
        speed = measure::speed(&model, &sentences);
    }
    table("Syntax", &rows);
    let size = std::fs::metadata(path()).map_or(0, |m| m.len());
    println!("\n{:.2} MB, {speed:.0} words a second on one core", size as f64 / 1e6);
    Ok(())
}
