//! A country, a title and a name side by side become one mention.

use super::items::{Item, What};
use super::page::{Known, Page};
use super::people;
use super::words;
use crate::model::actor::Actor;
use crate::model::span::Span;
use crate::reading::{How, Mention};

/// The sector of those who held an office once.
const FORMER: &str = "ELI";
/// Most words between a country and its title ("former first deputy").
const MODIFIERS: usize = 3;

/// The mentions of one sentence, in order.
pub(super) fn join(page: &mut Page<'_>, sentence: Span, items: &[Item]) -> Vec<Mention> {
    let mut out = Vec::new();
    let mut reader = Reader { page, sentence, items, floor: sentence.start };
    out.extend(reader.pronoun());
    let mut at = 0;
    while at < items.len() {
        let (group, mut next) = reader.group(at);
        if let Some(group) = group {
            reader.floor = group.span.end;
            reader.note(&group);
            let first = out.is_empty();
            let says = first.then(|| reader.speaker_again(&group, next)).flatten();
            out.push(group.mention());
            if let Some(again) = says {
                reader.floor = again.span.end;
                out.push(again);
            }
        } else if let What::Pair { of } = items[at].what {
            out.extend(reader.pair(items[at].span, of, &out));
            reader.floor = items[at].span.end;
            next = at + 1;
        }
        at = next.max(at + 1);
    }
    out
}

/// A mention while it grows.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) span: Span,
    pub(super) id: String,
    pub(super) how: How,
    pub(super) role: Option<String>,
    pub(super) person: Option<String>,
    /// The last word was a title that a name may follow.
    pub(super) titled: bool,
    /// The words of the last title or body: "foreign ministry".
    pub(super) office: Option<Span>,
}

impl Group {
    /// An empty mention at this place, to be filled.
    fn at(span: Span) -> Self {
        let how = How::Name;
        Self { span, id: String::new(), how, role: None, person: None, titled: false, office: None }
    }

    pub(super) fn known(&self) -> Option<Known> {
        let person = self.person.clone()?;
        Some(Known { id: self.id.clone(), role: self.role.clone(), person })
    }

    fn mention(self) -> Mention {
        let how = match (&self.person, self.how, &self.role) {
            (_, How::Coreference, _) => How::Coreference,
            (Some(_), _, _) => How::Person,
            // "Istanbul police" acts, although the town does not.
            (None, How::City | How::Capital, Some(_)) => How::Adjective,
            (None, how, _) => how,
        };
        let actor = Actor { id: self.id, role: self.role, person: self.person };
        Mention { actor, span: self.span, how }
    }

    /// Takes the person over: who holds the office now is known better by name. Who holds none now
    /// but is called by a title (`called`) acted under it in what is told.
    fn take(&mut self, known: Known, end: usize, former: bool, called: bool) {
        self.person = Some(known.person);
        let idle = known.role.as_deref() == Some(FORMER);
        self.role = match (former, self.role.take()) {
            (true, _) => Some(FORMER.to_owned()),
            (false, Some(own)) if idle && called => Some(own),
            (false, own) => known.role.or(own),
        };
        self.span = Span::new(self.span.start, end);
        self.titled = false;
    }
}

pub(super) struct Reader<'r, 'a> {
    pub(super) page: &'r mut Page<'a>,
    pub(super) sentence: Span,
    pub(super) items: &'r [Item],
    /// End of the last mention: nothing grows back over it.
    pub(super) floor: usize,
}

impl Reader<'_, '_> {
    /// The mention that begins with this item, and the next item to look at.
    fn group(&self, at: usize) -> (Option<Group>, usize) {
        let item = &self.items[at];
        match &item.what {
            What::Actor { .. } if self.is_currency(item.span) => (None, at + 1),
            What::Actor { .. } if self.is_attribute(item.span) => (self.attribute(item), at + 1),
            What::Actor { .. } => match self.group_of_actor(at) {
                Some((group, next)) => (Some(self.with_name_before(group)), next),
                None => (None, at + 1),
            },
            What::Person(_) | What::Known(_) => self.group_of_person(at),
            What::Role { .. } => self.group_of_role(at),
            What::Country => (self.sole_state(item.span, None), at + 1),
            What::Pair { .. } | What::Other => (None, at + 1),
        }
    }

