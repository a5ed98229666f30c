//! A first draw, from a list too long to be called whole: who is written to. People of a stratum have the same chance, known
//! exactly; whom a second draw then picks among those who answered is made fair with that chance counted in.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed as _, ToPrimitive as _, Zero};

use crate::chance::Chance;
use crate::exact::decimal;
use crate::pool::{Feature, Pool, Quota};
use crate::reading::{Points, Table, Wrong, counted, folded, listed, plain, shown};

/// The column that holds, in the pool of a second draw, the chance each person had of being invited.
pub const INVITED: &str = "invitation";
/// Most strata.
const MOST_STRATA: usize = 10_000;
/// Largest weight of a stratum.
const MOST_WEIGHT: i64 = 1_000;

/// People alike for the first draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stratum {
    /// Its values, joined.
    pub name: String,
    /// How many times as likely its people are to be invited as those of a stratum of weight 1.
    pub weight: BigRational,
    /// Its people, by their rank in the list.
    pub people: Vec<u32>,
}

/// A list to invite from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roll {
    /// Identifiers, in the order of the file.
    pub ids: Vec<String>,
    /// Strata, in the order of their names.
    pub strata: Vec<Stratum>,
}

/// Who was drawn in a stratum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// Where the shares of strata were cut, out of [`Plan::whole`].
    pub start: u64,
    /// People invited of each stratum.
    pub many: Vec<u64>,
    /// Who, by rank in the list, stratum after stratum, in the order drawn.
    pub people: Vec<u32>,
}

/// What the first draw gives, before chance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Chance of each person of each stratum.
    pub chances: Vec<BigRational>,
    /// Into how many parts a letter is cut so that every share is whole.
    pub whole: u64,
}

/// Reads a list: a column `id`, and those that make strata. `weights` says, for each stratum, how many times as likely its
/// people are to be invited; all are equal without it.
///
/// # Errors
/// Everything that is to be corrected.
pub fn read_roll(bytes: &[u8], columns: &[String], weights: Option<&[u8]>) -> Result<Roll, Wrong> {
    let table = Table::read(bytes)?;
    let id = found(&table, &["id", "identifiant", "numéro"], ", qui distingue chaque personne")?;
    let places = places(&table, columns)?;
    let weights = weights.map(|bytes| read_weights(bytes, columns)).transpose()?;
    let mut wrong = Points::default();
    let mut roll = Roll::default();
    let mut seen: BTreeMap<&str, u64> = BTreeMap::new();
    let mut strata: BTreeMap<Vec<String>, (String, Vec<u32>)> = BTreeMap::new();
    for (line, cells) in &table.lines {
        let name = cells.get(id).unwrap_or_default();
        if name.is_empty() || name.len() > 200 || name.chars().any(char::is_control) {
            wrong
                .tell(|| format!("Ligne {line} : l’identifiant manque, est trop long ou contient un signe invisible."));
            continue;
        }
        if let Some(first) = seen.insert(name, *line) {
            wrong.tell(|| format!("Lignes {first} et {line} : « {} » est deux fois dans le fichier.", shown(name)));
        }
        let values: Vec<&str> = places.iter().map(|at| cells.get(*at).unwrap_or_default()).collect();
        if let Some(at) = values.iter().position(|value| value.is_empty()) {
            wrong.tell(|| {
                format!(
                    "Ligne {line}, « {} » : « {} » n’est pas renseigné. Écrivez par exemple « non renseigné ».",
                    shown(name),
                    columns[at]
                )
            });
        }
        let key = values.iter().map(|value| plain(value)).collect();
        let shown = || if values.is_empty() { "tous".to_owned() } else { values.join(" · ") };
        let rank = roll.ids.len() as u32;
        strata.entry(key).or_insert_with(|| (shown(), Vec::new())).1.push(rank);
        roll.ids.push(name.to_owned());
    }
    if roll.ids.is_empty() && wrong.is_empty() {
        wrong.tell(|| "La liste n’a aucune ligne.".to_owned());
    }
    if strata.len() > MOST_STRATA {
        wrong.tell(|| format!("{} strates sont trop : choisissez des colonnes plus grossières.", strata.len()));
    }
    let mut names = std::collections::BTreeSet::new();
    for (key, (name, people)) in strata {
        if !names.insert(name.clone()) {
            wrong.tell(|| format!("Deux strates s’écrivent « {name} » : changez une de leurs valeurs."));
        }
        let weight = match &weights {
            None => BigRational::one(),
            Some(weights) => weights.get(&key).cloned().unwrap_or_else(|| {
                let many = counted(people.len() as i64, "personne", "personnes");
                wrong.tell(|| format!("La strate « {name} » ({many}) n’a pas de poids : ajoutez sa ligne."));
                BigRational::one()
            }),
        };
        roll.strata.push(Stratum { name, weight, people });
    }
    wrong.or(roll)
}

