//! Regular English inflection, forwards only: from lemma to form.

fn ends_consonant_y(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() > 1
        && bytes[bytes.len() - 1] == b'y'
        && !matches!(bytes[bytes.len() - 2], b'a' | b'e' | b'i' | b'o' | b'u')
}

/// "attack" → "attacks", "clash" → "clashes", "rally" → "rallies"; nouns and verbs alike.
pub(crate) fn s(word: &str) -> String {
    if word == "have" {
        return "has".to_owned();
    }
    if ends_consonant_y(word) {
        return format!("{}ies", &word[..word.len() - 1]);
    }
    let hissing = ["s", "x", "z", "ch", "sh"].iter().any(|e| word.ends_with(e));
    if hissing || matches!(word, "veto" | "go" | "do" | "undergo" | "embargo") {
        return format!("{word}es");
    }
    format!("{word}s")
}

/// "attack" → "attacked", "seize" → "seized", "deny" → "denied".
pub(crate) fn past(lemma: &str) -> String {
    if lemma.ends_with('e') {
        format!("{lemma}d")
    } else if ends_consonant_y(lemma) {
        format!("{}ied", &lemma[..lemma.len() - 1])
    } else {
        format!("{lemma}ed")
    }
}

/// "attack" → "attacking", "seize" → "seizing"; `doubled` is the stem of a doubled past ("bann").
pub(crate) fn ing(lemma: &str, doubled: Option<&str>) -> String {
    if let Some(stem) = doubled {
        return format!("{stem}ing");
    }
    if let Some(stem) = lemma.strip_suffix("ie") {
        return format!("{stem}ying");
    }
    if lemma.ends_with('e') && !lemma.ends_with("ee") && lemma != "be" {
        return format!("{}ing", &lemma[..lemma.len() - 1]);
    }
    let doubling = [
        "cut", "hit", "get", "put", "set", "run", "sit", "shut", "split", "quit", "win", "begin",
        "let", "bid", "upset", "forget", "dig", "swim", "wed", "beget",
    ];
    if doubling.contains(&lemma) {
        return format!("{lemma}{}ing", &lemma[lemma.len() - 1..]);
    }
    format!("{lemma}ing")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflects_regular_words() {
        for (lemma, third, before, going) in [
            ("attack", "attacks", "attacked", "attacking"),
            ("seize", "seizes", "seized", "seizing"),
            ("deny", "denies", "denied", "denying"),
            ("clash", "clashes", "clashed", "clashing"),
            ("destroy", "destroys", "destroyed", "destroying"),
            ("agree", "agrees", "agreed", "agreeing"),
        ] {
            assert_eq!((s(lemma).as_str(), past(lemma).as_str()), (third, before));
            assert_eq!(ing(lemma, None), going);
        }
        assert_eq!(ing("ban", Some("bann")), "banning");
        assert_eq!(ing("hit", None), "hitting");
    }
}
