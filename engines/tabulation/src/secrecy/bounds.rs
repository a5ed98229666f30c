//! How closely a hidden count can be known: two maximum flows.
//!
//! The values that agree with everything published form a polytope; from the true table, a hidden cell can rise by as
//! much as can be moved around the hidden cells of its line and its column, each staying at 0 or more. That is a
//! maximum flow from its line to its column through the other hidden cells, and the bounds are exact.

use std::collections::VecDeque;

use super::{Extended, FREE};

/// Lowest and highest value a hidden cell may have, up to `enough` above and below its true value.
pub(super) fn bounds(table: &Extended, hidden: &[bool], cell: usize, enough: u64) -> (u64, u64) {
    let value = table.values[cell];
    let (own_down, own_up) = table.room(cell);
    let up = flow(table, hidden, cell, true, enough.min(own_up));
    let down = flow(table, hidden, cell, false, enough.min(own_down));
    // In the signs of the equations a total of one direction counts negatively: its ups are its downs.
    let (fall, rise) = if own_down == FREE { (up, down) } else { (down, up) };
    (value.saturating_sub(fall), value.saturating_add(rise))
}

/// Most that can be carried from the line to the column of a cell by the other hidden cells, up to `limit`.
fn flow(table: &Extended, hidden: &[bool], cell: usize, rises: bool, limit: u64) -> u64 {
    let (source, sink) = (cell / table.columns, table.rows + cell % table.columns);
    let nodes = table.rows + table.columns;
    // When the cell rises, others of its line fall: from a line to a column, an edge offers its fall.
    let mut offers: Vec<(u64, u64)> = (0..hidden.len())
        .map(|other| match table.room(other) {
            _ if !hidden[other] || other == cell => (0, 0),
            (down, up) if rises => (down, up),
            (down, up) => (up, down),
        })
        .collect();
    let mut carried = 0;
    while carried < limit {
        let mut by: Vec<Option<usize>> = vec![None; nodes];
        let mut queue = VecDeque::from([source]);
        while let Some(node) = queue.pop_front() {
            let is_row = node < table.rows;
            let others = if is_row { table.rows..nodes } else { 0..table.rows };
            for other in others {
                let (row, column) = if is_row { (node, other - table.rows) } else { (other, node - table.rows) };
                let edge = row * table.columns + column;
                let offer = if is_row { offers[edge].0 } else { offers[edge].1 };
                if offer > 0 && by[other].is_none() && other != source {
                    by[other] = Some(edge);
                    queue.push_back(other);
                }
            }
        }
        let mut path = Vec::new();
        let mut node = sink;
        while node != source {
            let Some(edge) = by[node] else { return carried };
            path.push((edge, node >= table.rows));
            node = if node >= table.rows { edge / table.columns } else { table.rows + edge % table.columns };
        }
        let along = |(edge, is_down): &(usize, bool)| if *is_down { offers[*edge].0 } else { offers[*edge].1 };
        let most = path.iter().map(along).min().unwrap_or(0).min(limit - carried);
        for (edge, is_down) in path {
            let (down, up) = &mut offers[edge];
            let (less, more) = if is_down { (down, up) } else { (up, down) };
            *less -= most;
            *more = more.saturating_add(most);
        }
        carried += most;
    }
    carried
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;

    /// Every table of whole numbers that agrees with what is published, one by one.
    fn by_enumeration(table: &Extended, hidden: &[bool], cell: usize) -> (u64, u64) {
        let free: Vec<usize> = (0..hidden.len()).filter(|cell| hidden[*cell]).collect();
        let most = 9u64;
        let (mut low, mut high) = (u64::MAX, 0);
        let mut values = table.values.clone();
        for number in 0..(most + 1).pow(free.len() as u32) {
            let mut rest = number;
            for place in &free {
                values[*place] = rest % (most + 1);
                rest /= most + 1;
            }
            let line = |cells: &mut dyn Iterator<Item = usize>, last: usize| {
                let sum: u64 = cells.map(|cell| values[cell]).sum();
                sum == 2 * values[last]
            };
            let holds = (0..table.rows).all(|row| {
                line(&mut (0..table.columns).map(|column| row * table.columns + column), (row + 1) * table.columns - 1)
            }) && (0..table.columns).all(|column| {
                line(
                    &mut (0..table.rows).map(|row| row * table.columns + column),
                    (table.rows - 1) * table.columns + column,
                )
            });
            if holds {
                (low, high) = (low.min(values[cell]), high.max(values[cell]));
            }
        }
        (low, high)
    }

    #[test]
    fn bounds_are_those_of_every_table_that_agrees() {
        let mut chance = Chance::new(77);
        let mut compared = 0;
        while compared < 60 {
            let counts: Vec<Vec<u64>> = (0..2).map(|_| (0..2).map(|_| chance.below(3) as u64).collect()).collect();
            let table = Extended::new(&counts).expect("a table");
            let hidden: Vec<bool> = (0..9).map(|_| chance.below(2) == 0).collect();
            let count = hidden.iter().filter(|hidden| **hidden).count();
            if !(1..=5).contains(&count) {
                continue;
            }
            for cell in (0..9).filter(|cell| hidden[*cell]) {
                // Values are tried up to 9: a bound that is reached there has no bound.
                let (low, high) = by_enumeration(&table, &hidden, cell);
                let (least, most) = bounds(&table, &hidden, cell, 100);
                if high < 9 {
                    assert_eq!((least, most), (low, high), "{counts:?} {hidden:?} {cell}");
                    compared += 1;
                } else {
                    assert_eq!(least, low, "{counts:?} {hidden:?} {cell}");
                }
            }
        }
    }
}
