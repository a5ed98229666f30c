//! Answers weighted on what is known of the population (« redressement »): raking on margins, with its guards.

use tabulation::intervals::{Design, estimate};
use tabulation::weights::{Margin, WeightError, Weighting, rake};
use tabulation::{Answer, BasePolicy, DataSet, Request, Slot, flat};

/// What is known of a question: how many people of the population in each of its categories, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// Position of the question.
    pub question: usize,
    /// People in each category.
    pub totals: Vec<f64>,
}

/// Weights that make the answers like the population. Those who left a question of the margins out keep the share they
/// have among the answers; totals are brought to that of the first margin.
///
/// # Errors
/// A category of the population that nobody answered for, and its like: told in French by the engine.
pub fn weighting(data: &DataSet, known: &[Known]) -> Result<Weighting, WeightError> {
    let whole: f64 = known.first().map_or(0.0, |first| first.totals.iter().sum());
    let margins: Vec<Margin> = known.iter().map(|one| margin(data, one, whole)).collect();
    rake(&margins, None)
}

fn margin(data: &DataSet, known: &Known, whole: f64) -> Margin {
    let variable = &data.variables()[known.question];
    let none = variable.categories.len();
    let members: Vec<usize> = (0..data.len())
        .map(|row| match data.answer(row, known.question) {
            Answer::One(category) => category,
            _ => none,
        })
        .collect();
    let missing = members.iter().filter(|cell| **cell == none).count() as f64 / (data.len() as f64).max(1.0);
    let sum: f64 = known.totals.iter().sum();
    let scale = if sum > 0.0 { whole * (1.0 - missing) / sum } else { 0.0 };
    let names = variable.categories.iter().map(|category| category.label.clone());
    let mut cells: Vec<(String, f64)> = names.zip(known.totals.iter().map(|total| total * scale)).collect();
    cells.push(("Sans réponse".to_owned(), whole * missing));
    Margin { name: variable.label.clone(), cells, members }
}

/// A share once weighted, and its interval at 95 % where one may be given.
pub type Weighted = (Option<f64>, Option<(f64, f64)>);

/// The shares of a question once weighted, in the order of its table.
pub fn shares(data: &DataSet, question: usize, weighting: &Weighting, policy: BasePolicy) -> Vec<Weighted> {
    let request = Request { rows: None, weights: Some(&weighting.weights), policy };
    let Ok(table) = flat(data, question, &request) else { return Vec::new() };
    let domain = tabulation::effective_rows(data, question, policy);
    let interval = |row: &tabulation::FlatRow| {
        let Slot::Category(category) = row.slot else { return None };
        let chosen = domain.and(&data.rows_where(question, category));
        let found = estimate(&Design::Calibrated(weighting), &domain, &chosen)?.interval(0.95)?;
        weighting.report.allows_intervals().then_some((found.low, found.high))
    };
    table.rows.iter().map(|row| (table.share_of_respondents(row), interval(row))).collect()
}

#[cfg(test)]
mod tests {
    use tabulation::Variable;

    use super::*;

    #[test]
    fn answers_are_made_like_the_population() {
        let variables = vec![
            Variable::single("sexe", "Sexe", &[("f", "Femmes"), ("h", "Hommes")]),
            Variable::single("avis", "Avis", &[("oui", "Oui"), ("non", "Non")]),
        ];
        let mut data = DataSet::new(variables).expect("variables");
        for rank in 0..100 {
            // Three women for one man; women say yes, men say no; four left their sex out.
            let sex = if rank % 25 == 0 { Answer::NoAnswer } else { Answer::One(usize::from(rank % 4 == 3)) };
            data.append(&[sex, Answer::One(usize::from(rank % 4 == 3))]).expect("fits");
        }
        let known = [Known { question: 0, totals: vec![500.0, 500.0] }];
        let weighting = weighting(&data, &known).expect("weights");
        assert!((weighting.weights.iter().sum::<f64>() - 1000.0).abs() < 1e-6);
        let weighted = shares(&data, 1, &weighting, BasePolicy::DROPS_BOTH);
        let yes = weighted[0].0.expect("a share");
        assert!((0.48..0.54).contains(&yes), "{yes}");
        let (low, high) = weighted[0].1.expect("an interval");
        assert!(low < yes && yes < high);
        let nobody = [Known { question: 0, totals: vec![500.0, 0.0] }];
        assert!(super::weighting(&data, &nobody).is_err(), "men answered where the population has none");
    }
}
