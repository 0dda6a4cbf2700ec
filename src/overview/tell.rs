//! Which sentences tell a happening, and which an affair of several.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde::Deserialize;

use super::choose::{Later, Scope};
use crate::model::day::Day;
use crate::model::event::{Event, EventType, Status};
use crate::reading::events::is_order;
use crate::reading::lexicon::Lexicon;
use crate::reading::{How, Mention};
use crate::relations::affairs::Affair;
use crate::relations::happenings::Happening;
use crate::relations::origins::speakers;
use crate::relations::statements::{Statement, counts};

/// Sentences of a happening told alone, and of one beside others of its affair, at most.
const ALONE: usize = 3;
const BESIDE: usize = 2;
/// Happenings of an affair that are told, at most.
const PARTS: usize = 4;
/// With so many happenings or fewer the most salient is told as one alone.
const FEW: usize = 2;
/// Sentences that share this part of the lighter one's words say the same.
const FRESH: f64 = 0.5;
/// A sentence beside the main one must be at least this good (see [`Scope::quality`]).
const GOOD: f64 = 0.8;

/// A happening as it is told.
pub(crate) struct Told<'a> {
    pub(crate) happening: &'a Happening,
    /// The statement the others stand beside, in `sentences` too.
    pub(crate) main: usize,
    /// In reading order; never empty.
    pub(crate) sentences: Vec<usize>,
}

impl Scope<'_, '_> {
    /// The happenings of an affair that are told, in the order of their days, and the place of the most
    /// salient among them; nothing where no sentence can stand alone. Told are the most salient, how it
    /// ended, how it began, then the others by salience, each with what those before it do not say.
    pub(crate) fn tell_affair<'a>(&self, affair: &'a Affair) -> (Vec<Told<'a>>, usize) {
        let later = Later::of(&affair.parts);
        let mut ranked: Vec<(f64, usize)> = affair
            .parts
            .iter()
            .enumerate()
            .map(|(at, part)| (self.salience(part, &later), at))
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let dated = |at: &&usize| affair.parts[**at].first().is_some();
        let mut order: Vec<usize> = ranked.iter().map(|(_, at)| *at).collect();
        let last = order.iter().filter(dated).max().copied();
        let first = order.iter().filter(dated).min().copied();
        for end in [first, last].into_iter().flatten() {
            let Some(from) = order.iter().position(|at| *at == end).filter(|from| *from > 1) else {
                continue;
            };
            order.remove(from);
            order.insert(1, end);
        }
        let most = if affair.parts.len() <= FEW { ALONE } else { BESIDE };
        let mut told: Vec<(usize, Told<'a>)> = Vec::new();
        for at in order {
            if told.len() == PARTS {
                break;
            }
            let said: Vec<usize> = told.iter().flat_map(|(_, t)| t.sentences.clone()).collect();
            let room = if told.is_empty() { most } else { 1 };
            told.extend(self.tell(&affair.parts[at], room, &said).map(|t| (at, t)));
        }
        let lead = told.first().map(|(at, _)| *at);
        told.sort_by_key(|(at, _)| *at);
        let lead = told.iter().position(|(at, _)| Some(*at) == lead).unwrap_or_default();
        (told.into_iter().map(|(_, told)| told).collect(), lead)
    }

    /// The statements that tell a happening, `most` of them at most, and none that says what `said` says;
    /// `None` where no sentence can stand alone.
    fn tell<'a>(&self, happening: &'a Happening, most: usize, said: &[usize]) -> Option<Told<'a>> {
        let core = happening.core();
        let fresh = |m: usize, told: &[usize]| {
            let terms = &self.pool[m].terms;
            told.iter().all(|&t| {
                let alike = self.weights.overlap(terms, &self.pool[t].terms) >= FRESH;
                t != m && (!alike || differs(&self.pool[m], &self.pool[t]))
            })
        };
        let mut ranked: Vec<(f64, usize)> = happening
            .members
            .iter()
            .filter(|&&m| stands_alone(&self.pool[m]) && fresh(m, said))
            .map(|&m| (self.quality(&self.pool[m], &core, happening.first()), m))
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let &(_, main) = ranked.first()?;
        let mut sentences = vec![main];
        for &(quality, m) in &ranked[1..] {
            if sentences.len() >= most {
                break;
            }
            if quality > GOOD && adds(&self.pool[m]) && fresh(m, &sentences) {
                sentences.push(m);
            }
        }
        // The sentence that follows in the same text may lean on the main one.
        if sentences.len() < most
            && let Some(next) = self.following(main)
            && !sentences.contains(&next)
            && happening.members.contains(&next)
            && may_follow(&self.pool[next])
        {
            sentences.push(next);
        }
        // By day; of one day the main one first, then what its own text adds.
        let main_text = &self.pool[main].document.key;
        sentences.sort_by_key(|&m| {
            let s = &self.pool[m];
            (s.start().is_none(), s.start(), m != main, s.document.key != *main_text, m)
        });
        if let Some(opening) = self.opening(main).filter(|o| !sentences.contains(o)) {
            let at = sentences.iter().position(|&m| m == main).unwrap_or_default();
            sentences.insert(at, opening);
        }
        Some(Told { happening, main, sentences })
    }

    /// The sentence a short text opens with right before this one: it says what "the acts" are.
    fn opening(&self, at: usize) -> Option<usize> {
        let (this, before) = (&self.pool[at], self.pool.get(at.checked_sub(1)?)?);
        let same = before.document.key == this.document.key && before.at + 1 == this.at;
        // "In response, …": to what, the sentence before says.
        let answers = answers(this.text());
        let same = same && (this.at == 1 || answers);
        // A sentence that names both sides needs no other to be understood.
        let leans = answers || self.nearness(this) < 3;
        let of_side = |id: &str| self.dyad.is_none_or(|d| d.has(id));
        let same = same && (answers || before.mentions.iter().any(|m| of_side(&m.actor.id)));
        (same && leans && (30..=320).contains(&before.text().len()) && stands_alone(before))
            .then_some(at - 1)
    }

    /// The next sentence of the same document, if it is in the pool and short enough to add.
    fn following(&self, at: usize) -> Option<usize> {
        let (this, next) = (&self.pool[at], self.pool.get(at + 1)?);
        let same = next.document.key == this.document.key && next.at == this.at + 1;
        (same && (30..=320).contains(&next.text().len())).then_some(at + 1)
    }

    /// How well a sentence tells a happening with these core words, begun on this day; without unit,
    /// about -1 to 5.
    fn quality(&self, s: &Statement<'_>, core: &BTreeSet<String>, begun: Option<Day>) -> f64 {
        let length = s.text().len();
        let mut score =
            2.0 * self.weights.overlap(&s.terms, core) + 0.5 * f64::from(self.nearness(s));
        if s.at == 0 {
            score += 0.3;
        }
        if s.day.is_some_and(|d| d.span.is_some()) {
            score += 0.3;
        }
        // What happened before what followed from it.
        if begun.is_some() && s.start() == begun {
            score += 0.6;
        }
        if !(50..=380).contains(&length) {
            score -= 0.8;
        }
        // Lists of clauses read badly and say little of any one of them.
        score -= 0.25 * s.text().matches(';').count() as f64;
        if s.is_opinion() {
            score -= 0.7;
        }
        score
    }
}

