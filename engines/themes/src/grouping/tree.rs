//! Cuts, one after the other, until there are enough classes.

use super::Options;
use super::cut::best_cut;
use super::matrix::Presences;
use super::settle::settle;

/// Fewest answers a term must be in, within a class, to serve in its cut.
const LEAST_WITHIN: u32 = 3;

/// Fewest answers a term must be in, of all: or one in a thousand.
const LEAST_FREQUENCY: usize = 4;

/// Contingency above which a term goes on only with the part that uses it (as in rainette).
const ONE_SIDED: f64 = 0.3;

/// One cut.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Answers that were cut.
    pub answers: usize,
    /// Answers of the two parts.
    pub parts: [usize; 2],
    /// χ² of the cut.
    pub chi_square: f64,
}

/// A class that may be cut again.
struct Leaf {
    rows: Vec<u32>,
    /// Terms that still serve.
    terms: Vec<bool>,
    is_final: bool,
}

/// The class of each row, the cuts, and how many classes.
pub fn classify(presences: &Presences, options: &Options, smallest: usize) -> (Vec<Option<usize>>, Vec<Step>, usize) {
    let by_size = (presences.rows() / 1000).max(LEAST_FREQUENCY);
    let least = options.least_frequency.unwrap_or(by_size).max(1) as u32;
    let terms: Vec<bool> = presences.frequencies().into_iter().map(|count| count >= least).collect();
    let all: Vec<u32> = (0..presences.rows() as u32).collect();
    let (serving, rows) = presences.restricted(&all, &terms);
    let mut leaves = Vec::new();
    let mut steps = Vec::new();
    if !rows.is_empty() {
        leaves.push(Leaf { rows: rows.clone(), terms: terms.clone(), is_final: false });
    }
    while leaves.len() < options.classes.max(1) {
        let largest = (0..leaves.len()).filter(|leaf| !leaves[*leaf].is_final).max_by(|a, b| {
            let (a_rows, b_rows) = (&leaves[*a].rows, &leaves[*b].rows);
            a_rows.len().cmp(&b_rows.len()).then(b_rows.first().cmp(&a_rows.first()))
        });
        let Some(largest) = largest else { break };
        match split(presences, &leaves[largest], smallest) {
            Some((step, first, second)) => {
                steps.push(step);
                leaves[largest] = first;
                leaves.push(second);
            }
            None => leaves[largest].is_final = true,
        }
    }
    let mut class_of = vec![None; presences.rows()];
    for (class, leaf) in leaves.iter().enumerate() {
        for row in &leaf.rows {
            class_of[*row as usize] = Some(class);
        }
    }
    let mut settled: Vec<Option<usize>> = rows.iter().map(|row| class_of[*row as usize]).collect();
    settle(&serving, &mut settled, leaves.len(), smallest);
    rows.iter().zip(settled).for_each(|(row, class)| class_of[*row as usize] = class);
    place_the_rest(presences, &terms, &mut class_of, leaves.len());
    let count = number_by_size(&mut class_of, leaves.len());
    (class_of, steps, count)
}

/// Numbers classes anew, the largest first, of equals the one met first. Gives how many hold something.
fn number_by_size(class_of: &mut [Option<usize>], classes: usize) -> usize {
    let mut sizes = vec![(0usize, usize::MAX); classes];
    for (row, class) in class_of.iter().enumerate() {
        if let Some(class) = class {
            sizes[*class].0 += 1;
            sizes[*class].1 = sizes[*class].1.min(row);
        }
    }
    let mut order: Vec<usize> = (0..classes).filter(|class| sizes[*class].0 > 0).collect();
    order.sort_by(|a, b| sizes[*b].0.cmp(&sizes[*a].0).then(sizes[*a].1.cmp(&sizes[*b].1)));
    let mut numbers = vec![0; classes];
    for (number, class) in order.iter().enumerate() {
        numbers[*class] = number;
    }
    class_of.iter_mut().flatten().for_each(|class| *class = numbers[*class]);
    order.len()
}

