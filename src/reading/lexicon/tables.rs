//! The tables in `data/` as rows. They are part of the program, so a fault in them is our own bug.

use std::collections::BTreeMap;

use crate::model::day::{Day, DaySpan};

/// What an identifier stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    State,
    Organisation,
    Group,
}

/// One state, organisation or armed group.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) kind: Kind,
    /// Name for display, without an article.
    pub(crate) name: String,
    /// CAMEO code of the actor without a role.
    pub(crate) cameo: String,
    pub(crate) iso2: String,
    pub(crate) names: Vec<String>,
    pub(crate) adjectives: Vec<String>,
    pub(crate) people: Vec<String>,
    pub(crate) capitals: Vec<String>,
    pub(crate) cities: Vec<String>,
    pub(crate) metonyms: Vec<String>,
    /// Identifiers of the members of an organisation; checked, not yet used in answers.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "alignment of blocs comes with the relations over time")
    )]
    pub(crate) members: Vec<String>,
    pub(crate) from: Option<Day>,
    pub(crate) to: Option<Day>,
}

impl Entry {
    /// True when it existed on some day of the span; always true when the span is unknown.
    pub(crate) fn exists(&self, when: Option<DaySpan>) -> bool {
        within(self.from, self.to, when)
    }
}

/// One person in one office.
#[derive(Debug)]
pub(crate) struct Office {
    pub(crate) person: String,
    pub(crate) names: Vec<String>,
    /// Names of one word count only beside a title, a country or an earlier full name.
    pub(crate) needs_title: bool,
    pub(crate) office: String,
    /// A state's, organisation's or group's identifier.
    pub(crate) country: String,
    pub(crate) from: Option<Day>,
    pub(crate) to: Option<Day>,
}

impl Office {
    /// True when it was held on some day of the span; always true when the span is unknown.
    pub(crate) fn holds(&self, when: Option<DaySpan>) -> bool {
        within(self.from, self.to, when)
    }
}

/// One word that is only sometimes a name, and what tells.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) word: String,
    /// What it is when the cues are there: an identifier, or `-` for no actor.
    pub(crate) actor: String,
    pub(crate) how: String,
    pub(crate) before: Vec<String>,
    pub(crate) after: Vec<String>,
    pub(crate) near: Vec<String>,
    /// Last publication day for which it speaks.
    pub(crate) until: Option<Day>,
}

/// All tables.
pub(crate) struct Tables {
    pub(crate) entries: Vec<Entry>,
    pub(crate) offices: Vec<Office>,
    /// Words and their PLOVER sector, in file order.
    pub(crate) roles: Vec<(String, String)>,
    pub(crate) rules: Vec<Rule>,
    /// Institutions and the PLOVER sector of each.
    pub(crate) institutions: Vec<(String, String)>,
    /// Word lists by kind.
    pub(crate) cues: BTreeMap<String, Vec<String>>,
    pub(crate) not_actors: Vec<String>,
}

/// Reads everything embedded in the binary.
pub(crate) fn embedded() -> Tables {
    let mut entries = Vec::new();
    read(include_str!("../../../data/countries.tsv"), |r| entries.push(country(r)));
    read(include_str!("../../../data/organisations.tsv"), |r| entries.push(organisation(r)));
    read(include_str!("../../../data/groups.tsv"), |r| entries.push(group(r)));
    let mut offices = Vec::new();
    read(include_str!("../../../data/offices.tsv"), |r| offices.push(office(r)));
    let mut roles = Vec::new();
    read(include_str!("../../../data/roles.tsv"), |r| {
        roles.extend(r.list("words").into_iter().map(|w| (w, r.text("role").to_owned())));
    });
    let mut rules = Vec::new();
    read(include_str!("../../../data/ambiguous.tsv"), |r| rules.push(rule(r)));
    let mut cues: BTreeMap<String, Vec<String>> = BTreeMap::new();
    read(include_str!("../../../data/cues.tsv"), |r| {
        cues.entry(r.text("kind").to_owned()).or_default().extend(r.list("words"));
    });
    for field in cues.get("portfolio").into_iter().flatten() {
        roles.extend(offices_of(field).into_iter().map(|words| (words, "GOV".to_owned())));
    }
    let mut institutions = Vec::new();
    read(include_str!("../../../data/institutions.tsv"), |r| {
        let role = r.text("role");
        institutions.extend(r.list("names").into_iter().map(|name| (name, role.to_owned())));
    });
    let mut not_actors = Vec::new();
    read(include_str!("../../../data/not_actors.tsv"), |r| not_actors.extend(r.list("words")));
    Tables { entries, offices, roles, rules, institutions, cues, not_actors }
}

