//! Invented events: sentences of the real archive that hold no event between two actors.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;
use serde_json::json;

use super::board::{Board, percent, table};
use super::data;
use super::program::Program;
use super::reports;

/// A sentence that was read by hand and holds no event between two different actors.
#[derive(Deserialize)]
struct Quiet {
    /// Report of the archive.
    id: String,
    /// Bytes of the sentence in the stored text.
    start: usize,
    end: usize,
    /// Actors it names: 1, or 2 for two and more.
    named: usize,
}

/// One line out of `explain`.
#[derive(Deserialize)]
struct Explained {
    id: String,
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Event {
    #[serde(rename = "type")]
    kind: String,
    sentence: Range,
    source_mention: Option<Mention>,
    target_mention: Option<Mention>,
}

#[derive(Deserialize)]
struct Range {
    start: usize,
    end: usize,
}

#[derive(Deserialize)]
struct Mention {
    actor: String,
}

/// Counts the sentences of `eval/gold/quiet.jsonl` for which the program gives an event between two different
/// actors. The figure with a floor is the share that is kept quiet.
///
/// # Errors
/// When the set, the archive or the program's output cannot be read.
pub(crate) fn measure(folder: &Path, program: &Program, board: &mut Board) -> Result<(), String> {
    let gold = data::lines::<Quiet>(&crate::root().join("eval/gold/quiet.jsonl"))?;
    let ids: BTreeSet<&str> = gold.rows.iter().map(|q| q.id.as_str()).collect();
    let Some(reports) = reports::with_ids(folder, &ids)? else {
        println!("\ninvented: the archive of reports is not there, left out");
        return Ok(());
    };
    board.sets.insert("gold/quiet".to_owned(), gold.fingerprint);
    let input: String = gold
        .rows
        .iter()
        .filter_map(|q| reports.get(&q.id))
        .map(|r| format!("{}\n", json!({ "id": r.id, "text": r.text, "date": r.date })))
        .collect();
    let output = program.run(&["explain", "-"], &input, &[0])?;
    let explained = output
        .lines()
        .map(|line| {
            serde_json::from_str(line).map_err(|e| format!("explain said {line:.200}: {e}"))
        })
        .collect::<Result<Vec<Explained>, String>>()?;
    let same = explained.iter().map(|e| &e.id).eq(gold.rows.iter().map(|q| &q.id));
    if !same {
        return Err("explain did not give a line for each report, in order".to_owned());
    }
    let invented: Vec<Vec<String>> =
        gold.rows.iter().zip(&explained).map(|(q, e)| invented(q, &e.events)).collect();
    report(&gold.rows, &invented, board);
    Ok(())
}

/// The events of the sentence that are between two different actors, as "TYPE A -> B".
fn invented(quiet: &Quiet, events: &[Event]) -> Vec<String> {
    let inside = |e: &&Event| e.sentence.start < quiet.end && e.sentence.end > quiet.start;
    let between = |e: &Event| {
        let (source, target) = (e.source_mention.as_ref()?, e.target_mention.as_ref()?);
        (source.actor != target.actor)
            .then(|| format!("{} {} -> {}", e.kind, source.actor, target.actor))
    };
    events.iter().filter(inside).filter_map(between).collect()
}

fn report(gold: &[Quiet], invented: &[Vec<String>], board: &mut Board) {
    let mut rows =
        vec![["", "sentences", "invented", "%", "kept quiet"].map(str::to_owned).to_vec()];
    for (name, least) in [("all", 1), ("two or more named", 2)] {
        let rows_of = || gold.iter().zip(invented).filter(|(q, _)| q.named >= least);
        let all = rows_of().count();
        let loud = rows_of().filter(|(_, events)| !events.is_empty()).count();
        let share = if all == 0 { 0.0 } else { loud as f64 / all as f64 };
        let kept = board.figure(format!("invented/kept quiet/{name}"), 1.0 - share);
        rows.push(vec![
            name.to_owned(),
            all.to_string(),
            loud.to_string(),
            format!("{:.1}", percent(share)),
            format!("{kept:.1}"),
        ]);
    }
    table("invented (sentences without an event between two actors)", &rows);
    for (quiet, events) in gold.iter().zip(invented).filter(|(_, events)| !events.is_empty()) {
        println!("  {}, bytes {}–{}: {}", quiet.id, quiet.start, quiet.end, events.join("; "));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(start: usize, source: Option<&str>, target: Option<&str>) -> Event {
        let mention = |id: Option<&str>| id.map(|id| Mention { actor: id.to_owned() });
        Event {
            kind: "AID".to_owned(),
            sentence: Range { start, end: start + 10 },
            source_mention: mention(source),
            target_mention: mention(target),
        }
    }

    #[test]
    fn only_events_of_the_sentence_between_two_actors_count() {
        let quiet = Quiet { id: "r".to_owned(), start: 11, end: 21, named: 2 };
        let events = [
            event(0, Some("FRA"), Some("TCD")),
            event(11, Some("FRA"), None),
            event(11, Some("FRA"), Some("FRA")),
            event(11, Some("FRA"), Some("TCD")),
        ];
        assert_eq!(invented(&quiet, &events), ["AID FRA -> TCD"]);
    }
}
