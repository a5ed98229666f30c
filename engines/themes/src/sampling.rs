//! Which answers to code: a part drawn at random, which alone makes figures, and a part the model is unsure of, which
//! only teaches it.

use tabulation::Chance;

use crate::coding::Suggestions;

/// A part of a set of answers drawn at random, without replacement: from a seed that anybody can draw again, or in the
/// order of ranks drawn when each answer came in.
///
/// There is no other way to make one, so nobody can pass off answers they chose as answers that were drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RandomPart {
    population: usize,
    answers: Vec<usize>,
}

impl RandomPart {
    /// Draws `size` answers among `population` (all of them when there are fewer). A greater size with the same seed
    /// holds the smaller: a sample can be extended without losing what was coded.
    pub fn draw(population: usize, size: usize, seed: u64) -> Self {
        let mut answers: Vec<usize> = (0..population).collect();
        Chance::new(seed).shuffle(&mut answers);
        answers.truncate(size);
        Self { population, answers }
    }

    /// The first `size` answers in the order of the rank each was given by lot when it came in (equal ranks: in the order
    /// of the answers). For answers that arrive over months: what comes late may be drawn first.
    pub fn by_ranks(ranks: &[i64], size: usize) -> Self {
        let mut answers: Vec<usize> = (0..ranks.len()).collect();
        answers.sort_by_key(|answer| (ranks[*answer], *answer));
        answers.truncate(size);
        Self { population: ranks.len(), answers }
    }

    /// What was drawn among some of the answers only (a neighbourhood, a channel): drawn at random among them too.
    /// Answers kept are numbered again, in their order.
    #[must_use]
    pub fn within(&self, is_kept: &[bool]) -> Self {
        let is_kept = |answer: usize| is_kept.get(answer).copied().unwrap_or(false);
        let mut place = vec![0; self.population];
        let mut population = 0;
        for (answer, place) in place.iter_mut().enumerate() {
            *place = population;
            population += usize::from(is_kept(answer));
        }
        let answers = self.answers.iter().filter(|answer| is_kept(**answer)).map(|answer| place[*answer]).collect();
        Self { population, answers }
    }

    /// Answers it was drawn among.
    pub const fn population(&self) -> usize {
        self.population
    }

    /// The answers drawn, in the order of the draw.
    pub fn answers(&self) -> &[usize] {
        &self.answers
    }
}

/// How many answers, from the first of the draw, make a sample when others were coded out of their turn: the longest
/// beginning in which every answer is coded. `is_coded` is in the order of the draw.
///
/// What was chosen (with others like it, or because a model was unsure of it) enters at its turn only. Where the beginning
/// stops depends a little on what was chosen: by less than a fifth of the margin on twenty answers, and as one over their
/// number.
pub fn coded_beginning(is_coded: &[bool]) -> usize {
    is_coded.iter().take_while(|is_coded| **is_coded).count()
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

    #[test]
    fn ranks_drawn_at_the_entry_make_a_part_and_so_does_any_of_its_domains() {
        let part = RandomPart::by_ranks(&[50, 10, 40, 20, 30], 3);
        assert_eq!((part.answers(), part.population()), (&[1, 3, 4][..], 5));
        let within = part.within(&[true, false, true, true, true]);
        assert_eq!((within.answers(), within.population()), (&[2, 3][..], 4));
    }

    /// A queue that serves one answer in two by lot, and codes with each all those alike.
    fn queued(kinds: &[usize], turns: usize, chance: &mut Chance) -> Vec<bool> {
        let mut is_coded = vec![false; kinds.len()];
        for turn in 0..turns {
            let Some(first) = is_coded.iter().position(|is_coded| !is_coded) else { break };
            let mut open: Vec<usize> = (0..kinds.len()).filter(|at| !is_coded[*at]).collect();
            chance.shuffle(&mut open);
            let shown = if turn % 2 == 0 { first } else { open[0] };
            is_coded[shown] = true;
            // Answers of the common kind come in batches of nine; the others alone.
            if kinds[shown] == 0 {
                open.into_iter().filter(|at| kinds[*at] == 0).take(8).for_each(|at| is_coded[at] = true);
            }
        }
        is_coded
    }

    #[test]
    fn coding_answers_alike_together_hardly_bends_the_sample() {
        let mut chance = Chance::new(3);
        for (turns, most) in [(10, 0.02), (40, 0.006)] {
            let (mut mean, mut square, runs) = (0.0, 0.0, 3_000);
            for _ in 0..runs {
                let mut kinds: Vec<usize> = (0..360).map(|at| at % 3).collect();
                chance.shuffle(&mut kinds);
                let size = coded_beginning(&queued(&kinds, turns, &mut chance));
                let share = kinds[..size].iter().filter(|kind| **kind == 0).count() as f64 / size as f64;
                mean += share / f64::from(runs);
                square += share * share / f64::from(runs);
            }
            let margin = 1.96 * (square - mean * mean).sqrt();
            let leaning = (mean - 1.0 / 3.0).abs();
            assert!(leaning < most && leaning < margin / 5.0, "{turns}: {leaning} of {margin}");
        }
        assert_eq!(coded_beginning(&[true, true, false, true]), 2);
    }
}
