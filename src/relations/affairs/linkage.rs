//! Average linkage: the two groups most alike on average become one, until none are alike enough.
//!
//! Each group keeps the later group that it is most like, so that joining two asks only those groups again
//! whose partner was one of them; asking all pairs at every step cost a tenth of a large overview.

use super::Happening;
use crate::model::day::days_between;

/// Cosine from which two groups are one affair, on average over their happenings.
const ALIKE: f64 = 0.2;
/// Days between one happening of an affair and the next, at most.
const PAUSE: i32 = 420;

/// The happenings in groups, by their places, a group in the place of its first; groups that went into
/// another are empty. `alike` is asked once for each pair, the later first. Of pairs equally alike the first
/// joins.
pub(super) fn linked(
    happenings: &[Happening],
    alike: impl Fn(usize, usize) -> f64,
) -> Vec<Vec<usize>> {
    let mut linkage = Linkage::new(happenings, alike);
    while let Some((a, b)) = linkage.nearest() {
        linkage.join(a, b);
    }
    linkage.groups
}

/// A group of so much likeness, at this place.
type Partner = (f64, usize);

struct Linkage<'h> {
    happenings: &'h [Happening],
    groups: Vec<Vec<usize>>,
    /// Likeness added up over all pairs of two groups; whole where both groups have members.
    sums: Vec<Vec<f64>>,
    /// For each group the one behind it that it is most like, if alike enough and near enough in time.
    partners: Vec<Option<Partner>>,
}

impl<'h> Linkage<'h> {
    fn new(happenings: &'h [Happening], alike: impl Fn(usize, usize) -> f64) -> Self {
        let count = happenings.len();
        let mut sums = vec![vec![0.0; count]; count];
        for (a, b) in (0..count).flat_map(|a| (0..a).map(move |b| (a, b))) {
            let alike = alike(a, b);
            (sums[a][b], sums[b][a]) = (alike, alike);
        }
        let groups = (0..count).map(|at| vec![at]).collect();
        let mut new = Self { happenings, groups, sums, partners: Vec::new() };
        new.partners = (0..count).map(|at| new.partner(at, at + 1..count)).collect();
        new
    }

    /// The two groups most alike; of those equally alike the first.
    fn nearest(&self) -> Option<(usize, usize)> {
        let mut best: Option<(f64, usize, usize)> = None;
        for (a, partner) in self.partners.iter().enumerate() {
            if let Some((alike, b)) = *partner
                && best.is_none_or(|(most, ..)| alike > most)
            {
                best = Some((alike, a, b));
            }
        }
        best.map(|(_, a, b)| (a, b))
    }

    /// The second group, which stands behind the first, goes into it.
    fn join(&mut self, a: usize, b: usize) {
        let taken = std::mem::take(&mut self.groups[b]);
        self.groups[a].extend(taken);
        let more = std::mem::take(&mut self.sums[b]);
        for (sum, more) in self.sums[a].iter_mut().zip(&more) {
            *sum += more;
        }
        for (row, more) in self.sums.iter_mut().zip(&more) {
            if let Some(sum) = row.get_mut(a) {
                *sum += more;
            }
        }
        let partners: Vec<Option<Partner>> =
            (0..self.groups.len()).map(|at| self.partner_after(at, a, b)).collect();
        self.partners = partners;
    }

    /// The partner of a group now that `b` has gone into `a`.
    fn partner_after(&self, at: usize, a: usize, b: usize) -> Option<Partner> {
        let before = self.partners[at];
        let lost = before.is_some_and(|(_, with)| with == a || with == b);
        if at == a || at == b || lost {
            return self.partner(at, at + 1..self.groups.len());
        }
        if at > a {
            return before;
        }
        // Only the grown group can have become more like it.
        let is_better = |(alike, _): &Partner| {
            before.is_none_or(|(most, with)| {
                *alike > most || (alike.total_cmp(&most).is_eq() && a < with)
            })
        };
        self.partner(at, a..a + 1).filter(is_better).or(before)
    }

