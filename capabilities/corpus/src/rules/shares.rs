//! The share of a theme among the words: what a random part coded by hand says, corrected by what the codebook proposes
//! for all of them.
//!
//! Prediction-powered estimate (Angelopoulos and others, Science 2023): mean of the proposals over all the words, plus the
//! mean of (hand − proposal) over a random part. Whatever the proposals are worth, it leans to no side; the better they
//! are, the narrower the interval.

use tabulation::intervals::upper_bound_of_none;
use tabulation::special::student_quantile;

/// One sentence, for one theme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct One {
    /// How many times it was said.
    pub weight: f64,
    /// What is proposed, 0 to 1.
    pub proposed: f64,
    /// What was decided by hand, when the sentence is of the random part.
    pub by_hand: Option<bool>,
}

/// A share with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// 0 to 1.
    pub value: f64,
    /// Lower bound at 95 %.
    pub low: f64,
    /// Upper bound at 95 %.
    pub high: f64,
    /// Sentences of the random part.
    pub coded: usize,
    /// Sentences in all.
    pub base: usize,
}

/// The share of a theme; none when fewer than two sentences of the random part are coded.
pub fn share(words: &[One]) -> Option<Share> {
    let coded: Vec<(f64, f64)> = words
        .iter()
        .filter_map(|one| one.by_hand.map(|chosen| (one.weight, f64::from(u8::from(chosen)) - one.proposed)))
        .collect();
    let (n, base) = (coded.len(), words.len());
    if n < 2 {
        return None;
    }
    let total: f64 = words.iter().map(|one| one.weight).sum();
    let proposed = words.iter().map(|one| one.weight * one.proposed).sum::<f64>() / total;
    let weights: f64 = coded.iter().map(|(weight, _)| weight).sum();
    let correction = coded.iter().map(|(weight, gap)| weight * gap).sum::<f64>() / weights;
    // All the words of the corpus are known: the more of them are coded, the less is left to chance.
    let left = (1.0 - n as f64 / base as f64).max(0.0);
    let spread: f64 = coded.iter().map(|(weight, gap)| (weight * (gap - correction)).powi(2)).sum();
    let error = (left * n as f64 / (n as f64 - 1.0) * spread).sqrt() / weights;
    let mut half = student_quantile(0.975, n as f64 - 1.0) * error;
    if spread == 0.0 {
        // Not one proposal was wrong so far: at most this share of the others is.
        half = upper_bound_of_none(n as f64, 0.95).unwrap_or(1.0) * left.sqrt();
    }
    let value = (proposed + correction).clamp(0.0, 1.0);
    Some(Share { value, low: (value - half).max(0.0), high: (value + half).min(1.0), coded: n, base })
}

/// Those of the random part: in the order of the draw, the longest beginning in which every sentence was coded. What is
/// coded outside the draw never enters it before its turn.
pub fn random_part(is_coded_in_order: &[bool]) -> usize {
    is_coded_in_order.iter().take_while(|is_coded| **is_coded).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(proposed: f64, by_hand: Option<bool>) -> One {
        One { weight: 1.0, proposed, by_hand }
    }

    #[test]
    fn everything_coded_leaves_no_doubt() {
        let words: Vec<One> = (0..40).map(|rank| one(0.9, Some(rank % 4 == 0))).collect();
        let found = share(&words).expect("a share");
        assert!((found.value - 0.25).abs() < 1e-12 && found.high - found.low < 1e-9, "{found:?}");
    }

    #[test]
    fn wrong_proposals_are_corrected_and_right_ones_narrow_the_interval() {
        let truth = |rank: usize| rank.is_multiple_of(5);
        let made = |proposed: fn(usize) -> f64| -> Share {
            let words: Vec<One> = (0..500).map(|rank| one(proposed(rank), (rank < 100).then(|| truth(rank)))).collect();
            share(&words).expect("a share")
        };
        let (blind, wrong, good) = (
            made(|_| 0.0),
            made(|rank| f64::from(u8::from(rank % 5 != 0))),
            made(|rank| if rank % 5 == 0 || rank % 50 == 1 { 1.0 } else { 0.0 }),
        );
        for found in [blind, wrong, good] {
            assert!((found.value - 0.2).abs() < 0.03 && found.low < 0.2 && found.high > 0.2, "{found:?}");
        }
        assert!(good.high - good.low < blind.high - blind.low);
    }

    #[test]
    fn proposals_never_contradicted_still_have_a_margin() {
        let words: Vec<One> = (0..200).map(|rank| one(0.0, (rank < 20).then_some(false))).collect();
        let found = share(&words).expect("a share");
        assert!(found.value == 0.0 && found.high > 0.05, "{found:?}");
        assert_eq!(share(&words[..1]), None);
    }

    /// Says how often the interval holds the truth, over draws of a corpus whose truth is known.
    #[test]
    fn the_interval_holds_the_truth_as_often_as_it_says() {
        let mut state = 7_u64;
        let mut chance = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as f64 / (1_u64 << 31) as f64
        };
        let truth: Vec<bool> = (0..400).map(|_| chance() < 0.3).collect();
        let proposed: Vec<f64> =
            truth.iter().map(|is| f64::from(u8::from(if chance() < 0.8 { *is } else { !*is }))).collect();
        let whole = truth.iter().filter(|is| **is).count() as f64 / 400.0;
        let mut held = 0;
        for _ in 0..400 {
            let mut order: Vec<(f64, usize)> = (0..400).map(|rank| (chance(), rank)).collect();
            order.sort_by(|a, b| a.0.total_cmp(&b.0));
            let words: Vec<One> = order
                .iter()
                .enumerate()
                .map(|(place, (_, rank))| one(proposed[*rank], (place < 60).then_some(truth[*rank])))
                .collect();
            let found = share(&words).expect("a share");
            held += usize::from(found.low <= whole && whole <= found.high);
        }
        assert!((368..=396).contains(&held), "{held} of 400");
    }

    #[test]
    fn the_random_part_stops_at_the_first_that_waits() {
        assert_eq!(random_part(&[true, true, false, true]), 2);
        assert_eq!(random_part(&[]), 0);
    }
}