/// "finance minister", "ministry of finance" and what else a field of government has.
fn offices_of(field: &str) -> Vec<String> {
    let mut out = Vec::new();
    for rank in ["", "deputy ", "first deputy "] {
        out.push(format!("{rank}{field} minister"));
        out.push(format!("{rank}minister of {field}"));
        out.push(format!("{rank}minister of the {field}"));
        out.push(format!("{rank}minister for {field}"));
        out.push(format!("{rank}{field} secretary"));
        out.push(format!("{rank}secretary of {field}"));
        out.push(format!("{rank}secretary for {field}"));
    }
    out.push(format!("{field} ministry"));
    out.push(format!("{field} department"));
    out.push(format!("department of {field}"));
    out.push(format!("department of the {field}"));
    out.push(format!("ministry of {field}"));
    out.push(format!("ministry of the {field}"));
    out
}

/// One row with its column names.
struct Row<'h> {
    header: &'h [&'h str],
    cells: Vec<&'h str>,
}

impl Row<'_> {
    /// The trimmed cell, empty where the row is shorter than its header or has no such column.
    fn text(&self, column: &str) -> &str {
        let at = self.header.iter().position(|name| *name == column);
        at.and_then(|at| self.cells.get(at)).map_or("", |cell| cell.trim())
    }

    fn list(&self, column: &str) -> Vec<String> {
        let parts = self.text(column).split('|').map(str::trim);
        parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    fn first_day(&self, column: &str) -> Option<Day> {
        self.day(column).map(|span| span.start)
    }

    fn last_day(&self, column: &str) -> Option<Day> {
        self.day(column).map(|span| span.end)
    }

    fn day(&self, column: &str) -> Option<DaySpan> {
        let cell = self.text(column);
        (!cell.is_empty()).then(|| DaySpan::parse(cell).expect("a day in data/ is an ISO day"))
    }
}

/// Calls `take` for each row of a tab-separated table with a header; lines starting with `#` are comments.
fn read(table: &str, mut take: impl FnMut(&Row<'_>)) {
    let mut lines = table.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').map(str::trim).collect();
    for line in lines {
        take(&Row { header: &header, cells: line.split('\t').collect() });
    }
}

fn country(row: &Row<'_>) -> Entry {
    let id = row.text("code").to_owned();
    let filed = row.text("cameo");
    let cameo = if filed.is_empty() { id.clone() } else { filed.to_owned() };
    Entry { cameo, id, kind: Kind::State, ..common(row) }
}

fn organisation(row: &Row<'_>) -> Entry {
    Entry { kind: Kind::Organisation, ..common(row) }
}

fn group(row: &Row<'_>) -> Entry {
    Entry { kind: Kind::Group, ..common(row) }
}

fn common(row: &Row<'_>) -> Entry {
    Entry {
        id: row.text("id").to_owned(),
        kind: Kind::State,
        name: row.text("name").trim_start_matches("the ").to_owned(),
        cameo: row.text("cameo").to_owned(),
        iso2: row.text("iso2").to_owned(),
        names: row.list("names"),
        adjectives: row.list("adjectives"),
        people: row.list("people"),
        capitals: row.list("capital"),
        cities: row.list("cities"),
        metonyms: row.list("metonyms"),
        members: row.list("members"),
        from: row.first_day("from"),
        to: row.last_day("to"),
    }
}

fn office(row: &Row<'_>) -> Office {
    Office {
        person: row.text("person").to_owned(),
        names: row.list("names"),
        needs_title: row.text("needs_title") == "yes",
        office: row.text("office").to_owned(),
        country: row.text("country").to_owned(),
        from: row.first_day("from"),
        to: row.last_day("to"),
    }
}

fn rule(row: &Row<'_>) -> Rule {
    Rule {
        word: row.text("word").to_owned(),
        actor: row.text("actor").to_owned(),
        how: row.text("how").to_owned(),
        before: row.list("before"),
        after: row.list("after"),
        near: row.list("near"),
        until: row.last_day("until"),
    }
}

fn within(from: Option<Day>, to: Option<Day>, when: Option<DaySpan>) -> bool {
    let Some(when) = when else { return true };
    from.is_none_or(|from| from <= when.end) && to.is_none_or(|to| when.start <= to)
}
