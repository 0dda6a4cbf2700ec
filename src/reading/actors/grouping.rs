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
        let (group, next) = reader.group(at);
        if let Some(group) = group {
            if let Some(known) = group.known() {
                let name = known.person.clone();
                reader.page.meet(&name, &known);
            }
            reader.floor = group.span.end;
            if group.how != How::City {
                reader.page.name_state(&group.id);
            }
            out.push(group.mention());
        } else if matches!(items[at].what, What::Pair) {
            out.extend(reader.pair(items[at].span));
            reader.floor = items[at].span.end;
        }
        at = next.max(at + 1);
    }
    out
}

/// A mention while it grows.
#[derive(Debug, Clone)]
struct Group {
    span: Span,
    id: String,
    how: How,
    role: Option<String>,
    person: Option<String>,
    /// The last word was a title that a name may follow.
    titled: bool,
}

impl Group {
    fn known(&self) -> Option<Known> {
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

    /// Takes the person over: who holds the office now or held it once is known better by name.
    fn take(&mut self, known: Known, end: usize, former: bool) {
        self.person = Some(known.person);
        self.role = if former { Some(FORMER.to_owned()) } else { known.role.or(self.role.take()) };
        self.span = Span::new(self.span.start, end);
        self.titled = false;
    }
}

struct Reader<'r, 'a> {
    page: &'r mut Page<'a>,
    sentence: Span,
    items: &'r [Item],
    /// End of the last mention: nothing grows back over it.
    floor: usize,
}

impl Reader<'_, '_> {
    /// The mention that begins with this item, and the next item to look at.
    fn group(&self, at: usize) -> (Option<Group>, usize) {
        let item = &self.items[at];
        match &item.what {
            What::Actor { id, how } => {
                let (group, next) = self.group_of_actor(at, id, *how);
                (Some(self.with_name_before(group)), next)
            }
            What::Person(_) | What::Known(_) => self.group_of_person(at),
            What::Role { .. } => self.group_of_role(at),
            What::Country => (self.sole_state(item.span, None), at + 1),
            What::Pair | What::Other => (None, at + 1),
        }
    }

    /// "Russian Foreign Minister Sergei Lavrov", "Azerbaijan's foreign ministry", "Russia".
    fn group_of_actor(&self, at: usize, id: &str, how: How) -> (Group, usize) {
        let span = self.items[at].span;
        let mut group =
            Group { span, id: id.to_owned(), how, role: None, person: None, titled: false };
        let behind = self.add_institution(&mut group, at + 1);
        let mut next = self.add_roles(&mut group, behind, true);
        let former = self.is_former(span.start, group.span.end);
        if former && group.role.is_some() {
            group.role = Some(FORMER.to_owned());
        }
        let named = self.add_person(&mut group, next, former);
        next = named.unwrap_or(next);
        (group, next)
    }

    /// "Canadian House of Commons", "U.S. Marine Corps": the country before it says whose it is.
    fn add_institution(&self, group: &mut Group, next: usize) -> usize {
        if let Some(Item { span, what: What::Actor { how: How::Metonym, .. } }) =
            self.items.get(next)
        {
            let gap = &self.page.text[group.span.end..span.start];
            let owned = matches!(gap, "'s " | "’s ");
            let country = matches!(group.how, How::Adjective | How::Name);
            if country && (owned || gap == " ") {
                group.span = Span::new(group.span.start, span.end);
                group.how = How::Metonym;
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
                    group.take(known, item.span.end, former);
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
        group.take(Known { id: group.id.clone(), role, person }, to, former);
        Some(after)
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
        let mut group = Group {
            span: item.span,
            id: known.id.clone(),
            how: How::Person,
            role: None,
            person: None,
            titled: false,
        };
        let next = self.add_roles(&mut group, at + 1, true);
        if next > at + 1 {
            let named = self.add_person(&mut group, next, false);
            return (Some(group), named.unwrap_or(next));
        }
        group.take(known, item.span.end, former);
        let next = self.add_apposition(&mut group, at + 1);
        (Some(group), next)
    }

    /// "…, the Russian foreign minister" or "… of Russia" behind a name, when it is the same country.
    fn add_apposition(&self, group: &mut Group, next: usize) -> usize {
        if let Some((end, after)) = self.office_behind(group, next) {
            group.span = Span::new(group.span.start, end);
            return after;
        }
        let Some(Item { span, what: What::Actor { id, how } }) = self.items.get(next) else {
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
            let (other, after) = self.group_of_actor(next, id, *how);
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
        let mut group = Group {
            span: Span::new(start.start, start.start),
            id: String::new(),
            how: How::Name,
            role: None,
            person: None,
            titled: false,
        };
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
        let Item { span, what: What::Actor { id, how } } = self.items.get(next)? else {
            return None;
        };
        let gap = self.page.text[role.span.end..span.start].trim_matches(' ');
        let link = gap.strip_suffix(" the").unwrap_or(gap);
        let near = matches!(link, "in" | "from");
        let abroad = || {
            let words = role.span.of(self.page.text).unwrap_or_default().to_lowercase();
            let last = words.rsplit(' ').next().unwrap_or_default().to_owned();
            role.role.as_deref() == Some("MIL") || self.page.lexicon.is_cue("abroad", &last)
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
        let (mut inner, mut after) = self.group_of_actor(next, id, *how);
        inner.span = Span::new(role.span.start, inner.span.end);
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
                    group.take(known, item.span.end, former);
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
            group.take(known.clone(), to, former);
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
        group.take(known, span.end, former);
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

    /// "the president" while one state only was named.
    fn sole_state(&self, span: Span, role: Option<String>) -> Option<Group> {
        let [only] = self.page.states() else { return None };
        let (_, word) = words::word_before(self.page.text, self.floor, span.start)
            .or_else(|| span.of(self.page.text).map(|text| (span.start, text)))?;
        let the = word.eq_ignore_ascii_case("the")
            || word.starts_with("the ")
            || word.starts_with("The ");
        let sole = role.is_none() || self.is_sole(span);
        (the && sole).then(|| Group {
            span,
            id: only.clone(),
            how: How::Coreference,
            role,
            person: None,
            titled: false,
        })
    }

    /// Only words of which a state has one: "the government", not "the soldiers".
    fn is_sole(&self, span: Span) -> bool {
        let words = span.of(self.page.text).unwrap_or_default().to_lowercase();
        self.page.lexicon.is_cue("sole", &words)
    }

    /// "He" at the start, after a sentence about one person.
    fn pronoun(&mut self) -> Option<Mention> {
        let (end, word) = words::word_at(self.page.text, self.sentence.start, self.sentence.end)?;
        if !self.page.lexicon.is_cue("pronoun", word) {
            return None;
        }
        let actor = self.page.subject()?.clone();
        self.floor = end;
        Some(Mention { actor, span: Span::new(self.sentence.start, end), how: How::Coreference })
    }

    /// Both states for "the two countries": the second at the empty span behind the words.
    fn pair(&self, span: Span) -> Vec<Mention> {
        let [one, other] = self.page.states() else { return Vec::new() };
        let behind = Span::new(span.end, span.end);
        [(one, span), (other, behind)]
            .map(|(id, span)| Mention { actor: Actor::state(id), span, how: How::Coreference })
            .to_vec()
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
