//! Whether several people code alike.

/// Cohen's kappa of two coders on answers both coded: (observed − expected) / (1 − expected), Cohen 1960. None when
/// there is no such answer, or when both gave one and the same value throughout: chance alone would agree.
pub fn cohen_kappa<T: Ord + Copy>(first: &[Option<T>], second: &[Option<T>]) -> Option<f64> {
    let pairs: Vec<(T, T)> = first.iter().zip(second).filter_map(|(a, b)| Some(((*a)?, (*b)?))).collect();
    let total = pairs.len() as f64;
    let mut values: Vec<T> = pairs.iter().flat_map(|(a, b)| [*a, *b]).collect();
    values.sort_unstable();
    values.dedup();
    let count = |keep: &dyn Fn(&(T, T)) -> bool| pairs.iter().filter(|pair| keep(pair)).count() as f64;
    let observed = count(&|(a, b)| a == b) / total;
    let expected: f64 =
        values.iter().map(|value| count(&|(a, _)| a == value) * count(&|(_, b)| b == value) / (total * total)).sum();
    (total > 0.0 && expected < 1.0).then(|| (observed - expected) / (1.0 - expected))
}

/// Krippendorff's alpha for nominal values: any number of coders, values missing or not (Krippendorff 2011, « Computing
/// Krippendorff's Alpha-Reliability »). `coders` holds one list per coder, all as long as there are answers. None when
/// fewer than two values can be compared, or all are the same.
pub fn krippendorff_alpha<T: Ord + Copy>(coders: &[Vec<Option<T>>]) -> Option<f64> {
    let answers = coders.iter().map(Vec::len).max().unwrap_or(0);
    let mut values: Vec<T> = coders.iter().flatten().flatten().copied().collect();
    values.sort_unstable();
    values.dedup();
    let mut totals = vec![0.0f64; values.len()];
    let mut disagreement = 0.0;
    let mut counts = vec![0.0f64; values.len()];
    for answer in 0..answers {
        counts.fill(0.0);
        for value in coders.iter().filter_map(|coder| coder.get(answer).copied().flatten()) {
            if let Ok(at) = values.binary_search(&value) {
                counts[at] += 1.0;
            }
        }
        let given: f64 = counts.iter().sum();
        if given < 2.0 {
            continue;
        }
        let alike: f64 = counts.iter().map(|count| count * (count - 1.0)).sum();
        disagreement += (given * (given - 1.0) - alike) / (given - 1.0);
        totals.iter_mut().zip(&counts).for_each(|(total, count)| *total += count);
    }
    let all: f64 = totals.iter().sum();
    let expected = all * all - totals.iter().map(|total| total * total).sum::<f64>();
    (expected > 0.0).then(|| 1.0 - (all - 1.0) * disagreement / expected)
}

/// What an alpha allows, as Krippendorff advises (2004): relied on from 0.800, tentative conclusions from 0.667.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reliance {
    /// Codes can be relied on.
    Firm,
    /// Tentative conclusions only.
    Tentative,
    /// The codebook is to be made clearer before counting.
    Weak,
}

impl Reliance {
    /// Of an alpha.
    pub fn of(alpha: f64) -> Self {
        match alpha {
            alpha if alpha >= 0.8 => Self::Firm,
            alpha if alpha >= 0.667 => Self::Tentative,
            _ => Self::Weak,
        }
    }
}

/// Themes given by one coder to each answer; none where that coder did not read it.
pub type CoderThemes = Vec<Option<Vec<usize>>>;

/// Agreement on one theme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ThemeAgreement {
    /// Krippendorff's alpha on whether the theme was given.
    pub alpha: Option<f64>,
    /// Cohen's kappa, when there are two coders.
    pub kappa: Option<f64>,
    /// Times the theme was given.
    pub given: usize,
}

/// Agreement of coders, theme by theme: an answer may have several.
pub fn by_theme(coders: &[CoderThemes], themes: usize) -> Vec<ThemeAgreement> {
    (0..themes)
        .map(|theme| {
            let said: Vec<Vec<Option<bool>>> = coders
                .iter()
                .map(|coder| coder.iter().map(|of| of.as_ref().map(|of| of.contains(&theme))).collect())
                .collect();
            let kappa = match said.as_slice() {
                [first, second] => cohen_kappa(first, second),
                _ => None,
            };
            let given = said.iter().flatten().filter(|said| **said == Some(true)).count();
            ThemeAgreement { alpha: krippendorff_alpha(&said), kappa, given }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coder(line: &str) -> Vec<Option<u32>> {
        line.chars().map(|sign| sign.to_digit(10)).collect()
    }

    /// Krippendorff 2011, section C: four coders, twelve units. And the example of three coders of the encyclopaedias.
    #[test]
    fn alpha_is_that_of_the_published_examples() {
        let paper = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."].map(coder);
        assert!(krippendorff_alpha(&paper).is_some_and(|alpha| (alpha - 0.743).abs() < 5e-4));
        let three = [".....34121133.3", "1.213343.......", "..21344.21133.4"].map(coder);
        assert!(three.iter().all(|coder| coder.len() == 15));
        assert!(krippendorff_alpha(&three).is_some_and(|alpha| (alpha - 0.691).abs() < 5e-4));
    }

    #[test]
    fn kappa_is_cohens() {
        // 20 yes together, 15 no together, 5 and 10 apart: 0.40.
        let pairs = [(true, true, 20), (true, false, 5), (false, true, 10), (false, false, 15)];
        let side = |first: bool| -> Vec<Option<bool>> {
            pairs.iter().flat_map(|(a, b, times)| vec![Some(if first { *a } else { *b }); *times]).collect()
        };
        assert!(cohen_kappa(&side(true), &side(false)).is_some_and(|kappa| (kappa - 0.4).abs() < 1e-12));
        assert_eq!(cohen_kappa(&[Some(1), Some(1)], &[Some(1), Some(1)]), None);
        assert_eq!(cohen_kappa::<u8>(&[None], &[Some(1)]), None);
    }

    #[test]
    fn several_themes_are_judged_one_by_one_and_unread_answers_do_not_count() {
        let first = vec![Some(vec![0, 1]), Some(vec![0]), Some(vec![]), None, Some(vec![1])];
        let second = vec![Some(vec![0, 1]), Some(vec![0]), Some(vec![1]), Some(vec![0]), Some(vec![1])];
        let told = by_theme(&[first, second], 2);
        assert_eq!(told[0].alpha, Some(1.0));
        assert_eq!(told[0].given, 5);
        assert!(told[1].alpha.is_some_and(|alpha| alpha < 0.8) && told[1].kappa.is_some());
        assert_eq!(Reliance::of(0.7), Reliance::Tentative);
    }
}
