//! Complement naive Bayes: what a theme is not, learnt from all the others (Rennie, Shih, Teevan and Karger 2003).

use super::features::Row;

/// Added to each count.
const SMOOTHING: f64 = 0.015;

/// How sharply scores become shares.
const SHARPNESS: f64 = 6.0;

/// Weights of each theme, normalised so that long themes are not favoured.
pub struct Complement {
    weights: Vec<Vec<f64>>,
}

impl Complement {
    /// Learns from rows, their share in each theme, and how much they count.
    pub fn fit<'a>(examples: impl Iterator<Item = (&'a Row, &'a [f64], f64)>, width: usize, themes: usize) -> Self {
        let mut counts = vec![vec![0.0f64; width]; themes];
        for (row, targets, weight) in examples {
            for (theme, target) in targets.iter().enumerate().filter(|(_, target)| **target > 0.0) {
                for (at, value) in known(row, width) {
                    counts[theme][*at as usize] += f64::from(*value) * target * weight;
                }
            }
        }
        let mut all = vec![0.0f64; width];
        for of_theme in &counts {
            all.iter_mut().zip(of_theme).for_each(|(sum, count)| *sum += count);
        }
        let total: f64 = all.iter().sum();
        let weights = counts
            .iter()
            .map(|of_theme| {
                let own: f64 = of_theme.iter().sum();
                let rest = total - own + SMOOTHING * width as f64;
                let logs: Vec<f64> = all
                    .iter()
                    .zip(of_theme)
                    .map(|(sum, count)| -libm::log(((sum - count).max(0.0) + SMOOTHING) / rest))
                    .collect();
                let mean = logs.iter().map(|log| log.abs()).sum::<f64>() / width.max(1) as f64;
                logs.into_iter().map(|log| if mean > 0.0 { log / mean } else { 0.0 }).collect()
            })
            .collect();
        Self { weights }
    }

    /// Shares of the themes for a row, that add up to one.
    pub fn shares(&self, row: &Row) -> Vec<f64> {
        let scores: Vec<f64> = self
            .weights
            .iter()
            .map(|weights| known(row, weights.len()).map(|(at, value)| weights[*at as usize] * f64::from(*value)).sum())
            .collect();
        let best = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        normalised(scores.iter().map(|score| libm::exp((score - best) * SHARPNESS)).collect())
    }
}

/// The columns that count something: the first ones.
fn known(row: &Row, width: usize) -> impl Iterator<Item = &(u32, f32)> {
    row.iter().take_while(move |(at, _)| (*at as usize) < width)
}

/// Values brought to a sum of one; left as they are when all are nothing.
pub fn normalised(mut values: Vec<f64>) -> Vec<f64> {
    let sum: f64 = values.iter().sum();
    if sum > 0.0 {
        values.iter_mut().for_each(|value| *value /= sum);
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_goes_with_the_theme_whose_features_it_has() {
        let rows: [Row; 3] = [vec![(0, 1.0)], vec![(1, 1.0)], vec![(2, 1.0)]];
        let targets = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
        let learnt = Complement::fit(rows.iter().zip(&targets).map(|(row, of)| (row, &of[..], 1.0)), 3, 3);
        for (theme, row) in rows.iter().enumerate() {
            let shares = learnt.shares(row);
            assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            assert!((0..3).all(|other| other == theme || shares[other] < shares[theme]));
        }
    }
}
