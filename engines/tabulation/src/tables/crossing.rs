//! The table of two variables.

use super::{Request, TableError};
use crate::bases::{Slot, Tally};
use crate::counting::{Axis, Joint, Ones, Weights, fits, joint};
use crate::model::DataSet;

/// Two variables crossed. Its base is the respondents in the effective base of both.
#[derive(Clone, Debug, PartialEq)]
pub struct Crossing {
    /// Position of the variable in lines.
    pub row_variable: usize,
    /// Position of the variable in columns.
    pub column_variable: usize,
    /// Lines.
    pub rows: Vec<Slot>,
    /// Columns.
    pub columns: Vec<Slot>,
    cells: Vec<Tally>,
}

impl Crossing {
    pub(crate) fn empty(rows: (usize, Vec<Slot>), columns: (usize, Vec<Slot>)) -> Self {
        let cells = vec![Tally::default(); (rows.1.len() + 1) * (columns.1.len() + 1)];
        Self { row_variable: rows.0, column_variable: columns.0, rows: rows.1, columns: columns.1, cells }
    }

    /// Respondents in a line and a column. With several choices the same person may be in several cells.
    ///
    /// # Panics
    /// When the line or the column is not there, as an index does.
    pub fn cell(&self, row: usize, column: usize) -> Tally {
        self.cells[row * (self.columns.len() + 1) + column]
    }

    /// Respondents of a line who answered the question in columns.
    pub fn row_base(&self, row: usize) -> Tally {
        self.cell(row, self.columns.len())
    }

    /// Respondents of a column who answered the question in lines.
    pub fn column_base(&self, column: usize) -> Tally {
        self.cell(self.rows.len(), column)
    }

    /// Respondents who answered both.
    pub fn base(&self) -> Tally {
        self.cell(self.rows.len(), self.columns.len())
    }

    /// Share of the line, 0 to 1; none when nobody is in the line.
    pub fn share_of_row(&self, row: usize, column: usize) -> Option<f64> {
        self.cell(row, column).share_of(&self.row_base(row))
    }

    /// Share of the column, 0 to 1; none when nobody is in the column.
    pub fn share_of_column(&self, row: usize, column: usize) -> Option<f64> {
        self.cell(row, column).share_of(&self.column_base(column))
    }

    /// Share of the base, 0 to 1.
    pub fn share_of_base(&self, row: usize, column: usize) -> Option<f64> {
        self.cell(row, column).share_of(&self.base())
    }

    /// Counts of the cells, line by line, without the bases.
    pub fn counts(&self) -> Vec<Vec<u64>> {
        (0..self.rows.len())
            .map(|row| (0..self.columns.len()).map(|column| self.cell(row, column).count).collect())
            .collect()
    }

    pub(crate) fn cell_mut(&mut self, row: usize, column: usize) -> &mut Tally {
        let width = self.columns.len() + 1;
        &mut self.cells[row * width + column]
    }
}

/// Crosses two categorical variables, of one or several choices each.
///
/// # Errors
/// A variable that is not there or has no categories, weights or a filter of another length, too many cells.
pub fn cross(
    data: &DataSet,
    row_variable: usize,
    column_variable: usize,
    request: &Request<'_>,
) -> Result<Crossing, TableError> {
    let axis = |variable: usize| {
        let asked = data.variables().get(variable).ok_or(TableError::NoVariable)?;
        Axis::new(data, variable, request.policy)
            .ok_or_else(|| TableError::NotCategorical { variable: asked.name.clone() })
    };
    let (one, two) = (axis(row_variable)?, axis(column_variable)?);
    if !fits(&one, &two) {
        return Err(TableError::TooManyCells);
    }
    let rows = request.rows_of(data)?;
    let counts = joint(&one, &two, &rows, Ones);
    let cells = match request.weights {
        None => counts.cells.iter().map(|count| Tally::unweighted(*count)).collect(),
        Some(weights) => {
            let squares: Vec<f64> = weights.iter().map(|weight| weight * weight).collect();
            let sums = joint(&one, &two, &rows, Weights(weights));
            let squares = joint(&one, &two, &rows, Weights(&squares));
            weighted(&counts, &sums, &squares)
        }
    };
    Ok(Crossing { row_variable, column_variable, rows: one.slots, columns: two.slots, cells })
}

fn weighted(counts: &Joint<u64>, sums: &Joint<f64>, squares: &Joint<f64>) -> Vec<Tally> {
    let pairs = counts.cells.iter().zip(sums.cells.iter().zip(&squares.cells));
    pairs.map(|(count, (weight, squares))| Tally { count: *count, weight: *weight, weight_squares: *squares }).collect()
}
