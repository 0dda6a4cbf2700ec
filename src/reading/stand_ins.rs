//! Words the parser knows, put in the place of names it has never met.
//!
//! The treebanks are small and their names are not ours: "Lebanese Prime Minister Saad Hariri" is one word
//! to the parser, read as a name it has seen often, and so is "Azerbaijani" as an adjective. What a mention
//! is made of is known already (`actors`), so nothing is lost.

use super::syntax::{Pos, Rel, StandIn, Tag, Tree};
use super::tokens::Token;
use super::{How, Mention};
use crate::model::span::Span;

/// Names and adjectives frequent in the treebanks.
const PERSON: &str = "Bush";
const STATE: &str = "Iraq";
const BODY: &str = "Senate";
const ADJECTIVE: &str = "Iraqi";

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
    let last = &inside[inside.len() - 1];
    match mention.how {
        How::Person => Some(StandIn { span, form: PERSON }),
        How::Adjective => {
            let named = inside.iter().take_while(|t| !is_small(t)).count();
            let adjective = inside.get(..named).filter(|t| !t.is_empty())?;
            // "Iraqis" is a noun of its own.
            let noun = named == inside.len() && word(&adjective[named - 1]).ends_with('s');
            let span = Span::new(span.start, adjective[named - 1].span.end);
            (!noun).then_some(StandIn { span, form: ADJECTIVE })
        }
        How::Coreference => None,
        // "Israeli army", "Taliban fighters": the noun tells number and kind.
        _ if inside.len() > 1 && is_small(last) => {
            let named = inside.iter().take_while(|t| !is_small(t)).count();
            let name = inside.get(..named).filter(|t| !t.is_empty())?;
            let span = Span::new(span.start, name[named - 1].span.end);
            Some(StandIn { span, form: STATE })
        }
        _ => {
            let article = first
                .checked_sub(1)
                .is_some_and(|before| word(&tokens[before]).eq_ignore_ascii_case("the"));
            Some(StandIn { span, form: if article { BODY } else { STATE } })
        }
    }
}

/// Verbs the parser took for words that describe ("X lifted sanctions" as sanctions that are lifted), each
/// read as a verb it cannot mistake.
pub(super) fn of_verbs(text: &str, tree: &Tree, verbs: &[(Span, Tag)]) -> Vec<StandIn> {
    let mut out = Vec::new();
    let mut at = 0;
    for &(span, tag) in verbs {
        while tree.nodes.get(at).is_some_and(|n| n.span.end <= span.start) {
            at += 1;
        }
        let Some(node) = tree.nodes.get(at).filter(|n| n.span == span) else { continue };
        let described = tag != Tag::Vbn && matches!(node.rel, Rel::Amod | Rel::Compound);
        if !described {
            continue;
        }
        let after = tree.nodes.get(at + 1);
        let next = after.and_then(|n| n.span.of(text)).unwrap_or_default();
        let kind = if next == "that" {
            0
        } else if after.is_some_and(|n| matches!(n.pos, Pos::Adp | Pos::Adv | Pos::Punct)) {
            2
        } else {
            1
        };
        let forms = match tag {
            Tag::Vbz => ["says", "takes", "goes"],
            Tag::Vbd => ["said", "took", "went"],
            Tag::Vbn => ["said", "taken", "gone"],
            Tag::Vbg => ["saying", "taking", "going"],
            _ => ["say", "take", "go"],
        };
        out.push(StandIn { span, form: forms[kind] });
    }
    out
}
