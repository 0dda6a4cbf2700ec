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
            ("Kazakh officials met Testov.", "KAZ/GOV: Kazakh officials"),
        ],
    );
}

#[test]
fn other_people_of_the_same_name_are_nobody() {
    check(
        "2025-06-10",
        &[
            ("A book by Grigory Lavrov appeared.", ""),
            ("But Putin said so.", "RUS/GOV Vladimir Putin: Putin"),
            ("On Tuesday Putin said so.", "RUS/GOV Vladimir Putin: Putin"),
        ],
    );
}
