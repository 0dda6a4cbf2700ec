//! Newsletters: messages of mail, one a file (`.eml`) or many in a mailbox (`.mbox`).

use std::io::BufRead;
use std::ops::ControlFlow;

use mail_parser::{MessageParser, PartType};

use super::Flow;
use super::item::{Body, Place, RawItem, SkipReason};
use super::lines::{self, Line};
use super::single::Out;

/// Headers by which a message is known; two of them must stand at its start.
const HEADERS: [&str; 10] = [
    "from",
    "to",
    "date",
    "subject",
    "message-id",
    "received",
    "return-path",
    "mime-version",
    "delivered-to",
    "reply-to",
];

/// True where a mailbox begins: its first line names a sender, the next ones are headers.
pub(super) fn is_mailbox(head: &[u8]) -> bool {
    let rest = head.strip_prefix(b"From ").and_then(|rest| {
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        rest.get(end + 1..)
    });
    rest.is_some_and(is_message)
}

/// True where a message begins: with headers, two of which only mail has.
pub(super) fn is_message(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&head[..head.len().min(8_192)]);
    let mut known = 0;
    for line in head.lines() {
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, _)) = line.split_once(':').filter(|(name, _)| is_name(name)) else {
            break;
        };
        known += usize::from(HEADERS.contains(&name.to_ascii_lowercase().as_str()));
    }
    // "Date:" and "Subject:" also head notes; mail has a sender and an address of its own.
    let lower = head.to_ascii_lowercase();
    let starts = |name: &str| lower.starts_with(name) || lower.contains(&format!("\n{name}"));
    known >= 3
        && starts("from:")
        && ["message-id:", "received:", "mime-version:", "return-path:"]
            .iter()
            .any(|name| starts(name))
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() < 60
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// Reads a mailbox message by message.
pub(super) fn mailbox(mut input: impl BufRead, out: &mut Out) -> Flow {
    let (mut message, mut line) = (Vec::new(), Vec::new());
    let (mut number, mut blank, mut long) = (0u64, true, false);
    let most = out.limits.message;
    loop {
        let read = match lines::next(&mut input, &mut line, most) {
            Ok(read) => read,
            Err(error) => return out.trouble(Place::Item(number), &error),
        };
        let starts = read == Line::Read && blank && line.starts_with(b"From ");
        if starts || read == Line::End {
            if number > 0 {
                let place = Place::Item(number);
                if long { out.too_long(place, most)? } else { self::message(&message, place, out)? }
            }
            if read == Line::End {
                return ControlFlow::Continue(());
            }
            number += 1;
            long = false;
            message.clear();
            continue;
        }
        blank = line.is_empty() && read == Line::Read;
        long |= matches!(read, Line::TooLong(_)) || (message.len() + line.len()) as u64 > most;
        if long {
            message.clear();
            continue;
        }
        // A line of the text that began with "From " was marked when it was put here.
        let text =
            line.strip_prefix(b">").filter(|rest| rest.starts_with(b"From ")).unwrap_or(&line);
        message.extend_from_slice(text);
        message.push(b'\n');
    }
}

/// Reads one message.
pub(super) fn message(bytes: &[u8], place: Place, out: &mut Out) -> Flow {
    let Some(message) = MessageParser::default().parse(bytes) else {
        return out.skip(
            place,
            SkipReason::BadFeed,
            "this is no message of mail",
            "save the message again as .eml",
        );
    };
    // Its own HTML is nearer to what was written than a text made from it.
    let html =
        message.html_body.iter().find_map(|part| match &message.parts.get(*part as usize)?.body {
            PartType::Html(html) => Some(html.to_string()),
            _ => None,
        });
    let text = || message.body_text(0).map(|text| text.into_owned());
    let body = match html.map(Body::Fragment).or_else(|| text().map(Body::Text)) {
        Some(body) => body,
        None => {
            let remedy = "save what is attached, and add that";
            return out.skip(place, SkipReason::NoText, "the message has no text", remedy);
        }
    };
    let mut item = RawItem::new(out.origin(place), body);
    item.title = message
        .subject()
        .map(|subject| subject.trim().to_owned())
        .filter(|title| !title.is_empty());
    item.published =
        message.date().map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day));
    item.id = message.message_id().map(str::to_owned);
    item.outlets = sender(&message).into_iter().collect();
    item.kind = Some("newsletter".to_owned());
    out.item(item)
}

/// Who sent it: the name, else the address's host.
fn sender(message: &mail_parser::Message<'_>) -> Option<String> {
    let from = message.from()?.first()?;
    let name = from
        .name()
        .map(|name| name.trim_matches(['"', ' ']).to_owned())
        .filter(|name| !name.is_empty());
    name.or_else(|| from.address()?.rsplit_once('@').map(|(_, host)| host.to_ascii_lowercase()))
}
