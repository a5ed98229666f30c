//! Tables published one after the other: what was hidden stays hidden, and no subtraction brings it back.

use std::collections::{BTreeMap, BTreeSet};

use super::protect::{SecrecyError, Suppression, hide, primary};
use super::{Extended, Hidden, SecrecyRule};
use crate::model::Rows;

/// What a cell counts, whatever the table it stands in: the respondents of a base who meet every condition.
type Key = BTreeSet<String>;

/// Why a table cannot join those published.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// The table itself cannot be protected, or only by taking back a figure already published.
    #[error(transparent)]
    Secrecy(#[from] SecrecyError),
    /// A population that differs from a published one by a few people.
    #[error(
        "Ce filtre ne diffère que de {difference} personnes de celui d’un tableau déjà publié (« {other} ») : la soustraction les désignerait."
    )]
    TooClose {
        /// People of difference.
        difference: u64,
        /// The other population.
        other: String,
    },
    /// Names that do not fit the table.
    #[error("Les noms des lignes ou des colonnes ne correspondent pas au tableau.")]
    WrongNames,
}

/// Everything published from one data set.
#[derive(Clone, Debug)]
pub struct Register {
    rule: SecrecyRule,
    populations: Vec<(String, Rows)>,
    /// Cells told, and cells hidden, in all tables.
    told: BTreeSet<Key>,
    hidden: BTreeSet<Key>,
    /// Each line of each table: cells that add to the last one.
    sums: Vec<Vec<Key>>,
}

impl Register {
    /// Nothing published yet.
    pub fn new(rule: SecrecyRule) -> Self {
        let (told, hidden) = (BTreeSet::new(), BTreeSet::new());
        Self { rule, populations: Vec::new(), told, hidden, sums: Vec::new() }
    }

    /// Publishes a table: decides what to hide in it knowing everything published before, and remembers.
    ///
    /// `base` names the population (a filter, a common base) and `population` is who is in it; `rows` and `columns`
    /// name the conditions (« quartier=Grazailles »), the same in every table where they stand.
    ///
    /// # Errors
    /// A population too close to another, a table that cannot be protected without taking back a published figure.
    /// Nothing is remembered then.
    pub fn publish(
        &mut self,
        base: &str,
        population: &Rows,
        rows: &[String],
        columns: &[String],
        counts: &[Vec<u64>],
    ) -> Result<Suppression, LinkError> {
        self.check_population(population)?;
        let table = Extended::new(counts).ok_or(SecrecyError::NotATable)?;
        if rows.len() + 1 != table.rows || columns.len() + 1 != table.columns {
            return Err(LinkError::WrongNames);
        }
        let keys: Vec<Key> = (0..table.values.len())
            .map(|cell| {
                let names = [rows.get(cell / table.columns), columns.get(cell % table.columns)];
                names.into_iter().flatten().cloned().chain([format!("\u{0}{base}")]).collect()
            })
            .collect();
        let open: Vec<bool> = keys.iter().map(|key| self.told.contains(key)).collect();
        let mut first = primary(&table, &self.rule);
        for (why, key) in first.iter_mut().zip(&keys) {
            if why.is_none() && self.hidden.contains(key) {
                *why = Some(Hidden::Secondary);
            }
        }
        let sums = sums(&table, &keys);
        loop {
            let told = hide(&table, &self.rule, first.clone(), &open)?;
            let mut hidden = self.hidden.clone();
            hidden.extend(keys.iter().zip(&told.hidden).filter(|(_, why)| why.is_some()).map(|(key, _)| key.clone()));
            let all: Vec<&Vec<Key>> = self.sums.iter().chain(&sums).collect();
            let found = computable(&all, &hidden);
            if found.is_empty() {
                self.told.extend(keys.iter().filter(|key| !hidden.contains(*key)).cloned());
                self.hidden = hidden;
                self.sums.extend(sums);
                self.populations.push((base.to_owned(), population.clone()));
                return Ok(told);
            }
            // Hide one more cell of this table, in a sum where something can be computed; then see again.
            let is_candidate = |cell: &usize| {
                told.hidden[*cell].is_none()
                    && !open[*cell]
                    && (self.rule.hides_totals || !table.is_total(*cell))
                    && sums.iter().any(|sum| sum.contains(&keys[*cell]) && sum.iter().any(|key| found.contains(key)))
            };
            let cheapest = (0..keys.len())
                .filter(is_candidate)
                .min_by_key(|cell| (table.is_total(*cell), table.values[*cell] == 0, table.values[*cell], *cell))
                .ok_or(SecrecyError::CannotProtect)?;
            for (why, now) in first.iter_mut().zip(&told.hidden) {
                *why = *now;
            }
            first[cheapest] = Some(Hidden::Secondary);
        }
    }

    fn check_population(&self, population: &Rows) -> Result<(), LinkError> {
        for (name, other) in &self.populations {
            let difference = population.and_not(other).count() + other.and_not(population).count();
            if self.rule.is_small(difference) {
                return Err(LinkError::TooClose { difference, other: name.clone() });
            }
        }
        Ok(())
    }
}

/// The sums of a table: every line and every column, totals included; the last key is the total.
fn sums(table: &Extended, keys: &[Key]) -> Vec<Vec<Key>> {
    let key = |row: usize, column: usize| keys[row * table.columns + column].clone();
    let rows = (0..table.rows).map(|row| (0..table.columns).map(|column| key(row, column)).collect());
    let columns = (0..table.columns).map(|column| (0..table.rows).map(|row| key(row, column)).collect());
    rows.chain(columns).collect()
}

