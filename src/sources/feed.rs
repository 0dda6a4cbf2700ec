//! RSS 0.9x, 1.0 and 2.0, Atom and JSON Feed, also damaged ones.
//!
//! A feed is parsed as it is; if that fails, with its commonest faults mended; if that fails too, item by
//! item, so that one bad item costs one item.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use feed_rs::model::{Entry, Feed};
use feed_rs::parser::Builder;

use super::Flow;
use super::encoding;
use super::format::Format;
use super::item::{Body, Place, RawItem, SkipReason};
use super::outlets;
use super::single::Out;
use super::xml;

/// Reads a feed that lies in memory as a whole.
pub(crate) fn read(bytes: Vec<u8>, format: Format, out: &mut Out) -> Flow {
    let Some(text) = encoding::decode(&bytes, encoding::declared(&bytes).as_deref()) else {
        return out.skip(
            Place::Whole,
            SkipReason::BadEncoding,
            "the feed is in no encoding that fits its bytes",
            "get it again, or save it as UTF-8",
        );
    };
    drop(bytes);
    let text = xml::without_declaration(text.trim_start());
    if format == Format::XmlFeed
        && let Err(reason) = xml::check(text)
    {
        return bad(reason, out);
    }
    let anonymous = if format == Format::JsonFeed { without_authors(text) } else { None };
    let text = anonymous.as_deref().unwrap_or(text);
    let mut reason = match parse(text) {
        Ok(parsed) => return all(parsed, out),
        Err(reason) => reason,
    };
    if format == Format::XmlFeed {
        let mended = xml::mend(text);
        match parse(&mended) {
            Ok(parsed) => return all(parsed, out),
            Err(second) => reason = second,
        }
        if let Some(pieces) = xml::Pieces::of(&mended) {
            return one_by_one(&pieces, &reason, out);
        }
    }
    bad(&reason, out)
}

/// A JSON Feed without its authors, which we have no use for: the parser compares each with all others and
/// copies the feed's own into every item, so a feed of a few megabytes could fill the memory. `None` where it is
/// no JSON object; the parser then says what is wrong.
fn without_authors(text: &str) -> Option<String> {
    let mut feed: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).ok()?;
    let items = feed.get_mut("items").and_then(|items| items.as_array_mut()).into_iter().flatten();
    for item in items.filter_map(|item| item.as_object_mut()) {
        item.retain(|name, _| !matches!(name.as_str(), "author" | "authors"));
    }
    feed.retain(|name, _| !matches!(name.as_str(), "author" | "authors"));
    serde_json::to_string(&feed).ok()
}

fn bad(reason: &str, out: &mut Out) -> Flow {
    let remedy = "get the feed again; check that the address was a feed's";
    out.skip(
        Place::Whole,
        SkipReason::BadFeed,
        format!("this feed cannot be read: {reason}"),
        remedy,
    )
}

/// A feed and the dates of its items as they were written.
struct Parsed {
    feed: Feed,
    dates: Vec<String>,
}

fn parse(text: &str) -> Result<Parsed, String> {
    // The parser turns dates into moments of UTC, which moves a day stated as 00:30 in Baku to the day
    // before. So each date gets a number in place of a moment, and the words are looked up afterwards.
    let dates = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&dates);
    let parser = Builder::new()
        .sanitize_content(false)
        .id_generator(|_, _, _| String::new())
        .timestamp_parser(move |text| {
            let mut seen = seen.lock().ok()?;
            seen.push(text.trim().to_owned());
            let number = Duration::from_secs(seen.len() as u64 - 1);
            Some((SystemTime::UNIX_EPOCH + number).into())
        })
        .build();
    let feed = parser.parse(text.as_bytes()).map_err(|error| short(&error.to_string()))?;
    let dates = dates.lock().map(|mut dates| std::mem::take(&mut *dates)).unwrap_or_default();
    Ok(Parsed { feed, dates })
}

/// At most 200 characters of a parser's message: it may quote the input.
fn short(message: &str) -> String {
    message.chars().take(200).collect()
}

