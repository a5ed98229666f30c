//! From a score to how often it is right.

use super::features::Row;
use super::logistic::{Example, Weights, fit, sigmoid};

/// Fewest hand-coded answers to learn it from.
const FEWEST: usize = 20;

/// A score and whether it was right.
pub type Outcome = (f64, bool);

/// Sigmoid of a straight line of the score's logit (Platt 1999), learnt on answers the model had not seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    weights: Option<Weights>,
}

impl Calibration {
    /// Scores left as they are.
    pub const NONE: Self = Self { weights: None };

    /// Learns from the outcomes of `answers` answers.
    pub fn learn(outcomes: &[Outcome], answers: usize) -> Self {
        let right = outcomes.iter().filter(|(_, right)| *right).count();
        if answers < FEWEST || right < 5 || right + 5 > outcomes.len() {
            return Self::NONE;
        }
        let rows: Vec<Row> = outcomes.iter().map(|(score, _)| vec![(0, logit(*score) as f32)]).collect();
        // Targets softened as Platt does, so that a perfect start does not claim certainty.
        let yes = (right as f64 + 1.0) / (right as f64 + 2.0);
        let no = 1.0 / ((outcomes.len() - right) as f64 + 2.0);
        let examples: Vec<Example<'_>> = rows
            .iter()
            .zip(outcomes)
            .map(|(row, (_, right))| Example { row, target: if *right { yes } else { no }, weight: 1.0 })
            .collect();
        let weights = fit(&examples, 1, 10.0, None);
        // A line that goes down would turn the order of suggestions round.
        Self { weights: (weights.0[0] > 0.0).then_some(weights) }
    }

    /// Whether it was learnt.
    pub const fn is_learnt(&self) -> bool {
        self.weights.is_some()
    }

    /// How often a score is right.
    pub fn confidence(&self, score: f64) -> f64 {
        match &self.weights {
            Some(weights) => sigmoid(weights.sum(&vec![(0, logit(score) as f32)])),
            None => score,
        }
    }
}

fn logit(share: f64) -> f64 {
    let share = share.clamp(1e-6, 1.0 - 1e-6);
    libm::log(share / (1.0 - share))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_boaster_is_brought_down_and_the_order_stays() {
        // Scores of 0.9 right six times in ten, of 0.2 right once in ten.
        let outcomes: Vec<Outcome> =
            (0..200).map(|at| if at % 2 == 0 { (0.9, at % 10 < 6) } else { (0.2, at % 20 == 1) }).collect();
        let learnt = Calibration::learn(&outcomes, 200);
        assert!((learnt.confidence(0.9) - 0.6).abs() < 0.05 && (learnt.confidence(0.2) - 0.1).abs() < 0.03);
        assert!(learnt.confidence(0.5) < learnt.confidence(0.6));
        assert_eq!(Calibration::learn(&outcomes[..10], 10), Calibration::NONE);
    }
}
