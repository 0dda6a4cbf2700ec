//! Closed-class words and verb forms, from `data/words.toml` and `data/verbs.toml`.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::morphology;

/// What a closed-class word is; several may hold at once.
pub(crate) mod tag {
    pub(crate) const DET: u32 = 1;
    pub(crate) const POSSESSIVE: u32 = 1 << 1;
    pub(crate) const PRONOUN: u32 = 1 << 2;
    pub(crate) const OBJECT_PRONOUN: u32 = 1 << 3;
    pub(crate) const PREP: u32 = 1 << 4;
    pub(crate) const PARTICLE: u32 = 1 << 5;
    pub(crate) const SUB: u32 = 1 << 6;
    pub(crate) const CONDITIONAL: u32 = 1 << 7;
    pub(crate) const RELATIVE: u32 = 1 << 8;
    pub(crate) const CONJ: u32 = 1 << 9;
    pub(crate) const NEG: u32 = 1 << 10;
    pub(crate) const BE: u32 = 1 << 11;
    pub(crate) const HAVE: u32 = 1 << 12;
    pub(crate) const DO: u32 = 1 << 13;
    pub(crate) const FUTURE: u32 = 1 << 14;
    pub(crate) const POSSIBLE: u32 = 1 << 15;
    pub(crate) const MUST: u32 = 1 << 16;
    pub(crate) const ADVERB: u32 = 1 << 17;
    pub(crate) const DOUBT: u32 = 1 << 18;
    pub(crate) const TO: u32 = 1 << 19;
    pub(crate) const COMMA: u32 = 1 << 20;
    pub(crate) const STOP: u32 = 1 << 21;
    pub(crate) const POSS: u32 = 1 << 22;
    pub(crate) const NUMBER: u32 = 1 << 23;
    pub(crate) const QUOTE: u32 = 1 << 24;
    pub(crate) const WORD: u32 = 1 << 25;
    /// "Monday", "today": a time without a preposition.
    pub(crate) const TIME: u32 = 1 << 26;
    /// A noun first, a verb only where nothing else fits: "forces", "ties".
    pub(crate) const NOUN: u32 = 1 << 27;
    /// "group", "hundreds": the actor comes after "of".
    pub(crate) const QUANTITY: u32 = 1 << 28;
    /// A participle that mostly describes: "against the visiting premier".
    pub(crate) const ATTRIBUTIVE: u32 = 1 << 29;
    pub(crate) const MODAL: u32 = FUTURE | POSSIBLE | MUST;
    pub(crate) const AUX: u32 = BE | HAVE | DO | MODAL;
}

/// What a verb does to the verb it governs; several may hold at once.
pub(crate) mod govern {
    pub(crate) const INTENT: u32 = 1;
    pub(crate) const TRY: u32 = 1 << 1;
    pub(crate) const THREATEN: u32 = 1 << 2;
    pub(crate) const REFUSE: u32 = 1 << 3;
    pub(crate) const DEMAND: u32 = 1 << 4;
    pub(crate) const ALLOW: u32 = 1 << 5;
    pub(crate) const ASPECT: u32 = 1 << 6;
    pub(crate) const STOP: u32 = 1 << 7;
    pub(crate) const ACCUSE: u32 = 1 << 8;
    pub(crate) const DENY: u32 = 1 << 9;
    pub(crate) const SAY: u32 = 1 << 10;
    pub(crate) const ANNOUNCE: u32 = 1 << 11;
    pub(crate) const DOUBTED: u32 = 1 << 12;
    pub(crate) const LIGHT: u32 = 1 << 13;
    pub(crate) const DEMAND_OBJECT: u32 = 1 << 14;
    pub(crate) const PLAN_OBJECT: u32 = 1 << 15;
    pub(crate) const UNDO_OBJECT: u32 = 1 << 16;
    pub(crate) const ATTEMPT: u32 = 1 << 17;
    /// "take part in", "leave for": the deed stands behind a preposition and one word more.
    pub(crate) const PARTAKE: u32 = 1 << 19;
    /// Of the verbs of [`ALLOW`] those that only give leave.
    pub(crate) const PERMIT: u32 = 1 << 20;
    /// Of the verbs of [`ANNOUNCE`] those that anybody may use of what nobody has seen.
    pub(crate) const PROCLAIM: u32 = 1 << 21;
    /// Not of a verb: a noun before "of V-ing" leaves the deed open ("the chance of resuming").
    pub(crate) const OPEN: u32 = 1 << 18;
}

