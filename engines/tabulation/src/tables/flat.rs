//! The table of one variable.

use super::{Request, TableError};
use crate::bases::{Base, BasePolicy, Slot, Tally, base_of};
use crate::model::{Codes, Column, DataSet, FIRST_CATEGORY, Kind, Planes, Rows, State};

/// The table of one variable: its base, and a line per category.
#[derive(Clone, Debug, PartialEq)]
pub struct FlatTable {
    /// Position of the variable.
    pub variable: usize,
    /// How it is answered.
    pub kind: Kind,
    /// What the percentages are counted out of, and who is left out.
    pub base: Base,
    /// Lines, in the order of the categories, then the special answers kept in the base.
    pub rows: Vec<FlatRow>,
    /// All choices of several-choice questions together (each respondent counted once per category chosen).
    pub citations: Tally,
    /// Respondents who chose more categories than allowed.
    pub over_cap: u64,
}

/// One line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FlatRow {
    /// Which.
    pub slot: Slot,
    /// Who chose it.
    pub tally: Tally,
}

impl FlatTable {
    /// Share of the respondents of the base, 0 to 1. Over several choices these shares add to more than 1.
    pub fn share_of_respondents(&self, row: &FlatRow) -> Option<f64> {
        row.tally.share_of(&self.base.effective)
    }

    /// Share of the citations, 0 to 1; these add to 1. None for a line that is not a category.
    pub fn share_of_citations(&self, row: &FlatRow) -> Option<f64> {
        match row.slot {
            Slot::Category(_) => row.tally.share_of(&self.citations),
            _ => None,
        }
    }

    /// Mean number of citations by respondent who cited at least one thing.
    pub fn mean_citations(&self) -> Option<f64> {
        let kept = self.rows.iter().filter(|row| !matches!(row.slot, Slot::Category(_)));
        let special: f64 = kept.map(|row| row.tally.weight).sum();
        let citing = self.base.effective.weight - special;
        (citing > 0.0 && self.kind == Kind::Multiple).then(|| self.citations.weight / citing)
    }
}

/// Counts one variable. Numbers and texts have a base and no line.
///
/// # Errors
/// A variable that is not there, weights or a filter of another length.
pub fn flat(data: &DataSet, variable: usize, request: &Request<'_>) -> Result<FlatTable, TableError> {
    let asked = data.variables().get(variable).ok_or(TableError::NoVariable)?;
    let rows = request.rows_of(data)?;
    let categories = asked.categories.len();
    let (states, tallies) = match &data.columns[variable] {
        Column::Single(codes) => single(codes, categories, &rows, request.weights),
        Column::Multiple(planes) => multiple(planes, &rows, request.weights),
        Column::Numbers { states, .. } | Column::Texts { states, .. } => {
            let mut tallies = [Tally::default(); 5];
            for row in rows.iter() {
                tallies[usize::from(states[row])].add(request.weights.map_or(1.0, |weights| weights[row]));
            }
            (tallies, Vec::new())
        }
    };
    let over_cap = match (asked.max_selected, &data.columns[variable]) {
        (Some(most), Column::Multiple(planes)) => count_over(planes, most, &rows),
        _ => 0,
    };
    Ok(assemble(variable, asked.kind, &states, tallies, over_cap, request.policy))
}

pub(crate) fn assemble(
    variable: usize,
    kind: Kind,
    states: &[Tally; 5],
    tallies: Vec<Tally>,
    over_cap: u64,
    policy: BasePolicy,
) -> FlatTable {
    let citations = tallies.iter().fold(Tally::default(), |sum, one| Tally {
        count: sum.count + one.count,
        weight: sum.weight + one.weight,
        weight_squares: sum.weight_squares + one.weight_squares,
    });
    let categorical = matches!(kind, Kind::Single | Kind::Multiple);
    let slots = if categorical { policy.slots(tallies.len()) } else { Vec::new() };
    let tally = |slot: &Slot| match slot {
        Slot::Category(category) => tallies[*category],
        Slot::DontKnow => states[State::DontKnow as usize],
        Slot::RatherNotSay => states[State::RatherNotSay as usize],
    };
    let rows = slots.into_iter().map(|slot| FlatRow { slot, tally: tally(&slot) }).collect();
    FlatTable { variable, kind, base: base_of(states, policy), rows, citations, over_cap }
}

fn single(codes: &Codes, categories: usize, rows: &Rows, weights: Option<&[f64]>) -> ([Tally; 5], Vec<Tally>) {
    let first = usize::from(FIRST_CATEGORY);
    let mut by_code = vec![Tally::default(); categories + first];
    for row in rows.iter() {
        by_code[usize::from(codes.get(row))].add(weights.map_or(1.0, |weights| weights[row]));
    }
    let tallies = by_code.split_off(first);
    let mut states = [Tally::default(); 5];
    states[..first].copy_from_slice(&by_code);
    states[first] = tallies.iter().fold(Tally::default(), |sum, one| Tally {
        count: sum.count + one.count,
        weight: sum.weight + one.weight,
        weight_squares: sum.weight_squares + one.weight_squares,
    });
    (states, tallies)
}

fn multiple(planes: &Planes, rows: &Rows, weights: Option<&[f64]>) -> ([Tally; 5], Vec<Tally>) {
    let tally = |plane: &mut dyn Iterator<Item = u64>| {
        let Some(weights) = weights else {
            return Tally::unweighted(
                plane.zip(rows.words()).map(|(one, two)| u64::from((one & two).count_ones())).sum(),
            );
        };
        let chosen = Rows::from_words(plane.zip(rows.words()).map(|(one, two)| one & two).collect(), rows.len());
        let mut tally = Tally::default();
        chosen.iter().for_each(|row| tally.add(weights[row]));
        tally
    };
    let mut states = [Tally::default(); 5];
    for (state, plane) in states.iter_mut().zip(&planes.states) {
        *state = tally(&mut plane.iter().copied());
    }
    let answered = (0..rows.words().len()).map(|word| !planes.states.iter().fold(0, |out, plane| out | plane[word]));
    states[4] = tally(&mut answered.into_iter());
    let tallies = planes.options.iter().map(|plane| tally(&mut plane.iter().copied())).collect();
    (states, tallies)
}

/// How many of the chosen respondents have more than `most` bits: additions of planes, 64 respondents at a time.
fn count_over(planes: &Planes, most: usize, rows: &Rows) -> u64 {
    let digits = usize::BITS as usize - planes.options.len().leading_zeros() as usize;
    let mut over = 0;
    for (word, rows) in rows.words().iter().enumerate() {
        let mut sums = vec![0u64; digits];
        for option in &planes.options {
            let mut carry = option[word];
            for digit in &mut sums {
                (*digit, carry) = (*digit ^ carry, *digit & carry);
            }
        }
        // Greater than `most`, digit by digit from the highest.
        let (mut greater, mut equal) = (0u64, u64::MAX);
        for (position, digit) in sums.iter().enumerate().rev() {
            if most >> position & 1 == 1 {
                equal &= digit;
            } else {
                greater |= equal & digit;
                equal &= !digit;
            }
        }
        if most >> digits == 0 {
            over += u64::from((greater & rows).count_ones());
        }
    }
    over
}
