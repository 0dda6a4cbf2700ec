//! Adding HTML pages of the size that news sites send, against the extractor of articles alone.
//!
//! `cargo bench --bench pages [-- [--pages N] [--write DAY]]`: makes N pages (10,000 by default; 700 MB,
//! in the system's folder for temporary files), times the extractor on them in one thread and in as many as there
//! are cores, then `bilateral add` from outside. Prints a Markdown table; `--write` puts it into
//! docs/benchmark-pages.md with the machine and that day.

#![allow(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

/// The program, built with the settings of a release.
const PROGRAM: &str = env!("CARGO_BIN_EXE_bilateral");
/// Pages made where no other number is asked for.
const PAGES: usize = 10_000;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

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
    let (mut count, mut day) = (PAGES, None);
    // Cargo itself adds --bench.
    let mut rest = std::env::args().skip(1).filter(|a| a != "--bench");
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--pages" => count = rest.next().ok_or("--pages needs a number")?.parse()?,
            "--write" => day = Some(rest.next().ok_or("--write needs the day of the measurement")?),
            other => return Err(format!("{other} is not known").into()),
        }
    }
    let temporary = tempfile::tempdir()?;
    let folder = temporary.path().join("pages");
    let paths = made(&folder, count)?;
    let text = report(&paths, &folder, &temporary.path().join("archive"), day.as_deref())?;
    println!("{text}");
    if day.is_some() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/benchmark-pages.md");
        std::fs::write(&file, text)?;
        println!("written to {}", file.display());
    }
    Ok(())
}

/// Writes the pages and gives their paths.
fn made(folder: &Path, count: usize) -> Outcome<Vec<PathBuf>> {
    std::fs::create_dir_all(folder)?;
    let mut paths = Vec::with_capacity(count);
    for number in 0..count {
        let path = folder.join(format!("{number:05}.html"));
        std::fs::write(&path, page(number))?;
        paths.push(path);
    }
    Ok(paths)
}

/// A small generator of numbers, the same at every run (Knuth's MMIX multiplier).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % most
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

const STATES: [&str; 12] = [
    "Norway",
    "Sweden",
    "Russia",
    "Azerbaijan",
    "Kazakhstan",
    "Turkey",
    "India",
    "Pakistan",
    "Japan",
    "Brazil",
    "Egypt",
    "Kenya",
];
const WHO: [&str; 6] = [
    "The government",
    "A spokeswoman",
    "The foreign minister",
    "A trade union",
    "The port authority",
    "An analyst",
];
const DID: [&str; 8] = [
    "signed an agreement on fisheries with",
    "criticised the tariffs of",
    "held talks on the border with",
    "recalled the ambassador from",
    "offered help after the floods to",
    "suspended the grain trade with",
    "welcomed a delegation of",
    "protested against the naval exercise of",
];
const MORE: [&str; 6] = [
    "Prices in the harbour towns rose by {n} per cent within a month, and {n} boats stayed in port.",
    "Most of those who were asked said that they had expected nothing else for years.",
    "The document has {n} pages and leaves open who pays for the inspections at sea.",
    "A second round is planned for the spring, though no place has been named so far.",
    "Older treaties had been broken three times since {y}, the ministry said on Monday.",
    "Residents described long queues, closed shops and a silence that they were not used to.",
];

/// A page as sites send them: 50 to 100 kB, of which 3 to 8 are the article.
fn page(number: usize) -> String {
    let mut dice = Dice(number as u64 + 1);
    let (one, other) = (dice.of(&STATES), dice.of(&STATES));
    let title = format!("{one} and {other}: report {number}");
    let mut out = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title} | The Invented Post</title>\
         <meta property=\"og:site_name\" content=\"The Invented Post\"><meta property=\"article:published_time\" \
         content=\"2025-{:02}-{:02}T08:00:00Z\"><link rel=\"canonical\" href=\"https://post.example/{number}\">",
        1 + dice.below(9),
        1 + dice.below(28)
    );
    // Half of a page is what the browser runs, and how it looks.
    for _ in 0..12 + dice.below(20) {
        let _ = write!(out, "<script>window.q=window.q||[];");
        for _ in 0..30 {
            let _ = write!(
                out,
                "q.push({{id:{},slot:\"s{}\",size:[300,250]}});",
                dice.below(99_999),
                dice.below(999)
            );
        }
        out.push_str("</script>");
    }
    out.push_str("<style>");
    for _ in 0..150 + dice.below(150) {
        let _ = write!(
            out,
            ".c{}{{margin:{}px auto;color:#{:06x}}}",
            dice.below(9_999),
            dice.below(99),
            dice.below(0xff_ffff)
        );
    }
    out.push_str("</style></head><body><header><nav><ul>");
    for _ in 0..60 {
        let _ = write!(
            out,
            "<li class=\"c{}\"><a href=\"/section/{}\">{}</a></li>",
            dice.below(9_999),
            dice.below(999),
            dice.of(&STATES)
        );
    }
    let _ = write!(
        out,
        "</ul></nav></header><main><article><h1>{title}</h1><p class=\"by\">By A. Writer</p>"
    );
    for paragraph in 0..8 + dice.below(12) {
        let (a, b) =
            if paragraph == 0 { (one, other) } else { (dice.of(&STATES), dice.of(&STATES)) };
        let _ = write!(
            out,
            "<p>{} of {a} {} {b} in report {number}, point {paragraph}.",
            dice.of(&WHO),
            dice.of(&DID)
        );
        for _ in 0..2 + dice.below(3) {
            let more = dice.of(&MORE);
            let (n, y) = (2 + dice.below(90), 1990 + dice.below(30));
            let _ = write!(
                out,
                " {}",
                more.replace("{n}", &n.to_string()).replace("{y}", &y.to_string())
            );
        }
        out.push_str("</p>");
        if paragraph % 5 == 4 {
            out.push_str("<aside class=\"ad\"><div><a href=\"/offer\">Subscribe to our letter</a></div></aside>");
        }
    }
    out.push_str("</article><section class=\"related\">");
    for _ in 0..80 + dice.below(120) {
        let _ = write!(
            out,
            "<div class=\"card c{}\"><a href=\"/story/{}\"><img src=\"/i/{}.jpg\" alt=\"\" loading=\"lazy\"><span>{} {} {}</span></a><time>{} min</time></div>",
            dice.below(9_999),
            dice.below(99_999),
            dice.below(99_999),
            dice.of(&STATES),
            dice.of(&DID),
            dice.of(&STATES),
            dice.below(60)
        );
    }
    out.push_str("</section></main><footer><p>All rights reserved. Terms. Privacy. Contact.</p></footer></body></html>");
    out
}

