//! Answers put in order by people: the mean rank of each, and how often each came first.

use super::{Request, TableError};
use crate::bases::{Base, Tally, base_of};
use crate::model::{Answer, DataSet, State};

/// The table of one ranking.
#[derive(Clone, Debug, PartialEq)]
pub struct RankingTable {
    /// Who ranked one answer at least, and who is left out. « Je ne sais pas » is never a rank, whatever the policy.
    pub base: Base,
    /// Lines, in the order of the answers.
    pub rows: Vec<RankingRow>,
}

/// One answer of a ranking.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankingRow {
    /// Position of the variable that holds its ranks.
    pub variable: usize,
    /// Who gave it a rank.
    pub ranked: Tally,
    /// Who put it first.
    pub first: Tally,
    /// Σ w·rank.
    sum: f64,
}

impl RankingRow {
    /// Mean rank among those who gave it one; 1 is the first. None when nobody did.
    pub fn mean(&self) -> Option<f64> {
        (self.ranked.weight > 0.0).then(|| self.sum / self.ranked.weight)
    }
}

/// Counts a ranking whose answers have their ranks in `items`, variables that are numbers.
///
/// # Errors
/// A variable that is not there or not a number, weights or a filter of another length.
pub fn rank(data: &DataSet, items: &[usize], request: &Request<'_>) -> Result<RankingTable, TableError> {
    for item in items {
        let asked = data.variables().get(*item).ok_or(TableError::NoVariable)?;
        if asked.kind != crate::Kind::Number {
            return Err(TableError::NotNumber { variable: asked.name.clone() });
        }
    }
    let rows = request.rows_of(data)?;
    let empty = |variable: &usize| RankingRow {
        variable: *variable,
        ranked: Tally::default(),
        first: Tally::default(),
        sum: 0.0,
    };
    let mut lines: Vec<RankingRow> = items.iter().map(empty).collect();
    let mut states = [Tally::default(); 5];
    for row in rows.iter() {
        let weight = request.weights.map_or(1.0, |weights| weights[row]);
        let mut state = items.first().map_or(State::NoAnswer, |item| data.state(row, *item));
        for (item, line) in items.iter().zip(&mut lines) {
            let Answer::Number(rank) = data.answer(row, *item) else { continue };
            state = State::Answered;
            line.ranked.add(weight);
            line.sum += weight * rank;
            if rank == 1.0 {
                line.first.add(weight);
            }
        }
        states[state as usize].add(weight);
    }
    let policy = crate::BasePolicy::DROPS_BOTH;
    Ok(RankingTable { base: base_of(&states, policy), rows: lines })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Variable;

    #[test]
    fn ranks_are_counted_on_those_who_ranked() {
        let variables = ["a", "b", "c"].map(|name| Variable::number(name, name)).to_vec();
        let mut data = DataSet::new(variables).expect("form");
        let ranked = |ranks: [u8; 3]| {
            ranks.map(|rank| if rank == 0 { Answer::NoAnswer } else { Answer::Number(f64::from(rank)) })
        };
        for ranks in [[1, 2, 3], [2, 1, 0], [3, 1, 2], [0, 0, 0]] {
            data.append(&ranked(ranks)).expect("fits");
        }
        for state in [Answer::DontKnow, Answer::NotAsked] {
            data.append(&[state.clone(), state.clone(), state]).expect("fits");
        }
        let table = rank(&data, &[0, 1, 2], &Request::default()).expect("a table");
        let base = table.base;
        assert_eq!((base.respondents, base.effective.count), (6, 3));
        assert_eq!((base.no_answer, base.dont_know, base.not_asked), (1, 1, 1));
        let told: Vec<(u64, u64, Option<f64>)> =
            table.rows.iter().map(|row| (row.ranked.count, row.first.count, row.mean())).collect();
        assert_eq!(told, [(3, 1, Some(2.0)), (3, 2, Some(4.0 / 3.0)), (2, 0, Some(2.5))]);
        let weights = [2.0, 1.0, 1.0, 1.0, 1.0, 1.0];
        let weighted =
            rank(&data, &[0, 1, 2], &Request { weights: Some(&weights), ..Request::default() }).expect("a table");
        assert_eq!(weighted.rows[0].mean(), Some(7.0 / 4.0));
        let nobody = crate::Rows::none(6);
        let none = rank(&data, &[0], &Request { rows: Some(&nobody), ..Request::default() }).expect("a table");
        assert_eq!(none.rows[0].mean(), None);
        assert!(rank(&data, &[9], &Request::default()).is_err());
    }
}
