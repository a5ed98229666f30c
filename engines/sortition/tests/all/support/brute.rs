//! The oracle: every panel listed, levels found by linear programs in fractions, person by person. Slow and plain.

use std::ops::{Add, Div, Mul, Neg, Sub};

use sortition::pool::{Pool, Quota};

/// A fraction that stops the test rather than overflow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part(i128, i128);

impl Part {
    pub const ZERO: Self = Self(0, 1);
    pub const ONE: Self = Self(1, 1);

    pub fn new(top: i128, bottom: i128) -> Self {
        let (mut a, mut b) = (top.abs(), bottom.abs());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let sign = if bottom < 0 { -1 } else { 1 };
        Self(sign * top / a.max(1), sign * bottom / a.max(1))
    }

    pub fn float(self) -> f64 {
        self.0 as f64 / self.1 as f64
    }

    fn is_positive(self) -> bool {
        self.0 > 0
    }

    fn is_less(self, other: Self) -> bool {
        self.0.checked_mul(other.1).expect("small") < other.0.checked_mul(self.1).expect("small")
    }
}

impl Add for Part {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        let (a, b) = (self.0.checked_mul(other.1).expect("small"), other.0.checked_mul(self.1).expect("small"));
        Self::new(a.checked_add(b).expect("small"), self.1.checked_mul(other.1).expect("small"))
    }
}
impl Neg for Part {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0, self.1)
    }
}
impl Sub for Part {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}
impl Mul for Part {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self::new(self.0.checked_mul(other.0).expect("small"), self.1.checked_mul(other.1).expect("small"))
    }
}
impl Div for Part {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        Self::new(self.0.checked_mul(other.1).expect("small"), self.1.checked_mul(other.0).expect("small"))
    }
}

/// Every panel that keeps quotas and households, as sets of people.
pub fn panels(pool: &Pool, quotas: &[Quota], seats: i64) -> Vec<Vec<usize>> {
    let people = pool.people.len();
    let rows: Vec<(i64, i64, Vec<bool>)> = quotas
        .iter()
        .map(|quota| {
            let feature = pool.features.iter().position(|feature| feature.name == quota.feature).expect("a feature");
            let value = pool.features[feature].values.iter().position(|value| *value == quota.value).expect("a value");
            (quota.low, quota.high, pool.people.iter().map(|of| usize::from(of.values[feature]) == value).collect())
        })
        .collect();
    (0_u32..1 << people)
        .filter(|set| i64::from(set.count_ones()) == seats)
        .map(|set| (0..people).filter(|person| set >> person & 1 == 1).collect::<Vec<usize>>())
        .filter(|panel| {
            rows.iter().all(|(low, high, counts)| {
                let sum = panel.iter().filter(|person| counts[**person]).count() as i64;
                (*low..=*high).contains(&sum)
            })
        })
        .filter(|panel| {
            panel.iter().all(|a| {
                panel.iter().all(|b| {
                    a == b
                        || pool.people[*a].household.is_none()
                        || pool.people[*a].household != pool.people[*b].household
                })
            })
        })
        .collect()
}

/// Maximises the last column of `A x = b`, `x ≥ 0`, from a basis given; Bland's rule. The tableau holds `b` last.
fn maximise(tableau: &mut [Vec<Part>], basis: &mut [usize], cost: &[Part]) -> Part {
    let columns = cost.len();
    loop {
        let price = |column: usize, tableau: &[Vec<Part>], basis: &[usize]| {
            let held = basis.iter().zip(tableau).map(|(of, row)| cost[*of] * row[column]);
            cost[column] - held.fold(Part::ZERO, Add::add)
        };
        let entering = (0..columns).find(|column| price(*column, tableau, basis).is_positive());
        let Some(entering) = entering else {
            return basis
                .iter()
                .zip(tableau.iter())
                .map(|(of, row)| cost[*of] * row[columns])
                .fold(Part::ZERO, Add::add);
        };
        let mut best: Option<(Part, usize)> = None;
        for (place, row) in tableau.iter().enumerate().filter(|(_, row)| row[entering].is_positive()) {
            let ratio = row[columns] / row[entering];
            let is_better = match &best {
                None => true,
                Some((least, at)) => ratio.is_less(*least) || (ratio == *least && basis[place] < basis[*at]),
            };
            if is_better {
                best = Some((ratio, place));
            }
        }
        let (_, place) = best.expect("bounded");
        let pivot = tableau[place][entering];
        tableau[place].iter_mut().for_each(|entry| *entry = *entry / pivot);
        let kept = tableau[place].clone();
        for (other, row) in tableau.iter_mut().enumerate() {
            let ratio = row[entering];
            if other != place && ratio != Part::ZERO {
                for (entry, kept) in row.iter_mut().zip(&kept) {
                    if *kept != Part::ZERO {
                        *entry = *entry - ratio * *kept;
                    }
                }
            }
        }
        basis[place] = entering;
    }
}