fn report(paths: &[PathBuf], folder: &Path, archive: &Path, day: Option<&str>) -> Outcome<String> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut bytes = 0;
    for path in paths {
        bytes += std::fs::metadata(path)?.len();
    }
    let share = paths.len().div_ceil(4).max(1);
    let alone = extracted(&paths[..share], 1)?;
    let together = extracted(paths, cores)?;
    let begun = Instant::now();
    let added = Command::new(PROGRAM)
        .args(["add", "--quiet", "--data"])
        .args([archive, folder])
        .env_remove("BILATERAL_DATA")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()?;
    let seconds = begun.elapsed().as_secs_f64();
    if !added.status.success() {
        return Err(format!("bilateral add ended with {}", added.status).into());
    }
    let count = paths.len() as f64;
    let extractor = count / together / cores as f64;
    let whole = count / seconds / cores as f64;
    let rows = [
        ("pages", format!("{}", paths.len())),
        ("bytes a page, mean", format!("{:.0}", bytes as f64 / count)),
        ("extractor alone, one thread: pages/s", format!("{:.0}", share as f64 / alone)),
        ("extractor alone, all cores: pages/s per core", format!("{extractor:.0}")),
        ("`bilateral add`: pages/s", format!("{:.0}", count / seconds)),
        ("`bilateral add`: pages/s per core", format!("{whole:.0}")),
        (
            "time of `add` to that of the extractor alone, all cores",
            format!("{:.2}", extractor / whole),
        ),
    ];
    let mut out = format!(
        "# Benchmark: HTML pages\n\nWritten by `cargo bench --bench pages -- --write DAY`{}. {cores} cores, {}.\n\n| what | measured |\n|---|---:|\n",
        day.map(|day| format!(", {day}")).unwrap_or_default(),
        processor()
    );
    for (what, figure) in rows {
        let _ = writeln!(out, "| {what} | {figure} |");
    }
    out.push_str(
        "\nThe pages are made by the benchmark: scripts, styles, lists of links and an article of 8 to 19 paragraphs. \
         The extractor alone is dom_smoothie on a page that lies in memory, with the settings of the program. `add` \
         besides reads the files, measures the nesting, finds day, language and outlet, reads every sentence (actors, \
         days, events, trees), and writes the index.\n",
    );
    Ok(out)
}

/// Seconds that the extractor takes for the pages in so many threads; the reading of the files is not counted.
fn extracted(paths: &[PathBuf], threads: usize) -> Outcome<f64> {
    let mut seconds = 0.0;
    for some in paths.chunks(500) {
        let pages: Vec<String> =
            some.iter().map(std::fs::read_to_string).collect::<std::io::Result<_>>()?;
        let begun = Instant::now();
        let found: usize = std::thread::scope(|scope| {
            let share = pages.len().div_ceil(threads).max(1);
            let running: Vec<_> = pages
                .chunks(share)
                .map(|pages| scope.spawn(|| pages.iter().filter(|page| article(page)).count()))
                .collect();
            running.into_iter().map(|thread| thread.join().unwrap_or(0)).sum()
        });
        seconds += begun.elapsed().as_secs_f64();
        if found != pages.len() {
            return Err(
                format!("the extractor found {found} articles on {} pages", pages.len()).into()
            );
        }
    }
    Ok(seconds)
}

/// True where the extractor finds an article.
fn article(page: &str) -> bool {
    let config = dom_smoothie::Config {
        text_mode: dom_smoothie::TextMode::Formatted,
        ..dom_smoothie::Config::default()
    };
    dom_smoothie::Readability::new(page, None, Some(config))
        .and_then(|mut reader| reader.parse())
        .is_ok_and(|article| article.text_content.len() > 500)
}

/// The processor, as Linux tells it.
fn processor() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name"));
    model.map_or("unknown processor", |rest| rest.trim_start_matches([':', ' ', '\t'])).to_owned()
}
