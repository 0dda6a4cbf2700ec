//! What does the article say, once?
//!
//! [`build`] makes a clean, dated [`Document`] of one raw item, or says why not.

mod article;
mod clean;
mod dates;
mod language;
mod nesting;
mod walls;

#[cfg(test)]
mod tests;

use sha2::{Digest, Sha256};

use crate::model::day::Day;
use crate::model::document::{Document, ROWS, Report, TextKey};
use crate::sources::{Body, Origin, RawItem, Skip, SkipReason};

/// Bytes of a document's clean text.
const LONGEST_TEXT: usize = 1 << 20;
/// Characters of a title made from the text.
const TITLE: usize = 80;
/// Characters of a title, an outlet, an identifier as a source gives it; the rest is cut.
const LONGEST_NAME: usize = 500;
/// Bytes of an address; longer ones are dropped.
const LONGEST_URL: usize = 4096;

/// Makes a document of a raw item. `today` bounds the days that are believed.
///
/// # Errors
/// A skip where there is no text, too much of it, or a day that cannot be right.
pub(crate) fn build(item: RawItem, today: Day) -> Result<Document, Skip> {
    let found = content(&item)?;
    let text = found.text;
    if text.is_empty() {
        return refuse(
            &item.origin,
            SkipReason::NoText,
            "there is no text in it",
            "fill in its text",
        );
    }
    if text.len() > LONGEST_TEXT {
        let reason = format!("its text is longer than 1 MiB ({} bytes)", text.len());
        return refuse(&item.origin, SkipReason::TooLong, &reason, "split it into articles");
    }
    // A page's own date may be written in any way; the item's was put there for us to read.
    let published = match &item.published {
        Some(written) => {
            dates::read(written, today).map_err(|fault| bad_date(&item.origin, written, fault))?
        }
        None => found.published.and_then(|written| dates::read(&written, today).ok().flatten()),
    };
    let inferred = match &item.inferred {
        Some(written) => {
            dates::read(written, today).map_err(|fault| bad_date(&item.origin, written, fault))?
        }
        // A clock that was wrong when the file was made costs nobody its text.
        None => item.made.as_deref().and_then(|made| dates::read(made, today).ok().flatten()),
    };
    let url =
        item.url.as_deref().and_then(address).or_else(|| found.url.as_deref().and_then(address));
    let language = match &item.body {
        Body::Row(_) => ROWS.to_owned(),
        _ => language::of(item.language.as_deref().or(found.language.as_deref()), &text),
    };
    let report = Report {
        published,
        inferred,
        outlets: outlets(&item, found.site, url.as_deref()),
        title: title(item.title.as_deref(), found.title, &item.body, &text),
        url,
        id: item.id.as_deref().map(name).filter(|id| !id.is_empty()),
        kind: item.kind.as_deref().map(name).filter(|kind| !kind.is_empty()),
        written_by: item.written_by.as_deref().map(name).filter(|writer| !writer.is_empty()),
        arrived: 0,
    };
    Ok(Document { key: key(&text), text, language, reports: vec![report] })
}

/// The first day that a date says, written in any way a source writes it; `None` where none is said or it is one
/// that cannot be right.
pub(crate) fn day(written: &str, today: Day) -> Option<Day> {
    dates::read(written, today).ok().flatten().map(|span| span.start)
}

/// Adds publications to a document; reports stay sorted and without repetition. Of the same report the one
/// that arrived first stays.
pub(crate) fn merge_reports(document: &mut Document, reports: impl IntoIterator<Item = Report>) {
    document.reports.extend(reports);
    document.reports.sort();
    document.reports.dedup_by(|later, earlier| later.is_same(earlier));
}

