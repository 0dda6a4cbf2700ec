//! Runs the built program as a user does: arguments and input in, output out.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::de::DeserializeOwned;

use crate::{cargo, root};

/// The program under measurement.
pub(crate) struct Program {
    path: PathBuf,
}

impl Program {
    /// The program at `given`, else one built now in release mode from the locked dependencies.
    ///
    /// # Errors
    /// When it does not build or is not there.
    pub(crate) fn at_or_built(given: Option<PathBuf>) -> Result<Self, String> {
        if let Some(path) = given {
            return if path.is_file() {
                Ok(Self { path })
            } else {
                Err(format!("{} is no program", path.display()))
            };
        }
        let output = Command::new(cargo())
            .args(["build", "--release", "--locked", "--bin", "bilateral"])
            .args(["--message-format", "json-render-diagnostics"])
            .current_dir(root())
            .stderr(Stdio::inherit())
            .output()
            .map_err(|e| format!("cannot run cargo: {e}"))?;
        if !output.status.success() {
            return Err("the release build failed".to_owned());
        }
        String::from_utf8_lossy(&output.stdout)
            .lines()
            .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
            .filter(|message| message["target"]["name"] == "bilateral")
            .find_map(|message| message["executable"].as_str().map(PathBuf::from))
            .map(|path| Self { path })
            .ok_or_else(|| "cargo did not say where it put the program".to_owned())
    }

    /// Standard output for these arguments and this input.
    ///
    /// # Errors
    /// When the program cannot be run, or ends with a code that is not in `allowed`.
    pub(crate) fn run(
        &self,
        arguments: &[&str],
        input: &str,
        allowed: &[i32],
    ) -> Result<String, String> {
        let shown = format!("bilateral {}", arguments.join(" "));
        let mut child = Command::new(&self.path)
            .args(arguments)
            .env_remove("BILATERAL_DATA")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|e| format!("{shown}: {e}"))?;
        let mut stdin = child.stdin.take();
        let output = std::thread::scope(|scope| {
            // Written beside the reading: with both pipes full, each side would wait for the other.
            scope.spawn(move || stdin.take().map(|mut pipe| pipe.write_all(input.as_bytes())));
            child.wait_with_output()
        })
        .map_err(|e| format!("{shown}: {e}"))?;
        let code = output.status.code().unwrap_or(-1);
        if !allowed.contains(&code) {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(format!("{shown} ended with {code}: {}", said.trim()));
        }
        String::from_utf8(output.stdout).map_err(|e| format!("{shown}: output is not UTF-8: {e}"))
    }

    /// The overview of `question` from the archive in `folder`, as JSON.
    ///
    /// # Errors
    /// As [`Program::run`]; also when the output is not the JSON expected. No evidence (3) is an answer.
    pub(crate) fn overview<T: DeserializeOwned>(
        &self,
        folder: &Path,
        question: &str,
    ) -> Result<T, String> {
        let folder = folder.to_string_lossy();
        let arguments = ["overview", "--data", &folder, question, "--format", "json"];
        let output = self.run(&arguments, "", &[0, 3])?;
        serde_json::from_str(&output).map_err(|e| format!("overview of {question}: {e}"))
    }
}
