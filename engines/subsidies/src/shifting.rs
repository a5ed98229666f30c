//! Rows whose cells stand one column too far, as a lost or doubled comma leaves them.

use crate::cells::{Cells, faults};
use crate::columns::{Column, Format};
use crate::fault::Fault;

/// Fewer faults than this are mistakes of typing.
const FEWEST: usize = 4;

/// Refusals of a row when its cells are brought back by so many columns.
fn refusals(cells: &[String], heads: &[Option<Column>], by: i8, format: Format) -> usize {
    let mut moved = Cells::default();
    for (rank, column) in heads.iter().enumerate() {
        let from = rank.checked_add_signed(isize::from(by)).and_then(|rank| cells.get(rank));
        if let Some(column) = column {
            moved.set(*column, from.map_or("", String::as_str));
        }
    }
    faults(&moved, format).iter().filter(|(_, fault)| fault.is_refusal()).count()
}

/// How far the cells of a row stand from their column, when that explains most of what is wrong in it.
pub(crate) fn shift(cells: &[String], heads: &[Option<Column>], format: Format, wrong: usize) -> Option<Fault> {
    if wrong < FEWEST {
        return None;
    }
    let best = [1_i8, -1].into_iter().min_by_key(|by| refusals(cells, heads, *by, format))?;
    (refusals(cells, heads, best, format) * 2 <= wrong).then_some(Fault::Shifted(best))
}
