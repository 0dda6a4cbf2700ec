//! The command line: arguments in, one file per command, exit code out.
//!
//! Exit codes: 0 done; 1 done, but some input was skipped or a reproduction differs; 2 nothing could be done;
//! 3 the archive holds no evidence for the question.

mod add;
pub(in crate::faces) mod archive;
mod backfill;
pub(in crate::faces) mod days;
mod diff;
mod events;
mod explain;
mod follow;
mod happenings;
mod mcp;
mod overview;
mod question;
mod reproduce;
pub(in crate::faces) mod saved;
mod search;
mod search_engines;
mod series;
mod serve;
mod status;
mod table;
mod token;
mod update;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::error::Error;
use crate::sources::pdf;

/// Checkable overviews of relations between countries, from your own sources.
#[derive(Parser)]
#[command(name = "bilateral", version, propagate_version = true, max_term_width = 100)]
struct Arguments {
    /// Folder of the archive [default: bilateral in the platform's data directory]
    #[arg(long, global = true, env = "BILATERAL_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Add files or folders: JSONL, CSV, RSS/Atom/JSON Feed, HTML, text, Markdown, PDF, EPUB, mail, WARC, event tables; .zip, .gz and .zst of each
    Add(add::Add),
    /// Follow feeds: add, list, remove, pause, test them
    Follow(follow::Follow),
    /// Fetch what is new from the followed sources
    Update(update::Update),
    /// Fetch the past: Wikipedia's current events, GDELT's event tables, Common Crawl's news, what a search engine names
    Backfill(backfill::Backfill),
    /// Answer a question about relations between countries
    Overview(overview::OverviewArguments),
    /// Show what changed since a saved overview: new, gone, revised, newly disputed
    Diff(diff::Diff),
    /// Make a saved overview again, from the archive as it stood then, and compare the bytes
    Reproduce(reproduce::Reproduce),
    /// Find passages by words, actors, days and outlets
    Search(search::Search),
    /// List what happened between the actors of a question, report by report
    Happenings(happenings::Happenings),
    /// List the coded events behind a question
    Events(events::Events),
    /// Count a relation by day, week, month, quarter or year, and show where it shifts
    Series(series::Series),
    /// Show what is understood of a text, as JSON Lines
    Explain(explain::Explain),
    /// Serve a web page and an HTTP interface on this machine
    Serve(serve::Serve),
    /// Speak the Model Context Protocol over standard input and output, for assistants
    Mcp(mcp::Mcp),
    /// Make, show and take back the tokens of a server that others can reach
    Token(token::TokenCommand),
    /// Show what the archive holds
    Status(status::Status),
    /// Read one PDF from standard input; for the program itself
    #[command(name = pdf::COMMAND, hide = true)]
    ReadPdf,
}

/// How a command ended, when it did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Done = 0,
    /// Done, but not as wished: some input was skipped, or what was made again differs.
    Otherwise = 1,
    NothingDone = 2,
    NoEvidence = 3,
}

/// Runs the program with the arguments of the process.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.command {
        Command::Add(command) => command.run(arguments.data),
        Command::Follow(command) => command.run(arguments.data),
        Command::Update(command) => command.run(arguments.data),
        Command::Backfill(command) => command.run(arguments.data),
        Command::Overview(command) => command.run(arguments.data),
        Command::Diff(command) => command.run(arguments.data),
        Command::Reproduce(command) => command.run(arguments.data),
        Command::Search(command) => command.run(arguments.data),
        Command::Happenings(command) => command.run(arguments.data),
        Command::Events(command) => command.run(arguments.data),
        Command::Series(command) => command.run(arguments.data),
        Command::Explain(command) => command.run(),
        Command::Serve(command) => command.run(arguments.data),
        Command::Mcp(command) => command.run(arguments.data),
        Command::Token(command) => command.run(arguments.data),
        Command::Status(command) => command.run(arguments.data),
        Command::ReadPdf => pdf::answer().map(|()| Ending::Done).map_err(|e| {
            Error::outside("cannot read a PDF", e, "Hand it over with `bilateral add`")
        }),
    };
    match outcome {
        Ok(ending) => ExitCode::from(ending as u8),
        Err(error) => {
            let _ = writeln!(anstream::stderr(), "error: {error}");
            ExitCode::from(2)
        }
    }
}

/// Writes to standard output; a reader that stopped reading (`| head`) is no error.
fn print(text: &str) -> Result<(), Error> {
    let mut out = anstream::stdout();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Error::outside("cannot write the answer", e, "Check where standard output goes"))
        }
        _ => Ok(()),
    }
}

/// A remark for the reader that is not part of the answer.
fn remark(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Columns of the terminal, within what reads well; 100 where there is none.
fn width() -> usize {
    terminal_size::terminal_size().map_or(100, |(w, _)| usize::from(w.0).clamp(40, 110))
}
