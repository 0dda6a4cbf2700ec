//! Adding, asking and searching on the archive of current events, timed from outside as a user meets them.
//!
//! `cargo bench --bench archive [-- [PATH] [--write DAY]]`: PATH is what `bilateral add` takes, by default the
//! current events beside the checkout. Prints a Markdown table; `--write` puts it into docs/benchmarks.md with the
//! machine and that day. Without the data it says so and ends.

#![allow(
    clippy::disallowed_methods,
    reason = "a benchmark reads the clock; BILATERAL_SHARED says where the data is"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// The program, built with the settings of a release.
const PROGRAM: &str = env!("CARGO_BIN_EXE_bilateral");
/// Warm runs of which the median counts.
const RUNS: usize = 7;
/// How often the memory of a run is looked at; the kernel keeps the peak, so only the last moment can be missed.
const LOOK: Duration = Duration::from_millis(20);

const OVERVIEWS: [&str; 3] =
    ["Russia vs Azerbaijan and Kazakhstan", "India vs Pakistan", "United States vs China"];
/// A text so short that reading it costs nothing: what remains is the loading of the embedded tables.
const SENTENCE: &str = "France met Germany.";
const SEARCH: &str = "border clashes ceasefire";

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// How a run of the program went.
struct Run {
    seconds: f64,
    /// Peak resident memory, bytes; 0 where the system does not tell.
    peak: u64,
    output: String,
}

/// One line of the table.
struct Row {
    what: String,
    figure: String,
    aim: &'static str,
}

fn main() -> ExitCode {
    match bench() {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("error: {trouble}");
            ExitCode::FAILURE
        }
    }
}

fn bench() -> Outcome<()> {
    let (path, day) = arguments()?;
    if !path.exists() {
        println!("bench: there is no data at {}; nothing was measured", path.display());
        return Ok(());
    }
    let temporary = tempfile::tempdir()?;
    let archive = temporary.path().join("archive");
    let rows = measure(&path, &archive)?;
    let text = page(&rows, &path, day.as_deref());
    println!("{text}");
    if day.is_some() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/benchmarks.md");
        std::fs::write(&file, text)?;
        println!("written to {}", file.display());
    }
    Ok(())
}