    /// "Russian Foreign Minister Sergei Lavrov", "Azerbaijan's foreign ministry", "Russia".
    fn group_of_actor(&self, at: usize) -> Option<(Group, usize)> {
        let Item { span, what: What::Actor { id, how, role } } = self.items.get(at)? else {
            return None;
        };
        let span = *span;
        let id = id.clone();
        let mut group = Group { id, how: *how, role: role.clone(), ..Group::at(span) };
        let behind = self.add_institution(&mut group, at + 1);
        let mut next = self.add_roles(&mut group, behind, true);
        let former = self.is_former(span.start, group.span.end);
        if former && group.role.is_some() {
            group.role = Some(FORMER.to_owned());
        }
        let named = self.add_person(&mut group, next, former);
        next = named.unwrap_or(next);
        Some((group, next))
    }

    /// "pro-Russian", "Iran-backed": the name says what kind of others act.
    fn is_attribute(&self, span: Span) -> bool {
        let text = self.page.text;
        let dash = |c: char| matches!(c, '-' | '‑' | '–');
        let before = text[self.sentence.start..span.start].strip_suffix(dash).map(|rest| {
            let start = rest.rfind(|c: char| !c.is_alphanumeric());
            let start =
                start.map_or(0, |at| at + rest[at..].chars().next().map_or(1, char::len_utf8));
            rest[start..].to_lowercase()
        });
        if before.is_some_and(|word| self.page.lexicon.is_cue("attribute_before", &word)) {
            return true;
        }
        let behind = &text[span.end..self.sentence.end];
        let Some(rest) = behind.strip_prefix(dash) else { return false };
        let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        self.page.lexicon.is_cue("attribute_behind", &rest[..end])
    }

    /// "881 million U.S. dollars": a kind of money, no country.
    fn is_currency(&self, span: Span) -> bool {
        let behind = &self.page.text[span.end..self.sentence.end];
        let Some(rest) = behind.strip_prefix(' ') else { return false };
        let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        self.page.lexicon.is_cue("currency", &rest[..end])
    }

    /// What an attribute names, as a place: never the one who acts.
    fn attribute(&self, item: &Item) -> Option<Group> {
        let What::Actor { id, .. } = &item.what else { return None };
        Some(Group { id: id.clone(), how: How::City, ..Group::at(item.span) })
    }

    /// "Canadian House of Commons", "U.S. Marine Corps": the country before it says whose it is.
    fn add_institution(&self, group: &mut Group, next: usize) -> usize {
        if let Some(Item { span, what: What::Actor { how: How::Metonym, role, .. } }) =
            self.items.get(next)
        {
            let gap = &self.page.text[group.span.end..span.start];
            let owned = matches!(gap, "'s " | "’s ");
            let country = matches!(group.how, How::Adjective | How::Name);
            if country && (owned || gap == " ") {
                group.span = Span::new(group.span.start, span.end);
                group.how = How::Metonym;
                group.role.clone_from(role);
                return next + 1;
            }
        }
        next
    }

    /// Takes the titles that follow, with the words that may stand between; gives the next item.
    fn add_roles(&self, group: &mut Group, mut next: usize, mut possessive: bool) -> usize {
        while let Some(Item { span, what: What::Role { role, title } }) = self.items.get(next) {
            if !self.joins(group.span.end, span.start, possessive) {
                break;
            }
            group.role.get_or_insert_with(|| role.clone());
            group.titled = *title;
            group.office = Some(*span);
            group.span = Span::new(group.span.start, span.end);
            next += 1;
            possessive = true;
        }
        next
    }

