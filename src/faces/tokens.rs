//! Who may ask a server that others can reach: tokens, of which the archive's folder keeps the hashes alone.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::index::overviews;

/// Tokens of one archive at most.
const MOST: usize = 1_000;
/// Bytes of the file at most.
const LARGEST: u64 = 1024 * 1024;
/// Random bytes of a token.
const RANDOM: usize = 32;
/// What tokens begin with, so that one that was published by mistake is recognised.
const BEGIN: &str = "bilateral_";

/// What the bearer of a token may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(super) enum Role {
    /// Ask
    Read,
    /// Ask, and add sources and files
    Write,
}

/// A token without its secret.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Token {
    pub(super) name: String,
    pub(super) role: Role,
    /// SHA-256 of the token, hexadecimal.
    hash: String,
}

/// All tokens of an archive.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Tokens {
    pub(super) tokens: Vec<Token>,
}

impl Tokens {
    /// Reads them; none where no token was ever made.
    ///
    /// # Errors
    /// Where the file is there and cannot be read: then nobody is let in.
    pub(super) fn load(archive: &Path) -> Result<Self> {
        let path = file(archive);
        let failed = |e| {
            let who = format!("cannot read {}", path.display());
            Error::outside(who, e, "Check your rights, or remove the file and make new tokens")
        };
        match fs::metadata(&path) {
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(e) => return Err(failed(e)),
            Ok(about) if about.len() > LARGEST => {
                return Err(failed(ErrorKind::FileTooLarge.into()));
            }
            Ok(_) => {}
        }
        let text = fs::read_to_string(&path).map_err(failed)?;
        serde_json::from_str(&text).map_err(|e| failed(e.into()))
    }

    fn save(&self, archive: &Path) -> Result<()> {
        let text =
            serde_json::to_string_pretty(self).map_err(|e| Error::Internal(e.to_string()))?;
        overviews::write(&file(archive), &text)
    }

    /// Makes a token and returns its secret, which is kept nowhere.
    ///
    /// # Errors
    /// Where the name is taken or none, there are too many, or the file cannot be written.
    pub(super) fn add(&mut self, archive: &Path, name: &str, role: Role) -> Result<String> {
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '@');
        if name.is_empty() || name.chars().count() > 60 || !name.chars().all(plain) {
            return Err(Error::Usage(format!(
                "'{}' is no name for a token; take up to 60 letters, digits, - _ . @",
                name.chars().take(60).collect::<String>()
            )));
        }
        if self.tokens.iter().any(|token| token.name == name) {
            return Err(Error::Usage(format!(
                "there is a token named {name} already; remove it first, or take another name"
            )));
        }
        if self.tokens.len() >= MOST {
            return Err(Error::Usage(format!("no more than {MOST} tokens; remove some first")));
        }
        let mut random = [0; RANDOM];
        getrandom::fill(&mut random)
            .map_err(|e| Error::Internal(format!("the system gives no random bytes: {e}")))?;
        let secret = format!("{BEGIN}{}", hexadecimal(&random));
        self.tokens.push(Token { name: name.to_owned(), role, hash: hash(&secret) });
        self.save(archive)?;
        Ok(secret)
    }

    /// Takes a token back; who bears it is let in no more.
    ///
    /// # Errors
    /// Where there is none of this name, or the file cannot be written.
    pub(super) fn remove(&mut self, archive: &Path, name: &str) -> Result<()> {
        let before = self.tokens.len();
        self.tokens.retain(|token| token.name != name);
        if self.tokens.len() == before {
            return Err(Error::Usage(format!(
                "there is no token named {name}; `bilateral token list` shows them"
            )));
        }
        self.save(archive)
    }

    /// The token with this secret. Hashes are compared, so the time it takes tells nothing of a secret.
    pub(super) fn of(&self, secret: &str) -> Option<&Token> {
        let hash = hash(secret);
        self.tokens.iter().find(|token| token.hash == hash)
    }
}

/// Where the tokens of an archive are.
pub(super) fn file(archive: &Path) -> PathBuf {
    archive.join("tokens.json")
}

fn hash(secret: &str) -> String {
    hexadecimal(&Sha256::digest(secret))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