/// The path to add and the day to write down, if any.
fn arguments() -> Outcome<(PathBuf, Option<String>)> {
    let shared = std::env::var_os("BILATERAL_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let mut path = shared.join("data/current-events/current-events.jsonl.gz");
    let mut day = None;
    // Cargo itself adds --bench.
    let mut rest = std::env::args().skip(1).filter(|a| a != "--bench");
    while let Some(argument) = rest.next() {
        if argument == "--write" {
            day = Some(rest.next().ok_or("--write needs the day of the measurement")?);
        } else {
            path = PathBuf::from(argument);
        }
    }
    Ok((path, day))
}

fn measure(path: &Path, archive: &Path) -> Outcome<Vec<Row>> {
    let folder = archive.to_string_lossy().into_owned();
    let start = median(&["--version"])?;
    let tables = median(&["explain", SENTENCE])?;
    let add = run(&["add", "--quiet", "--data", &folder, &path.to_string_lossy()])?;
    let status = run(&["status", "--data", &folder, "--format", "json"])?;
    let held: serde_json::Value = serde_json::from_str(&status.output)?;
    let documents = held["documents"].as_u64().unwrap_or(0);
    let bytes = held["bytes"].as_u64().unwrap_or(0);
    let added: u64 = held["additions"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|a| ["added", "known", "merged"].map(|k| a[k].as_u64().unwrap_or(0)))
        .sum();

    let mut rows = vec![
        row("reports taken in", added.to_string(), ""),
        row("documents in the archive", documents.to_string(), ""),
        row("events in the archive", held["events"].to_string(), ""),
        row("add: seconds", format!("{:.1}", add.seconds), "under 60"),
        row("add: reports a second", format!("{:.0}", added as f64 / add.seconds), ""),
        row("add: peak memory, MiB", mebibytes(add.peak), "under 1024"),
        row("archive on disk, MB", format!("{:.1}", bytes as f64 / 1e6), ""),
        row("process start alone (`--version`), ms", milliseconds(start), ""),
        row(
            "process start and word tables (`explain` of three words), ms",
            milliseconds(tables),
            "",
        ),
    ];
    for question in OVERVIEWS {
        let ask = ["overview", "--data", &folder, question];
        let first = run(&ask)?;
        let warm = median(&ask)?;
        let name = format!("overview \"{question}\"");
        rows.push(row(&format!("{name}: first run, ms"), milliseconds(first.seconds), "under 400"));
        rows.push(row(&format!("{name}: median of {RUNS}, ms"), milliseconds(warm), "under 400"));
        rows.push(row(
            &format!("{name}: the same less start and tables, ms"),
            milliseconds(warm - tables),
            "under 100",
        ));
        rows.push(row(&format!("{name}: peak memory, MiB"), mebibytes(first.peak), ""));
    }
    let search = median(&["search", "--data", &folder, SEARCH])?;
    rows.push(row(&format!("search \"{SEARCH}\": median of {RUNS}, ms"), milliseconds(search), ""));
    Ok(rows)
}

fn row(what: &str, figure: String, aim: &'static str) -> Row {
    Row { what: what.to_owned(), figure, aim }
}

/// Seconds of the middle one of several runs.
fn median(arguments: &[&str]) -> Outcome<f64> {
    let mut seconds = Vec::new();
    for _ in 0..RUNS {
        seconds.push(run(arguments)?.seconds);
    }
    seconds.sort_by(f64::total_cmp);
    Ok(seconds[RUNS / 2])
}

/// Runs the program to its end. Some input skipped (1) is no failure.
fn run(arguments: &[&str]) -> Outcome<Run> {
    let begun = Instant::now();
    let mut child = Command::new(PROGRAM)
        .args(arguments)
        .env_remove("BILATERAL_DATA")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let process = child.id();
    let mut pipe = child.stdout.take().ok_or("no standard output")?;
    let reader = std::thread::spawn(move || {
        let mut output = String::new();
        std::io::Read::read_to_string(&mut pipe, &mut output).map(|_| output)
    });
    // The end is waited for on a thread of its own, so that looking at the memory does not blur the time.
    let waiter = std::thread::spawn(move || child.wait().map(|status| (status, begun.elapsed())));
    let mut peak = 0;
    while !waiter.is_finished() {
        peak = peak_memory(process).unwrap_or(0).max(peak);
        std::thread::sleep(LOOK.min(begun.elapsed() / 4));
    }
    let (status, elapsed) = waiter.join().map_err(|_| "the waiting thread failed")??;
    let output = reader.join().map_err(|_| "the reading thread failed")??;
    if !matches!(status.code(), Some(0 | 1)) {
        return Err(format!("bilateral {} ended with {status}", arguments.join(" ")).into());
    }
    Ok(Run { seconds: elapsed.as_secs_f64(), peak, output })
}

/// Peak resident memory in bytes as the kernel counts it (Linux).
fn peak_memory(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kib| kib * 1024)
}

fn milliseconds(seconds: f64) -> String {
    format!("{:.0}", seconds.max(0.0) * 1000.0)
}

fn mebibytes(bytes: u64) -> String {
    if bytes == 0 { "not known".to_owned() } else { format!("{:.0}", bytes as f64 / 1_048_576.0) }
}

/// The page as it stands in docs.
fn page(rows: &[Row], path: &Path, day: Option<&str>) -> String {
    let mut out = String::from("# Benchmarks\n\n");
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    out.push_str(&format!(
        "Written by `cargo bench --bench archive -- --write DAY` from `{file}`{}. {}.\n\n",
        day.map(|d| format!(", {d}")).unwrap_or_default(),
        machine()
    ));
    out.push_str("| what | measured | aim |\n|---|---:|---:|\n");
    for row in rows {
        out.push_str(&format!("| {} | {} | {} |\n", row.what, row.figure, row.aim));
    }
    out.push_str(
        "\nTimes are whole runs of the release build, from process start to end. The first run comes right after the \
         add, so the files are still in the system's cache: it is cold for the program, not for the disk. Peak memory \
         is the kernel's VmHWM and counts the pages of the mapped index.\n",
    );
    out
}

/// Processor, cores and memory, as Linux tells them.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find_map(|l| l.strip_prefix("model name"))
        .map_or("unknown processor", |rest| rest.trim_start_matches([':', ' ', '\t']));
    let memory = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kib = memory
        .lines()
        .find_map(|l| l.strip_prefix("MemTotal:"))
        .and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
    let memory = kib.map(|k| format!(", {:.0} GiB of memory", k as f64 / 1_048_576.0));
    format!("{cores} cores, {model}{}", memory.unwrap_or_default())
}