    /// Takes the person right behind the title or the country; gives the next item if there was one.
    fn add_person(&self, group: &mut Group, next: usize, former: bool) -> Option<usize> {
        let end = group.span.end;
        if let Some(item) = self.items.get(next) {
            let gap = &self.page.text[end..item.span.start];
            let behind = gap == " " || (group.role.is_none() && matches!(gap, "'s " | "’s "));
            let apart = group.titled && gap == ", ";
            let honoured = gap.strip_prefix(' ').and_then(|gap| gap.strip_suffix(' '));
            let honoured = honoured.is_some_and(|word| self.page.lexicon.is_cue("honorific", word));
            if behind || apart || honoured {
                let title = group.span.of(self.page.text).unwrap_or_default();
                if let Some(known) = self.person(item, Some(&group.id), title) {
                    let called = self.is_called(group);
                    group.take(known, item.span.end, former, called);
                    return Some(next + 1);
                }
            }
        }
        if !group.titled {
            return None;
        }
        // A name the tables do not have; words of it may be marked as other things ("Jordan").
        let limit = self.name_limit(next);
        let from = match self.page.text.get(end..limit) {
            Some(rest) if rest.starts_with(", ") => end + 1,
            _ => end,
        };
        let to = people::name_after(self.page, from, limit)?;
        let after = self.item_from(next, to);
        let name = self.page.text.get(from + 1..to)?.to_owned();
        if from > end && !name.contains(' ') {
            return None;
        }
        let earlier = self.page.person(&name).filter(|known| known.id == group.id);
        let person = earlier.map_or(name, |known| known.person.clone());
        let role = group.role.clone();
        group.take(Known { id: group.id.clone(), role, person }, to, former, false);
        Some(after)
    }

    /// True where the title before a name tells the office: "President", but not "leader".
    fn is_called(&self, group: &Group) -> bool {
        let Some(words) = group.office.and_then(|span| span.of(self.page.text)) else {
            return false;
        };
        let last = words.rsplit(' ').next().unwrap_or_default().to_lowercase();
        !self.page.lexicon.is_cue("vague_title", &last)
    }

    /// Where a new name must end: at the next marked word that is no surname. A surname may be
    /// part of it, because somebody better known has it too ("Masood Khan").
    fn name_limit(&self, next: usize) -> usize {
        let surname = |item: &Item| matches!(item.what, What::Person(_) | What::Known(_));
        let mut most = self.items[next.min(self.items.len())..].iter().take(4);
        let other = most.find(|item| !surname(item));
        other.map_or(self.sentence.end, |item| item.span.start)
    }

    /// The first item from `next` on that begins at or behind `to`.
    fn item_from(&self, mut next: usize, to: usize) -> usize {
        while self.items.get(next).is_some_and(|item| item.span.start < to) {
            next += 1;
        }
        next
    }

    /// Who an item names, or `None`.
    fn person(&self, item: &Item, country: Option<&str>, title: &str) -> Option<Known> {
        if people::goes_on(self.page, item.span, self.sentence.end) {
            return None;
        }
        match &item.what {
            What::Person(offices) => {
                let name = item.span.of(self.page.text)?;
                people::holder(self.page, offices, name, country, title)
            }
            What::Known(known) => country.is_none_or(|id| id == known.id).then(|| known.clone()),
            _ => None,
        }
    }

    /// "Putin", "Putin's spokesman", "Lavrov, the Russian foreign minister".
    fn group_of_person(&self, at: usize) -> (Option<Group>, usize) {
        let item = &self.items[at];
        let name = item.span.of(self.page.text).unwrap_or_default();
        let surname = !name.contains(' ') || name.starts_with(char::is_lowercase);
        if surname && people::belongs_to_another(self.page, self.floor, item.span.start) {
            return (None, at + 1);
        }
        let honoured = words::word_before(self.page.text, self.floor, item.span.start)
            .is_some_and(|(_, word)| self.page.lexicon.is_cue("honorific", word));
        let ahead = self.country_ahead(at);
        let title = if honoured { "Mr" } else { "" };
        let known =
            self.person(item, ahead.as_deref(), title).or_else(|| self.person(item, None, title));
        let Some(known) = known else { return (None, at + 1) };
        let former = self.is_former(item.span.start, item.span.start);
        let mut group = Group { id: known.id.clone(), how: How::Person, ..Group::at(item.span) };
        let next = self.add_roles(&mut group, at + 1, true);
        if next > at + 1 {
            let named = self.add_person(&mut group, next, false);
            return (Some(group), named.unwrap_or(next));
        }
        group.take(known, item.span.end, former, false);
        let next = self.add_apposition(&mut group, at + 1);
        (Some(group), next)
    }

    /// "…, the Russian foreign minister" or "… of Russia" behind a name, when it is the same country.
    fn add_apposition(&self, group: &mut Group, next: usize) -> usize {
        if let Some((end, after)) = self.office_behind(group, next) {
            group.span = Span::new(group.span.start, end);
            return after;
        }
        let Some(Item { span, what: What::Actor { id, .. } }) = self.items.get(next) else {
            return next;
        };
        let gap = &self.page.text[group.span.end..span.start];
        if *id != group.id {
            return next;
        }
        if matches!(gap, " of " | " of the ") {
            group.span = Span::new(group.span.start, span.end);
            return next + 1;
        }
        if matches!(gap, ", " | ", the ") {
            let Some((other, after)) = self.group_of_actor(next) else { return next };
            if other.titled && other.person.is_none() {
                group.span = Span::new(group.span.start, other.span.end);
                return after;
            }
        }
        next
    }

