//! The coder's tables, embedded in the binary and compiled once.

use std::sync::LazyLock;

use super::cameo::Cameo;
use super::rules::{self, Rules};
use super::words::Words;

/// Words, rules and codes.
pub(crate) struct Tables {
    pub(crate) words: Words,
    pub(crate) rules: Rules,
    pub(crate) cameo: Cameo,
}

macro_rules! event_files {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../../data/events/", $name)))),*]
    };
}

/// One file a PLOVER type.
pub(crate) const FILES: [(&str, &str); 16] = event_files![
    "agree.toml",
    "consult.toml",
    "support.toml",
    "concede.toml",
    "cooperate.toml",
    "aid.toml",
    "retreat.toml",
    "request.toml",
    "accuse.toml",
    "reject.toml",
    "threaten.toml",
    "protest.toml",
    "sanction.toml",
    "mobilize.toml",
    "coerce.toml",
    "assault.toml",
];

const WORDS: &str = include_str!("../../../data/words.toml");
const VERBS: &str = include_str!("../../../data/verbs.toml");
const CAMEO: &str = include_str!("../../../data/cameo.tsv");

static EMBEDDED: LazyLock<Tables> = LazyLock::new(|| {
    Tables::parse(WORDS, VERBS, CAMEO, &FILES).expect("the embedded tables are checked by a test")
});

impl Tables {
    pub(crate) fn embedded() -> &'static Tables {
        &EMBEDDED
    }

    /// Compiles and checks all tables; the error names file and entry.
    pub(crate) fn parse(
        words: &str,
        verbs: &str,
        cameo: &str,
        files: &[(&str, &str)],
    ) -> Result<Self, String> {
        let words = Words::parse(words, verbs, &rules::lemmas(files)?)?;
        let rules = Rules::parse(files, &words)?;
        let cameo = Cameo::parse(cameo)?;
        for rule in &rules.all {
            if cameo.intensity(&rule.cameo).is_none() {
                return Err(format!("{}: unknown CAMEO code {}", rule.id, rule.cameo));
            }
        }
        Ok(Tables { words, rules, cameo })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_tables_compile() {
        let tables = Tables::parse(WORDS, VERBS, CAMEO, &FILES);
        assert_eq!(tables.map(|t| t.rules.all.len() > 100), Ok(true));
    }

    #[test]
    fn an_unknown_code_is_named() {
        let file = "type = \"AID\"\nmeaning = \"m\"\nexamples = [\"a\", \"b\"]\n[[rule]]\nid = \"x\"\nverbs = [\"help\"]\ncameo = \"999\"\nlabel = \"L\"\n";
        let error = Tables::parse(WORDS, VERBS, CAMEO, &[("aid.toml", file)]).err();
        assert_eq!(error.as_deref(), Some("aid.toml: x: unknown CAMEO code 999"));
    }
}
