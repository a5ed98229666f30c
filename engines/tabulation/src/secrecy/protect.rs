//! Hiding: small cells, revealing ones, then what protects them, as little as possible.

use std::collections::BinaryHeap;

use super::bounds::bounds;
use super::bridges::bridges;
use super::{Extended, Hidden, SecrecyRule};
use crate::chance::Chance;
use crate::tables::Crossing;

/// Orders tried before keeping the best.
const TRIES: u64 = 12;
/// Cost of hiding a total, in cells.
const TOTAL: u64 = 50;
/// Cost of one more cell, over any difference of counts.
const CELL: u64 = 1 << 32;

/// Why a table cannot be published at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecrecyError {
    /// Lines of different lengths, or none.
    #[error("Ce tableau n’a pas de cases, ou ses lignes n’ont pas toutes la même longueur.")]
    NotATable,
    /// Hiding all that may be hidden does not suffice.
    #[error(
        "Ce tableau ne peut pas être publié : ses totaux laissent retrouver des cases de trop petit effectif. Regroupez des modalités."
    )]
    CannotProtect,
}

/// What to hide in a table and its totals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    rows: usize,
    columns: usize,
    pub(super) hidden: Vec<Option<Hidden>>,
}

impl Suppression {
    /// Why a cell is hidden; none when it may be shown.
    ///
    /// # Panics
    /// When the line or the column is not there, as an index does.
    pub fn cell(&self, row: usize, column: usize) -> Option<Hidden> {
        self.hidden[row * self.columns + column]
    }

    /// Why the total of a line is hidden.
    pub fn row_total(&self, row: usize) -> Option<Hidden> {
        self.cell(row, self.columns - 1)
    }

    /// Why the total of a column is hidden.
    pub fn column_total(&self, column: usize) -> Option<Hidden> {
        self.cell(self.rows - 1, column)
    }

    /// Why the grand total is hidden.
    pub fn total(&self) -> Option<Hidden> {
        self.cell(self.rows - 1, self.columns - 1)
    }

    /// Number of cells and totals hidden.
    pub fn count(&self) -> usize {
        self.hidden.iter().flatten().count()
    }

    /// Number of cells and totals hidden only to protect others.
    pub fn secondary(&self) -> usize {
        self.hidden.iter().filter(|hidden| **hidden == Some(Hidden::Secondary)).count()
    }
}

/// What to hide in a table of counts whose totals are published: every respondent is in one cell.
///
/// # Errors
/// No table, or a table that nothing protects.
pub fn protect(counts: &[Vec<u64>], rule: &SecrecyRule) -> Result<Suppression, SecrecyError> {
    let table = Extended::new(counts).ok_or(SecrecyError::NotATable)?;
    let open = vec![false; table.values.len()];
    hide(&table, rule, primary(&table, rule), &open)
}

/// What to hide of each choice of a several-choice question crossed with a single one: a choice, the number of those
/// who did not make it and the bases make a table of two lines. One suppression per line of the crossing; its first
/// line is those who chose.
///
/// # Errors
/// As [`protect`].
pub fn protect_choices(crossing: &Crossing, rule: &SecrecyRule) -> Result<Vec<Suppression>, SecrecyError> {
    (0..crossing.rows.len()).map(|row| protect(&crate::association::chosen_or_not(crossing, row), rule)).collect()
}

/// Small cells, and cells that say something of each member of a small group.
pub(super) fn primary(table: &Extended, rule: &SecrecyRule) -> Vec<Option<Hidden>> {
    let value = |row: usize, column: usize| table.values[row * table.columns + column];
    let reveals = |row: usize, column: usize| {
        let count = value(row, column);
        let is_whole = |total: u64, others: usize| count > 0 && count == total && total < rule.group && others > 1;
        row + 1 < table.rows
            && column + 1 < table.columns
            && (is_whole(value(row, table.columns - 1), table.columns - 1)
                || is_whole(value(table.rows - 1, column), table.rows - 1))
    };
    let why = |cell: usize| {
        let (row, column) = (cell / table.columns, cell % table.columns);
        if rule.is_small(value(row, column)) {
            Some(Hidden::Small)
        } else if reveals(row, column) {
            Some(Hidden::Group)
        } else {
            None
        }
    };
    (0..table.values.len()).map(why).collect()
}

