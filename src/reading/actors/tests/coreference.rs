use super::{check, mentions};
use crate::reading::How;

#[test]
fn both_countries_only_where_two_were_named() {
    check(
        "2025-06-10",
        &[
            (
                "Russia met Iran. The two countries agreed.",
                "RUS: Russia + IRN: Iran + RUS: The two countries + IRN: ",
            ),
            (
                "Russia, Iran and China met. The two countries agreed.",
                "RUS: Russia + IRN: Iran + CHN: China",
            ),
            ("Russia spoke. Both sides agreed.", "RUS: Russia"),
        ],
    );
    let found = mentions("2025-06-10", "Russia met Iran. Both sides agreed.");
    assert_eq!(found[2].how, How::Coreference);
    assert_eq!(found[3].span.start, found[3].span.end);
}

#[test]
fn the_president_only_where_one_state_was_named() {
    check(
        "2025-06-10",
        &[
            ("Azerbaijan protested. The president spoke.", "AZE: Azerbaijan + AZE/GOV: president"),
            ("Azerbaijan protested. The country mourned.", "AZE: Azerbaijan + AZE: The country"),
            ("Azerbaijan met Iran. The president spoke.", "AZE: Azerbaijan + IRN: Iran"),
            ("The president spoke.", ""),
        ],
    );
}

#[test]
fn he_is_the_one_who_spoke_before() {
    check(
        "2025-06-10",
        &[
            (
                "Putin arrived. He spoke.",
                "RUS/GOV Vladimir Putin: Putin + RUS/GOV Vladimir Putin: He",
            ),
            (
                "Putin met Aliyev. He spoke.",
                "RUS/GOV Vladimir Putin: Putin + AZE/GOV Ilham Aliyev: Aliyev",
            ),
            ("Russia spoke. He left.", "RUS: Russia"),
        ],
    );
}
