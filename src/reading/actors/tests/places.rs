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
            ("The Kremlin replied.", "RUS/GOV: Kremlin"),
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
            ("Voters in Atlanta, Georgia, queued.", ""),
            ("The state of Georgia voted.", ""),
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
            (
                "Fires in British Columbia and New South Wales spread.",
                "CAN: British Columbia + AUS: New South Wales",
            ),
            ("They played Russian roulette.", ""),
        ],
    );
}

#[test]
fn words_that_the_rest_of_the_text_decides() {
    check(
        "2005-06-10",
        &[
            ("North Korea tested a missile. The South protested.", "PRK: North Korea + KOR: South"),
            ("North Korea spoke. South Carolina voted.", "PRK: North Korea + USA: South Carolina"),
            ("The Senate voted. Republicans left.", "USA/LEG: Senate + REPUBLICANS: Republicans"),
            ("The Philippine Senate voted.", "PHL/LEG: Philippine Senate"),
            ("The Senate voted.", ""),
            ("Iraq's National Security Council met.", "IRQ: Iraq"),
            ("The Security Council met.", "UNSC: Security Council"),
            ("Maoist rebels shelled Kathmandu.", "MAOISTNPL/REB: Maoist rebels + NPL: Kathmandu"),
            ("Don Germán Soto sang.", ""),
        ],
    );
}

#[test]
fn attributes_do_not_act() {
    check(
        "2025-06-10",
        &[
            ("Pro-Russian demonstrators seized it.", "RUS: Russian"),
            ("Iran-backed militants fired rockets.", "IRN: Iran"),
            ("Egyptian police arrested demonstrators.", "EGY/COP: Egyptian police"),
            (
                "Egypt's jailed opposition leader spoke.",
                "EGY/OPP: Egypt's jailed opposition leader",
            ),
            ("Brazil spends 881 million U.S. dollars.", "BRA: Brazil"),
            ("The French-led mission left Mali.", "FRA: French + MLI: Mali"),
        ],
    );
    assert_eq!(hows("Iran-backed militants fired."), [How::City]);
    assert_eq!(hows("Pro-Russian rebels fired."), [How::City]);
    assert_eq!(hows("The French-led mission left."), [How::Adjective]);
}

#[test]
fn more_words_that_are_only_sometimes_countries() {
    check(
        "2025-06-10",
        &[
            ("Savannah is hot. Georgia voted.", "USA: Georgia"),
            ("Leaders met in Tbilisi. Georgia voted.", "GEO: Tbilisi + GEO: Georgia"),
            ("Georgia's parliament voted.", "GEO/LEG: Georgia's parliament"),
            (
                "Georgian Prime Minister Irakli Kobakhidze left.",
                "GEO/GOV Irakli Kobakhidze: Georgian Prime Minister Irakli Kobakhidze",
            ),
            ("Barbara Jordan spoke.", ""),
            ("In Jordan on Tuesday, Chad signed.", "JOR: Jordan + TCD: Chad"),
            ("Jordan King Abdullah II arrived.", "JOR/GOV Abdullah II: Jordan King Abdullah II"),
            ("Turkey and Greece talked.", "TUR: Turkey + GRC: Greece"),
            ("They ate roast Turkey.", ""),
            (
                "South Korean troops watched North Korean soldiers.",
                "KOR/MIL: South Korean troops + PRK/MIL: North Korean soldiers",
            ),
            (
                "South Korea spoke. Korean officials replied.",
                "KOR: South Korea + KOR/GOV: Korean officials",
            ),
            (
                "The Democratic Republic of the Congo and the Republic of the Congo met.",
                "COD: Democratic Republic of the Congo + COG: Republic of the Congo",
            ),
            ("Congolese soldiers fled.", "COD/MIL: Congolese soldiers"),
            ("Paris Hilton danced.", ""),
            ("Paris and Lima agreed.", "FRA: Paris + PER: Lima"),
            ("Adriana Lima posed.", ""),
            (
                "Dominican police arrested five Haitians.",
                "DOM/COP: Dominican police + HTI: Haitians",
            ),
            ("Dominican friars prayed.", ""),
            ("Denzel Washington acted.", ""),
            ("Washington, D.C. was quiet.", "USA: Washington, D.C."),
            ("Macedonia and Taiwan talked.", "MKD: Macedonia + TWN: Taiwan"),
            (
                "Kosovo, Palestine and Western Sahara were named.",
                "XKX: Kosovo + PSE: Palestine + ESH: Western Sahara",
            ),
            ("Zaire was renamed.", "COD: Zaire"),
            ("New Zealand is no province of Old Zealand.", "NZL: New Zealand"),
            ("American Airlines and Bank of America grew.", ""),
            ("The New England Patriots lost.", ""),
            ("The Gulf of Mexico and the Persian Gulf are warm.", ""),
            ("The Sea of Japan is cold.", ""),
            ("The New York Times and China Daily wrote.", ""),
            ("She won Indian Wells, the French Open and the US Open.", ""),
            ("They love Chinese New Year and Swiss cheese.", ""),
            ("Latin American and African American voters queued.", ""),
            ("She speaks Russian.", ""),
            ("The Russian language is old.", ""),
            ("Visit China.com now.", ""),
            ("Nice work, they said.", ""),
            ("Romania and Oman agreed.", "ROU: Romania + OMN: Oman"),
            (
                "Omani, Malian and Somali envoys met.",
                "OMN: Omani + MLI: Malian + SOM/GOV: Somali envoys",
            ),
            ("They help us, said the minister.", ""),
            ("The US and the UK agreed.", "USA: US + GBR: UK"),
            ("The U.S. and the U.K. agreed.", "USA: U.S. + GBR: U.K."),
            ("Russia-Ukraine talks began.", "RUS: Russia + UKR: Ukraine"),
            ("The US-led strike failed.", "USA: US"),
            ("Hamas and Hezbollah replied.", "HAMAS: Hamas + HEZBOLLAH: Hezbollah"),
            ("Hamas fighters fled.", "HAMAS/REB: Hamas fighters"),
            ("Côte d'Ivoire and Côte d’Ivoire are one.", "CIV: Côte d'Ivoire + CIV: Côte d’Ivoire"),
            ("Cote d'Ivoire agreed.", "CIV: Cote d'Ivoire"),
            ("Saudi Arabia's crown prince left.", "SAU/GOV: Saudi Arabia's crown prince"),
            (
                "Downing Street replied to the White House.",
                "GBR/GOV: Downing Street + USA/GOV: White House",
            ),
            ("The Ukrainian armed forces advanced.", "UKR/MIL: Ukrainian armed forces"),
            ("Iranian state media reported.", "IRN/JRN: Iranian state media"),
            ("A court in Moscow ruled.", "RUS/JUD: court in Moscow"),
            ("Police in Baku detained ten.", "AZE/COP: Police in Baku"),
            ("The parliament of Kazakhstan voted.", "KAZ/LEG: parliament of Kazakhstan"),
            ("Tanks for Ukraine arrived.", "UKR: Ukraine"),
            ("The envoy for Syria resigned.", "SYR: Syria"),
            ("The Canadian House of Commons voted.", "CAN/LEG: Canadian House of Commons"),
            ("The U.S. Marine Corps left.", "USA/MIL: U.S. Marine Corps"),
            ("The Canadian Press wrote.", "CAN: Canadian"),
            ("It cost US$31 million.", ""),
            ("Kazakh opposition leaders were jailed.", "KAZ/OPP: Kazakh opposition leaders"),
            ("Syrian refugees crossed into Turkey.", "SYR/REF: Syrian refugees + TUR: Turkey"),
        ],
    );
}