/// The most of an objective over lotteries where each person has at least `floor`: either one level `z` given to all those
/// free, or the probability of one person. Artificial columns are driven out first.
fn program(
    panels: &[Vec<usize>],
    (floors, invited, cap): (&[Option<Part>], &[Part], Part),
    free: &[bool],
    one: Option<usize>,
) -> Option<Part> {
    let (people, many) = (floors.len(), panels.len());
    // Columns: panels, one slack a person, one more under the cap when there is one, z, one artificial a row.
    let capped = if cap == Part::ONE { 0 } else { people };
    let z = many + people + capped;
    let rows = people + 1 + capped;
    let columns = z + 1 + rows;
    let mut tableau = vec![vec![Part::ZERO; columns + 1]; rows];
    for person in 0..capped {
        let row = &mut tableau[people + 1 + person];
        for (rank, panel) in panels.iter().enumerate() {
            if panel.contains(&person) {
                row[rank] = Part::ONE;
            }
        }
        row[many + people + person] = Part::ONE;
        row[z + 1 + people + 1 + person] = Part::ONE;
        row[columns] = cap;
    }
    for person in 0..people {
        let row = &mut tableau[person];
        for (rank, panel) in panels.iter().enumerate() {
            if panel.contains(&person) {
                row[rank] = Part::ONE;
            }
        }
        row[many + person] = -Part::ONE;
        if free[person] && one.is_none() {
            row[z] = -(Part::ONE / invited[person]);
        }
        row[z + 1 + person] = Part::ONE;
        row[columns] = floors[person].unwrap_or(Part::ZERO);
    }
    tableau[people][..many].fill(Part::ONE);
    tableau[people][z + 1 + people] = Part::ONE;
    tableau[people][columns] = Part::ONE;
    let mut basis: Vec<usize> = (z + 1..columns).collect();
    let mut cost = vec![Part::ZERO; columns];
    cost[z + 1..].fill(-Part::ONE);
    let rest = maximise(&mut tableau, &mut basis, &cost);
    if rest != Part::ZERO {
        return None;
    }
    cost.fill(Part::ZERO);
    // Artificial columns stay at nothing: never worth it.
    cost[z + 1..].fill(Part(-1_000_000, 1));
    match one {
        None => cost[z] = Part::ONE,
        Some(person) => panels
            .iter()
            .enumerate()
            .filter(|(_, panel)| panel.contains(&person))
            .for_each(|(rank, _)| cost[rank] = Part::ONE),
    }
    Some(maximise(&mut tableau, &mut basis, &cost))
}

/// The leximin probabilities of people over lotteries on these panels.
pub fn leximin(panels: &[Vec<usize>], people: usize) -> Vec<Part> {
    leximin_of_invited(panels, &vec![Part::ONE; people])
}

/// The probabilities that make leximin the whole chances: of being invited, times the probability of the draw.
pub fn leximin_of_invited(panels: &[Vec<usize>], invited: &[Part]) -> Vec<Part> {
    levels(panels, invited, Part::ONE).expect("without cap, there is a lottery")
}

/// The leximin probabilities of lotteries that give nobody more than a cap; nothing when there is none.
pub fn leximin_under(panels: &[Vec<usize>], people: usize, cap: Part) -> Option<Vec<Part>> {
    levels(panels, &vec![Part::ONE; people], cap)
}

fn levels(panels: &[Vec<usize>], invited: &[Part], cap: Part) -> Option<Vec<Part>> {
    let mut floors: Vec<Option<Part>> = vec![None; invited.len()];
    while floors.contains(&None) {
        let free: Vec<bool> = floors.iter().map(Option::is_none).collect();
        let level = program(panels, (&floors, invited, cap), &free, None)?;
        let aim = |person: usize| level / invited[person];
        let all: Vec<Option<Part>> =
            floors.iter().enumerate().map(|(person, floor)| Some(floor.unwrap_or_else(|| aim(person)))).collect();
        let before = floors.iter().filter(|floor| floor.is_none()).count();
        for (person, floor) in floors.iter_mut().enumerate() {
            if floor.is_none() && program(panels, (&all, invited, cap), &free, Some(person)) == Some(aim(person)) {
                *floor = Some(aim(person));
            }
        }
        assert!(floors.iter().filter(|floor| floor.is_none()).count() < before, "somebody is at the level");
    }
    Some(floors.into_iter().flatten().collect())
}
