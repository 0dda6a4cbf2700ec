//! Arguments in, face called, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    bilateral::faces::cli::run()
}