    /// The first of `among` that a group is most like on average, if alike enough and near enough in time.
    fn partner(&self, at: usize, among: std::ops::Range<usize>) -> Option<Partner> {
        let first = self.groups.get(at).filter(|group| !group.is_empty())?;
        let mut best: Option<Partner> = None;
        for other in among {
            let second = &self.groups[other];
            if second.is_empty() {
                continue;
            }
            let alike = self.sums[at][other] / (first.len() * second.len()) as f64;
            let better = best.is_none_or(|(most, _)| alike > most);
            if alike >= ALIKE && better && pause(first, second, self.happenings) <= PAUSE {
                best = Some((alike, other));
            }
        }
        best
    }
}

/// Days between two groups; none where they overlap or one has no day.
fn pause(a: &[usize], b: &[usize], happenings: &[Happening]) -> i32 {
    let days = |group: &[usize]| {
        let first = group.iter().filter_map(|&at| happenings[at].first()).min();
        first.zip(group.iter().filter_map(|&at| happenings[at].last()).max())
    };
    let (Some((a_first, a_last)), Some((b_first, b_last))) = (days(a), days(b)) else {
        return 0;
    };
    days_between(a_last, b_first).max(days_between(b_last, a_first)).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::day::Day;
    use crate::relations::happenings::happenings;
    use crate::relations::invented::records;
    use crate::relations::statements::statements;
    use crate::relations::terms::Weights;

    /// The same, with all pairs asked at every step.
    fn asked_anew(
        happenings: &[Happening],
        alike: impl Fn(usize, usize) -> f64,
    ) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = (0..happenings.len()).map(|at| vec![at]).collect();
        loop {
            let mut best: Option<(f64, usize, usize)> = None;
            for a in 0..groups.len() {
                for b in a + 1..groups.len() {
                    if groups[a].is_empty() || groups[b].is_empty() {
                        continue;
                    }
                    let pairs =
                        groups[a].iter().flat_map(|x| groups[b].iter().map(move |y| (x, y)));
                    let sum: f64 = pairs.map(|(x, y)| alike(*x, *y)).sum();
                    let mean = sum / (groups[a].len() * groups[b].len()) as f64;
                    let near = pause(&groups[a], &groups[b], happenings) <= PAUSE;
                    if near && mean >= ALIKE && best.is_none_or(|(most, ..)| mean > most) {
                        best = Some((mean, a, b));
                    }
                }
            }
            let Some((_, a, b)) = best else {
                return groups;
            };
            let taken = std::mem::take(&mut groups[b]);
            groups[a].extend(taken);
        }
    }

    #[test]
    fn partners_kept_give_the_groups_of_all_pairs_asked_anew() {
        let days: Vec<String> = (0..24).map(|at| format!("{}-03-02", 1990 + at)).collect();
        let text = "Norway closed its border with Sweden.";
        let reports: Vec<(&str, &str, &str)> =
            days.iter().map(|day| (day.as_str(), "A", text)).collect();
        let records = records(&reports);
        let pool = statements(&records, Day::constant(2024, 1, 1));
        let weights = Weights::of(pool.iter().map(|s| &s.terms));
        let all: Vec<usize> = (0..pool.len()).collect();
        let happenings = happenings(&pool, &all, &weights);
        assert_eq!(happenings.len(), 24, "a year lies between them");
        let mut joined = 0;
        for seed in 1..40_u64 {
            // Eighths, so that sums are exact in any order and many pairs are equally alike.
            let alike = |a: usize, b: usize| {
                let (low, high) = (a.min(b) as u64, a.max(b) as u64);
                let mut mixed = seed * 1_000 + low * 31 + high;
                for _ in 0..3 {
                    mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                }
                // Three of four pairs have nothing in common, so that several groups remain.
                if mixed >> 62 == 0 { ((mixed >> 59) & 7) as f64 / 8.0 } else { 0.0 }
            };
            let groups = linked(&happenings, alike);
            assert_eq!(groups, asked_anew(&happenings, alike), "seed {seed}");
            joined += groups.iter().filter(|group| group.len() > 2).count();
        }
        assert!(joined > 39, "more than one group of three or more for each seed: {joined}");
    }
}
