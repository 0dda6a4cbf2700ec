//! Articles of Wikipedia that its own search finds.
//!
//! An encyclopedia's article is no news report: it tells of many years and is edited for ever, so the day of its
//! last edit is the day of nothing that it tells. It gets no day, not even as a guess; what it says of days stands
//! in its sentences. Its address is that of the very revision that was read.

use std::ops::ControlFlow;

use super::files::{Files, Reached};
use super::mediawiki::{Article, Wiki};
use super::search::asks_something;
use super::{Backfill, Step, Told, patiently, source_of};
use crate::error::{Error, Result};
use crate::ingest::Intake;
use crate::sources::{Body, Origin, Place, RawItem};

/// What its articles are said to be wherever they are cited.
const OUTLET: &str = "Wikipedia (encyclopedia)";
const KIND: &str = "encyclopedia";
/// Letters of the name of an edition.
const LONGEST: usize = 20;

/// The interface for programs of the edition in a language (`en`, `ru`, `zh-min-nan`).
///
/// # Errors
/// Where this is no name of an edition.
pub(crate) fn interface_in(language: &str) -> Result<String> {
    let is_name = (2..=LONGEST).contains(&language.len())
        && language.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
        && !language.starts_with('-')
        && !language.ends_with('-');
    if !is_name {
        return Err(Error::Usage(format!(
            "'{}' is no edition of Wikipedia; write its language as in its address, for example en or simple",
            language.escape_debug()
        )));
    }
    Ok(format!("https://{language}.wikipedia.org/w/api.php"))
}

/// Asks an edition of Wikipedia for words and stores the articles it finds, `most` of them, the best first; those
/// that did not change since they were taken are passed over. `watch` is told after each article.
///
/// # Errors
/// Where there are no words, or the archive cannot be written; what was told before is stored.
pub(crate) fn encyclopedia(
    job: &Backfill<'_>,
    language: &str,
    words: &str,
    most: usize,
    watch: &mut dyn FnMut(&Step) -> ControlFlow<()>,
) -> Result<Told> {
    asks_something(words)?;
    let Backfill { client, interface, local, .. } = *job;
    let wiki = Wiki { client, interface, local };
    let source = source_of(&format!("wikipedia {language}"), job.setting.about.as_ref());
    let folder = job.setting.folder;
    let mut files = Files::load(folder)?;
    let mut told = Told::default();
    let mut hits = match patiently(job, || wiki.search(words, most)) {
        Ok((hits, bytes)) => {
            told.bytes = bytes;
            hits
        }
        Err(fault) => {
            told.ended = Some(fault);
            return Ok(told);
        }
    };
    let all = hits.len();
    let name = |page: u64, edited: &str| format!("{page} as of {edited}");
    hits.retain(|hit| files.reached(&source, &name(hit.page, &hit.edited)) != Reached::Whole);
    told.before = all - hits.len();
    let mut step = Step { of: hits.len(), bytes: told.bytes, ..Step::default() };
    let mut intake = Intake::begin(job.setting, format!("wikipedia {language}: {words}"))?;
    for hit in hits {
        let read = patiently(job, || {
            let (article, bytes) = wiki.article(hit.page)?;
            let article = article.map(|article| Ok((wiki.permanent(&article)?, article)));
            Ok((article.transpose()?, bytes))
        });
        match read {
            Ok((article, bytes)) => {
                step.bytes += bytes;
                told.missing += usize::from(article.is_none());
                let items = article.map(|(address, article)| Ok(item(address, article, language)));
                intake.take(items.into_iter().collect())?;
                files.enter(&source, &name(hit.page, &hit.edited), Reached::Whole);
                files.save(folder)?;
            }
            Err(fault) => {
                told.ended = Some(fault);
                break;
            }
        }
        step.done += 1;
        if watch(&step).is_break() {
            break;
        }
    }
    told.bytes = step.bytes;
    told.summary = intake.finish()?;
    Ok(told)
}

/// An article as it stood in a revision, without a day.
fn item(address: String, article: Article, language: &str) -> RawItem {
    let origin = Origin { file: address.clone(), place: Place::Whole };
    let mut item = RawItem::new(origin, Body::Text(with_plain_headings(&article.text)));
    item.url = Some(address);
    item.title = Some(article.title);
    item.outlets = vec![OUTLET.to_owned()];
    item.kind = Some(KIND.to_owned());
    // The edition in simple English has a name that is no language; its text tells.
    item.language = Some(language.to_owned()).filter(|name| name != "simple");
    item
}

/// The text with its headings as lines of their own; headings without a text below them go: lists of references
/// and links are left out of it already.
fn with_plain_headings(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Vec<(usize, &str)> = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some((level, name)) = heading(line) {
            open.retain(|(above, _)| *above < level);
            open.push((level, name));
        } else if line.is_empty() {
            if !out.is_empty() && !out.ends_with("\n\n") {
                out.push('\n');
            }
        } else {
            for (_, name) in open.drain(..) {
                out.push_str(&format!("\n{name}\n\n"));
            }
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// `== Aftermath ==`: its level and its name.
fn heading(line: &str) -> Option<(usize, &str)> {
    let level = line.bytes().take_while(|b| *b == b'=').count();
    let name = line.get(level..)?.strip_suffix(line.get(..level)?)?.trim();
    (level >= 2 && !name.is_empty()).then_some((level, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_stand_alone_and_empty_parts_go() {
        let text = "Freedonia is a state.\n\n\n== History ==\n\n=== War ===\nIt fought Sylvania.\n== See also ==\n\n== References ==\n";
        assert_eq!(
            with_plain_headings(text),
            "Freedonia is a state.\n\n\nHistory\n\n\nWar\n\nIt fought Sylvania.\n\n"
        );
        for line in ["==", "====", "= one =", "== open", "a == b =="] {
            assert_eq!(heading(line), None, "{line}");
        }
    }

    #[test]
    fn editions_are_named_as_in_their_address() {
        assert_eq!(interface_in("ru").unwrap(), "https://ru.wikipedia.org/w/api.php");
        assert!(interface_in("zh-min-nan").is_ok());
        for name in ["", "e", "en.evil.example/", "EN", "-en", "en-", "en/..", "ру"] {
            assert!(interface_in(name).is_err(), "{name}");
        }
    }
}
