//! From people to types: those whom no quota and no household distinguishes are drawn as one, then told apart by lot.

use std::collections::BTreeMap;

use num_rational::BigRational;
use num_traits::One as _;

use crate::invitation;
use crate::model::{Counted, Model, Row, Type};
use crate::pool::{Person, Pool, Quota};
use crate::reading::{folded, plain};
use crate::replacement::{SITS, YES};

/// A linear rule: the sum of coefficients over the panel stands between two bounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// Each term: who it counts, as values that must all be theirs, and for how much.
    pub terms: Vec<(Vec<(String, String)>, i64)>,
    /// Least.
    pub low: i64,
    /// Most.
    pub high: i64,
}

/// A draw ready to be computed.
#[derive(Debug, Clone)]
pub struct Draw {
    /// Types and rows.
    pub model: Model,
    /// People of each type, by their rank in the pool.
    pub members: Vec<Vec<u32>>,
    /// Class of households of each type; nothing when its people live alone, or where households ask for no row.
    pub classes: Vec<Option<u32>>,
}

/// Coefficients no rule may exceed.
pub const MOST_COEFFICIENT: i64 = 1_000_000;

impl Draw {
    /// Groups the pool into types.
    ///
    /// # Errors
    /// A rule names a feature or a value that does not exist.
    pub fn new(pool: &Pool, quotas: &[Quota], rules: &[Rule], seats: i64, cap: BigRational) -> Result<Self, String> {
        let loose = loose(pool, quotas, seats);
        let strict = |person: &Person| person.household.filter(|home| !loose[*home as usize]);
        let mut homes: BTreeMap<u32, Vec<&[u16]>> = BTreeMap::new();
        for person in &pool.people {
            if let Some(home) = strict(person) {
                homes.entry(home).or_default().push(&person.values);
            }
        }
        let mut classes: BTreeMap<Vec<&[u16]>, Vec<u32>> = BTreeMap::new();
        for (home, mut people) in homes {
            people.sort_unstable();
            classes.entry(people).or_default().push(home);
        }
        let mut class_of: BTreeMap<u32, u32> = BTreeMap::new();
        for (class, homes) in (0..).zip(classes.values()) {
            class_of.extend(homes.iter().map(|home| (*home, class)));
        }
        let mut types: BTreeMap<(&[u16], Option<u32>), Vec<u32>> = BTreeMap::new();
        for (rank, person) in (0..).zip(&pool.people) {
            let class = strict(person).map(|home| class_of[&home]);
            types.entry((&person.values, class)).or_default().push(rank);
        }

        let mut rows = vec![Row { counted: Counted::Seats, low: seats, high: seats }];
        let mut row_of: Vec<Vec<Option<u32>>> =
            pool.features.iter().map(|feature| vec![None; feature.values.len()]).collect();
        for quota in quotas {
            let (feature, value) = find(pool, &quota.feature, &quota.value)?;
            row_of[feature][value as usize] = Some(rows.len() as u32);
            let counted = Counted::Quota { feature: quota.feature.clone(), value: quota.value.clone() };
            rows.push(Row { counted, low: quota.low.min(seats), high: quota.high.min(seats) });
        }
        let first_class = rows.len() as u32;
        for (class, homes) in classes.values().enumerate() {
            rows.push(Row { counted: Counted::Households(class), low: 0, high: homes.len() as i64 });
        }
        let mut terms_of: Vec<Vec<(u32, i64)>> = types
            .keys()
            .map(|(values, class)| {
                let quotas = values.iter().zip(&row_of).filter_map(|(value, rows)| Some((rows[*value as usize]?, 1)));
                let class = class.map(|class| (first_class + class, 1));
                std::iter::once((0, 1)).chain(quotas).chain(class).collect()
            })
            .collect();
        for rule in rules {
            let row = rows.len() as u32;
            let mut coefficients = vec![0_i64; types.len()];
            for (conditions, coefficient) in &rule.terms {
                let mut wanted = Vec::new();
                for (feature, value) in conditions {
                    wanted
                        .push(find(pool, feature, value).map_err(|told| format!("Règle « {} » : {told}", rule.name))?);
                }
                for (sum, (values, _)) in coefficients.iter_mut().zip(types.keys()) {
                    if wanted.iter().all(|(feature, value)| values[*feature] == *value) {
                        *sum += coefficient;
                    }
                }
            }
            for (terms, coefficient) in terms_of.iter_mut().zip(coefficients).filter(|(_, c)| *c != 0) {
                terms.push((row, coefficient));
            }
            rows.push(Row { counted: Counted::Rule(rule.name.clone()), low: rule.low, high: rule.high });
        }
        let invited = match invitation::feature(pool, quotas) {
            Some(at) => {
                let written = |(values, _): &(&[u16], Option<u32>)| &pool.features[at].values[values[at] as usize];
                types.keys().map(|key| invitation::chance(written(key))).collect::<Result<_, _>>()?
            }
            None => Vec::new(),
        };
        // Those who sit already are not drawn: no highest probability stops them.
        let sits = pool.features.iter().position(|feature| feature.name == SITS).filter(|_| !cap.is_one());
        let certain = match sits {
            Some(at) => types.keys().map(|(values, _)| pool.features[at].values[values[at] as usize] == YES).collect(),
            None => Vec::new(),
        };
        let model = Model {
            types: types
                .values()
                .zip(terms_of)
                .map(|(members, terms)| Type { size: members.len() as u32, terms })
                .collect(),
            rows,
            cap,
            certain,
            invited,
        };
        let classes = types.keys().map(|(_, class)| *class).collect();
        Ok(Self { model, members: types.into_values().collect(), classes })
    }
}

