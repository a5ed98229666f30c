//! Whether two people who code the same sentences choose the same themes.

/// How two or more people agreed on one theme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreement {
    /// Sentences that two people or more coded.
    pub units: usize,
    /// Share of pairs of judgements that are the same, 0 to 1.
    pub same: f64,
    /// Krippendorff's α; none when nobody ever chose the theme, or everybody always did: nothing can be measured.
    pub alpha: Option<f64>,
}

/// The agreement on a theme from, for each sentence, how many people coded it and how many of them chose the theme.
///
/// α = 1 − D_o / D_e for nominal values (Krippendorff 2011, « Computing Krippendorff's Alpha-Reliability »).
pub fn of(judgements: &[(u32, u32)]) -> Option<Agreement> {
    let paired: Vec<(f64, f64)> = judgements
        .iter()
        .filter(|(coders, _)| *coders >= 2)
        .map(|(coders, chosen)| (f64::from(*coders), f64::from((*chosen).min(*coders))))
        .collect();
    if paired.is_empty() {
        return None;
    }
    let all: f64 = paired.iter().map(|(coders, _)| coders).sum();
    let chosen: f64 = paired.iter().map(|(_, chosen)| chosen).sum();
    // Pairs that differ within a sentence, each sentence weighing as many judgements as it has.
    let observed: f64 = paired.iter().map(|(m, k)| 2.0 * k * (m - k) / (m - 1.0)).sum::<f64>() / all;
    let expected = 2.0 * chosen * (all - chosen) / (all * (all - 1.0));
    let alpha = (expected > 0.0).then(|| 1.0 - observed / expected);
    Some(Agreement { units: paired.len(), same: 1.0 - observed, alpha })
}

/// What a figure of agreement allows to say.
pub fn in_french(alpha: f64) -> &'static str {
    match alpha {
        _ if alpha >= 0.8 => "accord fiable",
        _ if alpha >= 0.667 => "accord prudent",
        _ => "accord insuffisant : précisez ce thème ensemble",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_binary_example_of_krippendorff_is_found_again() {
        // Two coders, ten units: 0·0 five times, 0·1 three times (in either order), 1·1 twice gives α = 0.095 in his text
        // for data whose counts are: five agreements on 0, four disagreements, one agreement on 1.
        let mut told = vec![(2, 0); 5];
        told.extend(vec![(2, 1); 4]);
        told.push((2, 2));
        let found = of(&told).expect("measured");
        assert!((found.alpha.expect("alpha") - 0.095).abs() < 0.001, "{found:?}");
        assert_eq!((found.units, found.same), (10, 0.6));
    }

    #[test]
    fn nothing_is_measured_on_one_coder_or_without_variety() {
        assert_eq!(of(&[(1, 1), (1, 0)]), None);
        assert_eq!(of(&[(2, 0), (2, 0)]).and_then(|found| found.alpha), None);
        assert_eq!(of(&[(2, 2), (2, 0)]).and_then(|found| found.alpha), Some(1.0));
    }
}
