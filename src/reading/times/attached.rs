//! Times that stand before a noun: "the 2015 nuclear deal", "Monday's attack", "its 8 October statement".
//! They say when the noun was, and nothing of when the sentence's deed was done.

use super::tables::{Meaning, Role, TimeTables};
use crate::model::span::Span;

/// Whether the words of a time stand before a noun that they date.
pub(crate) fn modifies_noun(text: &str, time: Span) -> bool {
    let tables = TimeTables::embedded();
    let (Some(before), Some(words), Some(behind)) =
        (text.get(..time.start), time.of(text), text.get(time.end..))
    else {
        return false;
    };
    if behind.starts_with("'s ") || behind.starts_with("’s ") {
        return true;
    }
    // The span of an edge begins with its preposition: "since the 2014".
    let opens =
        |word: &str| tables.word(word).is(Role::Bound) || tables.word(word).is(Role::Article);
    let core = words.split(' ').find(|word| !opens(word)).unwrap_or_default();
    let inner_article =
        words.split(' ').take_while(|w| opens(w)).any(|w| tables.word(w).is(Role::Article));
    let named = core.starts_with(|c: char| c.is_ascii_digit() || c.is_uppercase());
    named && is_noun(tables, behind) && (inner_article || is_determined(tables, before))
}

/// A word in small letters that may be a noun or stand before one follows at once.
fn is_noun(tables: &TimeTables, behind: &str) -> bool {
    let Some(rest) = behind.strip_prefix(' ') else {
        return false;
    };
    let next = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let word = tables.word(next);
    next.starts_with(char::is_lowercase)
        && word.meaning == Meaning::None
        && ![Role::Free, Role::PastForm, Role::Auxiliary, Role::Earlier, Role::Later]
            .iter()
            .any(|role| word.is(*role))
}

/// "the", "its", "Norland's", "the disputed" before it.
fn is_determined(tables: &TimeTables, before: &str) -> bool {
    let mut back = before.trim_end_matches(' ').rsplit(' ');
    let determines = |word: &str| {
        let known = tables.word(word);
        known.is(Role::Article)
            || known.is(Role::Possessive)
            || word.ends_with("'s")
            || word.ends_with("’s")
    };
    let Some(last) = back.next() else {
        return false;
    };
    let describes = last.starts_with(char::is_lowercase)
        && last.chars().all(char::is_alphabetic)
        && !tables.word(last).is(Role::Cue)
        && !tables.word(last).is(Role::Free);
    determines(last) || describes && back.next().is_some_and(determines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_before_a_noun_is_told_from_one_that_stands_alone() {
        let cases = [
            ("They broke the [2015] nuclear deal.", true),
            ("They condemned [Monday]'s attack.", true),
            ("Its [8 October] statement was short.", true),
            ("The disputed [2018] election was annulled.", true),
            ("Nothing was built [since the 2014] war.", true),
            ("Norland’s [2019] law fell.", true),
            ("They met on [8 October] in Oslo.", false),
            ("In [2024] trade fell.", false),
            ("In the [first half of 2025] trade fell.", false),
            ("On the night of [8 October] police came.", false),
            ("They met on [Monday] night.", false),
            ("By the [end of 2024] Norland had left.", false),
            ("[2024]", false),
        ];
        for (case, expected) in cases {
            let open = case.find('[').unwrap();
            let close = case.find(']').unwrap() - 1;
            let text = case.replace(['[', ']'], "");
            assert_eq!(modifies_noun(&text, Span::new(open, close)), expected, "{case}");
        }
    }
}
