//! Classes mended after the cuts.

use super::matrix::Presences;

/// Added to each count of a term in a class.
const SMOOTHING: f64 = 1.0;

/// Most rounds.
const ROUNDS: usize = 10;

/// Logarithms of a class for one round.
struct Likelihoods {
    classes: usize,
    /// Term by term, of each class: its count.
    of_terms: Vec<f64>,
    /// What each of them loses when the answer that is looked at is left out.
    own: Vec<f64>,
    lengths: Vec<f64>,
    frequent: Vec<f64>,
    sizes: Vec<usize>,
}

impl Likelihoods {
    fn of(presences: &Presences, class_of: &[Option<usize>], classes: usize) -> Self {
        let mut counts = vec![0.0f64; presences.columns() * classes];
        let mut totals = vec![0usize; classes];
        let mut sizes = vec![0usize; classes];
        for (row, class) in class_of.iter().enumerate() {
            let Some(class) = class else { continue };
            let terms = presences.row(row);
            sizes[*class] += 1;
            totals[*class] += terms.len();
            terms.iter().for_each(|term| counts[*term as usize * classes + class] += 1.0);
        }
        let of_terms: Vec<f64> = counts.iter().map(|count| libm::log(count + SMOOTHING)).collect();
        let own = counts
            .iter()
            .zip(&of_terms)
            .map(|(count, all)| if *count > 0.0 { libm::log(count - 1.0 + SMOOTHING) - all } else { 0.0 })
            .collect();
        let vocabulary = SMOOTHING * presences.columns() as f64;
        let lengths = totals.iter().map(|total| libm::log(*total as f64 + vocabulary)).collect();
        let frequent = sizes.iter().map(|size| libm::log(*size as f64 + 1.0)).collect();
        Self { classes, of_terms, own, lengths, frequent, sizes }
    }

    /// The class that makes terms most likely, if it is not the one they are in.
    fn better(&self, terms: &[u32], class: usize, scores: &mut [f64]) -> Option<usize> {
        let count = terms.len() as f64;
        for ((score, frequent), length) in scores.iter_mut().zip(&self.frequent).zip(&self.lengths) {
            *score = frequent - count * length;
        }
        let mut lost = 0.0;
        for term in terms {
            let at = *term as usize * self.classes;
            scores.iter_mut().zip(&self.of_terms[at..at + self.classes]).for_each(|(score, log)| *score += log);
            lost += self.own[at + class];
        }
        scores[class] += lost;
        let best = (0..self.classes).max_by(|a, b| scores[*a].total_cmp(&scores[*b]).then(b.cmp(a)))?;
        (scores[best] > scores[class]).then_some(best)
    }
}

/// Moves each answer to the class that makes its words most likely, itself left out of the count, until none moves.
/// No class is brought under `smallest`. Every term of the matrix serves.
pub fn settle(presences: &Presences, class_of: &mut [Option<usize>], classes: usize, smallest: usize) {
    if classes < 2 {
        return;
    }
    let mut scores = vec![0.0; classes];
    for _ in 0..ROUNDS {
        let mut told = Likelihoods::of(presences, class_of, classes);
        let mut has_moved = false;
        for (row, slot) in class_of.iter_mut().enumerate() {
            let Some(class) = *slot else { continue };
            if told.sizes[class] <= smallest {
                continue;
            }
            if let Some(best) = told.better(presences.row(row), class, &mut scores) {
                told.sizes[class] -= 1;
                told.sizes[best] += 1;
                *slot = Some(best);
                has_moved = true;
            }
        }
        if !has_moved {
            break;
        }
    }
}
