//! The project's own commands: `cargo xtask check` is what CI runs, `cargo xtask eval` measures the answers,
//! `cargo xtask train` learns the model of syntax.

mod check;
mod eval;
mod train;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask check [--quick]
    What CI runs, in order, up to the first failure: format, clippy, tests, licences, docs, eval.
    --quick stops after the tests.
cargo xtask eval [--update-floors [--allow-regression] | --reliability] [--binary PATH]
    Scores events and overviews on the development data and compares with eval/floors.json.
    --reliability counts how often each rule's events are right and writes data/reliability.tsv, where confidence comes from.
    --update-floors raises the floors to what was measured; --allow-regression lets it lower them too.
    --binary takes a built program instead of building one in release mode.
    The data is looked for in ../shared/data; BILATERAL_SHARED names another place for ../shared.
    BILATERAL_BIG may name an archive of the current-events reports: ten questions are audited on it.
cargo xtask train [--check | --try SENTENCE]
    Learns data/syntax/model.bin from the treebanks in ../shared/data/treebanks and measures it; --check only measures;
    --try prints the tree of a sentence whose words stand between spaces.
    With RUSTFLAGS=\"-C target-cpu=native\" set it takes about a quarter of an hour on one core, else far longer.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.split_first() {
        Some((command, rest)) if command == "check" => check::run(rest),
        Some((command, rest)) if command == "eval" => eval::run(rest),
        Some((command, rest)) if command == "train" => train::run(rest),
        _ => Err(USAGE.to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// The folder that holds the workspace.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// The cargo that runs us, else the one on the path.
fn cargo() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}