/// True where a sentence tells something else than another in like words: the words of another speaker, a
/// deed the other does not tell, or one of another day that it states.
fn differs(a: &Statement<'_>, b: &Statement<'_>) -> bool {
    let (ours, theirs) = (speakers(a), speakers(b));
    let of_two_mouths = !ours.is_empty() && !theirs.is_empty() && ours.is_disjoint(&theirs);
    let stated = |s: &Statement<'_>| s.day.filter(|d| d.span.is_some());
    let apart = stated(a)
        .zip(stated(b))
        .is_some_and(|(a, b)| a.when.end < b.when.start || b.when.end < a.when.start);
    of_two_mouths || apart || (tells_deed(a, b) && tells_deed(b, a))
}

/// True where a deed of `a` between two actors is one that `b` does not tell.
fn tells_deed(a: &Statement<'_>, b: &Statement<'_>) -> bool {
    fn deed(e: &Event) -> Option<(EventType, &str, &str)> {
        let (source, target) = e.source.as_ref().zip(e.target.as_ref())?;
        Some((e.kind, &source.actor.id, &target.actor.id))
    }
    let known: BTreeSet<_> = b.events.iter().filter_map(|e| deed(e)).collect();
    let mut ours = a.events.iter().filter(|e| counts(e)).filter_map(|e| deed(e));
    ours.any(|deed| !known.contains(&deed))
}

/// True when the sentence tells something by itself: something is coded in it, or it has a figure.
fn adds(s: &Statement<'_>) -> bool {
    s.events.iter().any(|e| e.status != Status::Possible)
        || s.text().bytes().any(|b| b.is_ascii_digit())
}

/// True when a reader understands the sentence without the one before: it does not open with a pronoun
/// or a word that points back, names an actor, and is neither a scrap nor a page of text.
pub(crate) fn stands_alone(s: &Statement<'_>) -> bool {
    let text = s.text();
    let first =
        text.split(|c: char| !c.is_alphanumeric()).find(|w| !w.is_empty()).unwrap_or_default();
    let points_back = back_words().contains(first.to_lowercase().as_str());
    // "The attack comes …" later in a text speaks of an attack told before it.
    let names_first = s.mentions.iter().any(|m| m.span.start < s.span.start + 24);
    let points_back = points_back || (s.at > 0 && first == "The" && !names_first);
    let named = s.mentions.iter().any(|m| m.how != How::Coreference);
    let ends =
        text.trim_end_matches(['"', '”', '’', ')', ']', '»']).ends_with(['.', '!', '?', '…']);
    let whole = !points_back
        && !leans(text)
        && !refers(s)
        && !is_cut_speech(text)
        && !asks(text)
        && !is_order(text);
    whole && named && ends && !is_babble(text) && (30..=600).contains(&text.len())
}

