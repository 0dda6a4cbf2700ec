//! What a deed becomes when it is only intended, threatened or refused (PLOVER's coding rules).

use super::stance::Stance;
use crate::model::event::{EventType, QuadClass, Status};

/// Type, mode and CAMEO code in the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Coded {
    pub(crate) kind: EventType,
    pub(crate) mode: Option<String>,
    pub(crate) cameo: String,
    pub(crate) status: Status,
}

/// Codes a deed under a stance; `None` where the text says nothing of it.
pub(crate) fn code(
    kind: EventType,
    mode: Option<&str>,
    cameo: &str,
    stance: Stance,
    claimed: bool,
) -> Option<Coded> {
    let same = |status| {
        Some(Coded { kind, mode: mode.map(str::to_owned), cameo: cameo.to_owned(), status })
    };
    match stance {
        Stance::Plain => {
            same(if claimed && !is_speech_act(kind) { Status::Alleged } else { Status::Done })
        }
        Stance::Alleged => same(Status::Alleged),
        Stance::Denied => same(Status::Denied),
        Stance::Demanded => same(Status::Demanded),
        Stance::NotDone => same(Status::NotDone),
        Stance::Possible => same(Status::Possible),
        Stance::Open => None,
        Stance::Attempt if kind.quad() == QuadClass::MaterialConflict => {
            same(if claimed { Status::Alleged } else { Status::Done })
        }
        Stance::Attempt => None,
        Stance::Intent => intended(kind, mode, cameo),
        Stance::Threat => threatened(kind, mode, cameo),
        Stance::Refused => refused(kind, mode, cameo),
    }
}

/// Deeds that are done by saying so.
fn is_speech_act(kind: EventType) -> bool {
    use EventType::*;
    matches!(kind, Request | Accuse | Reject | Threaten | Agree | Concede)
}

fn made(kind: EventType, mode: Option<&str>, cameo: &str, status: Status) -> Option<Coded> {
    Some(Coded { kind, mode: mode.map(str::to_owned), cameo: cameo.to_owned(), status })
}

/// Cooperation to come is AGREE; harm to come is THREATEN; words to come stay what they are.
fn intended(kind: EventType, mode: Option<&str>, cameo: &str) -> Option<Coded> {
    use EventType::*;
    match kind {
        Agree => made(kind, mode, cameo, Status::Done),
        Consult | Support | Cooperate | Aid | Retreat | Concede => {
            made(Agree, None, intent_code(cameo), Status::Planned)
        }
        Sanction | Coerce | Assault | Protest => {
            made(Threaten, threat_mode(kind, mode), threat_code(cameo), Status::Planned)
        }
        Request | Accuse | Reject | Threaten | Mobilize => made(kind, mode, cameo, Status::Planned),
    }
}

fn threatened(kind: EventType, mode: Option<&str>, cameo: &str) -> Option<Coded> {
    use EventType::*;
    if kind == Threaten {
        return made(kind, mode, cameo, Status::Done);
    }
    made(Threaten, threat_mode(kind, mode), threat_code(cameo), Status::Done)
}

fn refused(kind: EventType, mode: Option<&str>, cameo: &str) -> Option<Coded> {
    use EventType::*;
    let quad = kind.quad();
    let cooperative = matches!(quad, QuadClass::VerbalCooperation | QuadClass::MaterialCooperation);
    if !cooperative {
        return made(kind, mode, cameo, Status::NotDone);
    }
    let (mode, code) = match kind {
        Consult => ("meet", "124"),
        Aid | Cooperate => ("assist", "122"),
        Retreat | Concede => ("yield", if cameo.starts_with("087") { "1211" } else { "120" }),
        _ => ("change", "120"),
    };
    made(Reject, Some(mode), code, Status::Done)
}

fn intent_code(cameo: &str) -> &'static str {
    match cameo {
        "045" => "039",
        "061" => "0311",
        "062" => "0312",
        "071" => "0331",
        "072" => "0332",
        "073" => "0333",
        "074" => "0334",
        "0841" | "0842" | "084" => "0354",
        "085" => "0355",
        "086" | "0861" | "0862" | "0863" => "0356",
        "081" | "0811" | "0812" | "0813" | "0814" => "0351",
        _ if cameo.starts_with("04") => "036",
        _ if cameo.starts_with("05") => "032",
        _ if cameo.starts_with("06") => "031",
        _ if cameo.starts_with("07") => "033",
        _ if cameo.starts_with("087") => "0357",
        _ if cameo.starts_with("08") => "035",
        _ => "030",
    }
}

fn threat_code(cameo: &str) -> &'static str {
    match cameo {
        "163" => "134",
        "165" => "135",
        "166" => "1312",
        "1723" => "1323",
        "1724" => "1324",
        "191" => "1381",
        "192" => "1382",
        _ if cameo.starts_with("161") => "1313",
        _ if cameo.starts_with("162") => "1311",
        _ if cameo.starts_with("164") => "136",
        _ if cameo.starts_with("17") => "132",
        _ if cameo.starts_with("14") => "133",
        _ if cameo.starts_with("18") => "1383",
        _ if cameo.starts_with("204") => "1385",
        _ if cameo.starts_with("19") || cameo.starts_with("20") => "138",
        _ if cameo.starts_with("16") => "131",
        _ => "130",
    }
}

fn threat_mode(kind: EventType, mode: Option<&str>) -> Option<&'static str> {
    match (kind, mode) {
        (EventType::Sanction, Some("expel")) => Some("expel"),
        (EventType::Sanction, _) => Some("relations"),
        (EventType::Coerce, Some("arrest")) => Some("arrest"),
        (EventType::Coerce, Some("deport")) => Some("expel"),
        (EventType::Coerce | EventType::Protest, _) => Some("restrict"),
        (EventType::Assault, _) => Some("violence"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intent_threat_and_refusal_change_the_type() {
        use EventType::*;
        let cases = [
            (Consult, "042", Stance::Intent, Agree, "036", Status::Planned),
            (Assault, "190", Stance::Threat, Threaten, "138", Status::Done),
            (Aid, "073", Stance::Refused, Reject, "122", Status::Done),
            (Retreat, "0871", Stance::Refused, Reject, "1211", Status::Done),
            (Assault, "190", Stance::Refused, Assault, "190", Status::NotDone),
            (Assault, "190", Stance::Denied, Assault, "190", Status::Denied),
        ];
        for (kind, cameo, stance, want, code_wanted, status) in cases {
            let got = code(kind, None, cameo, stance, false).unwrap();
            assert_eq!((got.kind, got.cameo.as_str(), got.status), (want, code_wanted, status));
        }
        assert_eq!(code(Assault, None, "190", Stance::Open, false), None);
        assert_eq!(
            code(Assault, None, "190", Stance::Plain, true).unwrap().status,
            Status::Alleged
        );
        assert_eq!(code(Accuse, None, "112", Stance::Plain, true).unwrap().status, Status::Done);
    }
}
