//! A town beside the name of a state belongs to that state: "Hyderabad, Pakistan".

use super::super::{How, Mention};

/// Gives each town that a comma parts from a state's name to that state, from the right, so that a
/// chain ("Tripoli, North Governorate, Lebanon") is settled whole.
pub(super) fn settle(mentions: &mut [Mention], text: &str) {
    for at in (1..mentions.len()).rev() {
        let (before, after) = mentions.split_at_mut(at);
        let (Some(town), Some(state)) = (before.last_mut(), after.first()) else {
            continue;
        };
        let parted = text.get(town.span.end..state.span.start).is_some_and(|gap| gap.trim() == ",");
        let bare = state.actor.role.is_none() && matches!(state.how, How::Name | How::City);
        if town.how == How::City && town.actor.role.is_none() && parted && bare {
            town.actor = state.actor.clone();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::actor::Actor;
    use crate::model::span::Span;

    #[test]
    fn a_town_goes_to_the_state_behind_the_comma() {
        let text = "Hyderabad, Sindh, Pakistan, and Hyderabad in India";
        let mention = |id: &str, start, end, how| Mention {
            actor: Actor::state(id),
            span: Span::new(start, end),
            how,
        };
        let mut mentions = vec![
            mention("IND", 0, 9, How::City),
            mention("PAK", 11, 16, How::City),
            mention("PAK", 18, 26, How::Name),
            mention("IND", 32, 41, How::City),
            mention("IND", 45, 50, How::Name),
        ];
        settle(&mut mentions, text);
        let ids: Vec<&str> = mentions.iter().map(|m| m.actor.id.as_str()).collect();
        assert_eq!(ids, ["PAK", "PAK", "PAK", "IND", "IND"]);
    }
}
