//! The counting kernels: two variables, joint counts, as fast as memory allows.
//!
//! Each axis has its slots (categories, and the special answers kept in the base) and one more, the last: everybody in
//! the base of that axis. Counting that one with the others gives every base of a crossing in the same pass.

use crate::bases::{BasePolicy, Slot};
use crate::model::{Codes, Column, DataSet, FIRST_CATEGORY, Planes, Rows, State};

/// Code of what is not in the base.
const OUT: usize = usize::MAX;

pub(crate) struct Axis<'a> {
    pub(crate) slots: Vec<Slot>,
    view: View<'a>,
}

enum View<'a> {
    /// Codes, and the slot of each.
    Codes(&'a Codes, Vec<usize>),
    /// One plane per slot, then the base.
    Planes(Vec<std::borrow::Cow<'a, [u64]>>),
}

/// Joint values of two axes, row-major; the last row and the last column are the bases.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Joint<T> {
    pub(crate) cells: Vec<T>,
    pub(crate) width: usize,
}

impl<'a> Axis<'a> {
    /// The axis of a categorical variable; none for a number or a text.
    pub(crate) fn new(data: &'a DataSet, variable: usize, policy: BasePolicy) -> Option<Self> {
        let categories = data.variables()[variable].categories.len();
        let slots = policy.slots(categories);
        let view = match &data.columns[variable] {
            Column::Single(codes) => View::Codes(codes, Self::slot_of_codes(&slots, categories)),
            Column::Multiple(planes) => View::Planes(planes_of(planes, &slots, policy, data.len())),
            Column::Numbers { .. } | Column::Texts { .. } => return None,
        };
        Some(Self { slots, view })
    }

    fn slot_of_codes(slots: &[Slot], categories: usize) -> Vec<usize> {
        let mut of_code = vec![OUT; categories + usize::from(FIRST_CATEGORY)];
        for (position, slot) in slots.iter().enumerate() {
            let code = match slot {
                Slot::Category(category) => category + usize::from(FIRST_CATEGORY),
                Slot::DontKnow => State::DontKnow as usize,
                Slot::RatherNotSay => State::RatherNotSay as usize,
            };
            of_code[code] = position;
        }
        of_code
    }

    /// Number of slots, base included.
    pub(crate) fn width(&self) -> usize {
        self.slots.len() + 1
    }

    /// Codes a pass has to count, for the size of its histogram.
    fn span(&self) -> usize {
        match &self.view {
            View::Codes(_, of_code) => of_code.len(),
            View::Planes(planes) => planes.len(),
        }
    }
}

fn planes_of<'a>(
    planes: &'a Planes,
    slots: &[Slot],
    policy: BasePolicy,
    len: usize,
) -> Vec<std::borrow::Cow<'a, [u64]>> {
    let mut of_slot: Vec<std::borrow::Cow<'a, [u64]>> = slots
        .iter()
        .map(|slot| match slot {
            Slot::Category(category) => planes.options[*category].as_slice().into(),
            Slot::DontKnow => planes.states[State::DontKnow as usize].as_slice().into(),
            Slot::RatherNotSay => planes.states[State::RatherNotSay as usize].as_slice().into(),
        })
        .collect();
    let mut base = Rows::all(len).words().to_vec();
    for state in [State::NotAsked, State::NoAnswer, State::DontKnow, State::RatherNotSay] {
        if !policy.keeps(state) {
            for (word, out) in base.iter_mut().zip(&planes.states[state as usize]) {
                *word &= !out;
            }
        }
    }
    of_slot.push(base.into());
    of_slot
}

/// How a pass adds up: ones, or weights.
pub(crate) trait Measure: Copy {
    type Sum: Copy + Default + std::ops::AddAssign;
    fn of(self, row: usize) -> Self::Sum;
    /// The sum over the bits set in one word of 64 respondents.
    fn of_word(self, position: usize, word: u64) -> Self::Sum;
}

/// Counts respondents.
#[derive(Clone, Copy)]
pub(crate) struct Ones;

impl Measure for Ones {
    type Sum = u64;

    fn of(self, _: usize) -> u64 {
        1
    }

    fn of_word(self, _: usize, word: u64) -> u64 {
        u64::from(word.count_ones())
    }
}

/// Adds weights, in the order of the rows: the same sum on every run.
#[derive(Clone, Copy)]
pub(crate) struct Weights<'a>(pub(crate) &'a [f64]);

impl Measure for Weights<'_> {
    type Sum = f64;

    fn of(self, row: usize) -> f64 {
        self.0[row]
    }

    fn of_word(self, position: usize, word: u64) -> f64 {
        let mut sum = 0.0;
        each_bit(word, |bit| sum += self.0[position * 64 + bit]);
        sum
    }
}

#[inline]
fn each_bit(mut word: u64, mut with: impl FnMut(usize)) {
    while word != 0 {
        with(word.trailing_zeros() as usize);
        word &= word - 1;
    }
}

/// Largest number of cells one crossing may have.
pub(crate) const MAX_CELLS: usize = 1 << 22;

/// Whether the crossing of two axes is small enough to be counted.
pub(crate) fn fits(one: &Axis<'_>, two: &Axis<'_>) -> bool {
    one.span().saturating_mul(two.span()) <= MAX_CELLS
}