/// The first 16 bytes of the SHA-256 of the text, in lowercase hex.
pub(crate) fn key(text: &str) -> TextKey {
    Sha256::digest(text.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// What the body itself tells.
#[derive(Debug, Default)]
struct Found {
    text: String,
    title: Option<String>,
    published: Option<String>,
    site: Option<String>,
    language: Option<String>,
    url: Option<String>,
}

fn content(item: &RawItem) -> Result<Found, Skip> {
    match &item.body {
        Body::Text(text) => {
            // Twice the limit, because cleaning only shortens and reading is not free.
            if text.len() > 4 * LONGEST_TEXT {
                let reason = format!("its text is longer than 1 MiB ({} bytes)", text.len());
                return refuse(
                    &item.origin,
                    SkipReason::TooLong,
                    &reason,
                    "split it into articles",
                );
            }
            Ok(Found { text: clean::text(text), ..Found::default() })
        }
        Body::Mention { .. } => refuse(
            &item.origin,
            SkipReason::Mention,
            "it says where GDELT saw an event again, and not which",
            "take mentions with their events: bilateral backfill gdelt --fine --mentions",
        ),
        Body::Row(line) => Ok(Found { text: clean::text(line), ..Found::default() }),
        Body::Fragment(html) => {
            guard(html, &item.origin)?;
            Ok(Found { text: clean::text(&article::fragment(html)), ..Found::default() })
        }
        Body::Html(html) => {
            guard(html, &item.origin)?;
            let Some(found) = article::find(html) else {
                return refuse(
                    &item.origin,
                    SkipReason::NoArticle,
                    "no article text was found on the page",
                    "save the article's own page, or its text as a .txt file",
                );
            };
            let text = clean::text(&found.text);
            if walls::is_wall(&text) {
                return refuse(
                    &item.origin,
                    SkipReason::Wall,
                    "the page asks to subscribe, to consent or to prove something, and holds no article",
                    "open it in a browser, and save the article's own page",
                );
            }
            Ok(Found {
                text,
                title: found.title,
                published: found.published,
                site: found.site,
                language: found.language,
                url: found.url,
            })
        }
    }
}

fn guard(html: &str, origin: &Origin) -> Result<(), Skip> {
    nesting::check(html).map_err(|fault| {
        let remedy = "leave it out, or save its text as a .txt file";
        Skip::new(origin.clone(), SkipReason::TooDeep, fault.to_string(), remedy)
    })
}

fn refuse<T>(origin: &Origin, code: SkipReason, reason: &str, remedy: &str) -> Result<T, Skip> {
    Err(Skip::new(origin.clone(), code, reason, remedy))
}

fn bad_date(origin: &Origin, written: &str, fault: dates::Fault) -> Skip {
    let shown: String = written.chars().filter(|c| !c.is_control()).take(40).collect();
    let reason = match fault {
        dates::Fault::Unreadable => format!("the date \"{shown}\" cannot be read"),
        dates::Fault::Future => format!("the date \"{shown}\" lies in the future"),
        dates::Fault::Past => format!("the date \"{shown}\" lies too far back, before 1800"),
    };
    let remedy = "write it as YYYY-MM-DD, or leave it empty";
    Skip::new(origin.clone(), SkipReason::BadDate, reason, remedy)
}

/// An address that a browser may open: http or https, no white space or control characters.
fn address(url: &str) -> Option<String> {
    let url = url.trim();
    let scheme = url.get(..8.min(url.len()))?.to_ascii_lowercase();
    let is_web = scheme.starts_with("http://") || scheme.starts_with("https://");
    let is_clean =
        !url.chars().any(|c| c.is_whitespace() || c.is_control() || "\"<>\\".contains(c));
    (is_web && is_clean && url.len() <= LONGEST_URL && host(url).is_some()).then(|| url.to_owned())
}

/// The host of an address in lower case, without user, port and `www.`.
pub(crate) fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (!host.is_empty()).then(|| host.to_owned())
}

/// One line, clean, not too long.
fn name(text: &str) -> String {
    let line = clean::line(text);
    match line.char_indices().nth(LONGEST_NAME) {
        Some((end, _)) => line[..end].trim_end().to_owned(),
        None => line,
    }
}

/// Who carries it: the outlets named, else the page's own site name, else the host, else the file's name.
fn outlets(item: &RawItem, site: Option<String>, url: Option<&str>) -> Vec<String> {
    let named: Vec<String> = item
        .outlets
        .iter()
        .map(|outlet| title_text(outlet, &item.body))
        .filter(|n| !n.is_empty())
        .collect();
    if !named.is_empty() {
        return named;
    }
    let site = site.as_deref().map(name).filter(|site| !site.is_empty());
    let fallback = site.or_else(|| url.and_then(host)).unwrap_or_else(|| stem(&item.origin.file));
    vec![fallback]
}

/// File name without folders and extensions of known formats.
fn stem(file: &str) -> String {
    let mut stem = file.rsplit(['/', '\\']).next().unwrap_or(file);
    while let Some((start, end)) = stem.rsplit_once('.') {
        let known =
            !start.is_empty() && end.len() <= 8 && end.chars().all(|c| c.is_ascii_alphanumeric());
        if !known {
            break;
        }
        stem = start;
    }
    if stem.is_empty() { file.to_owned() } else { stem.to_owned() }
}

fn title(given: Option<&str>, found: Option<String>, body: &Body, text: &str) -> String {
    let given = given.map(|title| title_text(title, body)).filter(|title| !title.is_empty());
    given
        .or_else(|| found.as_deref().map(name).filter(|title| !title.is_empty()))
        .unwrap_or_else(|| start_of(text))
}

/// Titles of feeds are HTML as often as not; others are what they are.
fn title_text(title: &str, body: &Body) -> String {
    match body {
        Body::Fragment(_) if title.contains(['&', '<']) && nesting::check(title).is_ok() => {
            name(&article::fragment(title))
        }
        _ => name(title),
    }
}

/// The first words of the text, at most 80 characters, with `…` where it is cut.
fn start_of(text: &str) -> String {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let Some((end, _)) = line.char_indices().nth(TITLE) else { return line.to_owned() };
    let cut = line[..end].rfind(' ').filter(|&at| at > end / 2).unwrap_or(end);
    format!("{}…", line[..cut].trim_end_matches([' ', ',', ';', ':', '–', '-']))
}
