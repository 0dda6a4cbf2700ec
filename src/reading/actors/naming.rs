//! Names of people beside a country or a title: who is meant, and how far the name goes.

use super::grouping::{Group, Reader};
use super::items::{Item, What};
use super::page::Known;
use super::{people, words};
use crate::model::span::Span;
use crate::reading::How;

impl Reader<'_, '_> {
    /// Takes the person right behind the title or the country; gives the next item if there was one.
    pub(super) fn add_person(&self, group: &mut Group, next: usize, former: bool) -> Option<usize> {
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
    pub(super) fn group_of_person(&self, at: usize) -> (Option<Group>, usize) {
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

    /// "President Putin", "Deputy Foreign Minister Mikhail Galuzin of Russia".
    pub(super) fn role_with_person(
        &self,
        role: &Group,
        next: usize,
        former: bool,
    ) -> Option<(Group, usize)> {
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
    pub(super) fn with_name_before(&self, mut group: Group) -> Group {
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
}
