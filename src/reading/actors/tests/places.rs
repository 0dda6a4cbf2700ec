use super::{check, hows};
use crate::reading::How;

#[test]
fn countries_and_those_who_act_for_them() {
    check(
        "2025-06-10",
        &[
            ("Azerbaijani police arrested him.", "AZE/COP: Azerbaijani police"),
            ("Azerbaijan's foreign ministry replied.", "AZE/GOV: Azerbaijan's foreign ministry"),
            ("Azerbaijan’s foreign ministry replied.", "AZE/GOV: Azerbaijan’s foreign ministry"),
            (
                "The Ministry of Defence in Russia replied.",
                "RUS/GOV: Ministry of Defence in Russia",
            ),
            ("The Kremlin replied.", "RUS: Kremlin"),
            ("Turkish troops entered Syria.", "TUR/MIL: Turkish troops + SYR: Syria"),
            ("U.S. officials warned Iran.", "USA/GOV: U.S. officials + IRN: Iran"),
            ("US troops in Syria left.", "USA/MIL: US troops + SYR: Syria"),
            ("Troops in Syria left.", "SYR: Syria"),
            ("Istanbul police arrested five.", "TUR/COP: Istanbul police"),
            ("The Russian embassy in Baku closed.", "RUS/GOV: Russian embassy + AZE: Baku"),
            ("The ambassador in Baku left.", "AZE: Baku"),
            (
                "Russian and Azerbaijani officials met.",
                "RUS: Russian + AZE/GOV: Azerbaijani officials",
            ),
            ("NATO and the European Union met.", "NATO: NATO + EU: European Union"),
            ("RUSSIA AND AZERBAIJAN SIGN A TREATY", "RUS: RUSSIA + AZE: AZERBAIJAN"),
            ("The United\nStates replied.", "USA: United\nStates"),
        ],
    );
}

#[test]
fn words_that_are_only_sometimes_countries() {
    check(
        "2025-06-10",
        &[
            ("Georgia and Armenia signed.", "GEO: Georgia + ARM: Armenia"),
            ("Voters in Atlanta, Georgia, queued.", "USA: Atlanta + USA: Georgia"),
            ("The state of Georgia voted.", "USA: Georgia"),
            ("Georgia O'Keeffe painted.", ""),
            ("Michael Jordan retired.", ""),
            ("Jordan Peterson spoke.", ""),
            ("Jordan Foreign Minister spoke.", "JOR/GOV: Jordan Foreign Minister"),
            ("Jordan and Chad agreed.", "JOR: Jordan + TCD: Chad"),
            ("Chad Kroeger sang.", ""),
            ("Niger and Nigeria agreed.", "NER: Niger + NGA: Nigeria"),
            (
                "Guinea, Guinea-Bissau, Equatorial Guinea and Papua New Guinea met.",
                "GIN: Guinea + GNB: Guinea-Bissau + GNQ: Equatorial Guinea + PNG: Papua New Guinea",
            ),
            ("North Korea and South Korea talked.", "PRK: North Korea + KOR: South Korea"),
            ("Peace in Korea is far.", ""),
            ("Congo said so.", "COD: Congo"),
            ("Congo said so in Brazzaville.", "COG: Congo + COG: Brazzaville"),
            ("George Washington slept here.", ""),
            ("Fires in Washington state spread.", "USA: Washington state"),
            ("Washington replied to Moscow.", "USA: Washington + RUS: Moscow"),
            ("The Indian Ocean and the South China Sea are warm.", ""),
            ("The Washington Post and the Moscow Times wrote.", ""),
            ("Fires in British Columbia and New South Wales spread.", ""),
            ("They played Russian roulette.", ""),
        ],
    );
}

#[test]
fn what_kind_of_word_it_was() {
    assert_eq!(
        hows("Russia, Russian, Moscow, the Kremlin, Grozny, Putin."),
        [How::Name, How::Adjective, How::Capital, How::Metonym, How::City, How::Person]
    );
}