/// Forms a written verb may have, as bits.
pub(crate) mod form {
    pub(crate) const BASE: u8 = 1;
    pub(crate) const S: u8 = 2;
    pub(crate) const PAST: u8 = 4;
    pub(crate) const PARTICIPLE: u8 = 8;
    pub(crate) const ING: u8 = 16;
}

/// Index of a verb lemma in [`Words::lemmas`].
pub(crate) type Lemma = u16;

/// The words of the language the coder needs, compiled.
pub(crate) struct Words {
    tags: HashMap<String, u32>,
    verbs: HashMap<String, (Lemma, u8)>,
    lemmas: Vec<String>,
    ids: HashMap<String, Lemma>,
    /// By lemma.
    participles: Vec<String>,
    govern: Vec<u32>,
    /// Governing adjectives ("willing"), by their written form.
    adjectives: HashMap<String, u32>,
    heads: HashMap<String, String>,
    hyphen_kept: Vec<String>,
    hyphen_lost: Vec<String>,
    accounts: Vec<String>,
    orders: Vec<String>,
    placing: Vec<String>,
    plurals: Vec<String>,
    borders: Vec<String>,
    own_people: Vec<String>,
    must_to: Vec<String>,
    stative: Vec<String>,
}

#[derive(Deserialize)]
struct WordFile {
    determiners: Vec<String>,
    possessives: Vec<String>,
    pronouns: Vec<String>,
    object_pronouns: Vec<String>,
    prepositions: Vec<String>,
    particles: Vec<String>,
    subordinators: Vec<String>,
    conditionals: Vec<String>,
    relatives: Vec<String>,
    conjunctions: Vec<String>,
    negations: Vec<String>,
    be: Vec<String>,
    have: Vec<String>,
    #[serde(rename = "do")]
    do_: Vec<String>,
    future: Vec<String>,
    possible: Vec<String>,
    must: Vec<String>,
    own_people: Vec<String>,
    must_to: Vec<String>,
    stative: Vec<String>,
    adverbs: Vec<String>,
    not_adverbs: Vec<String>,
    doubt: Vec<String>,
    orders: Vec<String>,
    times: Vec<String>,
    nouns: Vec<String>,
    quantities: Vec<String>,
    attributive: Vec<String>,
    hyphen_kept: Vec<String>,
    hyphen_lost: Vec<String>,
    accounts: Vec<String>,
    placing: Vec<String>,
    plurals: Vec<String>,
    borders: Vec<String>,
    heads: BTreeMap<String, Vec<String>>,
    govern: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct VerbFile {
    irregular: Vec<String>,
    common: Vec<String>,
}

impl Words {
    /// Compiles both files and the lemmas that event rules name; the error names file and cause.
    pub(crate) fn parse(words: &str, verbs: &str, rule_lemmas: &[String]) -> Result<Self, String> {
        let file: WordFile = toml::from_str(words).map_err(|e| format!("words.toml: {e}"))?;
        let verbs: VerbFile = toml::from_str(verbs).map_err(|e| format!("verbs.toml: {e}"))?;
        let mut out = Words {
            tags: tag_table(&file),
            verbs: HashMap::new(),
            lemmas: Vec::new(),
            ids: HashMap::new(),
            participles: Vec::new(),
            govern: Vec::new(),
            adjectives: HashMap::new(),
            heads: HashMap::new(),
            hyphen_kept: file.hyphen_kept,
            hyphen_lost: file.hyphen_lost,
            accounts: file.accounts,
            orders: file.orders,
            placing: file.placing,
            plurals: file.plurals,
            borders: file.borders,
            own_people: file.own_people,
            must_to: file.must_to,
            stative: file.stative,
        };
        for line in &verbs.irregular {
            let parts: Vec<&str> = line.split_whitespace().collect();
            let &[lemma, past, participle] = parts.as_slice() else {
                return Err(format!("verbs.toml: irregular '{line}' needs three forms"));
            };
            out.add_verb(lemma, Some((past, participle)));
        }
        for lemma in rule_lemmas.iter().chain(&verbs.common) {
            out.add_verb(lemma, None);
        }
        out.add_governors(&file.govern)?;
        for (role, nouns) in &file.heads {
            for noun in nouns {
                out.heads.insert(noun.clone(), role.clone());
            }
        }
        Ok(out)
    }

