//! A day of Wikipedia's Portal:Current events, from its wikitext to items.
//!
//! The pages of all years list what happened as bullets below headings; what changed over the years is what
//! stands around them (`{{Current events header|…}}`, later `{{Current events|…|content=…}}`). So everything
//! but bullets is passed over. A bullet with others below it is the topic of those.

use super::wikitext::{Plain, plain, without_hidden};
use crate::model::day::Day;
use crate::sources::{Body, Origin, Place, RawItem, digest};

/// Characters below which a bullet is a topic or a leftover, no report.
const SHORT: usize = 25;
/// Bytes of a bullet; longer ones are no prose.
const LONGEST: usize = 20_000;
/// Bullets of one day that are read.
const MOST: usize = 2_000;
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The title of a day's page: `Portal:Current events/2025 January 24`.
pub(super) fn title(day: Day) -> String {
    let month = usize::try_from(day.month() - 1).ok().and_then(|at| MONTHS.get(at)).unwrap_or(&"");
    format!("Portal:Current events/{} {month} {}", day.year(), day.day())
}

/// The day a page's title names.
pub(super) fn day_of(title: &str) -> Option<Day> {
    let (_, day) = title.rsplit_once('/')?;
    let mut words = day.split([' ', '_']);
    let (year, month, day) = (words.next()?, words.next()?, words.next()?);
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    Day::new(year.parse().ok()?, i8::try_from(month).ok()?, day.parse().ok()?).ok()
}

/// The reports of a day, in the order of its page.
pub(super) fn items(wikitext: &str, day: Day) -> Vec<RawItem> {
    let page = format!("https://en.wikipedia.org/wiki/{}", title(day).replace(' ', "_"));
    let hidden = without_hidden(wikitext);
    let bullets: Vec<(usize, &str)> = hidden.lines().filter_map(bullet).take(MOST).collect();
    let mut out: Vec<RawItem> = Vec::new();
    for (at, (depth, line)) in bullets.iter().enumerate() {
        let has_below = bullets.get(at + 1).is_some_and(|(below, _)| below > depth);
        let Plain { text, sources } = plain(line);
        // A topic that names sources of its own is a report as well.
        let is_report = text.chars().count() >= SHORT && (!has_below || !sources.is_empty());
        if !is_report {
            continue;
        }
        let origin = Origin { file: page.clone(), place: Place::Item(out.len() as u64 + 1) };
        let mut item = RawItem::new(origin, Body::Text(text));
        item.url = Some(page.clone());
        item.published = Some(day.to_string());
        digest(&mut item, sources);
        out.push(item);
    }
    out
}

/// A bullet's depth and text.
fn bullet(line: &str) -> Option<(usize, &str)> {
    let line = line.trim_start().trim_end_matches(['|', '}']);
    let text = line.trim_start_matches(['*', ':', '#']);
    let depth = line.len() - text.len();
    (line.starts_with('*') && line.len() <= LONGEST && !text.trim().is_empty())
        .then_some((depth, text.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEW: &str = "{{Current events|year=2025|month=01|day=24|content=\n\
        <!-- All news items below this line -->\n\
        ;Armed conflicts and attacks\n\
        *[[Freedonian–Sylvanian War]]\n\
        **[[Siege of Port|The siege]]\n\
        ***Freedonia's navy shells the [[Port (town)|town of Port]] for a third day. [https://p.example/1 (The Post)]\n\
        **Sylvania closes its border with Freedonia, and both recall envoys. [https://h.example/2 (Herald)] [https://s.example/3 (Star)]\n\
        \n\
        ;Disasters and accidents\n\
        * A ferry sinks off the coast of Osterlich with 40 people aboard. [https://p.example/4 (The Post)]\n\
        * [[Storm]]\n\
        <!-- All news items above this line -->|}}";

    const OLD: &str = "{{Current events header|2006|02|9}}\n<!-- All news items below this line -->\n\
        *'''Osterlich:''' The parliament of Osterlich votes for a new treaty with [[Freedonia]].  [http://news.example/1.stm (BBC)]\n\
        *Freedonia's president arrives in Sylvania on a state visit. [http://x.example (CNN)]\n\
        **He is to meet the king of Sylvania on Friday evening.\n<!-- All news items above this line -->|}\n{{Current events footer}}";

    #[test]
    fn bullets_are_reports_whatever_stands_around_them() {
        let day = Day::constant(2025, 1, 24);
        let found = items(NEW, day);
        let texts: Vec<&Body> = found.iter().map(|item| &item.body).collect();
        assert_eq!(
            texts,
            [
                &Body::Text("Freedonia's navy shells the town of Port for a third day.".into()),
                &Body::Text(
                    "Sylvania closes its border with Freedonia, and both recall envoys.".into()
                ),
                &Body::Text(
                    "A ferry sinks off the coast of Osterlich with 40 people aboard.".into()
                ),
            ]
        );
        assert_eq!(found[1].outlets, ["Herald", "Star"]);
        assert_eq!(found[0].published.as_deref(), Some("2025-01-24"));
        let page = "https://en.wikipedia.org/wiki/Portal:Current_events/2025_January_24";
        assert_eq!(found[0].url.as_deref(), Some(page));
        assert_eq!(found[0].written_by.as_deref(), Some("Wikipedia, Portal:Current events"));
        assert_eq!(found[0].language.as_deref(), Some("en"));
    }

    #[test]
    fn the_pages_of_former_years_are_read_too() {
        let found = items(OLD, Day::constant(2006, 2, 9));
        let texts: Vec<&Body> = found.iter().map(|item| &item.body).collect();
        assert_eq!(
            texts,
            [
                &Body::Text(
                    "Osterlich: The parliament of Osterlich votes for a new treaty with Freedonia."
                        .into()
                ),
                &Body::Text("Freedonia's president arrives in Sylvania on a state visit.".into()),
                &Body::Text("He is to meet the king of Sylvania on Friday evening.".into()),
            ]
        );
    }

    #[test]
    fn titles_and_days_name_each_other() {
        for day in [Day::constant(2002, 7, 2), Day::constant(2025, 12, 31)] {
            assert_eq!(day_of(&title(day)), Some(day));
        }
        assert_eq!(day_of("Portal:Current events/Sidebar"), None);
        assert_eq!(day_of("Portal:Current events/2025 February 31"), None);
    }
}
