//! Hidden cells cannot be computed, and no more is hidden than needed.

use std::io::Write;
use std::process::{Command, Stdio};

use tabulation::Chance;
use tabulation::secrecy::{Hidden, SecrecyRule, Suppression, protect};

fn random_table(chance: &mut Chance, most: usize) -> Vec<Vec<u64>> {
    let (rows, columns) = (2 + chance.below(most - 1), 2 + chance.below(most - 1));
    let sparse = chance.below(3);
    let mut cell = || match chance.below(4 + sparse) {
        0 => chance.below(6) as u64,
        1 | 2 => chance.below(30) as u64,
        3 => chance.below(200) as u64,
        _ => 0,
    };
    (0..rows).map(|_| (0..columns).map(|_| cell()).collect()).collect()
}

fn is_hidden(told: &Suppression, counts: &[Vec<u64>]) -> Vec<Vec<bool>> {
    (0..=counts.len())
        .map(|row| (0..=counts[0].len()).map(|column| told.cell(row, column).is_some()).collect())
        .collect()
}

/// Gaussian elimination on the equations of lines and columns, totals included, over exact fractions: a hidden cell
/// is computable when some combination of the equations holds it alone.
fn computable(hidden: &[Vec<bool>]) -> Vec<usize> {
    let (rows, columns) = (hidden.len(), hidden[0].len());
    let unknown: Vec<usize> = (0..rows * columns).filter(|cell| hidden[cell / columns][cell % columns]).collect();
    let sign = |place: usize, last: usize| if place == last { -1 } else { 1 };
    let row_of = |row: usize| -> Vec<i128> {
        let value = |cell: &usize| if cell / columns == row { sign(cell % columns, columns - 1) } else { 0 };
        unknown.iter().map(value).collect()
    };
    let column_of = |column: usize| -> Vec<i128> {
        let value = |cell: &usize| if cell % columns == column { sign(cell / columns, rows - 1) } else { 0 };
        unknown.iter().map(value).collect()
    };
    let mut lines: Vec<Vec<i128>> = (0..rows).map(row_of).chain((0..columns).map(column_of)).collect();
    let mut rank = 0;
    for pivot in 0..unknown.len() {
        let Some(found) = (rank..lines.len()).find(|line| lines[*line][pivot] != 0) else { continue };
        lines.swap(rank, found);
        for line in (0..lines.len()).filter(|line| *line != rank) {
            let base = lines[rank].clone();
            let (above, below) = (lines[line][pivot], base[pivot]);
            if above != 0 {
                lines[line].iter_mut().zip(&base).for_each(|(value, base)| *value = *value * below - base * above);
                let divisor = lines[line].iter().fold(0, |one, two| divisor(one, two.abs()));
                if divisor > 1 {
                    lines[line].iter_mut().for_each(|value| *value /= divisor);
                }
            }
        }
        rank += 1;
    }
    let alone = lines.iter().filter(|line| line.iter().filter(|value| **value != 0).count() == 1);
    alone.map(|line| unknown[line.iter().position(|value| *value != 0).expect("one")]).collect()
}

fn divisor(one: i128, two: i128) -> i128 {
    if two == 0 { one } else { divisor(two, one % two) }
}

#[test]
fn no_hidden_cell_of_ten_thousand_tables_can_be_computed() {
    let mut chance = Chance::new(1988);
    let (mut tables, mut with_hidden) = (0, 0);
    while tables < 10_000 {
        let counts = random_table(&mut chance, 8);
        let Ok(told) = protect(&counts, &SecrecyRule::SURVEY) else { continue };
        tables += 1;
        let hidden = is_hidden(&told, &counts);
        assert_eq!(computable(&hidden), Vec::<usize>::new(), "{counts:?} {hidden:?}");
        for (row, line) in counts.iter().enumerate() {
            for (column, count) in line.iter().enumerate() {
                let is_small = (1..5).contains(count);
                assert!(!is_small || told.cell(row, column) == Some(Hidden::Small), "{counts:?}");
            }
        }
        with_hidden += usize::from(told.count() > 0);
    }
    assert!(with_hidden > 5_000, "{with_hidden} tables had something to hide");
    // The oracle sees what it must see: one cell hidden alone is computable.
    assert_eq!(computable(&[vec![true, false], vec![false, false]]), [0]);
}

/// 200 small tables against the least number of cells, found by mixed integer programming (HiGHS, through scipy).
#[test]
fn a_small_count_takes_the_smallest_of_the_others_with_it() {
    // 14, 8 and 30 beside their total of 52: 8 alone would be 52 − 14 − 30. As a line of a table whose other line is large.
    let told =
        protect(&[vec![14, 8, 30], vec![400, 300, 500]], &SecrecyRule { hides_totals: false, ..SecrecyRule::FISCAL });
    let told = told.expect("it can be protected");
    let first: Vec<Option<Hidden>> = (0..3).map(|column| told.cell(0, column)).collect();
    assert_eq!(first, [Some(Hidden::Secondary), Some(Hidden::Small), None]);
    assert_eq!((told.row_total(0), told.secondary()), (None, 3));
}

#[test]
fn little_more_is_hidden_than_the_optimum() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = Command::new(root.join("../../tests/tools/python.sh")).stderr(Stdio::inherit()).output();
    let python = python.expect("tests/tools/python.sh runs");
    assert!(python.status.success(), "tests/tools/python.sh makes the Python environment");
    let python = String::from_utf8(python.stdout).expect("a path");
    let mut child = Command::new(python.trim())
        .arg(root.join("tests/oracles/suppression.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the oracle starts");
    // Interior cells only, and computability only: what the oracle minimises.
    let rule = SecrecyRule { protection: 0, group: 0, hides_totals: false, ..SecrecyRule::SURVEY };
    let mut chance = Chance::new(2023);
    let mut ours = Vec::new();
    let mut input = child.stdin.take().expect("a pipe");
    while ours.len() < 200 {
        let counts = random_table(&mut chance, 5);
        let Ok(told) = protect(&counts, &rule) else { continue };
        let totals = (0..counts.len()).any(|row| told.row_total(row).is_some())
            || (0..=counts[0].len()).any(|column| told.column_total(column).is_some());
        if told.count() == 0 || totals {
            continue;
        }
        let lines: Vec<String> =
            counts.iter().map(|line| line.iter().map(u64::to_string).collect::<Vec<_>>().join(" ")).collect();
        writeln!(input, "{}", lines.join(";")).expect("written");
        ours.push(told.count());
    }
    drop(input);
    let output = child.wait_with_output().expect("the oracle ends");
    assert!(output.status.success());
    let best: Vec<usize> =
        String::from_utf8(output.stdout).expect("text").lines().map(|line| line.parse().expect("a number")).collect();
    assert_eq!(best.len(), ours.len());
    let (total, least): (usize, usize) = (ours.iter().sum(), best.iter().sum());
    let worst = ours.iter().zip(&best).map(|(ours, best)| *ours as f64 / *best as f64).fold(1.0, f64::max);
    println!(
        "{total} cells hidden for {least} at the optimum: {:.3}; worst table {worst:.2}",
        total as f64 / least as f64
    );
    assert!(ours.iter().zip(&best).all(|(ours, best)| ours >= best), "fewer than the optimum is not protected");
    assert!(total as f64 <= 1.3 * least as f64);
    assert!(worst <= 1.3, "one table hides {worst} times the optimum");
}