fn all(parsed: Parsed, out: &mut Out) -> Flow {
    let Parsed { mut feed, dates } = parsed;
    let entries = std::mem::take(&mut feed.entries);
    if entries.is_empty() {
        let remedy = "nothing needs to be done if the feed is new; else check its address";
        return out.skip(Place::Whole, SkipReason::Empty, "the feed has no items", remedy);
    }
    for (at, entry) in entries.into_iter().enumerate() {
        emit(entry, &feed, &dates, at as u64 + 1, out)?;
    }
    ControlFlow::Continue(())
}

fn one_by_one(pieces: &xml::Pieces, reason: &str, out: &mut Out) -> Flow {
    let head = parse(&pieces.head()).map(|parsed| parsed.feed).unwrap_or_else(|_| blank());
    let mut number = 0;
    let mut taken = 0;
    for piece in pieces.items() {
        number += 1;
        let place = Place::Item(number);
        let whole = match piece {
            xml::Piece::Whole(item) => parse(&pieces.around(item)),
            xml::Piece::Cut => Err("it breaks off".to_owned()),
        };
        let entry = whole.and_then(|mut parsed| {
            parsed
                .feed
                .entries
                .pop()
                .map(|entry| (entry, parsed.dates))
                .ok_or_else(|| "it is no item".to_owned())
        });
        match entry {
            Ok((entry, dates)) => {
                taken += 1;
                emit(entry, &head, &dates, number, out)?;
            }
            Err(reason) => out.skip(
                place,
                SkipReason::BadFeed,
                format!("this item of the feed cannot be read: {reason}"),
                "get the feed again",
            )?,
        }
    }
    // The items are all right and the damage is around them: that is worth a word, too.
    if number == taken {
        return match taken {
            0 => bad(reason, out),
            _ => out.skip(
                Place::Whole,
                SkipReason::BadFeed,
                format!("the feed is damaged ({reason}); its {taken} items were taken"),
                "get the feed again to be sure that nothing is missing",
            ),
        };
    }
    ControlFlow::Continue(())
}

/// A feed of which nothing is known.
fn blank() -> Feed {
    const BLANK: &str = "<feed xmlns=\"http://www.w3.org/2005/Atom\"></feed>";
    parse(BLANK).map(|parsed| parsed.feed).expect("the constant above is a feed")
}

fn emit(entry: Entry, feed: &Feed, dates: &[String], number: u64, out: &mut Out) -> Flow {
    let place = Place::Item(number);
    let date = entry.published.or(entry.updated);
    let published = date
        .and_then(|date| usize::try_from(date.timestamp()).ok())
        .and_then(|at| dates.get(at).cloned())
        .filter(|date| !date.is_empty());
    let title = entry.title.map(|title| title.content).filter(|title| !title.trim().is_empty());
    let content =
        entry.content.and_then(|content| content.body).filter(|body| !body.trim().is_empty());
    let summary =
        entry.summary.map(|summary| summary.content).filter(|text| !text.trim().is_empty());
    // Where an item has nothing but its headline, the headline is the news.
    let Some(body) = content.or(summary).or_else(|| title.clone()) else {
        let remedy = "nothing can be done here; the feed's author left it empty";
        return out.skip(place, SkipReason::NoText, "the item has neither text nor title", remedy);
    };
    let mut item = RawItem::new(out.origin(place), Body::Fragment(body));
    item.id = Some(entry.id).filter(|id| !id.is_empty());
    item.url =
        address(&entry.links).or_else(|| item.id.clone().filter(|id| id.starts_with("http")));
    item.title = title;
    item.published = published;
    item.language = entry.language.or_else(|| feed.language.clone());
    let outlet = entry.source.or_else(|| feed.title.as_ref().map(|title| title.content.clone()));
    item.outlets = outlets::clean(outlet);
    outlets::tell_writer(&mut item);
    out.item(item)
}

/// The page an item is about: a link that is neither the feed itself nor a comment, reply or enclosure.
fn address(links: &[feed_rs::model::Link]) -> Option<String> {
    let plain = |link: &&feed_rs::model::Link| {
        link.target.is_none() && matches!(link.rel.as_deref(), None | Some("alternate"))
    };
    links.iter().find(plain).map(|link| link.href.trim().to_owned()).filter(|href| !href.is_empty())
}