#[test]
fn the_day_decides_who_a_capital_stands_for() {
    check(
        "1985-03-12",
        &[
            ("Moscow replied.", "SUN: Moscow"),
            ("The Kremlin replied.", "SUN/GOV: Kremlin"),
            ("The Soviet Union replied.", "SUN: Soviet Union"),
            ("Soviet troops left.", "SUN/MIL: Soviet troops"),
            ("Yugoslavia and Czechoslovakia agreed.", "YUG: Yugoslavia + CSK: Czechoslovakia"),
        ],
    );
    check(
        "1995-03-12",
        &[
            ("Moscow replied.", "RUS: Moscow"),
            ("Belgrade replied.", "YUG: Belgrade"),
            ("Prague replied.", "CZE: Prague"),
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

/// A line of another table must not hide a whole people: "Germán", a first name, once hid "German".
#[test]
fn no_table_hides_a_country() {
    let countries = include_str!("../../../../data/countries.tsv");
    let ambiguous = include_str!("../../../../data/ambiguous.tsv");
    let unsure: Vec<&str> = ambiguous.lines().filter_map(|l| l.split('\t').next()).collect();
    for line in countries.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [code, _, _, name, _, adjectives, ..] = cells[..] else { panic!("{line}") };
        let ended = cells.get(11).is_some_and(|to| !to.is_empty());
        if ended || cells.get(10).is_some_and(|from| !from.is_empty()) {
            continue;
        }
        let words = adjectives.split('|').chain([name]).filter(|w| !w.is_empty());
        for word in words.filter(|w| !unsure.contains(w) && !w.contains('.')) {
            let text = format!("The {word} government met on Monday.");
            let found = super::mentions("2020-05-04", &text);
            assert!(found.iter().any(|m| m.actor.id == code), "{code}: {text} {found:?}");
        }
    }
}

#[test]
fn a_house_a_race_and_a_make_of_aircraft_are_no_place() {
    for text in [
        "The roof of the Bristol Hotel burns.",
        "A man falls at the Moscow Marathon.",
        "It was an F-16 Fighting Falcon.",
        "Indian residential schools are remembered.",
    ] {
        assert!(
            super::mentions("2024-05-01", text).is_empty(),
            "{text}: {}",
            super::told("2024-05-01", text)
        );
    }
}