    /// "…, the president of Mexico" behind a name of the same country: its end and the next item.
    fn office_behind(&self, group: &Group, next: usize) -> Option<(usize, usize)> {
        let Item { span, what: What::Role { .. } } = self.items.get(next)? else { return None };
        if !matches!(&self.page.text[group.span.end..span.start], ", " | ", the ") {
            return None;
        }
        let mut role = Group { span: Span::new(span.start, span.start), ..group.clone() };
        role.role = None;
        role.person = None;
        let after = self.add_roles(&mut role, next, false);
        let (other, after) = self.role_of_actor(&role, after, false)?;
        (role.titled && other.id == group.id && other.person.is_none())
            .then_some((other.span.end, after))
    }

    /// The country named right behind a name: "Galuzin of Russia", "Li, China's premier".
    fn country_ahead(&self, at: usize) -> Option<String> {
        let Some(Item { span, what: What::Actor { id, .. } }) = self.items.get(at + 1) else {
            return None;
        };
        let gap = &self.page.text[self.items[at].span.end..span.start];
        matches!(gap, " of " | " of the " | ", " | ", the ").then(|| id.clone())
    }

    /// "President of Azerbaijan Ilham Aliyev", "President Putin", "the president".
    fn group_of_role(&self, at: usize) -> (Option<Group>, usize) {
        let start = self.items[at].span;
        let mut group = Group::at(Span::new(start.start, start.start));
        let next = self.add_roles(&mut group, at, false);
        if next == at {
            return (None, at + 1);
        }
        let former = self.is_former(start.start, group.span.end);
        if let Some((group, next)) = self.role_of_actor(&group, next, former) {
            return (Some(self.with_name_before(group)), next);
        }
        if let Some((group, next)) = self.role_with_person(&group, next, former) {
            return (Some(group), next);
        }
        let role = group.role.clone();
        (self.sole_state(group.span, role), next)
    }

    /// "the Ministry of Defence in Russia", "head of the Russian parliament Ivan Ivanov".
    fn role_of_actor(&self, role: &Group, next: usize, former: bool) -> Option<(Group, usize)> {
        let Item { span, what: What::Actor { how, .. } } = self.items.get(next)? else {
            return None;
        };
        if self.is_attribute(*span) {
            return None;
        }
        let gap = self.page.text[role.span.end..span.start].trim_matches(' ');
        let link = gap.strip_suffix(" the").unwrap_or(gap);
        let near = matches!(link, "in" | "from" | "throughout" | "across");
        let abroad = || {
            let words = role.span.of(self.page.text).unwrap_or_default().to_lowercase();
            let last = words.rsplit(' ').next().unwrap_or_default().to_owned();
            match role.role.as_deref() {
                Some("MIL") => true,
                Some("COP") => false,
                _ => self.page.lexicon.is_cue("abroad", &last),
            }
        };
        // "shelling of a town": done to it.
        let words = role.span.of(self.page.text).unwrap_or_default().to_lowercase();
        if self.page.lexicon.is_cue("done_to", words.rsplit(' ').next().unwrap_or_default()) {
            return None;
        }
        // "envoy for Syria" and "tanks for Ukraine" belong to somebody else.
        let on_behalf = link == "for" && role.titled && !abroad();
        if !(link == "of" || on_behalf || near && !abroad()) {
            return None;
        }
        if near && *how == How::City && link == "from" {
            return None;
        }
        let (mut inner, mut after) = self.group_of_actor(next)?;
        inner.span = Span::new(role.span.start, inner.span.end);
        inner.office = inner.office.or(role.office);
        if inner.person.is_none() {
            inner.titled = role.titled || inner.titled;
            let own = if former { Some(FORMER.to_owned()) } else { role.role.clone() };
            inner.role = own.or(inner.role);
            after = self.add_person(&mut inner, after, former).unwrap_or(after);
        }
        Some((inner, after))
    }

