use super::check;

#[test]
fn a_country_a_title_and_a_name_are_one_mention() {
    check(
        "2025-06-10",
        &[
            (
                "Russian Foreign Minister Sergei Lavrov spoke.",
                "RUS/GOV Sergey Lavrov: Russian Foreign Minister Sergei Lavrov",
            ),
            (
                "The Russian foreign minister, Sergey Lavrov, spoke.",
                "RUS/GOV Sergey Lavrov: Russian foreign minister, Sergey Lavrov",
            ),
            (
                "Russia's Foreign Minister Lavrov spoke.",
                "RUS/GOV Sergey Lavrov: Russia's Foreign Minister Lavrov",
            ),
            (
                "Sergei Lavrov, the Russian foreign minister, spoke.",
                "RUS/GOV Sergey Lavrov: Sergei Lavrov, the Russian foreign minister",
            ),
            (
                "President of Azerbaijan Ilham Aliyev arrived.",
                "AZE/GOV Ilham Aliyev: President of Azerbaijan Ilham Aliyev",
            ),
            (
                "Azerbaijani President Ilham Aliyev arrived.",
                "AZE/GOV Ilham Aliyev: Azerbaijani President Ilham Aliyev",
            ),
            (
                "President Putin met Aliyev.",
                "RUS/GOV Vladimir Putin: President Putin + AZE/GOV Ilham Aliyev: Aliyev",
            ),
            ("Vladimir Putin of Russia spoke.", "RUS/GOV Vladimir Putin: Vladimir Putin of Russia"),
            ("Russia's Putin spoke.", "RUS/GOV Vladimir Putin: Russia's Putin"),
            ("Mr. Putin spoke.", "RUS/GOV Vladimir Putin: Putin"),
            ("Vladimir Putin's spokesman declined.", "RUS/GOV: Vladimir Putin's spokesman"),
            (
                "Former Russian President Vladimir Putin spoke.",
                "RUS/ELI Vladimir Putin: Russian President Vladimir Putin",
            ),
        ],
    );
}

#[test]
fn names_no_table_has_are_kept_for_the_rest_of_the_text() {
    check(
        "2025-06-10",
        &[
            (
                "Deputy Foreign Minister Mikhail Orlenko of Russia arrived. Orlenko said nothing.",
                "RUS/GOV Mikhail Orlenko: Deputy Foreign Minister Mikhail Orlenko of Russia + RUS/GOV Mikhail Orlenko: Orlenko",
            ),
            (
                "Kazakh Foreign Minister Arman Testov arrived. Later Testov left.",
                "KAZ/GOV Arman Testov: Kazakh Foreign Minister Arman Testov + KAZ/GOV Arman Testov: Testov",
            ),
            (
                "Arman Testov, Kazakhstan's foreign minister, arrived.",
                "KAZ/GOV Arman Testov: Arman Testov, Kazakhstan's foreign minister",
            ),
            ("Testov said nothing.", ""),
            ("Foreign Minister Arman Testov arrived.", ""),
            (
                "Pakistan Foreign Ministry spokesman Masood Khan spoke. Khan left.",
                "PAK/GOV Masood Khan: Pakistan Foreign Ministry spokesman Masood Khan + PAK/GOV Masood Khan: Khan",
            ),
            (
                "Basil al-Jaafari, Permanent Representative of Syria, spoke. Jaafari left.",
                "SYR/GOV Basil al-Jaafari: Basil al-Jaafari, Permanent Representative of Syria + SYR/GOV Basil al-Jaafari: Jaafari",
            ),
            (
                "The Prime Minister of South Korea Jung Dae-bok spoke.",
                "KOR/GOV Jung Dae-bok: Prime Minister of South Korea Jung Dae-bok",
            ),
            (
                "Romanian Minister of Finance Ion Testescu left.",
                "ROU/GOV Ion Testescu: Romanian Minister of Finance Ion Testescu",
            ),
            (
                "Vladimir Putin, the president of Russia, spoke.",
                "RUS/GOV Vladimir Putin: Vladimir Putin, the president of Russia",
            ),
            ("Rocky de la Fuente ran.", ""),
            ("The shelling of Gaza went on.", "PSE: Gaza"),
            ("Shinzō Abe spoke.", "JPN/ELI Shinzo Abe: Shinzō Abe"),
            ("Kazakh officials met Testov.", "KAZ/GOV: Kazakh officials"),
        ],
    );
}

#[test]
fn other_people_of_the_same_name_are_nobody() {
    check(
        "2025-06-10",
        &[
            ("A candidate Francis Tolentino protested against it.", ""),
            ("Putin Warns Ukraine Over Gas", "RUS/GOV Vladimir Putin: Putin + UKR: Ukraine"),
            ("A book by Grigory Lavrov appeared.", ""),
            ("But Putin said so.", "RUS/GOV Vladimir Putin: Putin"),
            ("On Tuesday Putin said so.", "RUS/GOV Vladimir Putin: Putin"),
        ],
    );
}

