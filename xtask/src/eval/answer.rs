//! An overview as the program prints it in JSON: only what eval looks at.

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
pub(crate) struct Answer {
    text_blocks: Vec<Block>,
    pub(crate) references: Vec<Reference>,
    pub(crate) dropped: Vec<Value>,
}

#[derive(Deserialize)]
struct Block {
    #[serde(rename = "type")]
    kind: String,
    dyad: Option<[String; 2]>,
    #[serde(default)]
    sentences: Vec<Sentence>,
    #[serde(default)]
    list: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    #[serde(default)]
    label: String,
    contested: bool,
    sentences: Vec<Sentence>,
}

#[derive(Deserialize)]
pub(crate) struct Sentence {
    pub(crate) text: String,
    pub(crate) citations: Vec<Citation>,
    pub(crate) contested: bool,
    pub(crate) told_by: Option<String>,
    pub(crate) computed: Option<Value>,
}

#[derive(Deserialize)]
pub(crate) struct Citation {
    pub(crate) reference: usize,
    pub(crate) quote: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

#[derive(Deserialize)]
pub(crate) struct Reference {
    link: Option<String>,
    also_at: Vec<String>,
}

impl Reference {
    /// All addresses of the page.
    pub(crate) fn links(&self) -> impl Iterator<Item = &str> {
        self.link.iter().chain(&self.also_at).map(String::as_str)
    }
}

/// A sentence and where it stands.
pub(crate) struct Told<'a> {
    /// "AZE-RUS" in alphabetical order, "regional" for a section about no pair, "lead" before the first heading.
    pub(crate) section: String,
    /// The sentence or its point is marked as contested.
    pub(crate) contested: bool,
    pub(crate) sentence: &'a Sentence,
    /// What a reader reads with it: label and sentences of its point, or the sentence alone.
    pub(crate) point: String,
}

impl Answer {
    /// Every sentence in reading order.
    pub(crate) fn told(&self) -> Vec<Told<'_>> {
        let mut out = Vec::new();
        let mut section = "lead".to_owned();
        for block in &self.text_blocks {
            if block.kind == "heading" {
                section = block.dyad.as_ref().map_or_else(|| "regional".to_owned(), pair);
            }
            for sentence in &block.sentences {
                out.push(Told {
                    section: section.clone(),
                    contested: sentence.contested,
                    sentence,
                    point: sentence.text.clone(),
                });
            }
            for item in &block.list {
                let texts: Vec<&str> = item.sentences.iter().map(|s| s.text.as_str()).collect();
                let point = format!("{}: {}", item.label, texts.join(" "));
                for sentence in &item.sentences {
                    let contested = item.contested || sentence.contested;
                    let point = point.clone();
                    out.push(Told { section: section.clone(), contested, sentence, point });
                }
            }
        }
        out
    }
}

/// Two codes in alphabetical order, joined.
pub(crate) fn pair(codes: &[String; 2]) -> String {
    let [a, b] = codes;
    if a <= b { format!("{a}-{b}") } else { format!("{b}-{a}") }
}