    /// "President Putin", "Deputy Foreign Minister Mikhail Galuzin of Russia".
    fn role_with_person(&self, role: &Group, next: usize, former: bool) -> Option<(Group, usize)> {
        if let Some(item) = self.items.get(next) {
            let gap = &self.page.text[role.span.end..item.span.start];
            if gap == " " || (role.titled && gap == ", ") {
                let ahead = self.country_ahead(next);
                let title = if role.titled { role.span.of(self.page.text) } else { None };
                let title = title.unwrap_or_default();
                let known = self
                    .person(item, ahead.as_deref(), title)
                    .or_else(|| self.person(item, None, title));
                if let Some(known) = known {
                    let mut group = role.clone();
                    group.id.clone_from(&known.id);
                    let called = role.titled && self.is_called(role);
                    group.take(known, item.span.end, former, called);
                    let after = self.add_apposition(&mut group, next + 1);
                    return Some((group, after));
                }
            }
        }
        if !role.titled {
            return None;
        }
        let limit = self.name_limit(next);
        let to = people::name_after(self.page, role.span.end, limit)?;
        let next = self.item_from(next, to);
        let name = self.page.text.get(role.span.end + 1..to)?;
        let mut group = role.clone();
        if let Some(known) = self.page.person(name.rsplit(' ').next()?)
            && (known.person == name || !name.contains(' '))
        {
            group.id.clone_from(&known.id);
            let called = self.is_called(role);
            group.take(known.clone(), to, former, called);
            return Some((group, next));
        }
        let Item { span, what: What::Actor { id, .. } } = self.items.get(next)? else {
            return None;
        };
        if !matches!(&self.page.text[to..span.start], " of " | " of the ") {
            return None;
        }
        let known = Known { id: id.clone(), role: role.role.clone(), person: name.to_owned() };
        group.id.clone_from(id);
        group.take(known, span.end, former, false);
        Some((group, next + 1))
    }

    /// "Mikhail Galuzin, Russia's deputy foreign minister": grows back over the name.
    fn with_name_before(&self, mut group: Group) -> Group {
        if !group.titled || group.person.is_some() {
            return group;
        }
        let before = &self.page.text[self.floor..group.span.start];
        let Some(name) = before.strip_suffix(", the ").or_else(|| before.strip_suffix(", ")) else {
            return group;
        };
        let to = self.floor + name.len();
        if let Some(start) = people::name_before(self.page, self.floor, to) {
            let name = Span::new(start, to);
            let stranger = |what: &What| matches!(what, What::Person(_) | What::Known(_));
            let mut inside = self.items_in(name);
            if inside.all(|item| stranger(&item.what)) {
                group.person = self.page.text.get(start..to).map(str::to_owned);
                group.span = Span::new(start, group.span.end);
            }
        }
        group
    }

    /// The marked words that overlap a span.
    fn items_in(&self, span: Span) -> impl Iterator<Item = &Item> {
        let from = self.items.partition_point(|item| item.span.end <= span.start);
        self.items[from..].iter().take_while(move |item| item.span.start < span.end)
    }

    /// True when only a possessive and known modifiers stand between a country and its title.
    fn joins(&self, from: usize, to: usize, possessive: bool) -> bool {
        if from == to {
            return true;
        }
        let Some(mut gap) = self.page.text.get(from..to) else { return false };
        if possessive {
            for mark in ["'s", "’s", "'", "’"] {
                if let Some(rest) = gap.strip_prefix(mark) {
                    gap = rest;
                    break;
                }
            }
        }
        let Some(words) = gap.strip_prefix(' ') else { return false };
        if words.is_empty() {
            return true;
        }
        let Some(words) = words.strip_suffix(' ') else { return false };
        let mut count = 0;
        words.split(' ').all(|word| {
            count += 1;
            count <= MODIFIERS && self.page.lexicon.is_cue("modifier", &word.to_lowercase())
        })
    }

    /// "former" stands before or inside the words.
    fn is_former(&self, start: usize, end: usize) -> bool {
        let lexicon = self.page.lexicon;
        let before = words::word_before(self.page.text, self.floor, start);
        let inside = self.page.text.get(start..end).unwrap_or_default();
        before.is_some_and(|(_, word)| lexicon.is_cue("former", &word.to_lowercase()))
            || inside.split(' ').any(|word| lexicon.is_cue("former", &word.to_lowercase()))
    }
}