    fn add_verb(&mut self, lemma: &str, irregular: Option<(&str, &str)>) {
        if self.ids.contains_key(lemma) {
            return;
        }
        let id = Lemma::try_from(self.lemmas.len()).unwrap_or(Lemma::MAX);
        self.lemmas.push(lemma.to_owned());
        self.ids.insert(lemma.to_owned(), id);
        self.govern.push(0);
        let (past, participle) = match irregular {
            Some((past, participle)) => (past.to_owned(), participle.to_owned()),
            None => (morphology::past(lemma), morphology::past(lemma)),
        };
        self.participles.push(participle.clone());
        let stem = past.strip_suffix("ed").filter(|s| s.len() > lemma.len());
        let ing = morphology::ing(lemma, stem);
        for (text, bit) in [
            (lemma.to_owned(), form::BASE),
            (morphology::s(lemma), form::S),
            (past, form::PAST),
            (participle, form::PARTICIPLE),
            (ing, form::ING),
        ] {
            let entry = self.verbs.entry(text).or_insert((id, 0));
            if entry.0 == id {
                entry.1 |= bit;
            }
        }
    }

    fn add_governors(&mut self, table: &BTreeMap<String, Vec<String>>) -> Result<(), String> {
        for (name, lemmas) in table {
            let bit = governor_bit(name).ok_or_else(|| format!("words.toml: govern.{name}"))?;
            for lemma in lemmas {
                match self.ids.get(lemma.as_str()) {
                    Some(&id) => self.govern[usize::from(id)] |= bit,
                    None => *self.adjectives.entry(lemma.clone()).or_insert(0) |= bit,
                }
            }
        }
        // An adjective of the list may also be a verb ("set"); both readings are kept.
        Ok(())
    }

    pub(crate) fn tags(&self, word: &str) -> u32 {
        self.tags.get(word).copied().unwrap_or(0)
    }

    pub(crate) fn verb(&self, word: &str) -> Option<(Lemma, u8)> {
        self.verbs.get(word).copied()
    }

    /// "withdraw" → "withdrawn"; `None` for a verb that is not known.
    pub(crate) fn participle(&self, lemma: &str) -> Option<&str> {
        let id = self.id(lemma)?;
        self.participles.get(usize::from(id)).map(String::as_str)
    }

    pub(crate) fn id(&self, lemma: &str) -> Option<Lemma> {
        self.ids.get(lemma).copied()
    }

    pub(crate) fn govern(&self, lemma: Lemma) -> u32 {
        self.govern.get(usize::from(lemma)).copied().unwrap_or(0)
    }

    /// What a governing adjective ("willing", "ready") does; 0 for other words.
    pub(crate) fn adjective(&self, word: &str) -> u32 {
        self.adjectives.get(word).copied().unwrap_or(0)
    }

    /// The sector of a noun for people or bodies that act.
    pub(crate) fn head(&self, noun: &str) -> Option<&str> {
        self.heads.get(noun).map(String::as_str)
    }

    /// True for "soldiers", "police": a noun that takes a plural verb.
    pub(crate) fn is_plural(&self, noun: &str) -> bool {
        noun.ends_with('s') && !noun.ends_with("ss") || self.plurals.iter().any(|w| w == noun)
    }

    /// True for "border": what follows after "with" is the neighbour.
    pub(crate) fn is_border(&self, noun: &str) -> bool {
        self.borders.iter().any(|w| w == noun)
    }

    /// The role of a noun that stands for people of a state but not for those who act in its name.
    pub(crate) fn own_people(&self, noun: &str) -> Option<&str> {
        self.head(noun).filter(|role| self.own_people.iter().any(|own| own == role))
    }

