//! Words the parser knows, put in the place of names and verbs it has never met.
//!
//! The treebanks are small and their names are not ours: "Lebanese Prime Minister Saad Hariri" is one word
//! to the parser, read as a name it has seen often, and so is "Azerbaijani" as an adjective. What a mention
//! is made of is known already (`actors`), so nothing is lost. The words are in `data/stand_ins.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::syntax::{Pos, Rel, StandIn, Tag, Tree};
use super::tokens::Token;
use super::{How, Mention};
use crate::model::span::Span;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    person: String,
    state: String,
    body: String,
    adjective: String,
    /// By Penn tag, one for each kind of what follows.
    verbs: BTreeMap<String, [String; 3]>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/stand_ins.toml"))
        .expect("the embedded table is checked by a test")
});

/// The stand-ins of a sentence, in text order.
pub(super) fn of(text: &str, tokens: &[Token], mentions: &[Mention]) -> Vec<StandIn> {
    mentions.iter().filter_map(|mention| of_mention(text, tokens, mention)).collect()
}

fn of_mention(text: &str, tokens: &[Token], mention: &Mention) -> Option<StandIn> {
    let span = mention.span;
    let first = tokens.partition_point(|t| t.span.start < span.start);
    let end = tokens.partition_point(|t| t.span.start < span.end);
    let inside = tokens.get(first..end).filter(|t| !t.is_empty())?;
    // A name that is part of a word ("Syria-related") stays as it is.
    if inside[0].span.start != span.start || inside[inside.len() - 1].span.end != span.end {
        return None;
    }
    let word = |t: &Token| t.span.of(text).unwrap_or_default();
    let is_small = |t: &Token| word(t).starts_with(char::is_lowercase);
    let named = inside.iter().take_while(|t| !is_small(t)).count();
    let name = || {
        let last = inside.get(named.checked_sub(1)?)?;
        Some(Span::new(span.start, last.span.end))
    };
    let known = &*KNOWN;
    match mention.how {
        How::Person => Some(StandIn { span, form: &known.person }),
        How::Adjective => {
            // "Iraqis" is a noun of its own.
            let noun = named == inside.len() && word(&inside[named - 1]).ends_with('s');
            let span = name().filter(|_| !noun)?;
            Some(StandIn { span, form: &known.adjective })
        }
        How::Coreference => None,
        // "Taliban fighters": the noun tells number and kind.
        _ if named < inside.len() && is_small(&inside[inside.len() - 1]) => {
            name().map(|span| StandIn { span, form: &known.state })
        }
        _ => {
            let before = first.checked_sub(1).map(|before| word(&tokens[before]));
            let article = before.is_some_and(|b| b.eq_ignore_ascii_case("the"));
            Some(StandIn { span, form: if article { &known.body } else { &known.state } })
        }
    }
}

/// Verbs the parser took for words that describe ("X lifted sanctions" as sanctions that are lifted), each
/// read as a verb it cannot mistake. `verbs`: in text order, with the tag each should have.
pub(super) fn of_verbs(text: &str, tree: &Tree, verbs: &[(Span, Tag)]) -> Vec<StandIn> {
    let mut out = Vec::new();
    let mut at = 0;
    for &(span, tag) in verbs {
        while tree.nodes.get(at).is_some_and(|n| n.span.end <= span.start) {
            at += 1;
        }
        let Some(node) = tree.nodes.get(at).filter(|n| n.span == span) else { continue };
        if tag == Tag::Vbn || !matches!(node.rel, Rel::Amod | Rel::Compound) {
            continue;
        }
        let Some([that, object, other]) = KNOWN.verbs.get(tag.name()) else { continue };
        let after = tree.nodes.get(at + 1);
        let form = match after {
            Some(n) if n.span.of(text) == Some("that") => that,
            Some(n) if matches!(n.pos, Pos::Adp | Pos::Adv | Pos::Punct) => other,
            _ => object,
        };
        out.push(StandIn { span, form });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::lexicon::Lexicon;
    use crate::reading::{actors, tokens};

    /// The forms of a sentence as the parser reads them.
    fn read_as(text: &str) -> String {
        let whole = Span::new(0, text.len());
        let tokens = tokens::split(text, whole);
        let lexicon = Lexicon::embedded();
        let mentions =
            actors::find(lexicon, text, &[whole], std::slice::from_ref(&tokens), None).remove(0);
        let stand_ins = of(text, &tokens, &mentions);
        let mut out = text.to_owned();
        for s in stand_ins.iter().rev() {
            out.replace_range(s.span.start..s.span.end, s.form);
        }
        out
    }

    #[test]
    fn names_become_names_the_parser_knows() {
        for (text, expected) in [
            ("Azerbaijani troops left Armenia.", "Iraqi troops left Iraq."),
            ("Taliban fighters hit the European Union.", "Iraq fighters hit the Senate."),
            ("Russian Foreign Minister Sergey Lavrov spoke.", "Bush spoke."),
            ("A Syria-related row.", "A Syria-related row."),
        ] {
            assert_eq!(read_as(text), expected, "{text}");
        }
    }
}
