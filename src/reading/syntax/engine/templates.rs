//! Feature templates: which atoms of a situation are looked at together.

use super::hash::mix;

/// Lists of atom numbers, one a template.
pub(crate) struct Templates {
    atoms: Vec<u8>,
    /// End of each template in `atoms`, with the hash that tells it from the others.
    ends: Vec<(usize, u64)>,
}

impl Templates {
    /// Reads templates: one a line, atoms by their names, spaces between.
    ///
    /// # Panics
    /// On a name that is not in `names`: the templates are part of the program, not input.
    pub(crate) fn read(text: &str, names: &[String], seed: u64) -> Self {
        let (mut atoms, mut ends) = (Vec::new(), Vec::new());
        for (line, template) in text.lines().filter(|l| !l.trim().is_empty()).enumerate() {
            for name in template.split_whitespace() {
                let at = names.iter().position(|n| n.as_str() == name);
                let at = at.and_then(|at| u8::try_from(at).ok());
                atoms.push(at.unwrap_or_else(|| panic!("no atom is called {name}")));
            }
            ends.push((atoms.len(), mix(seed, line as u64)));
        }
        Self { atoms, ends }
    }

    /// The hashed features of a situation whose atoms have these values; `salt` keeps kinds of situations apart.
    pub(crate) fn fill(&self, values: &[u64], salt: u64, out: &mut Vec<u64>) {
        out.clear();
        let mut from = 0;
        for &(end, seed) in &self.ends {
            let template = &self.atoms[from..end];
            let hash =
                template.iter().fold(seed ^ salt, |hash, &a| mix(hash, values[usize::from(a)]));
            out.push(mix(hash, 0x33));
            from = end;
        }
    }
}