/// Joint values of two axes among chosen respondents.
pub(crate) fn joint<M: Measure>(one: &Axis<'_>, two: &Axis<'_>, rows: &Rows, measure: M) -> Joint<M::Sum> {
    let width = two.width();
    let mut cells = vec![M::Sum::default(); one.width() * width];
    match (&one.view, &two.view) {
        (View::Codes(left, left_slots), View::Codes(right, right_slots)) => {
            let raw = histogram(left, right, right_slots.len(), left_slots.len(), rows, measure);
            for (position, value) in raw.into_iter().enumerate() {
                let row = left_slots[position / right_slots.len()];
                let column = right_slots[position % right_slots.len()];
                if row != OUT && column != OUT {
                    for (row, column) in
                        [(row, column), (row, width - 1), (one.width() - 1, column), (one.width() - 1, width - 1)]
                    {
                        cells[row * width + column] += value;
                    }
                }
            }
        }
        (View::Codes(left, left_slots), View::Planes(right)) => {
            for (column, plane) in right.iter().enumerate() {
                for (code, value) in along(left, left_slots.len(), plane, rows, measure).into_iter().enumerate() {
                    if left_slots[code] != OUT {
                        cells[left_slots[code] * width + column] += value;
                        cells[(one.width() - 1) * width + column] += value;
                    }
                }
            }
        }
        (View::Planes(left), View::Codes(right, right_slots)) => {
            for (row, plane) in left.iter().enumerate() {
                for (code, value) in along(right, right_slots.len(), plane, rows, measure).into_iter().enumerate() {
                    if right_slots[code] != OUT {
                        cells[row * width + right_slots[code]] += value;
                        cells[row * width + width - 1] += value;
                    }
                }
            }
        }
        (View::Planes(left), View::Planes(right)) => {
            for (row, one) in left.iter().enumerate() {
                for (column, two) in right.iter().enumerate() {
                    let cell = &mut cells[row * width + column];
                    for (position, ((one, two), rows)) in one.iter().zip(two.iter()).zip(rows.words()).enumerate() {
                        *cell += measure.of_word(position, one & two & rows);
                    }
                }
            }
        }
    }
    Joint { cells, width }
}

fn histogram<M: Measure>(
    left: &Codes,
    right: &Codes,
    width: usize,
    height: usize,
    rows: &Rows,
    measure: M,
) -> Vec<M::Sum> {
    match (left, right) {
        (Codes::Narrow(left), Codes::Narrow(right)) => count_pairs(left, right, width, height, rows, measure),
        (Codes::Narrow(left), Codes::Wide(right)) => count_pairs(left, right, width, height, rows, measure),
        (Codes::Wide(left), Codes::Narrow(right)) => count_pairs(left, right, width, height, rows, measure),
        (Codes::Wide(left), Codes::Wide(right)) => count_pairs(left, right, width, height, rows, measure),
    }
}

fn count_pairs<L: Copy + Into<usize>, R: Copy + Into<usize>, M: Measure>(
    left: &[L],
    right: &[R],
    width: usize,
    height: usize,
    rows: &Rows,
    measure: M,
) -> Vec<M::Sum> {
    // Two histograms, even rows and odd rows: neighbours often fall in the same cell, and an addition must not wait for
    // the one before.
    let cells = width * height;
    let mut both = vec![M::Sum::default(); 2 * cells];
    let (even, odd) = both.split_at_mut(cells);
    for (position, (word, (left, right))) in rows.words().iter().zip(left.chunks(64).zip(right.chunks(64))).enumerate()
    {
        let first = position * 64;
        if *word == u64::MAX {
            for (pair, (left, right)) in left.chunks_exact(2).zip(right.chunks_exact(2)).enumerate() {
                even[left[0].into() * width + right[0].into()] += measure.of(first + 2 * pair);
                odd[left[1].into() * width + right[1].into()] += measure.of(first + 2 * pair + 1);
            }
        } else {
            each_bit(*word, |bit| even[left[bit].into() * width + right[bit].into()] += measure.of(first + bit));
        }
    }
    for (sum, more) in even.iter_mut().zip(odd.iter()) {
        *sum += *more;
    }
    both.truncate(cells);
    both
}

fn along<M: Measure>(codes: &Codes, span: usize, plane: &[u64], rows: &Rows, measure: M) -> Vec<M::Sum> {
    match codes {
        Codes::Narrow(codes) => along_plane(codes, span, plane, rows, measure),
        Codes::Wide(codes) => along_plane(codes, span, plane, rows, measure),
    }
}

fn along_plane<C: Copy + Into<usize>, M: Measure>(
    codes: &[C],
    span: usize,
    plane: &[u64],
    rows: &Rows,
    measure: M,
) -> Vec<M::Sum> {
    let mut sums = vec![M::Sum::default(); span];
    for (position, (codes, (plane, rows))) in codes.chunks(64).zip(plane.iter().zip(rows.words())).enumerate() {
        each_bit(plane & rows, |bit| sums[codes[bit].into()] += measure.of(position * 64 + bit));
    }
    sums
}
