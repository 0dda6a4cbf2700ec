//! The closing section: what others have to do with the relations asked about.

use std::collections::{BTreeMap, BTreeSet};

use super::Section;
use super::assessments::assessments;
use super::course::computed;
use super::points::Composer;
use super::wording::{fill, wording};
use crate::relations::Dyad;
use crate::relations::happenings::happenings;

/// Points of the section at most.
const MOST: usize = 5;
/// Third states named in its opening sentence.
const NAMED: usize = 5;

/// The section, or `None` where nothing is told of third parties within the window.
pub(crate) fn wider(
    composer: &mut Composer<'_, '_>,
    dyads: &[Dyad],
    chosen: &[usize],
    regional: &[usize],
) -> Option<Section> {
    let window = composer.window;
    let mut told = happenings(composer.pool, chosen, composer.weights);
    told.retain(|h| h.began_within(window.since, window.until));
    let mut points = composer.points(None, &told, &[], MOST);
    let analyses: Vec<usize> = chosen.iter().chain(regional).copied().collect();
    points.extend(assessments(composer, None, &analyses));
    if points.is_empty() {
        return None;
    }
    let course = named_most(composer, dyads).into_iter().collect();
    Some(Section { heading: wording().heading("wider").to_owned(), dyad: None, course, points })
}

/// "Third parties named most beside them: Ukraine (7 reports), …", or `None` where none is named.
fn named_most(composer: &Composer<'_, '_>, dyads: &[Dyad]) -> Option<super::Sentence> {
    let window = composer.window;
    let inside = composer
        .pool
        .iter()
        .filter(|s| s.start().is_some_and(|d| d >= window.since && d <= window.until));
    let mut reports: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for s in inside {
        for event in &s.events {
            let parties = [&event.source, &event.target];
            let ids: Vec<&str> =
                parties.into_iter().flatten().map(|p| p.actor.id.as_str()).collect();
            let asked = |id: &&str| dyads.iter().any(|d| d.has(id));
            for &third in ids.iter().filter(|id| !asked(id) && composer.lexicon.is_state(id)) {
                if ids.iter().any(asked) {
                    reports.entry(third).or_default().insert(&s.document.key);
                }
            }
        }
    }
    let mut ranked: Vec<(usize, &str)> =
        reports.iter().map(|(id, texts)| (texts.len(), *id)).collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    let mut inputs = BTreeMap::new();
    let mut names = Vec::new();
    for (count, id) in ranked.into_iter().take(NAMED) {
        let name = composer.lexicon.name_of(id);
        names.push(format!("{name} ({count} {})", if count == 1 { "report" } else { "reports" }));
        inputs.insert(name, count.to_string());
    }
    if names.is_empty() {
        return None;
    }
    let values = BTreeMap::from([("names".to_owned(), names.join(", "))]);
    let text = fill(wording().wider("named"), &values);
    // Names are keys of the inputs; the audit looks at values.
    let inputs =
        inputs.into_iter().map(|(name, n)| (name.clone(), format!("{name} {n}"))).collect();
    let method = "reports within the window with a coded event between an actor asked about and a third state";
    Some(computed(text, method, inputs))
}
