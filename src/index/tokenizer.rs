//! Text to the words the index knows.

use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RawTokenizer, RemoveLongFilter, Stemmer, Token,
    TokenStream, Tokenizer, TokenizerManager,
};

/// English: stemmed, then without accents (the other way round the stemmer misses endings).
pub(super) const ENGLISH: &str = "bilateral_english";
/// Every other language: lower case, without accents.
pub(super) const OTHER: &str = "bilateral_other";
/// A whole value in lower case: names of outlets, which users type in any case.
pub(super) const NAME: &str = "bilateral_name";

/// Longest word kept, in bytes; longer runs are data (base64, hashes), not words.
const LONGEST_WORD: usize = 120;

/// Makes the tokenizers known to an index; every opening needs it, they are not stored.
pub(super) fn register(manager: &TokenizerManager) {
    use tantivy::tokenizer::TextAnalyzer;
    manager.register(
        ENGLISH,
        TextAnalyzer::builder(Words::default())
            .filter(RemoveLongFilter::limit(LONGEST_WORD))
            .filter(LowerCaser)
            .filter(Stemmer::new(Language::English))
            .filter(AsciiFoldingFilter)
            .build(),
    );
    manager.register(
        OTHER,
        TextAnalyzer::builder(Words::default())
            .filter(RemoveLongFilter::limit(LONGEST_WORD))
            .filter(LowerCaser)
            .filter(AsciiFoldingFilter)
            .build(),
    );
    manager
        .register(NAME, TextAnalyzer::builder(RawTokenizer::default()).filter(LowerCaser).build());
}

/// Runs of letters and digits; in scripts written without spaces each character is a word, so that
/// a name inside a Chinese or Thai sentence is found as a phrase.
#[derive(Clone, Default)]
struct Words {
    token: Token,
}

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.token.reset();
        WordStream { text, at: 0, token: &mut self.token }
    }
}

struct WordStream<'a> {
    text: &'a str,
    /// Byte offset of the first character not yet looked at.
    at: usize,
    token: &'a mut Token,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        self.token.text.clear();
        self.token.position = self.token.position.wrapping_add(1);
        let rest = &self.text[self.at..];
        let Some((skipped, first)) = rest.char_indices().find(|(_, c)| c.is_alphanumeric()) else {
            self.at = self.text.len();
            return false;
        };
        let from = self.at + skipped;
        let to = if stands_alone(first) {
            from + first.len_utf8()
        } else {
            self.text[from..]
                .char_indices()
                .find(|&(_, c)| !c.is_alphanumeric() || stands_alone(c))
                .map_or(self.text.len(), |(offset, _)| from + offset)
        };
        self.at = to;
        self.token.offset_from = from;
        self.token.offset_to = to;
        self.token.text.push_str(&self.text[from..to]);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// True for characters of scripts that put no spaces between words: Thai, Lao, Myanmar, Khmer,
/// kana, Han (Unicode block ranges).
fn stands_alone(c: char) -> bool {
    matches!(c,
        '\u{0E00}'..='\u{0EFF}'
        | '\u{1000}'..='\u{109F}'
        | '\u{1780}'..='\u{17FF}'
        | '\u{3040}'..='\u{30FF}'
        | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(analyzer: &str, text: &str) -> Vec<String> {
        let manager = TokenizerManager::default();
        register(&manager);
        let mut analyzer = manager.get(analyzer).unwrap();
        let mut stream = analyzer.token_stream(text);
        let mut out = Vec::new();
        while stream.advance() {
            let token = stream.token();
            assert!(text.get(token.offset_from..token.offset_to).is_some());
            out.push(token.text.clone());
        }
        out
    }

    #[test]
    fn splits_stems_and_folds() {
        let table: [(&str, &str, &[&str]); 7] = [
            (ENGLISH, "The ministers were negotiating", &["the", "minist", "were", "negoti"]),
            (ENGLISH, "Erdoğan’s U.S.-Zürich trip", &["erdogan", "s", "u", "s", "zurich", "trip"]),
            (OTHER, "Die Außenminister  trafen sich", &["die", "aussenminister", "trafen", "sich"]),
            (OTHER, "Москва 2025", &["москва", "2025"]),
            (OTHER, "中国abc和", &["中", "国", "abc", "和"]),
            (OTHER, "🚀 — …", &[]),
            (NAME, "The Caspian Post", &["the caspian post"]),
        ];
        for (analyzer, text, expected) in table {
            assert_eq!(words(analyzer, text), expected, "{text}");
        }
        assert!(words(OTHER, &"x".repeat(10_000)).is_empty(), "endless runs are not words");
    }
}
