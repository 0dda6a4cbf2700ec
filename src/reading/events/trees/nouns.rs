//! Noun rules applied: "Azerbaijani shelling of Armenian villages", "talks between X and Y".

use super::phrases::{Reach, actors};
use super::scene::Scene;
use super::standing::{Standing, told};
use super::verbs::Verbs;
use crate::model::span::Span;
use crate::reading::How;
use crate::reading::events::deed::{Deed, Named, Stood, actor_id};
use crate::reading::events::rules::{Noun, Place, Rule};
use crate::reading::events::stance::{Stance, of_noun};
use crate::reading::events::words::{govern, tag};
use crate::reading::syntax::{Pos, Rel, Tag};

/// The deeds that nouns of the sentence tell, with their stance.
pub(super) fn find(scene: &Scene<'_>, verbs: &Verbs, standing: &Standing) -> Vec<(Deed, Stood)> {
    let mut out = Vec::new();
    for at in 0..scene.len() {
        let noun = scene.owner(at).is_none()
            && verbs.get(at).is_none_or(|_| is_verbal_noun(scene, at))
            && matches!(scene.pos(at), Pos::Noun | Pos::Propn | Pos::Verb | Pos::Adj);
        // "attack helicopter", "strike group": another noun is the head.
        let describes = matches!(scene.rel(at), Rel::Compound | Rel::Amod | Rel::Flat | Rel::Fixed)
            && scene
                .head(at)
                .is_some_and(|h| scene.tables.rules.by_noun(scene.lower(h)).is_empty());
        if !noun || describes {
            continue;
        }
        if let Some(noun) = fitting(scene, at) {
            let rule = &scene.tables.rules.all[noun.rule];
            out.extend(Reader { scene, verbs, standing, rule, at }.deed(noun));
        }
    }
    out
}

/// "Fighting between X and Y", taken for a verb.
fn is_verbal_noun(scene: &Scene<'_>, at: usize) -> bool {
    let verbal =
        scene.child(at, &[Rel::Nsubj, Rel::NsubjPass, Rel::Obj, Rel::Aux, Rel::Mark]).is_some();
    let phrase = scene.children(at, &[Rel::Obl, Rel::Nmod]).next();
    scene.xpos(at) == Tag::Vbg
        && !verbal
        && phrase.is_some_and(|c| matches!(scene.opening(c), "between" | "of" | "by"))
}

/// The most specific noun rule for a word.
fn fitting<'a>(scene: &'a Scene<'_>, at: usize) -> Option<&'a Noun> {
    let fits = |noun: &&Noun| {
        let mut end = at;
        noun.before.iter().rev().all(|words| {
            let near = end.saturating_sub(3)..end;
            let found = near.rev().find(|&i| words.iter().any(|w| w == scene.lower(i)));
            end = found.unwrap_or(end);
            found.is_some()
        })
    };
    let rules = &scene.tables.rules;
    rules.by_noun(scene.lower(at)).iter().filter(fits).max_by_key(|n| n.before.len())
}

/// The verb whose object or passive subject the noun is, and what it makes of the deed.
struct Above {
    verb: usize,
    light: bool,
    stance: Option<Stance>,
    /// Who is accused of it.
    accused: Vec<Named>,
}

struct Reader<'a, 'b> {
    scene: &'a Scene<'b>,
    verbs: &'a Verbs,
    standing: &'a Standing,
    rule: &'a Rule,
    at: usize,
}

impl Reader<'_, '_> {
    fn id(&self, named: &Named) -> &str {
        actor_id(self.scene.view, named)
    }

    fn deed(&self, noun: &Noun) -> Option<(Deed, Stood)> {
        let above = self.above();
        if !self.is_told(above.as_ref()) {
            return None;
        }
        let (sources, mut targets) = self.parties(above.as_ref())?;
        targets.retain(|t| !sources.iter().any(|s| self.id(s) == self.id(t)));
        let mutual_list = self.rule.reciprocal && sources.len() > 1;
        if sources.is_empty() || targets.is_empty() && !mutual_list {
            return None;
        }
        let first = self.at.saturating_sub(noun.before.len());
        let trigger = Span::new(self.scene.span(first).start, self.scene.span(self.at).end);
        let deed =
            Deed { rule: noun.rule, sources, targets, own_people: None, mutual: true, trigger };
        Some((deed, self.stood(above)))
    }