fn found(table: &Table, names: &[&str], what: &str) -> Result<usize, Wrong> {
    table.column(names)?.ok_or_else(|| {
        let read = listed(table.headers.iter().map(String::as_str));
        Wrong::of(format!("Il manque la colonne « {} »{what}. Colonnes lues : {read}.", names[0]))
    })
}

fn places(table: &Table, columns: &[String]) -> Result<Vec<usize>, Wrong> {
    columns.iter().map(|name| found(table, &[name.as_str()], ", demandée pour les strates")).collect()
}

fn read_weights(bytes: &[u8], columns: &[String]) -> Result<BTreeMap<Vec<String>, BigRational>, Wrong> {
    let table = Table::read(bytes)?;
    let weight = found(&table, &["poids", "weight"], ", qui dit le poids de chaque strate")?;
    let places = places(&table, columns)?;
    let (mut weights, mut wrong) = (BTreeMap::new(), Points::default());
    for (line, cells) in &table.lines {
        let text = cells.get(weight).unwrap_or_default();
        let read = decimal(text).filter(|read| {
            let is_short = (read * BigInt::from(1_000)).is_integer();
            read.is_positive() && is_short && *read <= BigRational::from_integer(MOST_WEIGHT.into())
        });
        let key: Vec<String> = places.iter().map(|at| plain(cells.get(*at).unwrap_or_default())).collect();
        match read {
            None => wrong.tell(|| {
                format!(
                    "Ligne {line}, colonne « poids » : « {} » n’est pas un nombre de 0,001 à {MOST_WEIGHT}, avec trois \
                 décimales au plus.",
                    shown(text)
                )
            }),
            Some(read) => {
                if weights.insert(key, read).is_some() {
                    wrong.tell(|| format!("Ligne {line} : cette strate a deux poids, gardez-en un."));
                }
            }
        }
    }
    wrong.or(weights)
}

/// The chance of each person: so many letters in all, shared by weight; where that would be more than one letter a person,
/// everybody of the stratum is invited and the others share what is left.
///
/// # Errors
/// There are more letters than people, or none.
pub fn plan(roll: &Roll, letters: u64) -> Result<Plan, Wrong> {
    let people = roll.ids.len();
    if letters == 0 || letters > people as u64 {
        return Err(Wrong::of(format!(
            "Le nombre de courriers va de 1 à {people}, le nombre de personnes de la liste."
        )));
    }
    let size = |of: &Stratum| BigRational::from_integer(of.people.len().into());
    let mut chances: Vec<Option<BigRational>> = vec![None; roll.strata.len()];
    loop {
        let mut left = BigRational::from_integer(letters.into());
        let mut weight = BigRational::zero();
        for (of, chance) in roll.strata.iter().zip(&chances) {
            match chance {
                Some(_) => left -= size(of),
                None => weight += &of.weight * size(of),
            }
        }
        let each = if weight.is_zero() { BigRational::zero() } else { left / weight };
        let mut is_full = false;
        for (of, chance) in roll.strata.iter().zip(&mut chances) {
            if chance.is_none() && &of.weight * &each > BigRational::one() {
                *chance = Some(BigRational::one());
                is_full = true;
            }
        }
        if !is_full {
            let chances: Vec<BigRational> =
                roll.strata.iter().zip(chances).map(|(of, full)| full.unwrap_or_else(|| &of.weight * &each)).collect();
            let mut whole = BigInt::one();
            for (of, chance) in roll.strata.iter().zip(&chances) {
                let share = chance * size(of);
                whole *= BigRational::new(whole.clone(), share.denom().clone()).denom();
            }
            let whole = whole.to_u64().ok_or_else(|| {
                Wrong::of(
                    "Ces poids se partagent mal : donnez-leur moins de décimales, ou des strates moins nombreuses.",
                )
            })?;
            return Ok(Plan { chances, whole });
        }
    }
}