/// True where most words are there several times: no sentence of anybody's.
fn is_babble(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let distinct: BTreeSet<&str> = words.iter().copied().collect();
    distinct.len() * 2 <= words.len()
}

/// True when a reader understands the sentence behind the one before it in its text, and it tells something:
/// whom a pronoun at its beginning means is known.
fn may_follow(s: &Statement<'_>) -> bool {
    let text = s.text();
    let first =
        text.split(|c: char| !c.is_alphanumeric()).find(|w| !w.is_empty()).unwrap_or_default();
    let starts = |m: &Mention| m.how == How::Coreference && m.span.start < s.span.start + 2;
    let is_known = s.mentions.iter().any(|m| starts(m));
    let points_back = back_words().contains(first.to_lowercase().as_str()) && !is_known;
    adds(s) && !points_back && !leans(text) && !is_cut_speech(text) && !asks(text)
}

/// True where a sentence opens with what answers the one before it.
pub(super) fn answers(text: &str) -> bool {
    let low = text.get(..24).unwrap_or(text).to_lowercase();
    tables().answering.iter().any(|opening| low.starts_with(opening.as_str()))
}

/// True for a question: it tells nothing.
fn asks(text: &str) -> bool {
    text.trim_end().ends_with('?')
}

/// True where "this strategy" or "these", outside quotation marks, point to a text before: not "this week".
fn leans(text: &str) -> bool {
    let outside = outside_quotes(text);
    let mut words = outside.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let mut points = false;
    words.any(|word| {
        let low = word.to_lowercase();
        let pointed = std::mem::replace(&mut points, tables().pointing.contains(&low));
        pointed && !tables().times.contains(&low)
    }) || points
}

/// True where a bare "the memorandum" or "the bloc" is nobody's: the sentence names none before it, and says not
/// which behind it.
fn refers(s: &Statement<'_>) -> bool {
    let text = s.text();
    let words: Vec<(usize, String)> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word.to_lowercase()))
        .collect();
    let word = |at: usize| words.get(at).map(|(_, word)| word.as_str()).unwrap_or_default();
    let is_body_before = |start: usize| {
        let lexicon = Lexicon::embedded();
        let is_before = |m: &Mention| m.span.start < s.span.start + start;
        s.mentions.iter().any(|m| is_before(m) && !lexicon.is_state(&m.actor.id))
    };
    (1..words.len()).any(|at| {
        let noun = word(at);
        // Most words are none: the one before is asked first.
        let referring = || tables().referring.iter().find(|group| group.contains(noun));
        let Some(group) = (word(at - 1) == "the").then(referring).flatten() else {
            return false;
        };
        let end = words[at].0 + noun.len();
        let next = words.get(at + 1).filter(|(from, _)| text[end..*from].trim().is_empty());
        let completed = next.is_some_and(|(_, next)| tables().completing.contains(next));
        let named = (0..at - 1).any(|earlier| group.contains(word(earlier)));
        let is_body = tables().bodies.contains(noun) && is_body_before(words[at].0);
        let made = at > 1 && tables().making.contains(word(at - 2));
        !completed && !named && !is_body && !made
    })
}

/// True for a piece of speech without its quotation marks: one mark of a pair, or a speaker's "our" and
/// "we" outside any.
fn is_cut_speech(text: &str) -> bool {
    let straight = text.matches('"').count() % 2 == 1;
    let curly = text.matches('“').count() != text.matches('”').count();
    let outside = outside_quotes(text);
    let mut words = outside.split(|c: char| !c.is_alphanumeric());
    straight || curly || words.any(|w| tables().speaking.contains(&w.to_lowercase()))
}

/// The text without what stands between double quotation marks.
fn outside_quotes(text: &str) -> String {
    let mut inside = false;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => inside = !inside,
            '“' => inside = true,
            '”' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

/// `data/leaning.toml`: words by which a sentence shows that it is torn from a text.
#[derive(Deserialize)]
struct Leaning {
    answering: Vec<String>,
    pointing: BTreeSet<String>,
    times: BTreeSet<String>,
    speaking: BTreeSet<String>,
    referring: Vec<BTreeSet<String>>,
    completing: BTreeSet<String>,
    bodies: BTreeSet<String>,
    making: BTreeSet<String>,
}

fn tables() -> &'static Leaning {
    static TABLES: OnceLock<Leaning> = OnceLock::new();
    TABLES.get_or_init(|| {
        toml::from_str(include_str!("../../data/leaning.toml"))
            .expect("data/leaning.toml is ours and well formed")
    })
}

fn back_words() -> &'static BTreeSet<&'static str> {
    static WORDS: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    WORDS.get_or_init(|| {
        include_str!("../../data/back_words.txt")
            .lines()
            .filter(|l| !l.is_empty() && !l.starts_with('#'))
            .collect()
    })
}
