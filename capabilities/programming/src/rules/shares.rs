//! An amount shared out to the cent: nothing is lost, nothing is made.

/// Shares `cents` in proportion of `weights`, by the largest remainder; equal remainders go to the first. Without any
/// positive weight, everybody has the same. Nobody to share among: nothing is given back.
pub fn shared(cents: i64, weights: &[i64]) -> Vec<i64> {
    if weights.is_empty() {
        return Vec::new();
    }
    let even = weights.iter().all(|weight| *weight <= 0);
    let weights: Vec<i128> = weights.iter().map(|weight| if even { 1 } else { i128::from((*weight).max(0)) }).collect();
    let sum: i128 = weights.iter().sum();
    let (sign, amount) = (i128::from(cents.signum()), i128::from(cents).abs());
    let mut parts: Vec<i128> = weights.iter().map(|weight| amount * weight / sum).collect();
    let left = amount - parts.iter().sum::<i128>();
    let mut order: Vec<usize> = (0..weights.len()).filter(|at| weights[*at] > 0).collect();
    order.sort_by_key(|at| (-(amount * weights[*at] % sum), *at));
    for at in order.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        parts[at] += 1;
    }
    // A part is never larger than the amount it comes from.
    parts.into_iter().map(|part| i64::try_from(sign * part).unwrap_or(cents)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cents_left_go_to_the_largest_remainders() {
        assert_eq!(shared(100, &[1, 1, 1]), [34, 33, 33]);
        assert_eq!(shared(100, &[1, 2, 3]), [17, 33, 50]);
        assert_eq!(shared(5, &[0, 0]), [3, 2], "nobody said anything");
        assert_eq!(shared(7, &[0, 3]), [0, 7], "nothing goes where nothing is");
        assert_eq!(shared(-100, &[1, 1, 1]), [-34, -33, -33]);
        assert!(shared(100, &[]).is_empty());
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_each_is_within_a_cent(
            cents in -1_000_000_000_000_i64..1_000_000_000_000,
            weights in prop::collection::vec(0_i64..1_000_000, 1..12),
        ) {
            let parts = shared(cents, &weights);
            prop_assert_eq!(parts.iter().sum::<i64>(), cents);
            let sum: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
            if sum > 0 {
                for (part, weight) in parts.iter().zip(&weights) {
                    let far = i128::from(*part) * sum - i128::from(cents) * i128::from(*weight);
                    prop_assert!(far.abs() < sum, "{part} for {weight} of {sum}");
                }
            }
        }
    }
}
