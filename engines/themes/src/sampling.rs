//! Which answers to code: a part drawn at random, which alone makes figures, and a part the model is unsure of, which
//! only teaches it.

use tabulation::Chance;

use crate::coding::Suggestions;

/// A part of a set of answers drawn at random, without replacement, from a seed that anybody can draw again.
///
/// There is no other way to make one, so nobody can pass off answers they chose as answers that were drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RandomPart {
    population: usize,
    seed: u64,
    answers: Vec<usize>,
}

impl RandomPart {
    /// Draws `size` answers among `population` (all of them when there are fewer). A greater size with the same seed
    /// holds the smaller: a sample can be extended without losing what was coded.
    pub fn draw(population: usize, size: usize, seed: u64) -> Self {
        let mut answers: Vec<usize> = (0..population).collect();
        Chance::new(seed).shuffle(&mut answers);
        answers.truncate(size);
        Self { population, seed, answers }
    }

    /// Answers it was drawn among.
    pub const fn population(&self) -> usize {
        self.population
    }

    /// The seed to draw it again with.
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// The answers drawn, in the order of the draw.
    pub fn answers(&self) -> &[usize] {
        &self.answers
    }
}

/// The answers whose suggestions are the least sure, the least sure first, those already coded and those of the random
/// part left out. The doubt is the gap between the two surest themes, or the distance to one half of the nearest when
/// an answer may have several.
pub fn least_sure(suggestions: &Suggestions, part: &RandomPart, is_coded: &[bool], count: usize) -> Vec<usize> {
    let mut is_out = vec![false; suggestions.confidence.len()];
    for answer in part.answers() {
        if let Some(slot) = is_out.get_mut(*answer) {
            *slot = true;
        }
    }
    is_out.iter_mut().zip(is_coded).for_each(|(out, coded)| *out |= *coded);
    let mut order: Vec<(usize, f64)> = suggestions
        .confidence
        .iter()
        .enumerate()
        .filter(|(answer, _)| !is_out[*answer] && !suggestions.by_answer[*answer].is_empty())
        .map(|(answer, of)| (answer, sureness(of)))
        .collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    order.into_iter().take(count).map(|(answer, _)| answer).collect()
}

fn sureness(confidence: &[f64]) -> f64 {
    let mut best = [0.0f64; 2];
    for value in confidence {
        if *value > best[0] {
            best = [*value, best[0]];
        } else if *value > best[1] {
            best[1] = *value;
        }
    }
    let gap = best[0] - best[1];
    let nearest = confidence.iter().map(|value| (value - 0.5).abs()).fold(0.5, f64::min);
    gap.min(nearest * 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_drawn_again_extended_and_fair() {
        let part = RandomPart::draw(100, 20, 7);
        assert_eq!(part, RandomPart::draw(100, 20, 7));
        assert_eq!(part.answers(), &RandomPart::draw(100, 50, 7).answers()[..20]);
        assert_eq!(RandomPart::draw(3, 20, 7).answers().len(), 3);
        let mut times = [0u32; 10];
        for seed in 0..2_000 {
            RandomPart::draw(10, 3, seed).answers().iter().for_each(|answer| times[*answer] += 1);
        }
        assert!(times.iter().all(|times| (500..700).contains(times)), "{times:?}");
    }
}
