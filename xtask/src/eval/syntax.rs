//! Syntax: tags and trees of gold words, against what their annotators say.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::board::{Board, table};
use crate::train;

/// Sets with floors.
const SETS: [&str; 2] = ["ewt-test", "gum-news-devtest"];

/// Measures the model in `data/syntax`.
///
/// # Errors
/// When model or treebanks cannot be read.
pub(crate) fn measure(folder: &Path, board: &mut Board) -> Result<(), String> {
    let model = train::model()?;
    let heads = ["percent of words", "UPOS", "UAS", "LAS", "lemma"];
    let mut rows = vec![heads.map(str::to_owned).to_vec()];
    for set in SETS {
        let path = folder.join(format!("treebanks/{set}.conllu.gz"));
        let sentences = train::sentences(&path)?;
        let bytes = std::fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let digest = Sha256::digest(&bytes);
        let digits: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        board.sets.insert(format!("treebanks/{set}"), format!("{digits}·{}", sentences.len()));
        let m = train::measure(&model, &sentences);
        let mut row = vec![set.to_owned()];
        for (name, share) in
            [("UPOS", m.pos), ("UAS", m.unlabelled), ("LAS", m.labelled), ("lemma", m.lemma)]
        {
            row.push(format!("{:.1}", board.figure(format!("syntax/{set}/{name}"), share)));
        }
        rows.push(row);
    }
    table("Syntax", &rows);
    Ok(())
}