/// A prime near 2³¹: elimination modulo a prime is exact, and finds what elimination over the rationals finds unless
/// a coefficient of absolute value under 2³¹ is a multiple of it.
const PRIME: u64 = 2_147_483_647;

/// Hidden cells that the union of all sums determines, by elimination.
fn computable(sums: &[&Vec<Key>], hidden: &BTreeSet<Key>) -> BTreeSet<Key> {
    let position: BTreeMap<&Key, usize> = hidden.iter().enumerate().map(|(position, key)| (key, position)).collect();
    let mut lines: Vec<BTreeMap<usize, u64>> = Vec::new();
    for sum in sums {
        let mut line = BTreeMap::new();
        for (place, key) in sum.iter().enumerate() {
            if let Some(column) = position.get(key) {
                line.insert(*column, if place + 1 == sum.len() { PRIME - 1 } else { 1 });
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
    }
    let mut reduced: BTreeMap<usize, BTreeMap<usize, u64>> = BTreeMap::new();
    for mut line in lines {
        for (pivot, known) in &reduced {
            let factor = line.get(pivot).copied().unwrap_or(0);
            subtract(&mut line, known, factor);
        }
        let Some((pivot, value)) = line.first_key_value().map(|(pivot, value)| (*pivot, *value)) else { continue };
        let inverse = power(value, PRIME - 2);
        line.values_mut().for_each(|value| *value = *value * inverse % PRIME);
        for known in reduced.values_mut() {
            let factor = known.get(&pivot).copied().unwrap_or(0);
            subtract(known, &line, factor);
        }
        reduced.insert(pivot, line);
    }
    let keys: Vec<&Key> = hidden.iter().collect();
    reduced.values().filter(|line| line.len() == 1).flat_map(|line| line.keys()).map(|key| keys[*key].clone()).collect()
}

fn subtract(line: &mut BTreeMap<usize, u64>, other: &BTreeMap<usize, u64>, factor: u64) {
    if factor == 0 {
        return;
    }
    for (column, value) in other {
        let left = (line.get(column).copied().unwrap_or(0) + PRIME - value * factor % PRIME) % PRIME;
        if left == 0 {
            line.remove(column);
        } else {
            line.insert(*column, left);
        }
    }
}

fn power(mut base: u64, mut exponent: u64) -> u64 {
    let mut result = 1;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent >>= 1;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(variable: &str, count: usize) -> Vec<String> {
        (0..count).map(|category| format!("{variable}={category}")).collect()
    }

    #[test]
    fn a_total_hidden_once_stays_hidden_in_the_next_table() {
        let mut register = Register::new(SecrecyRule::SURVEY);
        let everybody = Rows::all(500);
        let (q, a, s) = (names("quartier", 3), names("age", 2), names("sexe", 2));
        let one = register.publish("tous", &everybody, &q, &a, &[vec![2, 2], vec![60, 70], vec![80, 90]]);
        let one = one.expect("published");
        assert!(one.row_total(0).is_some(), "four people in the first neighbourhood");
        // The same neighbourhoods by sex: their totals are the same cells.
        let two = register.publish("tous", &everybody, &q, &s, &[vec![0, 4], vec![65, 65], vec![85, 85]]);
        let two = two.expect("published");
        for line in 0..3 {
            assert_eq!(one.row_total(line).is_some(), two.row_total(line).is_some(), "{line}");
        }
    }

    #[test]
    fn a_filter_that_differs_by_three_people_is_refused() {
        let mut register = Register::new(SecrecyRule::SURVEY);
        let (rows, columns) = (names("q", 2), names("a", 2));
        let counts = [vec![40, 50], vec![60, 70]];
        register.publish("tous", &Rows::all(220), &rows, &columns, &counts).expect("published");
        let nearly = Rows::from_fn(220, |row| row >= 3);
        let refused = register.publish("sauf trois", &nearly, &rows, &columns, &counts);
        assert_eq!(refused, Err(LinkError::TooClose { difference: 3, other: "tous".to_owned() }));
        let half = Rows::from_fn(220, |row| row >= 110);
        assert!(register.publish("moitié", &half, &rows, &columns, &[vec![20, 20], vec![30, 40]]).is_ok());
    }

    #[test]
    fn a_figure_already_told_is_not_taken_back_silently() {
        let mut register = Register::new(SecrecyRule::SURVEY);
        let (everybody, q, a) = (Rows::all(100), names("q", 2), names("a", 2));
        register.publish("b", &everybody, &q, &a, &[vec![20, 30], vec![20, 30]]).expect("published");
        // Answers were deleted since: what was told is now too small to tell.
        let refused = register.publish("b", &everybody, &q, &a, &[vec![1, 30], vec![20, 30]]);
        assert_eq!(refused, Err(LinkError::Secrecy(SecrecyError::CannotProtect)));
        let wrong = register.publish("b", &everybody, &q[..1], &a, &[vec![20, 30], vec![20, 30]]);
        assert_eq!(wrong, Err(LinkError::WrongNames));
    }

    #[test]
    fn two_tables_that_give_back_a_cell_together_are_found() {
        // a + b = told, b + c = told, c alone hidden in the second: nothing until c is told.
        let key = |name: &str| Key::from([name.to_owned()]);
        let first = vec![key("a"), key("b"), key("ab")];
        let second = vec![key("b"), key("c"), key("bc")];
        let hidden = BTreeSet::from([key("a"), key("b"), key("c")]);
        assert!(computable(&[&first, &second], &hidden).is_empty());
        let less = BTreeSet::from([key("a"), key("b")]);
        assert_eq!(computable(&[&first, &second], &less), less);
    }
}
