//! Tables kept up to date while answers arrive: one answer more costs what one answer has, whatever was counted before.

use crate::bases::{BasePolicy, Slot, Tally};
use crate::model::{Answer, DataSet, Kind, State, Variable};
use crate::tables::{Crossing, FlatTable, TableError, assemble};

/// Flat tables of every variable and the crossings asked for, without weights, always current.
#[derive(Clone, Debug)]
pub struct LiveTables {
    policy: BasePolicy,
    variables: Vec<Counts>,
    crossings: Vec<Crossing>,
}

#[derive(Clone, Debug)]
struct Counts {
    kind: Kind,
    states: [u64; 5],
    categories: Vec<u64>,
    max_selected: Option<usize>,
    over_cap: u64,
}

impl LiveTables {
    /// Starts from what a data set already holds.
    ///
    /// # Errors
    /// A crossing of a variable that is not there or has no categories.
    pub fn new(data: &DataSet, crossings: &[(usize, usize)], policy: BasePolicy) -> Result<Self, TableError> {
        let empty = |variable: &Variable| Counts {
            kind: variable.kind,
            states: [0; 5],
            categories: vec![0; variable.categories.len()],
            max_selected: variable.max_selected,
            over_cap: 0,
        };
        let slots = |variable: usize| -> Result<Vec<Slot>, TableError> {
            let asked = data.variables().get(variable).ok_or(TableError::NoVariable)?;
            if !asked.is_categorical() {
                return Err(TableError::NotCategorical { variable: asked.name.clone() });
            }
            Ok(policy.slots(asked.categories.len()))
        };
        let crossing =
            |(row, column): &(usize, usize)| Ok(Crossing::empty((*row, slots(*row)?), (*column, slots(*column)?)));
        let mut live = Self {
            policy,
            variables: data.variables().iter().map(empty).collect(),
            crossings: crossings.iter().map(crossing).collect::<Result<_, TableError>>()?,
        };
        (0..data.len()).for_each(|row| live.add(data, row));
        Ok(live)
    }

    /// Counts a respondent just appended to the data set.
    ///
    /// # Panics
    /// When the row is not there, as an index does.
    pub fn add(&mut self, data: &DataSet, row: usize) {
        self.count(data, row, |count| *count += 1);
    }

    /// Stops counting a respondent: call it before her answers are replaced or taken out.
    ///
    /// # Panics
    /// When the row is not there, as an index does.
    pub fn remove(&mut self, data: &DataSet, row: usize) {
        self.count(data, row, |count| *count = count.saturating_sub(1));
    }

    fn count(&mut self, data: &DataSet, row: usize, change: impl Fn(&mut u64)) {
        // For each variable, the slots of this respondent; none when she is out of its base.
        let mut slots: Vec<Option<Vec<usize>>> = Vec::with_capacity(self.variables.len());
        for (variable, counts) in self.variables.iter_mut().enumerate() {
            let state = data.state(row, variable);
            change(&mut counts.states[state as usize]);
            let chosen = match data.answer(row, variable) {
                Answer::One(category) => vec![category],
                Answer::Several(categories) => categories,
                _ => Vec::new(),
            };
            chosen.iter().for_each(|category| change(&mut counts.categories[*category]));
            if counts.max_selected.is_some_and(|most| chosen.len() > most) && counts.kind == Kind::Multiple {
                change(&mut counts.over_cap);
            }
            slots.push(self.policy.keeps(state).then(|| match state {
                State::DontKnow => vec![counts.categories.len()],
                State::RatherNotSay => vec![counts.categories.len() + usize::from(self.policy.keeps_dont_know)],
                _ => chosen,
            }));
        }
        for crossing in &mut self.crossings {
            if let (Some(rows), Some(columns)) = (&slots[crossing.row_variable], &slots[crossing.column_variable]) {
                let (last_row, last_column) = (crossing.rows.len(), crossing.columns.len());
                for row in rows.iter().chain([&last_row]) {
                    for column in columns.iter().chain([&last_column]) {
                        let cell = crossing.cell_mut(*row, *column);
                        change(&mut cell.count);
                        *cell = Tally::unweighted(cell.count);
                    }
                }
            }
        }
    }

    /// The table of one variable, as [`crate::flat`] gives it.
    pub fn flat(&self, variable: usize) -> Option<FlatTable> {
        let counts = self.variables.get(variable)?;
        let tallies = counts.categories.iter().map(|count| Tally::unweighted(*count)).collect();
        Some(assemble(
            variable,
            counts.kind,
            &counts.states.map(Tally::unweighted),
            tallies,
            counts.over_cap,
            self.policy,
        ))
    }

    /// The crossings asked for, as [`crate::cross`] gives them, in order.
    pub fn crossings(&self) -> &[Crossing] {
        &self.crossings
    }
}
