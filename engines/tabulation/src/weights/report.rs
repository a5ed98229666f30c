//! What to know of weights before using them.

/// Said under every weighted figure of a survey whose respondents chose themselves.
pub const NOT_PROBABILISTIC: &str = "Échantillon non probabiliste : intervalle indicatif.";

/// What weights cost.
#[derive(Clone, Debug, PartialEq)]
pub struct WeightReport {
    /// Smallest weight.
    pub smallest: f64,
    /// Largest weight.
    pub largest: f64,
    /// Largest over smallest; infinite when the smallest is not positive.
    pub ratio: f64,
    /// n / n_eff: how many times more people an unweighted survey would need less.
    pub design_effect: f64,
    /// (Σw)²/Σw²: what the sample is worth.
    pub effective_size: f64,
    /// What must be said.
    pub warnings: Vec<WeightWarning>,
}

/// What must be said of weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WeightWarning {
    /// Some weights are not positive: percentages may leave 0–100.
    NotPositive,
    /// The design effect is over 2.
    CostlyWeights,
    /// The largest weight is over 8 times the smallest.
    UnequalWeights,
    /// The effective size is under 30: no weighted interval may be published.
    TooFew,
}

impl WeightWarning {
    /// The sentence to print.
    pub const fn french(self) -> &'static str {
        match self {
            Self::NotPositive => "Des poids sont négatifs ou nuls : préférez le calage logit ou le raking.",
            Self::CostlyWeights => "L’effet de plan dépasse 2 : le redressement divise la précision par plus de deux.",
            Self::UnequalWeights => {
                "Le plus grand poids dépasse 8 fois le plus petit : quelques personnes pèsent beaucoup."
            }
            Self::TooFew => "L’échantillon redressé vaut moins de 30 réponses : aucun intervalle ne peut être publié.",
        }
    }
}

impl WeightReport {
    /// Whether intervals of weighted figures may be published (effective size of 30 at least).
    pub fn allows_intervals(&self) -> bool {
        !self.warnings.contains(&WeightWarning::TooFew)
    }
}

/// Describes weights.
pub fn report(weights: &[f64]) -> WeightReport {
    let smallest = weights.iter().copied().fold(f64::INFINITY, f64::min);
    let largest = weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let (sum, squares) =
        weights.iter().fold((0.0, 0.0), |(sum, squares), weight| (sum + weight, squares + weight * weight));
    let effective_size = if squares > 0.0 { sum * sum / squares } else { 0.0 };
    let design_effect = if effective_size > 0.0 { weights.len() as f64 / effective_size } else { f64::INFINITY };
    let ratio = if smallest > 0.0 { largest / smallest } else { f64::INFINITY };
    let mut warnings = Vec::new();
    for (holds, warning) in [
        (smallest <= 0.0, WeightWarning::NotPositive),
        (design_effect > 2.0, WeightWarning::CostlyWeights),
        (ratio > 8.0, WeightWarning::UnequalWeights),
        (effective_size < 30.0, WeightWarning::TooFew),
    ] {
        if holds {
            warnings.push(warning);
        }
    }
    WeightReport { smallest, largest, ratio, design_effect, effective_size, warnings }
}
