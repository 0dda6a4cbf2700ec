//! Every format and every bad input, through the door that users come through.

mod bad_input;
mod folders;
mod formats;
mod holders;
mod packed;

use std::io::Write;
use std::path::{Path, PathBuf};

use super::*;

/// What came out: items and skips, each in order.
#[derive(Debug, Default)]
struct Came {
    items: Vec<RawItem>,
    skips: Vec<Skip>,
}

impl Came {
    fn texts(&self) -> Vec<&str> {
        self.items
            .iter()
            .map(|item| match &item.body {
                Body::Text(text) | Body::Fragment(text) | Body::Html(text) | Body::Row(text) => {
                    text.as_str()
                }
                Body::Mention { row, .. } => row.as_str(),
            })
            .collect()
    }

    fn codes(&self) -> Vec<SkipReason> {
        self.skips.iter().map(|skip| skip.code).collect()
    }
}

fn tight() -> Limits {
    Limits { line: 2000, whole: 20_000, page: 20_000, text: 20_000, ..Limits::default() }
}

fn from_path(path: &Path, limits: Limits) -> Came {
    let mut came = Came::default();
    let flow = read_within(path, &Progress::default(), limits, &mut |next| {
        match next {
            Ok(item) => came.items.push(item),
            Err(skip) => came.skips.push(skip),
        }
        Flow::Continue(())
    });
    assert!(flow.unwrap().is_continue());
    came
}

/// Reads one file of this name and content.
fn from_file(name: &str, content: impl AsRef<[u8]>) -> Came {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), name, content);
    from_path(&path, tight())
}

fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, content).unwrap();
    path
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

fn zstd(content: &[u8]) -> Vec<u8> {
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};
    compress_to_vec(content, CompressionLevel::Fastest)
}