    fn parties(&self, above: Option<&Above>) -> Option<(Vec<Named>, Vec<Named>)> {
        let mut sources = self.modifiers();
        let mut targets = Vec::new();
        let between = self.between();
        if between.len() > 1 && (self.rule.reciprocal || sources.is_empty()) {
            if !self.rule.reciprocal {
                return None;
            }
            let mut pair = between.into_iter();
            return Some((pair.next().into_iter().collect(), pair.collect()));
        }
        if self.rule.reciprocal && sources.len() > 1 {
            targets = sources.split_off(1);
        }
        if targets.is_empty() {
            targets = self.told_after(above);
        }
        if sources.is_empty() {
            sources = self.phrase("by", Reach::Acts, above);
        }
        if sources.is_empty() && !self.rule.target.contains(&Place::Object) {
            sources = self.phrase("of", Reach::Acts, above);
        }
        if sources.is_empty()
            && let Some(above) = above
        {
            sources.clone_from(&above.accused);
        }
        if let Some(light) = above.filter(|g| g.light) {
            let subject = self.light_subject(light);
            if sources.is_empty() {
                sources = subject;
            } else if targets.is_empty() && self.rule.reciprocal {
                targets = subject;
            }
        }
        Some((sources, targets))
    }

    /// Who performs a light verb: its subject, or the "by" phrase of a passive.
    fn light_subject(&self, light: &Above) -> Vec<Named> {
        let passive = self.verbs.get(light.verb).is_some_and(|v| v.passive);
        if !passive {
            return self.verbs.subject(light.verb).to_vec();
        }
        let by = self
            .scene
            .children(light.verb, &[Rel::OblAgent, Rel::Obl])
            .find(|&c| self.scene.opening(c) == "by");
        by.map_or_else(Vec::new, |c| actors(self.scene, self.verbs, c, Reach::Acts))
    }

    /// The actors that stand before the noun: "Israel's", "US–China", "Russian".
    fn modifiers(&self) -> Vec<Named> {
        let scene = self.scene;
        let before: Vec<usize> = scene
            .children(
                self.at,
                &[
                    Rel::Amod,
                    Rel::Compound,
                    Rel::NmodPoss,
                    Rel::NmodDesc,
                    Rel::NmodUnmarked,
                    Rel::Flat,
                ],
            )
            .filter(|&c| c < self.at)
            .collect();
        let mut all: Vec<Vec<Named>> = Vec::new();
        for &c in &before {
            let possessive = scene.rel(c) == Rel::NmodPoss;
            let list =
                if possessive || scene.owner(c).is_some() || scene.child(c, &[Rel::Conj]).is_some()
                {
                    actors(scene, self.verbs, c, Reach::Acts)
                } else {
                    continue;
                };
            let list: Vec<Named> =
                list.into_iter().filter(|n| scene.how(n) != Some(How::City)).collect();
            if !list.is_empty() {
                all.push(list);
            }
        }
        // "Norland's Sudland embargo": the owner does it, the adjective says to whom.
        if self.rule.reciprocal || all.len() < 2 {
            return all.into_iter().flatten().collect();
        }
        all.into_iter().next().unwrap_or_default()
    }

    fn between(&self) -> Vec<Named> {
        let scene = self.scene;
        let phrase = scene
            .children(self.at, &[Rel::Nmod, Rel::Obl])
            .find(|&c| scene.opening(c) == "between");
        phrase.map_or_else(Vec::new, |c| actors(scene, self.verbs, c, Reach::Suffers))
    }

