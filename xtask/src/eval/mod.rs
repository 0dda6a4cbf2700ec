//! `cargo xtask eval`: scores events, times and overviews on the development data and holds them to their floors.

mod actors;
mod answer;
mod board;
mod codes;
mod data;
mod events;
mod evidence;
mod floors;
mod happenings;
mod invented;
mod nuggets;
mod overview;
mod program;
mod reliability;
mod reports;
mod score;
mod shifts;
mod syntax;
mod times;
mod times_score;
mod words;

use std::path::PathBuf;

pub(crate) use board::table;
pub(crate) use data::folder;

use board::Board;
use floors::Update;
use program::Program;

/// Measures, prints, compares. Where the data is not on this machine it says so and is content.
///
/// # Errors
/// Wrong arguments; a build that fails; a promise broken (a sentence without evidence, a dropped sentence,
/// a quote that is not in the text); a figure under its floor.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let Options { update, binary, reliability: count_rules } = options(arguments)?;
    let Some(folder) = data::folder() else {
        println!(
            "eval: there is no development data at ../shared/data (BILATERAL_SHARED names another place for \
             ../shared); nothing was measured"
        );
        return Ok(());
    };
    let program = Program::at_or_built(binary)?;
    if count_rules {
        let path = crate::root().join("data").join("reliability.tsv");
        let rules = reliability::measure(&folder, &program, &path)?;
        println!("{rules} rules written to {}", path.display());
        return Ok(());
    }
    let mut board = Board::default();
    actors::measure(&folder, &program, &mut board)?;
    syntax::measure(&folder, &mut board)?;
    events::measure(&folder, &program, &mut board)?;
    invented::measure(&folder, &program, &mut board)?;
    times::measure(&folder, &program, &mut board)?;
    overview::measure(&folder, &program, &mut board)?;
    happenings::measure(&folder, &program, &mut board)?;
    overview::measure_big(&program, &mut board)?;
    shifts::measure(&program, &mut board)?;
    let settled = floors::settle(&board, update);
    if board.broken.is_empty() {
        return settled;
    }
    let mut told = format!("eval failed: promises broken\n  {}", board.broken.join("\n  "));
    if let Err(sunk) = settled {
        told = format!("{told}\n{sunk}");
    }
    Err(told)
}

/// What `eval` is asked for.
struct Options {
    update: Update,
    /// A built program, instead of one built now.
    binary: Option<PathBuf>,
    /// Only count how often each rule is right.
    reliability: bool,
}

fn options(arguments: &[String]) -> Result<Options, String> {
    let (mut update, mut regression, mut binary, mut reliability) = (false, false, None, false);
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--update-floors" => update = true,
            "--reliability" => reliability = true,
            "--allow-regression" => regression = true,
            "--binary" => {
                let path = rest.next().ok_or("--binary needs the path of a program")?;
                binary = Some(PathBuf::from(path));
            }
            other => return Err(format!("eval does not know {other}\n\n{}", crate::USAGE)),
        }
    }
    let update = match (update, regression) {
        (false, true) => return Err("--allow-regression goes with --update-floors".to_owned()),
        (false, false) => Update::No,
        (true, false) => Update::Raise,
        (true, true) => Update::AllowRegression,
    };
    Ok(Options { update, binary, reliability })
}
