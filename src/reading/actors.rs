//! States, organisations, groups and those who speak for them.
//!
//! Three steps a sentence: [`items`] marks every known word, [`ambiguity`] and [`people`] say what
//! it means here, [`grouping`] joins a country, a title and a name ([`naming`]) to one mention, where the
//! country is no attribute of others ([`attributes`]).

mod ambiguity;
mod attributes;
mod coreference;
mod grouping;
mod items;
mod naming;
mod page;
mod people;
mod places;
mod rough;
mod words;

use super::Mention;
use super::lexicon::Lexicon;
use super::tokens::Token;
use crate::model::day::DaySpan;
use crate::model::span::Span;
use page::Page;

pub(crate) use rough::may_name;
pub(crate) use words::stands_alone;

/// The mentions of each sentence, in text order, not overlapping.
///
/// Where a phrase stands for two actors ("both countries"), the second mention has an empty span
/// at the end of the first.
pub(crate) fn find(
    lexicon: &Lexicon,
    text: &str,
    sentences: &[Span],
    _tokens: &[Vec<Token>],
    published: Option<DaySpan>,
) -> Vec<Vec<Mention>> {
    let mut page = Page::new(lexicon, text, published);
    let mut out = Vec::with_capacity(sentences.len());
    for &sentence in sentences {
        if sentence.of(text).is_none() {
            out.push(Vec::new());
            continue;
        }
        let items = items::mark(&page, sentence);
        let mut mentions = grouping::join(&mut page, sentence, &items);
        places::settle(&mut mentions, text);
        page.remember(sentence, &mentions);
        out.push(mentions);
    }
    out
}

#[cfg(test)]
mod tests;
