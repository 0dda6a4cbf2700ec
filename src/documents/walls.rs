//! Pages that stand in front of an article: paywalls, consent to cookies, checks for robots, error pages.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;

/// Characters beyond which a page is an article, whatever box stands in it.
const LONG: usize = 900;

#[derive(Deserialize)]
struct Words {
    phrases: Vec<String>,
}

static WALLS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let words: Words =
        toml::from_str(include_str!("../../data/walls.toml")).expect("embedded table is tested");
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostFirst)
        .build(words.phrases)
        .expect("the phrases are few and short")
});

/// True where the text of a page is short and says what such pages say.
pub(super) fn is_wall(text: &str) -> bool {
    text.chars().count() <= LONG && WALLS.is_match(&text.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walls_are_told_from_articles() {
        for wall in [
            "Subscribe to continue reading. One month for one euro.",
            "Мы используем файлы cookie. Продолжая, вы соглашаетесь.",
            "Bevor Sie fortfahren: Wir verwenden Cookies und ähnliche Techniken.",
        ] {
            assert!(is_wall(wall), "{wall}");
        }
        let article = "Norway and Sweden signed an agreement on herring quotas. ".repeat(20);
        assert!(!is_wall(&article) && !is_wall(&article[..200]));
        assert!(
            !is_wall(&format!("{article} Subscribe to continue reading.")),
            "a box in an article"
        );
    }
}
