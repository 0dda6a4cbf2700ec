//! An overview as a thread of short posts: whole sentences only, each post with the address of its source.

use super::sample_note;
use crate::overview::wording::point_day;
use crate::overview::wording::short_day;
use crate::overview::{Overview, Point, Sentence};

/// What a network lets into one post.
#[derive(Debug, Clone, Copy)]
pub(in crate::faces) struct Room {
    pub(in crate::faces) name: &'static str,
    characters: usize,
    /// What an address counts, whatever its length; `None` where it counts as it is.
    address: Option<usize>,
    /// Characters beyond Latin, Greek, Cyrillic and their like count two.
    wide: bool,
}

/// The networks, with the limits they state (X: twitter-text configuration 3; Mastodon and Bluesky: their
/// documentation of posts).
pub(in crate::faces) const ROOMS: [Room; 3] = [
    Room { name: "X", characters: 280, address: Some(23), wide: true },
    Room { name: "Bluesky", characters: 300, address: None, wide: false },
    Room { name: "Mastodon", characters: 500, address: Some(23), wide: false },
];

/// Words of a post, and the address under them.
type Post = (String, Option<String>);

/// Room for " 12/34" behind the words.
const COUNTER: usize = 6;

/// The thread: what the overview leads with, then a post for each point. A sentence that does not fit whole is
/// left out, never cut; a point none of whose sentences fits is told by its label, day and source.
pub(in crate::faces) fn posts(overview: &Overview, room: Room) -> Vec<String> {
    let mut out = vec![first(overview, room)];
    let points = overview.sections.iter().flat_map(|section| &section.points);
    out.extend(points.map(|point| one(overview, point, room)));
    let all = out.len();
    let numbered = |(n, (words, address)): (usize, (String, Option<String>))| {
        let address = address.map(|address| format!("\n{address}")).unwrap_or_default();
        format!("{words} {n}/{all}{address}")
    };
    (1..).zip(out).map(numbered).collect()
}

fn first(overview: &Overview, room: Room) -> Post {
    let sample = if sample_note(overview).is_some() { ", from a sample archive" } else { "" };
    let head = format!("{}, as of {}{sample}", overview.title, short_day(overview.as_of));
    filled(head, &overview.lead, "", None, room)
}

fn one(overview: &Overview, point: &Point, room: Room) -> Post {
    let day = format!(" ({})", point_day(point));
    let cited = point.sentences.iter().flat_map(|s| &s.citations);
    let address = cited
        .filter_map(|c| overview.references.get(c.reference))
        .find_map(|r| r.url.as_deref().filter(|url| super::markdown::is_web(url)));
    let note = match (point.contested, &point.one_sided) {
        (true, _) => " [contested]".to_owned(),
        (false, Some(side)) => format!(" [sources of one side: {side}]"),
        (false, None) => String::new(),
    };
    filled(format!("{}{day}", point.label), &point.sentences, &note, address, room)
}

/// `head`, the sentences that fit from the first on, and `tail`.
fn filled(
    head: String,
    sentences: &[Sentence],
    tail: &str,
    address: Option<&str>,
    room: Room,
) -> Post {
    let counted = |address: &str| 1 + room.address.unwrap_or_else(|| weight(address, room));
    let ends = weight(tail, room) + COUNTER + address.map_or(0, counted);
    let most = room.characters.saturating_sub(ends);
    let mut out = head;
    for (at, sentence) in sentences.iter().enumerate() {
        let told_by = sentence.told_by.as_ref().map(|by| format!("{by}: ")).unwrap_or_default();
        let colon = if at == 0 { ":" } else { "" };
        let next = format!("{out}{colon} {told_by}{}", sentence.text);
        if weight(&next, room) > most {
            break;
        }
        out = next;
    }
    out.push_str(tail);
    (out, address.map(str::to_owned))
}

/// Characters as the network counts them.
fn weight(text: &str, room: Room) -> usize {
    let of = |c: char| match u32::from(c) {
        0..=4351 | 8192..=8205 | 8208..=8223 | 8242..=8247 => 1,
        _ if room.wide => 2,
        _ => 1,
    };
    text.chars().map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Sentence {
        Sentence {
            text: text.to_owned(),
            citations: Vec::new(),
            day: None,
            independent_outlets: 1,
            contested: false,
            told_by: None,
            computed: None,
        }
    }

    #[test]
    fn a_sentence_that_does_not_fit_is_left_out_whole() {
        let short = told("Norway denied it.");
        let long = told(&"Sweden said so again and again ".repeat(20));
        let address = format!("https://post.example/{}", "a".repeat(200));
        for room in ROOMS {
            let both = [short.clone(), long.clone()];
            let (post, _) = filled("Ferry rammed".to_owned(), &both, " [contested]", None, room);
            assert_eq!(post, "Ferry rammed: Norway denied it. [contested]");
            let (post, _) = filled("Ferry".to_owned(), std::slice::from_ref(&long), "", None, room);
            assert_eq!(post, "Ferry");
            let one = std::slice::from_ref(&short);
            let (post, under) = filled("Ferry".to_owned(), one, "", Some(&address), room);
            assert!(under == Some(address.clone()) && post.contains("denied"), "{post}");
        }
        let fits = told(&"a".repeat(280 - COUNTER - "Ferry: ".len()));
        let over = told(&"a".repeat(280 - COUNTER - "Ferry: ".len() + 1));
        let one = |sentence| filled("Ferry".to_owned(), &[sentence], "", None, ROOMS[0]).0;
        assert!(one(fits).len() == 280 - COUNTER && one(over) == "Ferry");
    }

    #[test]
    fn wide_letters_count_two_on_x_alone() {
        let counted = ROOMS.map(|room| weight("北京 – 1", room));
        assert_eq!(counted, [8, 6, 6]);
    }
}
