//! Events read off a dependency tree.
//!
//! [`scene`] puts the actors on the tree, [`verbs`] finds voice, modality and subject of each verb and
//! [`links`] what it hangs on, [`phrases`] whom a noun phrase stands for, [`standing`] whether a verb is
//! told, claimed, denied, planned, and by whom; [`deeds`] and [`nouns`] say which rule of `data/events`
//! fits ([`fits`]), with its [`parties`].

mod deeds;
mod fits;
mod links;
mod nouns;
mod own;
mod parties;
mod phrases;
mod scene;
mod standing;
mod verbs;

use super::deed;
use super::tables::Tables;
use crate::model::event::Event;
use crate::model::span::Span;
use crate::reading::SentenceView;
use crate::reading::syntax::Tree;
use scene::Scene;
use standing::Standing;
use verbs::Verbs;

/// All events of a sentence, in no particular order.
pub(super) fn events(tables: &Tables, view: &SentenceView<'_>, tree: &Tree) -> Vec<Event> {
    let scene = Scene::new(tables, view, tree);
    let verbs = Verbs::read(&scene);
    let standing = Standing::read(&scene, &verbs);
    let mut out = Vec::new();
    for told in deeds::find(&scene, &verbs, &standing) {
        deed::add(view, tables, &told.deed, &told.stood, &mut out);
    }
    let by_verbs: Vec<Span> = out.iter().map(|event| event.trigger).collect();
    for (deed, stood) in nouns::find(&scene, &verbs, &standing) {
        // "lifts its embargo": the verb with its object tells it.
        if !by_verbs.iter().any(|verb| verb.contains(deed.trigger)) {
            deed::add(view, tables, &deed, &stood, &mut out);
        }
    }
    out
}
