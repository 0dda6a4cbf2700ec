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
fn both_sides_are_those_of_the_last_sentences() {
    check(
        "2025-06-10",
        &[
            (
                "China watched. Israel and Hamas fought. Both sides agreed.",
                "CHN: China + ISR: Israel + HAMAS: Hamas + ISR: Both sides + HAMAS: ",
            ),
            (
                "Russia, Iran and China met. Russia and Iran signed. The two countries agreed.",
                "RUS: Russia + IRN: Iran + CHN: China + RUS: Russia + IRN: Iran + RUS: The two countries + IRN: ",
            ),
            (
                "Putin met Aliyev. The two leaders agreed.",
                "RUS/GOV Vladimir Putin: Putin + AZE/GOV Ilham Aliyev: Aliyev + RUS/GOV Vladimir Putin: The two leaders + AZE/GOV Ilham Aliyev: ",
            ),
            (
                "Putin, Aliyev and Xi met. The two leaders agreed.",
                "RUS/GOV Vladimir Putin: Putin + AZE/GOV Ilham Aliyev: Aliyev + CHN/GOV Xi Jinping: Xi",
            ),
        ],
    );
}

#[test]
fn an_office_is_that_of_the_only_one_who_was_named_with_it() {
    check(
        "2025-06-10",
        &[
            (
                "Russia's defence ministry blamed Ukraine. The ministry gave no details.",
                "RUS/GOV: Russia's defence ministry + UKR: Ukraine + RUS/GOV: ministry",
            ),
            (
                "Russia's and Ukraine's defence ministry spoke. Ukraine's defence ministry left. The ministry left.",
                "RUS: Russia + UKR/GOV: Ukraine's defence ministry + UKR/GOV: Ukraine's defence ministry + UKR/GOV: ministry",
            ),
            (
                "The Russian foreign ministry and the Turkish foreign ministry spoke. The ministry left.",
                "RUS/GOV: Russian foreign ministry + TUR/GOV: Turkish foreign ministry",
            ),
            (
                "Azerbaijani President Ilham Aliyev met Pashinyan. The president left.",
                "AZE/GOV Ilham Aliyev: Azerbaijani President Ilham Aliyev + ARM/GOV Nikol Pashinyan: Pashinyan + AZE/GOV Ilham Aliyev: president",
            ),
            ("Poland closed schools across the country.", "POL: Poland + POL: the country"),
        ],
    );
}

#[test]
fn who_said_it_is_it() {
    check(
        "2025-06-10",
        &[
            ("Iran said on Monday it would answer.", "IRN: Iran + IRN: it"),
            (
                "Russia's defence ministry says it shot down drones over Crimea.",
                "RUS/GOV: Russia's defence ministry + RUS/GOV: it + UKR: Crimea",
            ),
            (
                "Putin said he would come.",
                "RUS/GOV Vladimir Putin: Putin + RUS/GOV Vladimir Putin: he",
            ),
            ("Iran said Israel knew it.", "IRN: Iran + ISR: Israel"),
            ("A lawyer for Iran said it was over.", "IRN: Iran"),
            ("Russian officials said it was over.", "RUS/GOV: Russian officials"),
            (
                "Russian officials said they would answer.",
                "RUS/GOV: Russian officials + RUS/GOV: they",
            ),
            ("Iran said they would answer.", "IRN: Iran"),
            ("NATO met. It said nothing.", "NATO: NATO + NATO: It"),
            ("NATO met. It rained.", "NATO: NATO"),
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
