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
        Stance::Permitted if kind.quad() == QuadClass::MaterialConflict => same(Status::Possible),
        Stance::Permitted => code(kind, mode, cameo, Stance::Plain, claimed),
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
    let mode = match kind {
        Consult => "meet",
        Aid | Cooperate => "assist",
        Retreat | Concede => "yield",
        _ => "change",
    };
    made(Reject, Some(mode), refusal_code(cameo), Status::Done)
}

fn intent_code(cameo: &str) -> &'static str {
    match cameo {
        "045" => "039",
        "061" => "0311",
        "062" => "0312",
        "063" => "0313",
        "064" => "0314",
        "071" => "0331",
        "072" => "0332",
        "073" => "0333",
        "074" => "0334",
        "080" => "035",
        "082" => "0352",
        "0831" => "0341",
        "0832" => "0342",
        "0833" => "0343",
        "0834" => "0344",
        "085" => "0354",
        _ if cameo.starts_with("04") => "036",
        _ if cameo.starts_with("05") => "032",
        _ if cameo.starts_with("06") => "031",
        _ if cameo.starts_with("07") => "033",
        _ if cameo.starts_with("081") => "0351",
        _ if cameo.starts_with("083") => "034",
        _ if cameo.starts_with("084") => "0353",
        _ if cameo.starts_with("086") => "0355",
        _ if cameo.starts_with("087") => "0356",
        _ if cameo.starts_with("08") => "035",
        _ => "030",
    }
}

fn threat_code(cameo: &str) -> &'static str {
    match cameo {
        "163" => "1312",
        "164" => "134",
        "165" => "135",
        "1721" => "1321",
        "1722" => "1322",
        "1723" => "1323",
        "1724" => "1324",
        "175" => "137",
        "191" => "1381",
        "192" => "1382",
        _ if cameo.starts_with("161") => "1313",
        _ if cameo.starts_with("162") => "1311",
        _ if cameo.starts_with("166") => "136",
        _ if cameo.starts_with("16") => "131",
        _ if cameo.starts_with("17") => "132",
        _ if cameo.starts_with("14") => "133",
        _ if cameo.starts_with("18") => "1383",
        _ if cameo.starts_with("204") => "1385",
        _ if cameo.starts_with("19") => "1384",
        _ if cameo.starts_with("20") => "138",
        _ => "130",
    }
}

fn refusal_code(cameo: &str) -> &'static str {
    match cameo {
        "045" => "126",
        "061" => "1211",
        "062" => "1212",
        "063" => "1213",
        "064" => "1214",
        "071" => "1221",
        "072" => "1222",
        "073" | "075" => "1223",
        "074" => "1224",
        "082" => "1242",
        "0831" => "1231",
        "0832" => "1232",
        "0833" => "1233",
        "0834" => "1234",
        "085" => "1244",
        _ if cameo.starts_with("04") => "125",
        _ if cameo.starts_with("06") => "121",
        _ if cameo.starts_with("07") => "122",
        _ if cameo.starts_with("081") => "1241",
        _ if cameo.starts_with("083") => "123",
        _ if cameo.starts_with("084") => "1243",
        _ if cameo.starts_with("086") => "1245",
        _ if cameo.starts_with("087") => "1246",
        _ if cameo.starts_with("08") => "124",
        _ => "120",
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
            (Assault, "190", Stance::Threat, Threaten, "1384", Status::Done),
            (Aid, "073", Stance::Refused, Reject, "1223", Status::Done),
            (Retreat, "0871", Stance::Refused, Reject, "1246", Status::Done),
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
