//! Distribution functions, over the incomplete beta and gamma functions of `statrs`.
//!
//! Arguments out of their domain give `NaN`, as arithmetic does, never a panic.

use statrs::function::beta::checked_beta_reg;
use statrs::function::erf::{erf_inv, erfc};
use statrs::function::gamma::checked_gamma_ur;

/// Probability that a χ² with `degrees` degrees of freedom exceeds `value`.
pub fn chi_square_tail(value: f64, degrees: f64) -> f64 {
    if value <= 0.0 && degrees > 0.0 {
        return 1.0;
    }
    checked_gamma_ur(degrees / 2.0, value / 2.0).unwrap_or(f64::NAN)
}

/// Probability that a Fisher F with `above` and `below` degrees of freedom exceeds `value`.
pub fn f_tail(value: f64, above: f64, below: f64) -> f64 {
    if value <= 0.0 && above > 0.0 && below > 0.0 {
        return 1.0;
    }
    beta_lower(below / 2.0, above / 2.0, below / (below + above * value))
}

/// Probability that a normal variable exceeds `value`.
pub fn normal_tail(value: f64) -> f64 {
    0.5 * erfc(value / std::f64::consts::SQRT_2)
}

/// The normal quantile: `normal_quantile(0.975)` is 1.96.
pub fn normal_quantile(probability: f64) -> f64 {
    std::f64::consts::SQRT_2 * erf_inv(2.0 * probability - 1.0)
}

/// Regularised incomplete beta, the distribution function of a Beta(a, b).
pub(crate) fn beta_lower(a: f64, b: f64, x: f64) -> f64 {
    if x.is_nan() || a.is_nan() || b.is_nan() {
        return f64::NAN;
    }
    checked_beta_reg(a, b, x.clamp(0.0, 1.0)).unwrap_or(f64::NAN)
}

/// Quantile of a Beta(a, b), by bisection: monotone, no surprise, 1e-15.
pub fn beta_quantile(probability: f64, a: f64, b: f64) -> f64 {
    if !(a > 0.0 && b > 0.0 && (0.0..=1.0).contains(&probability)) {
        return f64::NAN;
    }
    let (mut low, mut high) = (0.0f64, 1.0f64);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if beta_lower(a, b, middle) < probability { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// Quantile of Student's t: `student_quantile(0.975, 379.0)` is 1.96624.
pub fn student_quantile(probability: f64, degrees: f64) -> f64 {
    if !(degrees > 0.0 && probability > 0.0 && probability < 1.0) {
        return f64::NAN;
    }
    if probability < 0.5 {
        return -student_quantile(1.0 - probability, degrees);
    }
    // P(T > t) = ½ I(ν/(ν+t²); ν/2, ½).
    let x = beta_quantile(2.0 * (1.0 - probability), degrees / 2.0, 0.5);
    (degrees * (1.0 - x) / x).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values of scipy 1.17.
    #[test]
    fn values_are_those_of_the_reference() {
        let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-9, "{found} for {expected}");
        near(student_quantile(0.975, 379.0), 1.966_242_972_082_922);
        near(student_quantile(0.025, 3.0), -3.182_446_305_284_263);
        near(normal_quantile(0.975), 1.959_963_984_540_054);
        near(normal_tail(1.96), 0.024_997_895_148_220_435);
        near(chi_square_tail(0.407_850_710_295_391_7, 2.0), 0.815_523_243_527_424_7);
        near(f_tail(0.119_619_144_284_782_32, 1.921_738_5, 887.843_187), 0.879_798_006_201_013_6);
        near(beta_quantile(0.025, 3.0, 8.0), 0.066_739_511_177_734_48);
    }

    #[test]
    fn out_of_the_domain_is_no_number() {
        assert!(beta_quantile(0.5, 0.0, 1.0).is_nan() && student_quantile(0.975, 0.0).is_nan());
        assert!(chi_square_tail(1.0, 0.0).is_nan() && f_tail(f64::NAN, 1.0, 1.0).is_nan());
        assert_eq!((chi_square_tail(0.0, 1.0), f_tail(0.0, 1.0, 2.0)), (1.0, 1.0));
    }
}
