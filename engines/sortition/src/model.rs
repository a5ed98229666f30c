//! A draw as numbers: types of people nothing distinguishes, rows that every panel keeps between two bounds.

use num_rational::BigRational;
use num_traits::One as _;

use crate::simplex::Lp;

/// What a row counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counted {
    /// Everybody drawn.
    Seats,
    /// Those who have a value of a feature.
    Quota {
        /// Name of the column.
        feature: String,
        /// The value.
        value: String,
    },
    /// Those who live in households alike, at most one in each.
    Households(usize),
    /// A rule of its own, by its name.
    Rule(String),
}

/// A row: what every panel keeps between two bounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it counts.
    pub counted: Counted,
    /// Least.
    pub low: i64,
    /// Most.
    pub high: i64,
}

/// People whom no rule distinguishes; they have the same chance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Type {
    /// How many they are.
    pub size: u32,
    /// Which rows count them, and for how much.
    pub terms: Vec<(u32, i64)>,
}

/// A panel, as how many people of each type: pairs of type and number, in order of types.
pub type Panel = Vec<(u32, u32)>;

/// The problem of a draw.
#[derive(Debug, Clone)]
pub struct Model {
    /// Types of people.
    pub types: Vec<Type>,
    /// Rows.
    pub rows: Vec<Row>,
    /// Highest probability anybody who is drawn may have.
    pub cap: BigRational,
    /// Under a highest probability, types of those who sit already: nothing is drawn of them, they are in every panel.
    /// Empty otherwise.
    pub certain: Vec<bool>,
    /// Chance that people of each type had of being invited, when a first draw said who was; empty otherwise. What is made
    /// fair is then the whole chance: of being invited, times the probability here.
    pub invited: Vec<BigRational>,
}

impl Model {
    /// The activity of each row in a panel.
    pub fn activities(&self, panel: &Panel) -> Vec<i64> {
        let mut sums = vec![0; self.rows.len()];
        for (of, count) in panel {
            for (row, value) in &self.types[*of as usize].terms {
                sums[*row as usize] += value * i64::from(*count);
            }
        }
        sums
    }

    /// Whether a panel keeps every row, counted in whole numbers.
    pub fn accepts(&self, panel: &Panel) -> bool {
        panel.iter().all(|(of, count)| *count <= self.types[*of as usize].size)
            && self.activities(panel).iter().zip(&self.rows).all(|(sum, row)| (row.low..=row.high).contains(sum))
    }

    /// Whether the people of a type sit already, above the highest probability.
    pub fn is_certain(&self, of: usize) -> bool {
        self.certain.get(of).is_some_and(|is_certain| *is_certain)
    }

    /// The highest probability the people of a type may have.
    pub fn most(&self, of: usize) -> BigRational {
        if self.is_certain(of) { BigRational::one() } else { self.cap.clone() }
    }

    /// The probability that gives a type this whole chance.
    pub fn probability(&self, of: usize, whole: &BigRational) -> BigRational {
        self.invited.get(of).map_or_else(|| whole.clone(), |invited| whole / invited)
    }

    /// The whole chance of a type that has this probability.
    pub fn whole_chance(&self, of: usize, probability: &BigRational) -> BigRational {
        self.invited.get(of).map_or_else(|| probability.clone(), |invited| probability * invited)
    }

    /// The linear relaxation: how many of each type, on average.
    pub(crate) fn relaxation(&self) -> Lp {
        let bounds: Vec<(f64, f64)> = self.rows.iter().map(|row| (row.low as f64, row.high as f64)).collect();
        let mut lp = Lp::new(&bounds);
        let term = |(row, value): &(u32, i64)| (*row, *value as f64);
        lp.add(self.types.iter().map(|of| (0.0, f64::from(of.size), of.terms.iter().map(term))));
        lp
    }

    /// Number of types.
    pub fn len(&self) -> usize {
        self.types.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.types.is_empty()
    }
}

/// A number between 1 and 2 that depends on a rank alone: breaks ties the same way everywhere.
pub(crate) fn scattered(rank: usize) -> f64 {
    let mut bits = (rank as u64).wrapping_add(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    1.0 + ((bits ^ (bits >> 31)) >> 12) as f64 / (1_u64 << 52) as f64
}
