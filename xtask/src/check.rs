//! `cargo xtask check`: the steps of CI in order, up to the first failure.

use std::process::Command;

use crate::{cargo, eval, root};

/// A step of the check: its name, the arguments for cargo, and what is set around it.
struct Step {
    name: &'static str,
    arguments: &'static [&'static str],
    environment: Option<(&'static str, &'static str)>,
}

const QUICK: [Step; 3] = [
    Step { name: "format", arguments: &["fmt", "--all", "--check"], environment: None },
    Step {
        name: "clippy",
        arguments: &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"],
        environment: None,
    },
    // The command of the README first, as it stands there; then the tests of this tool.
    Step { name: "tests", arguments: &["test", "--locked"], environment: None },
];

const WHOLE: [Step; 3] = [
    Step {
        name: "tests of xtask and of the parser",
        arguments: &["test", "--locked", "--package", "xtask", "--package", "bilateral-syntax"],
        environment: None,
    },
    Step {
        name: "licences, bans and sources",
        arguments: &["deny", "--locked", "check", "licenses", "bans", "sources"],
        environment: None,
    },
    Step {
        name: "docs",
        arguments: &["doc", "--workspace", "--no-deps", "--document-private-items", "--locked"],
        // The program is no public library: its map in lib.rs links to private modules, and may.
        environment: Some(("RUSTDOCFLAGS", "-D warnings -A rustdoc::private-intra-doc-links")),
    },
];

/// Runs the steps; `--quick` only format, clippy and tests.
///
/// # Errors
/// Names the first step that failed and the command to run it alone.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let quick = match arguments {
        [] => false,
        [only] if only == "--quick" => true,
        _ => return Err(format!("check takes --quick or nothing\n\n{}", crate::USAGE)),
    };
    QUICK.iter().try_for_each(step)?;
    if quick {
        return Ok(());
    }
    for wanted in &WHOLE {
        if wanted.arguments.first() == Some(&"deny") && !has_deny() {
            println!(
                "== {}: left out, cargo-deny is not installed (cargo install --locked cargo-deny)",
                wanted.name
            );
            continue;
        }
        step(wanted)?;
    }
    println!("== eval");
    eval::run(&[])
}

fn step(step: &Step) -> Result<(), String> {
    let shown = format!("cargo {}", step.arguments.join(" "));
    println!("== {}: {shown}", step.name);
    let mut command = Command::new(cargo());
    command.args(step.arguments).current_dir(root());
    if let Some((name, value)) = step.environment {
        command.env(name, value);
    }
    let status = command.status().map_err(|e| format!("{}: cannot run {shown}: {e}", step.name))?;
    if status.success() { Ok(()) } else { Err(format!("check failed at {}: {shown}", step.name)) }
}

fn has_deny() -> bool {
    Command::new(cargo()).args(["deny", "--version"]).output().is_ok_and(|o| o.status.success())
}