#[test]
fn a_title_tells_the_office_whatever_the_day() {
    check(
        "2025-06-10",
        &[
            ("President Reagan agreed.", "USA/GOV Ronald Reagan: President Reagan"),
            ("Former President Reagan agreed.", "USA/ELI Ronald Reagan: Former President Reagan"),
            (
                "Italian Foreign Minister Emma Bonino agreed.",
                "ITA/GOV Emma Bonino: Italian Foreign Minister Emma Bonino",
            ),
        ],
    );
    check("", &[("President Bush said so.", "USA/GOV Bush: President Bush")]);
    check("1991-06-10", &[("President Bush spoke.", "USA/GOV George H. W. Bush: President Bush")]);
}

#[test]
fn the_day_decides_who_held_an_office() {
    check(
        "2015-06-10",
        &[
            ("President Obama spoke.", "USA/GOV Barack Obama: President Obama"),
            ("Trump spoke.", "USA/ELI Donald Trump: Trump"),
            (
                "The prime minister of Pakistan, Nawaz Sharif, left.",
                "PAK/GOV Nawaz Sharif: prime minister of Pakistan, Nawaz Sharif",
            ),
            (
                "Pakistani Prime Minister Sharif left.",
                "PAK/GOV Nawaz Sharif: Pakistani Prime Minister Sharif",
            ),
            ("Prime Minister Cameron left.", "GBR/GOV David Cameron: Prime Minister Cameron"),
            (
                "Merkel met Hollande.",
                "DEU/GOV Angela Merkel: Merkel + FRA/GOV Francois Hollande: Hollande",
            ),
        ],
    );
    check(
        "2023-06-10",
        &[
            (
                "Pakistani Prime Minister Sharif left.",
                "PAK/GOV Shehbaz Sharif: Pakistani Prime Minister Sharif",
            ),
            (
                "Chinese Foreign Minister Qin Gang left. Qin said nothing.",
                "CHN/GOV Qin Gang: Chinese Foreign Minister Qin Gang + CHN/GOV Qin Gang: Qin",
            ),
            ("Obama spoke.", "USA/ELI Barack Obama: Obama"),
            (
                "President Aliyev met Erdoğan and Erdogan.",
                "AZE/GOV Ilham Aliyev: President Aliyev + TUR/GOV Recep Tayyip Erdogan: Erdoğan + TUR/GOV Recep Tayyip Erdogan: Erdogan",
            ),
        ],
    );
    check(
        "1998-06-10",
        &[
            ("President Aliyev spoke.", "AZE/GOV Heydar Aliyev: President Aliyev"),
            ("President Yeltsin met Blair.", "RUS/GOV Boris Yeltsin: President Yeltsin"),
        ],
    );
}

#[test]
fn common_surnames_need_a_title_or_the_full_name() {
    check(
        "2025-06-10",
        &[
            ("Brown bears sleep.", ""),
            ("May is warm.", ""),
            ("Li said nothing.", ""),
            (
                "Chinese Premier Li Qiang left. Li said nothing.",
                "CHN/GOV Li Qiang: Chinese Premier Li Qiang + CHN/GOV Li Qiang: Li",
            ),
            ("Premier Li left.", "CHN/GOV Li Qiang: Premier Li"),
            (
                "Kim Jong Un watched. Kim smiled.",
                "PRK/GOV Kim Jong-un: Kim Jong Un + PRK/GOV Kim Jong-un: Kim",
            ),
            ("North Korean leader Kim watched.", "PRK/GOV Kim Jong-un: North Korean leader Kim"),
            (
                "Tony Blair spoke. Blair left.",
                "GBR/ELI Tony Blair: Tony Blair + GBR/ELI Tony Blair: Blair",
            ),
            ("Errol Trump spoke.", ""),
            ("Donald Trump spoke.", "USA/GOV Donald Trump: Donald Trump"),
            ("Donald J. Trump spoke.", "USA/GOV Donald Trump: Donald J. Trump"),
            ("The Trump Tower shone.", ""),
        ],
    );
}

#[test]
fn those_who_speak_for_organisations() {
    check(
        "2025-06-10",
        &[
            (
                "NATO Secretary General Mark Rutte spoke.",
                "NATO Mark Rutte: NATO Secretary General Mark Rutte",
            ),
            (
                "UN Secretary-General António Guterres spoke.",
                "UN Antonio Guterres: UN Secretary-General António Guterres",
            ),
            (
                "EU foreign policy chief Kaja Kallas spoke.",
                "EU Kaja Kallas: EU foreign policy chief Kaja Kallas",
            ),
            (
                "Kremlin spokesman Dmitry Peskov spoke.",
                "RUS/GOV Dmitry Peskov: Kremlin spokesman Dmitry Peskov",
            ),
            (
                "Foreign ministry spokeswoman Maria Zakharova spoke.",
                "RUS/GOV Maria Zakharova: Foreign ministry spokeswoman Maria Zakharova",
            ),
            (
                "US Secretary of State Marco Rubio met Lavrov.",
                "USA/GOV Marco Rubio: US Secretary of State Marco Rubio + RUS/GOV Sergey Lavrov: Lavrov",
            ),
            (
                "Iran's Foreign Minister Abbas Araqchi left.",
                "IRN/GOV Abbas Araghchi: Iran's Foreign Minister Abbas Araqchi",
            ),
            ("Assad's forces fled.", "SYR/MIL: Assad's forces"),
        ],
    );
}
