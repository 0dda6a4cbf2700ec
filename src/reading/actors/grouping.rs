//! A country, a title and a name side by side become one mention.

use super::items::{Item, What};
use super::page::{Known, Page};
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
    pub(super) fn at(span: Span) -> Self {
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
    pub(super) fn take(&mut self, known: Known, end: usize, former: bool, called: bool) {
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
            What::Actor { .. } if self.is_of_thing(item.span) => (None, at + 1),
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
    pub(super) fn group_of_actor(&self, at: usize) -> Option<(Group, usize)> {
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
    pub(super) fn add_roles(
        &self,
        group: &mut Group,
        mut next: usize,
        mut possessive: bool,
    ) -> usize {
        while let Some(Item { span, what: What::Role { role, title } }) = self.items.get(next) {
            if !self.joins(group.span.end, span.start, possessive, group.role.is_none()) {
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

    /// The first item from `next` on that begins at or behind `to`.
    pub(super) fn item_from(&self, mut next: usize, to: usize) -> usize {
        while self.items.get(next).is_some_and(|item| item.span.start < to) {
            next += 1;
        }
        next
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
    pub(super) fn role_of_actor(
        &self,
        role: &Group,
        next: usize,
        former: bool,
    ) -> Option<(Group, usize)> {
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

    /// The marked words that overlap a span.
    pub(super) fn items_in(&self, span: Span) -> impl Iterator<Item = &Item> {
        let from = self.items.partition_point(|item| item.span.end <= span.start);
        self.items[from..].iter().take_while(move |item| item.span.start < span.end)
    }

    /// True when only a possessive and known modifiers stand between a country and its title. What was done to
    /// somebody describes the `first` title alone: "Egyptian police arrested demonstrators" are two.
    fn joins(&self, from: usize, to: usize, possessive: bool, first: bool) -> bool {
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
        let lexicon = self.page.lexicon;
        let modifies = |word: &str| {
            lexicon.is_cue("modifier", word) || first && lexicon.is_cue("modifier_done", word)
        };
        let mut count = 0;
        words.split(' ').all(|word| {
            count += 1;
            count <= MODIFIERS && modifies(&word.to_lowercase())
        })
    }

    /// "former" stands before or inside the words.
    pub(super) fn is_former(&self, start: usize, end: usize) -> bool {
        let lexicon = self.page.lexicon;
        let before = words::word_before(self.page.text, self.floor, start);
        let inside = self.page.text.get(start..end).unwrap_or_default();
        before.is_some_and(|(_, word)| lexicon.is_cue("former", &word.to_lowercase()))
            || inside.split(' ').any(|word| lexicon.is_cue("former", &word.to_lowercase()))
    }
}
