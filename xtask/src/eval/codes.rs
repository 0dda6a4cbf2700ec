//! CAMEO and PLOVER codes brought to the same roots and quad classes, so that either scheme scores the other.

/// A root of the fifteen PLOVER classes (YIELD for CONCEDE and RETREAT), from either scheme; `None` for no code.
pub(crate) fn plover(code: Option<&str>) -> Option<String> {
    let code = code.filter(|c| !c.is_empty())?;
    if is_cameo(code) {
        return special(code)
            .or_else(|| special(head(code, 3)))
            .or_else(|| from_cameo(head(code, 2)))
            .map(str::to_owned);
    }
    let name = code.to_uppercase();
    Some(match name.as_str() {
        "CONCEDE" | "RETREAT" => "YIELD".to_owned(),
        "DEMAND" => "REQUEST".to_owned(),
        "DISAPPROVE" | "INVESTIGATE" => "ACCUSE".to_owned(),
        "FIGHT" => "ASSAULT".to_owned(),
        "CRIME" => "COERCE".to_owned(),
        _ => name,
    })
}

/// The two-digit CAMEO root, from either scheme.
pub(crate) fn cameo(code: Option<&str>) -> Option<String> {
    let code = code.filter(|c| !c.is_empty())?;
    if is_cameo(code) {
        return Some(head(code, 2).to_owned());
    }
    let root = match plover(Some(code))?.as_str() {
        "STATEMENT" => "01",
        "AGREE" => "03",
        "CONSULT" => "04",
        "SUPPORT" => "05",
        "COOPERATE" => "06",
        "AID" => "07",
        "YIELD" => "08",
        "REQUEST" => "10",
        "ACCUSE" => "11",
        "REJECT" => "12",
        "THREATEN" => "13",
        "PROTEST" => "14",
        "MOBILIZE" => "15",
        "SANCTION" => "16",
        "COERCE" => "17",
        "ASSAULT" => "19",
        _ => return None,
    };
    Some(root.to_owned())
}

/// CAMEO's quad class of a code: 0 statement, 1 and 2 verbal and material cooperation, 3 and 4 conflict.
pub(crate) fn cameo_quad(code: Option<&str>) -> Option<i64> {
    match cameo(code)?.parse::<u8>().ok()? {
        1 => Some(0),
        ..=5 => Some(1),
        6..=8 => Some(2),
        9..=13 => Some(3),
        _ => Some(4),
    }
}

/// PLOVER's quad class of a code, numbered likewise.
pub(crate) fn plover_quad(code: Option<&str>) -> Option<i64> {
    match plover(code)?.as_str() {
        "STATEMENT" => Some(0),
        "AGREE" | "CONSULT" | "SUPPORT" => Some(1),
        "COOPERATE" | "AID" | "YIELD" => Some(2),
        "REQUEST" | "ACCUSE" | "REJECT" | "THREATEN" => Some(3),
        "PROTEST" | "SANCTION" | "MOBILIZE" | "COERCE" | "ASSAULT" => Some(4),
        _ => None,
    }
}

/// Two to four digits.
fn is_cameo(code: &str) -> bool {
    (2..=4).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit())
}

fn head(code: &str, length: usize) -> &str {
    code.get(..length).unwrap_or(code)
}

/// Codes whose PLOVER class is not that of their root (CAMEO2PLOVER, 2021).
fn special(code: &str) -> Option<&'static str> {
    match code {
        "163" | "191" | "192" => Some("COERCE"),
        "175" | "1712" => Some("ASSAULT"),
        _ => None,
    }
}

fn from_cameo(root: &str) -> Option<&'static str> {
    Some(match root {
        "01" => "STATEMENT",
        "02" | "10" => "REQUEST",
        "03" => "AGREE",
        "04" => "CONSULT",
        "05" => "SUPPORT",
        "06" => "COOPERATE",
        "07" => "AID",
        "08" => "YIELD",
        "09" | "11" => "ACCUSE",
        "12" => "REJECT",
        "13" => "THREATEN",
        "14" => "PROTEST",
        "15" => "MOBILIZE",
        "16" => "SANCTION",
        "17" => "COERCE",
        "18" | "19" | "20" => "ASSAULT",
        _ => return None,
    })
}

/// The primary of an actor code: its first three letters in ISO spelling; "---" for nobody; `None` for a span
/// that names somebody without a country.
pub(crate) fn primary(code: Option<&str>) -> Option<String> {
    let code = code?.trim().to_uppercase();
    let first: String = code.chars().take(3).collect();
    if first.is_empty() || !first.chars().all(char::is_alphabetic) {
        return Some("---".to_owned());
    }
    Some(match first.as_str() {
        "ROM" => "ROU".to_owned(),
        "JAP" => "JPN".to_owned(),
        "PAL" | "WBK" | "GZS" | "PSX" => "PSE".to_owned(),
        "YUG" | "SCG" => "SRB".to_owned(),
        "KSV" | "KOS" => "XKX".to_owned(),
        "TMP" => "TLS".to_owned(),
        "ZAR" => "COD".to_owned(),
        "BUR" => "MMR".to_owned(),
        _ => first,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_schemes_meet_at_the_root() {
        for (code, class, root, by_cameo, by_plover) in [
            ("0431", "CONSULT", "04", 1, 1),
            ("190", "ASSAULT", "19", 4, 4),
            ("1712", "ASSAULT", "17", 4, 4),
            ("1631", "COERCE", "16", 4, 4),
            ("0256", "REQUEST", "02", 1, 3),
            ("010", "STATEMENT", "01", 0, 0),
            ("demand", "REQUEST", "10", 3, 3),
            ("RETREAT", "YIELD", "08", 2, 2),
        ] {
            assert_eq!(plover(Some(code)).as_deref(), Some(class), "{code}");
            assert_eq!(cameo(Some(code)).as_deref(), Some(root), "{code}");
            assert_eq!(cameo_quad(Some(code)), Some(by_cameo), "{code}");
            assert_eq!(plover_quad(Some(code)), Some(by_plover), "{code}");
        }
        assert_eq!(plover(None), None);
        assert_eq!(cameo(Some("NONSENSE")), None);
    }

    #[test]
    fn actors_compare_on_their_primary() {
        for (code, expected) in [
            (Some("JAPGOV"), Some("JPN")),
            (Some("rusgov"), Some("RUS")),
            (Some("***GOV"), Some("---")),
            (Some("---"), Some("---")),
            (Some(""), Some("---")),
            (None, None),
        ] {
            assert_eq!(primary(code).as_deref(), expected, "{code:?}");
        }
    }
}