    /// The first place of the rule's list, read behind the noun.
    fn told_after(&self, above: Option<&Above>) -> Vec<Named> {
        let scene = self.scene;
        for place in &self.rule.target {
            let found = match place {
                Place::Object | Place::Direct => self.phrase("of", Reach::Suffers, above),
                Place::Prep(prep) => self.phrase(prep, Reach::Suffers, above),
                Place::Complement => {
                    let clause =
                        scene.child(self.at, &[Rel::Acl, Rel::Ccomp]).filter(|&c| c > self.at);
                    clause.map_or_else(Vec::new, |c| self.verbs.subject(c).to_vec())
                }
            };
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// The actors behind this preposition: of the noun's own phrases, of phrases inside these, or of the
    /// verb above, on which the parser may have hung them.
    fn phrase(&self, prep: &str, reach: Reach, above: Option<&Above>) -> Vec<Named> {
        let scene = self.scene;
        let mut level = vec![self.at];
        for _ in 0..3 {
            let mut next = Vec::new();
            for &at in &level {
                for c in scene
                    .children(at, &[Rel::Nmod, Rel::Acl, Rel::Obl, Rel::Conj, Rel::NmodUnmarked])
                {
                    if c < self.at || scene.rel(c) == Rel::Acl && scene.opener(c).is_none() {
                        continue;
                    }
                    if scene.opening(c) == prep {
                        let list = actors(scene, self.verbs, c, reach);
                        if !list.is_empty() {
                            return list;
                        }
                    }
                    next.push(c);
                }
            }
            level = next;
        }
        let near = above.filter(|a| {
            a.light || scene.head(self.at) == Some(a.verb) || scene.rel(self.at) == Rel::NsubjPass
        });
        let Some(above) = near else { return Vec::new() };
        scene
            .children(above.verb, &[Rel::Obl, Rel::OblAgent, Rel::Advcl])
            .filter(|&c| c > self.at && scene.opening(c) == prep)
            .map(|c| actors(scene, self.verbs, c, reach))
            .find(|list| !list.is_empty())
            .unwrap_or_default()
    }

    /// Talks, truces and withdrawals are named as topics and hopes more often than as deeds: they count
    /// under a verb that performs them, after "after", or as what the sentence itself is about.
    fn is_told(&self, above: Option<&Above>) -> bool {
        let scene = self.scene;
        if self.rule.kind.quad().number() == 4
            || above.is_some_and(|a| a.light || !a.accused.is_empty())
        {
            return true;
        }
        let open = matches!(
            scene.opening(self.at),
            "after" | "following" | "during" | "amid" | "since" | "at" | "despite"
        );
        let root = matches!(scene.rel(self.at), Rel::Root | Rel::Nsubj | Rel::NsubjPass)
            && scene.child(self.at, &[Rel::Case]).is_none();
        open || root
    }

    fn above(&self) -> Option<Above> {
        let scene = self.scene;
        let mut noun = self.at;
        // "a series of strikes", "strikes and shelling"
        for _ in 0..3 {
            let Some(head) = scene.head(noun) else { break };
            let counted =
                scene.opening(noun) == "of" && scene.is(head, tag::QUANTITY | tag::NUMBER);
            if counted || scene.rel(noun) == Rel::Conj && self.verbs.get(head).is_none() {
                noun = head;
            } else {
                break;
            }
        }
        let verb = scene.head(noun).filter(|&h| self.verbs.get(h).is_some())?;
        let rel = scene.rel(noun);
        let passive = rel == Rel::NsubjPass;
        let case = scene.opening(noun);
        let object = matches!(rel, Rel::Obj | Rel::Xcomp | Rel::Ccomp) || passive;
        if !object && rel != Rel::Obl {
            return None;
        }
        let bits = scene.bits(verb);
        let accused = if bits & govern::ACCUSE != 0 && matches!(case, "of" | "for" | "over") {
            let object = scene.child(verb, &[Rel::Obj]).or_else(|| {
                let passive = self.verbs.get(verb).is_some_and(|v| v.passive);
                self.verbs.subject_node(verb).filter(|_| passive)
            });
            object.map_or_else(Vec::new, |o| actors(scene, self.verbs, o, Reach::Acts))
        } else {
            Vec::new()
        };
        let force = self.rule.kind.quad().number() == 4;
        let stance = match accused.as_slice() {
            [] => of_noun(bits, object, case == "for", force),
            _ => Some(Stance::Alleged),
        };
        let takes_part = rel == Rel::Obl
            && bits & govern::PARTAKE != 0
            && matches!(case, "in" | "for" | "to" | "on");
        // "Makes efforts for a ceasefire" makes none.
        let carried = rel == Rel::Obl && !matches!(case, "by" | "for" | "toward" | "towards");
        let light = bits & govern::LIGHT != 0 && (object || carried) || takes_part;
        Some(Above { verb, light, stance, accused })
    }

    fn stood(&self, above: Option<Above>) -> Stood {
        let scene = self.scene;
        let mut out = match &above {
            Some(above) if above.light || above.stance.is_some() => self.standing.of(above.verb),
            _ => told(scene, self.verbs, self.at),
        };
        if let Some(above) = above {
            if matches!(above.stance, Some(Stance::Alleged | Stance::Denied)) {
                out.speaker = self.verbs.subject(above.verb).first().cloned();
            }
            out.stance = match (above.stance, out.stance) {
                (Some(own), Stance::Plain) => own,
                (Some(Stance::Demanded), _) => Stance::Demanded,
                (Some(_), _) => Stance::Open,
                (None, stance) => stance,
            };
        }
        out.claimed |= scene.is_doubted(self.at);
        out
    }
}
