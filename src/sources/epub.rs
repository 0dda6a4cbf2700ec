//! EPUB books: the chapters in the order in which they are read.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::Flow;
use super::encoding;
use super::item::{Body, Place, RawItem, SkipReason};
use super::markup::{tags, unescaped};
use super::single::Out;
use super::zipped::{self, Archive};

/// Bytes of the lists of a book.
const LISTS: u64 = 8 * 1024 * 1024;
/// Characters of text below which a chapter is a cover, a title or a list of contents.
const SHORT: usize = 400;

/// Reads a book.
pub(super) fn read(archive: &mut Archive, out: &mut Out) -> Flow {
    let lists = container(archive).and_then(|path| Some((text(archive, &path, LISTS)?, path)));
    let Some((package, path)) = lists else {
        let reason = "this EPUB book does not say where its chapters are";
        return out.skip(
            Place::Whole,
            SkipReason::BadFeed,
            reason,
            "get the book again, or unpack it and add the folder",
        );
    };
    let book = Book::of(&package);
    let folder = path.rsplit_once('/').map(|(folder, _)| format!("{folder}/")).unwrap_or_default();
    let mut taken = 0;
    for chapter in chapters(&package) {
        let name = within(&folder, &chapter);
        let bytes = match zipped::entry(archive, &name, out.limits.page) {
            Ok(bytes) => bytes,
            Err(why) => {
                zipped::unreadable(&name, why, out)?;
                continue;
            }
        };
        let Some(html) = encoding::decode(&bytes, encoding::declared(&bytes).as_deref()) else {
            continue;
        };
        let body = body(&html);
        if length(body) < SHORT {
            continue;
        }
        taken += 1;
        let mut item =
            RawItem::new(out.origin(Place::Item(taken)), Body::Fragment(body.to_owned()));
        item.title = Some(match heading(&html) {
            Some(heading) => format!("{}: {heading}", book.title),
            None => format!("{}, chapter {taken}", book.title),
        });
        item.published.clone_from(&book.date);
        item.language.clone_from(&book.language);
        item.outlets = book.publisher.iter().cloned().collect();
        item.kind = Some("book".to_owned());
        out.item(item)?;
    }
    if taken == 0 {
        let remedy = "a book of pictures cannot be read";
        return out.skip(
            Place::Whole,
            SkipReason::NoText,
            "no chapter of this EPUB book holds text",
            remedy,
        );
    }
    ControlFlow::Continue(())
}

/// What the book says of itself.
struct Book {
    title: String,
    date: Option<String>,
    language: Option<String>,
    /// Its publisher, else who wrote it.
    publisher: Option<String>,
}

impl Book {
    fn of(package: &str) -> Self {
        let of = |name: &str| element(package, name);
        Self {
            title: of("dc:title").unwrap_or_else(|| "A book".to_owned()),
            // "2024-05-01T00:00:00Z" is a day.
            date: of("dc:date").map(|date| date.chars().take_while(|c| *c != 'T').collect()),
            language: of("dc:language"),
            publisher: of("dc:publisher").or_else(|| of("dc:creator")),
        }
    }
}

/// The path of the list of chapters.
fn container(archive: &mut Archive) -> Option<String> {
    let container = text(archive, "META-INF/container.xml", LISTS)?;
    tags(&container, "rootfile").into_iter().find_map(|tag| tag.get("full-path").cloned())
}

/// The chapters' paths in the order of the book's spine.
fn chapters(package: &str) -> Vec<String> {
    let paths: BTreeMap<String, String> = tags(package, "item")
        .into_iter()
        .filter(|item| item.get("media-type").is_some_and(|kind| kind.contains("html")))
        .filter_map(|item| Some((item.get("id")?.clone(), item.get("href")?.clone())))
        .collect();
    let order = tags(package, "itemref").into_iter().filter_map(|item| item.get("idref").cloned());
    order.filter_map(|id| paths.get(&id).cloned()).collect()
}

/// A path below a folder, its escapes written out.
fn within(folder: &str, path: &str) -> String {
    let path = path.split('#').next().unwrap_or_default().replace("%20", " ");
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn text(archive: &mut Archive, name: &str, most: u64) -> Option<String> {
    let bytes = zipped::entry(archive, name, most).ok()?;
    encoding::decode(&bytes, encoding::declared(&bytes).as_deref())
}

/// The text of the first element of this name, on one line.
fn element(xml: &str, name: &str) -> Option<String> {
    let (_, rest) = xml.split_once(&format!("<{name}"))?;
    let (_, rest) = rest.split_once('>')?;
    let (inside, _) = rest.split_once("</")?;
    let text = unescaped(inside).split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

fn body(html: &str) -> &str {
    let start = html.find("<body").and_then(|at| Some(at + html[at..].find('>')? + 1)).unwrap_or(0);
    let end = html.rfind("</body").filter(|end| *end > start).unwrap_or(html.len());
    &html[start..end]
}

/// The chapter's own heading.
fn heading(html: &str) -> Option<String> {
    ["h1", "h2", "title"]
        .iter()
        .find_map(|name| element(html, name))
        .filter(|heading| heading.len() < 200)
}

/// Characters outside of tags.
fn length(html: &str) -> usize {
    let mut inside = false;
    let outside = html.chars().filter(|c| {
        let text = !inside && *c != '<' && !c.is_whitespace();
        inside = (inside && *c != '>') || *c == '<';
        text
    });
    outside.count()
}