/// Households that ask for no row. Whoever is drawn of each type being drawn evenly among its people, a household of
/// which no more than one is expected, whatever the panel, can always be left with one at most: types and households
/// are the two sides of a graph whose fractional choices are mixtures of whole ones.
fn loose(pool: &Pool, quotas: &[Quota], seats: i64) -> Vec<bool> {
    let mut most: Vec<Vec<i64>> = pool.features.iter().map(|feature| vec![seats; feature.values.len()]).collect();
    for quota in quotas {
        if let Ok((feature, value)) = find(pool, &quota.feature, &quota.value) {
            most[feature][value as usize] = quota.high.min(seats);
        }
    }
    let mut loose = vec![true; pool.households as usize];
    loop {
        let mut sizes: BTreeMap<&[u16], u32> = BTreeMap::new();
        for person in pool.people.iter().filter(|person| person.household.is_none_or(|home| loose[home as usize])) {
            *sizes.entry(&person.values).or_default() += 1;
        }
        let mut expected = vec![0.0; loose.len()];
        for person in &pool.people {
            if let Some(home) = person.household.filter(|home| loose[*home as usize]) {
                let drawn = person.values.iter().zip(&most).map(|(value, most)| most[*value as usize]).min();
                let size = f64::from(sizes[person.values.as_slice()]);
                expected[home as usize] += (drawn.unwrap_or(seats) as f64).min(size) / size;
            }
        }
        let mut is_changed = false;
        for (loose, expected) in loose.iter_mut().zip(expected) {
            if *loose && expected > 1.0 - 1e-9 {
                *loose = false;
                is_changed = true;
            }
        }
        if !is_changed {
            return loose;
        }
    }
}

/// Ranks of a feature and of its value.
fn find(pool: &Pool, feature: &str, value: &str) -> Result<(usize, u16), String> {
    let name = folded(feature);
    let at = pool
        .features
        .iter()
        .position(|feature| folded(&feature.name) == name)
        .ok_or_else(|| format!("le critère « {feature} » n’est pas dans les quotas."))?;
    let wanted = plain(value);
    let rank = pool.features[at]
        .values
        .iter()
        .position(|value| plain(value) == wanted)
        .ok_or_else(|| format!("« {feature} : {value} » n’est pas dans les quotas."))?;
    Ok((at, rank as u16))
}
