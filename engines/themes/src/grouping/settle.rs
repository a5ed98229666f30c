//! Classes mended after the cuts.

use super::matrix::Presences;

/// Added to each count of a term in a class.
const SMOOTHING: f64 = 1.0;

/// Most rounds.
const ROUNDS: usize = 10;

/// Moves each answer to the class that makes its words most likely, itself left out of the count, until none moves.
/// No class is brought under `smallest`.
pub fn settle(presences: &Presences, terms: &[bool], class_of: &mut [Option<usize>], classes: usize, smallest: usize) {
    let vocabulary = terms.iter().filter(|term| **term).count() as f64;
    if classes < 2 {
        return;
    }
    for _ in 0..ROUNDS {
        let mut counts = vec![0.0f64; presences.columns() * classes];
        let mut totals = vec![0.0f64; classes];
        let mut sizes = vec![0usize; classes];
        for (row, class) in class_of.iter().enumerate() {
            let Some(class) = class else { continue };
            sizes[*class] += 1;
            for term in presences.row(row).iter().filter(|term| terms[**term as usize]) {
                counts[*term as usize * classes + class] += 1.0;
                totals[*class] += 1.0;
            }
        }
        let others: Vec<f64> = counts.iter().map(|count| libm::log(count + SMOOTHING)).collect();
        let own: Vec<f64> = counts.iter().map(|count| libm::log((count - 1.0).max(0.0) + SMOOTHING)).collect();
        let lengths: Vec<f64> = totals.iter().map(|total| libm::log(total + SMOOTHING * vocabulary)).collect();
        let frequent: Vec<f64> = sizes.iter().map(|size| libm::log(*size as f64 + 1.0)).collect();
        let mut scores = vec![0.0; classes];
        let mut has_moved = false;
        for (row, class) in class_of.iter_mut().enumerate() {
            let Some(class) = class else { continue };
            if sizes[*class] <= smallest {
                continue;
            }
            scores.copy_from_slice(&frequent);
            for term in presences.row(row).iter().filter(|term| terms[**term as usize]) {
                let at = *term as usize * classes;
                for (other, score) in scores.iter_mut().enumerate() {
                    let known = if other == *class { own[at + other] } else { others[at + other] };
                    *score += known - lengths[other];
                }
            }
            let best = (0..classes).max_by(|a, b| scores[*a].total_cmp(&scores[*b]).then(b.cmp(a)));
            if let Some(best) = best.filter(|best| scores[*best] > scores[*class]) {
                sizes[*class] -= 1;
                sizes[best] += 1;
                *class = best;
                has_moved = true;
            }
        }
        if !has_moved {
            break;
        }
    }
}
