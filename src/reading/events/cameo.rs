//! CAMEO codes with their Goldstein intensity, from `data/cameo.tsv`.

use std::collections::HashMap;

/// Goldstein values by code.
pub(crate) struct Cameo {
    intensity: HashMap<String, f32>,
}

impl Cameo {
    /// Reads lines of code, name, value under one header; the error names the line.
    pub(crate) fn parse(table: &str) -> Result<Self, String> {
        let mut intensity = HashMap::new();
        for (at, line) in table.lines().enumerate().skip(1) {
            let mut cells = line.split('\t');
            let (Some(code), Some(_), Some(value)) = (cells.next(), cells.next(), cells.next())
            else {
                return Err(format!("cameo.tsv:{}: three columns wanted", at + 1));
            };
            let value = value.parse().map_err(|_| format!("cameo.tsv:{}: {value}", at + 1))?;
            intensity.insert(code.to_owned(), value);
        }
        Ok(Self { intensity })
    }

    /// −10 to +10; `None` for a code that does not exist.
    pub(crate) fn intensity(&self, code: &str) -> Option<f32> {
        self.intensity.get(code).copied()
    }
}
