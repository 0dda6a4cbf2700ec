//! How a text stands to a deed, and what a governing word makes of the deed it governs.

use super::words::govern;

/// What became of the deed a verb names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stance {
    Plain,
    /// "will", "agrees to", "plans to".
    Intent,
    /// "seeks to", "wants to", purpose clauses: nothing is said of the deed.
    Open,
    Threat,
    Refused,
    Demanded,
    Denied,
    NotDone,
    Possible,
    /// "is allowed to V": harm may come of it, help is taken for done.
    Permitted,
    /// "tries to V": harm counts, help does not.
    Attempt,
    /// In an accusation.
    Alleged,
}

/// How a verb hangs on what governs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Link {
    /// Its own main clause.
    Main,
    /// "agrees to V".
    Infinitive,
    /// "accuses X of V-ing", "denies V-ing".
    Gerund,
    /// "says that X V".
    That,
    /// ", V-ing".
    Participle,
    /// "X, who V", "X V-ing".
    Relative,
}

/// What a governor with these bits of [`govern`] makes of the verb it governs; `None` where it changes
/// nothing.
pub(super) fn governed(link: Link, bits: u32) -> Option<Stance> {
    match link {
        Link::That => that_clause(bits),
        Link::Infinitive => Some(infinitive(bits)).filter(|s| *s != Stance::Plain),
        Link::Gerund => gerund(bits),
        Link::Main | Link::Participle | Link::Relative => None,
    }
}

fn that_clause(bits: u32) -> Option<Stance> {
    if bits & govern::DENY != 0 {
        Some(Stance::Denied)
    } else if bits & govern::THREATEN != 0 {
        Some(Stance::Threat)
    } else if bits & govern::ACCUSE != 0 {
        Some(Stance::Alleged)
    } else if bits & govern::DEMAND != 0 && bits & govern::SAY == 0 {
        Some(Stance::Demanded)
    } else if bits & govern::INTENT != 0 {
        Some(Stance::Intent)
    } else {
        None
    }
}

fn infinitive(bits: u32) -> Stance {
    if bits & govern::THREATEN != 0 {
        Stance::Threat
    } else if bits & govern::REFUSE != 0 {
        Stance::Refused
    } else if bits & govern::INTENT != 0 {
        Stance::Intent
    } else if bits & govern::DEMAND != 0 {
        Stance::Demanded
    } else if bits & govern::ATTEMPT != 0 {
        Stance::Attempt
    } else if bits & govern::PERMIT != 0 {
        Stance::Permitted
    } else if bits & (govern::ALLOW | govern::ASPECT) != 0 && bits & govern::TRY == 0 {
        Stance::Plain
    } else {
        Stance::Open
    }
}

fn gerund(bits: u32) -> Option<Stance> {
    if bits & govern::DENY != 0 {
        Some(Stance::Denied)
    } else if bits & govern::ACCUSE != 0 {
        Some(Stance::Alleged)
    } else if bits & govern::OPEN != 0 {
        Some(Stance::Open)
    } else if bits & govern::STOP != 0 {
        Some(Stance::NotDone)
    } else if bits & govern::THREATEN != 0 {
        Some(Stance::Threat)
    } else if bits & (govern::TRY | govern::INTENT) != 0 {
        Some(Stance::Open)
    } else {
        None
    }
}

/// The governor's own stance limits the verb it governs.
pub(super) fn combine(above: Stance, link: Stance, own: Stance) -> Stance {
    match (above, link, own) {
        // "did not deny attacking": nothing is said.
        (Stance::NotDone | Stance::Refused, Stance::Denied | Stance::Alleged, _) => Stance::Open,
        (Stance::NotDone | Stance::Refused, Stance::Intent, _) => Stance::Refused,
        (Stance::NotDone, Stance::Refused | Stance::Threat, _) => Stance::Open,
        (Stance::Possible, _, _) => Stance::Possible,
        (above, Stance::Permitted, _) if above != Stance::Plain => above,
        (
            Stance::Demanded | Stance::Alleged | Stance::Denied | Stance::Threat | Stance::Refused,
            Stance::Intent | Stance::Refused | Stance::Threat | Stance::Open | Stance::NotDone,
            _,
        ) => Stance::Open,
        (Stance::Open, _, _) => Stance::Open,
        (_, Stance::Intent, Stance::NotDone) => Stance::Refused,
        (_, Stance::Demanded, Stance::NotDone | Stance::Refused) => Stance::Open,
        (_, Stance::Alleged | Stance::Denied, Stance::NotDone) => Stance::Open,
        _ => link,
    }
}

/// What a verb with these bits makes of a deed that a noun beside it names; `None` where it changes
/// nothing. `object`: the noun is its object; `called`: it stands behind "for"; `force`: the deed is one of
/// material conflict, which an announcement does not leave to come.
pub(super) fn of_noun(bits: u32, object: bool, called: bool, force: bool) -> Option<Stance> {
    if object && bits & govern::UNDO_OBJECT != 0 {
        Some(Stance::NotDone)
    } else if object && bits & govern::DEMAND_OBJECT != 0 || called && bits & govern::DEMAND != 0 {
        Some(Stance::Demanded)
    } else if bits & govern::ANNOUNCE != 0 && force {
        None
    } else if object && bits & (govern::PLAN_OBJECT | govern::INTENT) != 0 {
        Some(Stance::Intent)
    } else if bits & govern::THREATEN != 0 {
        Some(Stance::Threat)
    } else if bits & govern::DENY != 0 {
        Some(Stance::Denied)
    } else {
        None
    }
}