    /// "need", "have": with "to" they say what "must" says.
    pub(crate) fn is_must_to(&self, lemma: &str) -> bool {
        self.must_to.iter().any(|w| w == lemma)
    }

    /// True when the participle with its preposition is a state of its subject: "opposed" with "to".
    pub(crate) fn is_stative(&self, participle: &str, preposition: &str) -> bool {
        let is = |line: &String| line.split_once(' ') == Some((participle, preposition));
        self.stative.iter().any(is)
    }

    /// True for "in", "of": what follows says where or whose.
    pub(crate) fn is_placing(&self, preposition: &str) -> bool {
        self.placing.iter().any(|w| w == preposition)
    }

    /// True for "points", "statement": nouns for what somebody tells.
    pub(crate) fn is_account(&self, noun: &str) -> bool {
        self.accounts.iter().any(|w| w == noun)
    }

    /// True for a verb that opens an order to the reader.
    pub(crate) fn is_order(&self, low: &str) -> bool {
        self.orders.iter().any(|w| w == low)
    }

    /// True for "pro" in "pro-Russian": the adjective behind the hyphen does not act.
    pub(crate) fn hyphen_loses(&self, word: &str) -> bool {
        self.hyphen_lost.iter().any(|w| w == word)
    }

    /// True for "led" in "Saudi-led": the adjective before the hyphen still acts.
    pub(crate) fn hyphen_keeps(&self, word: &str) -> bool {
        self.hyphen_kept.iter().any(|w| w == word)
    }
}

fn tag_table(file: &WordFile) -> HashMap<String, u32> {
    let lists: [(&[String], u32); 24] = [
        (&file.determiners, tag::DET),
        (&file.possessives, tag::POSSESSIVE | tag::DET),
        (&file.pronouns, tag::PRONOUN),
        (&file.object_pronouns, tag::OBJECT_PRONOUN),
        (&file.prepositions, tag::PREP),
        (&file.particles, tag::PARTICLE),
        (&file.subordinators, tag::SUB),
        (&file.conditionals, tag::CONDITIONAL),
        (&file.relatives, tag::RELATIVE),
        (&file.conjunctions, tag::CONJ),
        (&file.negations, tag::NEG),
        (&file.be, tag::BE),
        (&file.have, tag::HAVE),
        (&file.do_, tag::DO),
        (&file.future, tag::FUTURE),
        (&file.possible, tag::POSSIBLE),
        (&file.must, tag::MUST),
        (&file.adverbs, tag::ADVERB),
        (&file.doubt, tag::DOUBT),
        (&file.not_adverbs, tag::WORD),
        (&file.times, tag::TIME | tag::ADVERB),
        (&file.nouns, tag::NOUN),
        (&file.quantities, tag::QUANTITY),
        (&file.attributive, tag::ATTRIBUTIVE),
    ];
    let mut out: HashMap<String, u32> = HashMap::new();
    for (words, bit) in lists {
        for word in words {
            *out.entry(word.clone()).or_insert(0) |= bit;
        }
    }
    out.insert("to".to_owned(), tag::TO | tag::PREP | tag::PARTICLE);
    out
}

fn governor_bit(name: &str) -> Option<u32> {
    Some(match name {
        "intent" => govern::INTENT,
        "try" => govern::TRY,
        "threaten" => govern::THREATEN,
        "refuse" => govern::REFUSE,
        "demand" => govern::DEMAND,
        "allow" => govern::ALLOW,
        "aspect" => govern::ASPECT,
        "stop" => govern::STOP,
        "accuse" => govern::ACCUSE,
        "deny" => govern::DENY,
        "say" => govern::SAY,
        "announce" => govern::ANNOUNCE,
        "doubted" => govern::DOUBTED,
        "light" => govern::LIGHT,
        "demand_object" => govern::DEMAND_OBJECT,
        "plan_object" => govern::PLAN_OBJECT,
        "undo_object" => govern::UNDO_OBJECT,
        "attempt" => govern::ATTEMPT,
        "partake" => govern::PARTAKE,
        "permit" => govern::PERMIT,
        "proclaim" => govern::PROCLAIM,
        _ => return None,
    })
}