/// How many of each stratum, when shares are cut at `start`: on average over every start, exactly its share of letters; in
/// all, exactly so many letters.
pub fn shares(roll: &Roll, plan: &Plan, start: u64) -> Vec<u64> {
    let (mut sum, mut before) = (BigRational::zero(), BigInt::zero());
    let start = BigRational::new(start.into(), plan.whole.into());
    let strata = roll.strata.iter().zip(&plan.chances);
    strata
        .map(|(of, chance)| {
            sum += chance * BigInt::from(of.people.len());
            let reached = (&sum + &start).floor().to_integer();
            let many = (&reached - &before).to_u64().unwrap_or_default();
            before = reached;
            many
        })
        .collect()
}

/// Draws who is invited.
pub fn invite(roll: &Roll, plan: &Plan, chance: &mut Chance) -> Invited {
    let start = chance.below(plan.whole);
    let many = shares(roll, plan, start);
    let mut people = Vec::new();
    for (of, many) in roll.strata.iter().zip(&many) {
        let mut order = of.people.clone();
        chance.shuffle(&mut order);
        order.truncate(*many as usize);
        people.extend(order);
    }
    Invited { start, many, people }
}

/// The feature of a pool that holds the chance of having been invited: one no quota names.
pub(crate) fn feature(pool: &Pool, quotas: &[Quota]) -> Option<usize> {
    let is_named = quotas.iter().any(|quota| folded(&quota.feature) == folded(INVITED));
    pool.features.iter().position(|feature| feature.name == INVITED).filter(|_| !is_named)
}

/// A chance as the pool writes it.
pub(crate) fn chance(text: &str) -> Result<BigRational, String> {
    let read = text.parse::<BigRational>().ok().filter(|read| read.is_positive() && *read <= BigRational::one());
    read.ok_or_else(|| format!("« {text} » n’est pas la chance d’avoir été invité."))
}

/// Gives everybody of a pool the chance they had of being invited; whoever was not is told.
///
/// # Errors
/// Somebody was not invited, or a quota bears the name of the column.
pub fn join(pool: &mut Pool, invited: &BTreeMap<String, String>) -> Result<(), Wrong> {
    if pool.features.iter().any(|feature| folded(&feature.name) == folded(INVITED)) {
        return Err(Wrong::of(format!(
            "Le critère « {INVITED} » est celui que Parvis ajoute : donnez un autre nom à celui des quotas."
        )));
    }
    let mut values: Vec<String> = invited.values().cloned().collect();
    values.sort_unstable();
    values.dedup();
    let mut wrong = Points::default();
    for person in &mut pool.people {
        let of = invited.get(&person.id).and_then(|chance| values.binary_search(chance).ok());
        match of {
            Some(rank) => person.values.push(rank as u16),
            None => wrong.tell(|| format!("« {} » n’a pas été invité·e : retirez cette ligne.", person.id)),
        }
    }
    pool.features.push(Feature { name: INVITED.to_owned(), values });
    wrong.or(())
}