/// Adds secondary cells to those that must be hidden. `open` cells are already published and cannot be hidden.
pub(super) fn hide(
    table: &Extended,
    rule: &SecrecyRule,
    primary: Vec<Option<Hidden>>,
    open: &[bool],
) -> Result<Suppression, SecrecyError> {
    let first: Vec<bool> = primary.iter().map(Option::is_some).collect();
    if first.iter().zip(open).any(|(hidden, open)| *hidden && *open) {
        return Err(SecrecyError::CannotProtect);
    }
    let costs: Vec<u64> = (0..first.len()).map(|cell| cost(table, rule, cell, open[cell])).collect();
    let total = |hidden: &[bool]| -> u64 {
        (0..hidden.len())
            .filter(|cell| hidden[*cell] && !first[*cell])
            .map(|cell| costs[cell])
            .fold(0, u64::saturating_add)
    };
    let mut best: Option<Vec<bool>> = None;
    for attempt in 0..TRIES {
        let Some(mut hidden) = complete(table, first.clone(), &costs, &mut Chance::new(attempt)) else { continue };
        prune(table, &first, &mut hidden, &costs);
        if best.as_ref().is_none_or(|best| total(&hidden) < total(best)) {
            best = Some(hidden);
        }
    }
    let hidden = best.ok_or(SecrecyError::CannotProtect)?;
    let hidden = widen(table, rule, &first, hidden, &costs).ok_or(SecrecyError::CannotProtect)?;
    let why = |(hidden, primary): (bool, Option<Hidden>)| hidden.then(|| primary.unwrap_or(Hidden::Secondary));
    Ok(Suppression {
        rows: table.rows,
        columns: table.columns,
        hidden: hidden.into_iter().zip(primary).map(why).collect(),
    })
}

/// Cost of hiding a cell: one, its count to part equals, much more for a total; never when it is open.
fn cost(table: &Extended, rule: &SecrecyRule, cell: usize, is_open: bool) -> u64 {
    let is_total = table.is_total(cell);
    if is_open || (is_total && !rule.hides_totals) {
        return u64::MAX;
    }
    // A zero protects less than a count: it can only rise.
    let count = if table.values[cell] == 0 { CELL / 2 } else { table.values[cell].min(CELL / 4) };
    (if is_total { TOTAL * CELL } else { CELL }) + count
}

/// Closes every bridge by the cheapest path between its ends, in an order that depends on the draw.
fn complete(table: &Extended, mut hidden: Vec<bool>, costs: &[u64], chance: &mut Chance) -> Option<Vec<bool>> {
    loop {
        let found = bridges(table, &hidden);
        if found.is_empty() {
            return Some(hidden);
        }
        let bridge = found[chance.below(found.len())];
        for cell in cheapest(table, &hidden, costs, bridge)? {
            hidden[cell] = true;
        }
    }
}

/// The cheapest way from the line to the column of a cell by other cells; those already hidden are free.
fn cheapest(table: &Extended, hidden: &[bool], costs: &[u64], bridge: usize) -> Option<Vec<usize>> {
    let nodes = table.rows + table.columns;
    let (source, sink) = (bridge / table.columns, table.rows + bridge % table.columns);
    let mut distances = vec![u64::MAX; nodes];
    let mut by: Vec<usize> = vec![usize::MAX; nodes];
    let mut heap = BinaryHeap::from([(std::cmp::Reverse(0u64), source)]);
    distances[source] = 0;
    while let Some((std::cmp::Reverse(distance), node)) = heap.pop() {
        if distance > distances[node] {
            continue;
        }
        let is_row = node < table.rows;
        for other in if is_row { table.rows..nodes } else { 0..table.rows } {
            let (row, column) = if is_row { (node, other - table.rows) } else { (other, node - table.rows) };
            let cell = row * table.columns + column;
            let step = if hidden[cell] { 0 } else { costs[cell] };
            if cell == bridge || step == u64::MAX {
                continue;
            }
            let there = distance.saturating_add(step);
            if there < distances[other] {
                distances[other] = there;
                by[other] = cell;
                heap.push((std::cmp::Reverse(there), other));
            }
        }
    }
    let mut path = Vec::new();
    let mut node = sink;
    while node != source {
        let cell = by[node];
        if cell == usize::MAX {
            return None;
        }
        path.push(cell);
        node = if node >= table.rows { cell / table.columns } else { table.rows + cell % table.columns };
    }
    Some(path)
}

