//! Tags words from left to right, by what they look like and what stands around them.

use std::sync::LazyLock;

use super::templates::Templates;
use super::weights::{Weights, best};
use super::words::{NOTHING, Word};

const NAMES: &str =
    "w l-2 l-1 l0 l1 l2 k-1 k0 k1 k2 sa sb sc sd se pa pb pc x-1 x0 x1 c-1 c1 b1 b2 first t1 t2";

/// `w` the form; `l` its lower case and `k` the class of its known tags at an offset; `sa` to `se` endings of one to
/// five letters, `pa` to `pc` beginnings; `x` the shape; `b` and `c` endings of two and three letters at an offset;
/// `t1` and `t2` the tags given to the two words before.
const TEMPLATES: &str = "
first
w
l0
l0 first
sa
sb
sc
sd
se
pa
pb
pc
x0 first
x0 sc
x0 sb t1
k0
k0 x0
t1
t1 t2
t1 l0
t1 t2 l0
t1 k0
t1 t2 k0
l-1
l1
l-2
l2
l-1 l0
l0 l1
l-1 l1
c-1
c1
b1 b2
x-1
x1
x-1 x0 x1
k1
k2
t1 k0 k1
k0 k1
k0 k1 k2
t1 k1
t1 sc k1
k-1 t1 k0
sb k1
t2 k0
l0 k1
t1 t2 k1
l0 t1 k1
l-2 l-1 l0
l0 l1 l2
sc l-1
sc l1
x0 k1 t1
";

static READ: LazyLock<Templates> = LazyLock::new(|| {
    let names: Vec<String> = NAMES.split(' ').map(str::to_owned).collect();
    Templates::read(TEMPLATES, &names, 0xA11CE)
});

/// Features of the word at `at`, after words tagged `before` (the last, the one before it).
pub(crate) fn features(words: &[Word], at: usize, before: (u64, u64), out: &mut Vec<u64>) {
    let near = |offset: isize| at.checked_add_signed(offset).and_then(|at| words.get(at));
    let lower = |offset| near(offset).map_or(NOTHING, |w| w.lower);
    let known = |offset| near(offset).map_or(NOTHING, |w| w.known);
    let shape = |offset| near(offset).map_or(NOTHING, |w| w.shape);
    let end = |offset, length: usize| near(offset).map_or(NOTHING, |w| w.suffixes[length - 1]);
    let word = &words[at];
    let [sa, sb, sc, sd, se] = word.suffixes;
    let [pa, pb, pc] = word.prefixes;
    let values = [
        word.exact,
        lower(-2),
        lower(-1),
        word.lower,
        lower(1),
        lower(2),
        known(-1),
        word.known,
        known(1),
        known(2),
        sa,
        sb,
        sc,
        sd,
        se,
        pa,
        pb,
        pc,
        shape(-1),
        word.shape,
        shape(1),
        end(-1, 3),
        end(1, 3),
        end(1, 2),
        end(2, 2),
        u64::from(at == 0),
        before.0,
        before.1,
    ];
    READ.fill(&values, 0, out);
}

/// Tags as they stand before the first word.
pub(crate) const START: (u64, u64) = (991, 992);

/// The tag class of each word.
pub(crate) fn tag(weights: &Weights, words: &[Word]) -> Vec<u16> {
    let mut out = Vec::with_capacity(words.len());
    let mut features_of = Vec::with_capacity(64);
    let mut scores = vec![0; weights.width()];
    let mut before = START;
    for at in 0..words.len() {
        features(words, at, before, &mut features_of);
        weights.score(&features_of, &mut scores);
        let class = best(&scores[..weights.classes()]);
        out.push(class as u16);
        before = (class as u64, before.0);
    }
    out
}