fn split(presences: &Presences, leaf: &Leaf, smallest: usize) -> Option<(Step, Leaf, Leaf)> {
    if leaf.rows.len() < 2 * smallest {
        return None;
    }
    let mut counts = vec![0u32; presences.columns()];
    for row in &leaf.rows {
        for term in presences.row(*row as usize) {
            counts[*term as usize] += 1;
        }
    }
    let serving: Vec<bool> =
        leaf.terms.iter().zip(&counts).map(|(kept, count)| *kept && *count >= LEAST_WITHIN).collect();
    let (matrix, rows) = presences.restricted(&leaf.rows, &serving);
    let cut = best_cut(&matrix, smallest)?;
    let mut parts = [Vec::new(), Vec::new()];
    for (row, second) in rows.iter().zip(&cut.second) {
        parts[usize::from(*second)].push(*row);
    }
    let step = Step { answers: leaf.rows.len(), parts: [parts[0].len(), parts[1].len()], chi_square: cut.chi_square };
    let of_each = terms_of_each(&matrix, &cut.second, &serving);
    let [first, second] = parts;
    let [first_terms, second_terms] = of_each;
    let made = |rows, terms| Leaf { rows, terms, is_final: false };
    Some((step, made(first, first_terms), made(second, second_terms)))
}

/// A term much more frequent on one side goes on with that side only.
fn terms_of_each(matrix: &Presences, second: &[bool], serving: &[bool]) -> [Vec<bool>; 2] {
    let mut counts = vec![[0.0f64; 2]; matrix.columns()];
    for (row, is_second) in second.iter().enumerate() {
        for term in matrix.row(row) {
            counts[*term as usize][usize::from(*is_second)] += 1.0;
        }
    }
    let sums: [f64; 2] = [0, 1].map(|side| counts.iter().map(|of: &[f64; 2]| of[side]).sum());
    let mut kept = [vec![false; serving.len()], vec![false; serving.len()]];
    let originals = (0..serving.len()).filter(|term| serving[*term]);
    for (of, term) in counts.iter().zip(originals) {
        let times = of[0] + of[1];
        let chi_square = two_by_two(of[0], times, sums[0], sums[0] + sums[1]);
        let contingency = (chi_square / (chi_square + times)).sqrt();
        let first_is_over = of[0] * sums[1] > of[1] * sums[0];
        kept[0][term] = contingency <= ONE_SIDED || first_is_over;
        kept[1][term] = contingency <= ONE_SIDED || !first_is_over;
    }
    kept
}

/// χ² of a table of two by two: `both` of `row` and `column`, out of `total`.
pub fn two_by_two(both: f64, row: f64, column: f64, total: f64) -> f64 {
    let gap = both * total - row * column;
    let spread = row * (total - row) * column * (total - column);
    if spread > 0.0 { total * gap * gap / spread } else { 0.0 }
}

/// Answers set aside by a cut, because none of their words served in it, go to the class whose words they share most.
fn place_the_rest(presences: &Presences, terms: &[bool], class_of: &mut [Option<usize>], classes: usize) {
    if classes == 0 || class_of.iter().all(Option::is_some) {
        return;
    }
    let weights = super::profile::specificities(presences, class_of, classes);
    let mut scores = vec![0.0; classes];
    for (row, class_of) in class_of.iter_mut().enumerate() {
        if class_of.is_some() {
            continue;
        }
        scores.fill(0.0);
        for term in presences.row(row).iter().filter(|term| terms[**term as usize]) {
            for (class, score) in scores.iter_mut().enumerate() {
                *score += weights[*term as usize * classes + class];
            }
        }
        let best = (0..classes).max_by(|a, b| scores[*a].total_cmp(&scores[*b]).then(b.cmp(a)));
        *class_of = best.filter(|best| scores[*best] > 0.0);
    }
}
