//! The reading of a PDF in a process of its own: a file that makes it crash, loop or grow costs that file alone.

use std::io::{self, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use super::text::{self, Outcome};

/// The hidden command of the program that reads one file.
pub(crate) const COMMAND: &str = "read-pdf";
/// Seconds a file may take: a thousand pages take about ten.
const SECONDS: u64 = 60;
/// Bytes of memory the process may ask for.
#[cfg(unix)]
const MEMORY: u64 = 1 << 30;
/// Bytes of an answer at most.
const ANSWER: u64 = 128 << 20;
/// Bytes of stack: files nest.
const STACK: usize = 64 << 20;

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The process cannot be started.
    Start(io::Error),
    /// It took too long.
    Late,
    /// It ended without an answer: too much memory, or a fault of the reader.
    Died,
}

/// The text of a file, read in another process.
///
/// # Errors
/// Where that process cannot be started, or gives no answer.
pub(super) fn read(bytes: Vec<u8>) -> Result<Outcome, Trouble> {
    // The tests of the library have no program beside them; those of the program have.
    if cfg!(test) {
        return Ok(guarded(bytes));
    }
    let program = std::env::current_exe().map_err(Trouble::Start)?;
    let mut child = Command::new(program)
        .arg(COMMAND)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(Trouble::Start)?;
    let answer = talk(&mut child, bytes);
    // Whatever came of it, nothing is left behind.
    let _ = child.kill();
    let _ = child.wait();
    answer
}

/// Hands the bytes over and waits for the answer.
fn talk(child: &mut Child, bytes: Vec<u8>) -> Result<Outcome, Trouble> {
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(Trouble::Died);
    };
    // A child that dies early closes its end; the answer tells.
    thread::spawn(move || drop(input.write_all(&bytes)));
    let (send, receive) = sync_channel(1);
    thread::spawn(move || {
        let mut answer = Vec::new();
        let read = output.take(ANSWER).read_to_end(&mut answer);
        let _ = send.send(read.map(|_| answer));
    });
    match receive.recv_timeout(Duration::from_secs(SECONDS)) {
        Ok(Ok(answer)) => serde_json::from_slice(&answer).map_err(|_| Trouble::Died),
        Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => Err(Trouble::Died),
        Err(RecvTimeoutError::Timeout) => Err(Trouble::Late),
    }
}

/// The other process: a file from standard input, what came of it to standard output.
///
/// # Errors
/// Where the one or the other breaks.
pub(crate) fn answer() -> io::Result<()> {
    limit();
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    let outcome = serde_json::to_vec(&guarded(bytes))?;
    io::stdout().lock().write_all(&outcome)
}

/// Reads on a deep stack; a panic is a damaged file.
fn guarded(bytes: Vec<u8>) -> Outcome {
    let reader = thread::Builder::new().stack_size(STACK).spawn(move || text::of(bytes));
    reader.ok().and_then(|reader| reader.join().ok()).unwrap_or(Outcome::Damaged)
}

/// Bounds this process itself, where the system can: then its parent may die before it.
#[cfg(unix)]
fn limit() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let most = |n| Rlimit { current: Some(n), maximum: Some(n) };
    let bounds = [(Resource::As, MEMORY), (Resource::Cpu, SECONDS), (Resource::Core, 0)];
    for (resource, bound) in bounds {
        // Some systems know no bound on memory; the one on time holds everywhere.
        let _ = setrlimit(resource, most(bound));
    }
}

#[cfg(not(unix))]
fn limit() {}