/// Shows again every secondary cell that is not needed, the dearest first.
fn prune(table: &Extended, first: &[bool], hidden: &mut [bool], costs: &[u64]) {
    let mut added: Vec<usize> = (0..hidden.len()).filter(|cell| hidden[*cell] && !first[*cell]).collect();
    added.sort_by_key(|cell| std::cmp::Reverse(costs[*cell]));
    for cell in added {
        hidden[cell] = false;
        // A secondary cell that became a bridge hides nothing any more: only the first ones must be safe, but a
        // bridge left hidden would be a figure withheld for no reason.
        if !bridges(table, hidden).is_empty() {
            hidden[cell] = true;
        }
    }
}

/// Hides more until every small cell is at least as uncertain as the rule asks.
fn widen(
    table: &Extended,
    rule: &SecrecyRule,
    first: &[bool],
    mut hidden: Vec<bool>,
    costs: &[u64],
) -> Option<Vec<bool>> {
    for cell in (0..hidden.len()).filter(|cell| first[*cell]) {
        loop {
            let (low, high) = bounds(table, &hidden, cell, rule.protection);
            if high - low >= rule.protection {
                break;
            }
            // One more way around, through cells not hidden yet; the cheapest that widens.
            let next = (0..hidden.len())
                .filter(|other| !hidden[*other] && costs[*other] < u64::MAX && table.values[*other] > 0)
                .filter(|other| touches(table, &hidden, *other))
                .min_by_key(|other| (costs[*other], *other))?;
            hidden[next] = true;
            while let Some(bridge) = bridges(table, &hidden).first().copied() {
                for added in cheapest(table, &hidden, costs, bridge)? {
                    hidden[added] = true;
                }
            }
        }
    }
    Some(hidden)
}

/// Whether a cell stands in a line or a column that already has a hidden one.
fn touches(table: &Extended, hidden: &[bool], cell: usize) -> bool {
    let (row, column) = (cell / table.columns, cell % table.columns);
    (0..table.columns).any(|other| hidden[row * table.columns + other])
        || (0..table.rows).any(|other| hidden[other * table.columns + column])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_cell_is_hidden_with_three_others() {
        let told =
            protect(&[vec![3, 20, 30], vec![25, 40, 50], vec![60, 70, 80]], &SecrecyRule::SURVEY).expect("a table");
        assert_eq!((told.cell(0, 0), told.count(), told.secondary()), (Some(Hidden::Small), 4, 3));
        assert!(told.total().is_none() && (0..3).all(|line| told.row_total(line).is_none()));
        let nothing = protect(&[vec![5, 20], vec![0, 40], vec![9, 12]], &SecrecyRule::SURVEY).expect("a table");
        assert_eq!(nothing.count(), 0, "zero and five may be told");
    }

    #[test]
    fn everybody_of_a_small_group_is_hidden() {
        let told =
            protect(&[vec![12, 0, 0], vec![40, 50, 60], vec![30, 20, 45]], &SecrecyRule::SURVEY).expect("a table");
        assert_eq!(told.cell(0, 0), Some(Hidden::Group));
        assert!(told.count() >= 4);
    }

    #[test]
    fn a_column_that_totals_protect_alone_hides_a_total_or_is_refused() {
        let counts = [vec![3], vec![40], vec![50]];
        let told = protect(&counts, &SecrecyRule::SURVEY).expect("a table");
        assert!(told.row_total(0).is_some() && told.cell(0, 0).is_some());
        let strict = SecrecyRule { hides_totals: false, ..SecrecyRule::SURVEY };
        assert_eq!(protect(&counts, &strict), Err(SecrecyError::CannotProtect));
        assert_eq!(protect(&[], &strict), Err(SecrecyError::NotATable));
        assert_eq!(protect(&[vec![1], vec![1, 2]], &strict), Err(SecrecyError::NotATable));
    }

    #[test]
    fn hidden_cells_that_add_to_little_are_widened() {
        // The two small cells of a line add to 2: without more, each is known within 2.
        let told = protect(&[vec![1, 1, 30], vec![1, 1, 40], vec![20, 30, 50]], &SecrecyRule::SURVEY).expect("a table");
        let table = Extended::new(&[vec![1, 1, 30], vec![1, 1, 40], vec![20, 30, 50]]).expect("a table");
        let hidden: Vec<bool> = told.hidden.iter().map(Option::is_some).collect();
        for cell in [0, 1, 4, 5] {
            let (low, high) = bounds(&table, &hidden, cell, 100);
            assert!(high - low >= 3, "{low}–{high}");
        }
    }
}
