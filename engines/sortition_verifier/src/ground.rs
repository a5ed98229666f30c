//! The rules and the pool, and every printed panel counted again.

use std::collections::{BTreeMap, BTreeSet};

use num_rational::BigRational;
use serde_json::Value;

use crate::Files;
use crate::text::{count, exact, field, json, list, table, whole};

/// A rule on the sum of what people count for.
#[derive(Debug)]
pub struct Row {
    /// Its name in the certificate.
    pub name: String,
    /// Least.
    pub low: i128,
    /// Most.
    pub high: i128,
    /// Who counts, and for how much: conditions that are all met.
    terms: Vec<(Vec<(usize, String)>, i128)>,
}

/// Somebody of the pool.
#[derive(Debug)]
pub struct Person {
    /// Identifier.
    pub id: String,
    /// Values of features.
    pub values: Vec<String>,
    /// Household, or nothing.
    pub household: String,
}

/// What a draw stands on.
#[derive(Debug)]
pub struct Ground {
    /// Seats.
    pub seats: i128,
    /// Objective.
    pub objective: String,
    /// Highest probability of those who are drawn.
    pub cap: BigRational,
    /// Size, quotas and rules; households are apart.
    pub rows: Vec<Row>,
    /// The pool.
    pub people: Vec<Person>,
    /// Rank of each identifier.
    pub rank: BTreeMap<String, usize>,
    /// The feature that holds the chance of having been invited, when a first draw said who was.
    invited: Option<usize>,
    /// The feature that tells who sits already, where a highest probability is asked of the others.
    sits: Option<usize>,
}

/// How many printed panels people are in.
#[derive(Debug)]
pub struct Tickets {
    /// Panels printed.
    pub panels: usize,
    /// Panels that differ.
    pub distinct: usize,
    /// By person.
    pub by_person: Vec<usize>,
}

/// Text as values are compared.
pub fn alike(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Ground {
    /// Reads rules and pool.
    pub fn read(files: &Files) -> Result<Self, String> {
        let rules = json(files, "rules.json")?;
        let seats = count(&rules["seats"])?;
        let mut lines = table(files, "pool.csv")?.into_iter();
        let headers = lines.next().ok_or("« pool.csv » est vide.")?;
        let width = headers.len();
        if width < 2 || headers.first().map(String::as_str) != Some("id") {
            return Err("« pool.csv » n’a pas les colonnes attendues.".to_owned());
        }
        let features = &headers[1..width - 1];
        let mut people = Vec::new();
        let mut rank = BTreeMap::new();
        for mut cells in lines {
            if cells.len() != width {
                return Err("Une ligne de « pool.csv » n’a pas toutes ses cases.".to_owned());
            }
            let household = cells.pop().unwrap_or_default();
            let id = cells.remove(0);
            if rank.insert(id.clone(), people.len()).is_some() {
                return Err(format!("« {id} » est deux fois dans « pool.csv »."));
            }
            people.push(Person { id, values: cells, household });
        }
        let place = |feature: &str| {
            let place = features.iter().position(|name| alike(name) == alike(feature));
            place.ok_or_else(|| format!("Le critère « {feature} » n’est pas dans le vivier."))
        };
        let mut rows = vec![Row { name: "seats".to_owned(), low: seats, high: seats, terms: vec![(Vec::new(), 1)] }];
        for quota in list(&rules, "quotas")? {
            let (feature, value) = (field(quota, "feature")?, field(quota, "value")?);
            rows.push(Row {
                name: format!("quota:{feature}={value}"),
                low: count(&quota["min"])?.min(seats),
                high: count(&quota["max"])?.min(seats),
                terms: vec![(vec![(place(feature)?, alike(value))], 1)],
            });
        }
        for rule in list(&rules, "rules")? {
            let mut terms = Vec::new();
            for term in list(rule, "terms")? {
                let mut conditions = Vec::new();
                for condition in list(term, "where")? {
                    conditions.push((place(field(condition, "feature")?)?, alike(field(condition, "value")?)));
                }
                terms.push((conditions, count(&term["coefficient"])?));
            }
            let name = format!("rule:{}", field(rule, "name")?);
            rows.push(Row { name, low: count(&rule["min"])?, high: count(&rule["max"])?, terms });
        }
        let cap = match &rules["cap"] {
            Value::String(text) => exact(text)?,
            _ => whole(1),
        };
        let invited = match &rules["invitation"] {
            Value::Null => None,
            told => Some(place(field(told, "feature")?)?),
        };
        let sits = features.iter().position(|name| name == "siège déjà").filter(|_| cap != whole(1));
        Ok(Self { seats, objective: field(&rules, "objective")?.to_owned(), cap, rows, people, rank, invited, sits })
    }

    /// Whether somebody sits already, so that no highest probability is asked of her.
    pub fn is_certain(&self, person: usize) -> bool {
        self.sits.is_some_and(|at| self.people[person].values[at] == "oui")
    }

    /// Whether a first draw said who was invited.
    pub fn has_invited(&self) -> bool {
        self.invited.is_some()
    }

    /// The chance a person had of being invited; 1 without a first draw.
    pub fn invited(&self, person: usize) -> Result<BigRational, String> {
        let Some(at) = self.invited else { return Ok(whole(1)) };
        let chance = exact(&self.people[person].values[at])?;
        let is_chance = chance > whole(0) && chance <= whole(1);
        if is_chance { Ok(chance) } else { Err(format!("« pool.csv » : « {chance} » n’est pas une chance.")) }
    }

    /// What a person counts for in a row.
    pub fn counts(&self, row: usize, person: usize) -> i128 {
        let values = &self.people[person].values;
        let holds = |(conditions, _): &&(Vec<(usize, String)>, i128)| {
            conditions.iter().all(|(feature, value)| alike(&values[*feature]) == *value)
        };
        self.rows[row].terms.iter().filter(holds).map(|(_, coefficient)| coefficient).sum()
    }

    /// Households of several people.
    pub fn households(&self) -> usize {
        let mut seen: Vec<&str> =
            self.people.iter().map(|person| person.household.as_str()).filter(|home| !home.is_empty()).collect();
        seen.sort_unstable();
        seen.dedup();
        seen.len()
    }

    /// Checks that people can sit together. After the draw, who sat before it does not matter any more.
    pub fn check(&self, what: &str, people: &[usize], table: &[Vec<i128>], is_drawn: bool) -> Result<(), String> {
        let mut seen = BTreeSet::new();
        let mut homes = BTreeSet::new();
        for person in people {
            let of = &self.people[*person];
            if !seen.insert(*person) {
                return Err(format!("{what} : « {} » y est deux fois.", of.id));
            }
            if !of.household.is_empty() && !homes.insert(of.household.as_str()) {
                return Err(format!("{what} : deux personnes du foyer de « {} » y sont.", of.id));
            }
        }
        for (row, counts) in self.rows.iter().zip(table) {
            let sum: i128 = people.iter().map(|person| counts[*person]).sum();
            if is_drawn && row.name.starts_with("quota:siège déjà=") {
                continue;
            }
            if sum < row.low || sum > row.high {
                return Err(format!(
                    "{what} : « {} » y compte {sum}, de {} à {} attendus.",
                    row.name, row.low, row.high
                ));
            }
        }
        Ok(())
    }

    /// What everybody counts for, row by row.
    pub fn counted(&self) -> Vec<Vec<i128>> {
        let of = |row: usize| (0..self.people.len()).map(|person| self.counts(row, person)).collect();
        (0..self.rows.len()).map(of).collect()
    }

    /// Ranks of identifiers.
    pub fn ranks<'a>(&self, what: &str, ids: impl Iterator<Item = &'a String>) -> Result<Vec<usize>, String> {
        ids.map(|id| self.rank.get(id).copied().ok_or_else(|| format!("{what} : « {id} » n’est pas dans le vivier.")))
            .collect()
    }

    /// Counts every printed panel again.
    pub fn panels(&self, files: &Files, holds: &mut Vec<String>) -> Result<Tickets, String> {
        let table = self.counted();
        let mut tickets = Tickets { panels: 0, distinct: 0, by_person: vec![0; self.people.len()] };
        let mut seen = BTreeSet::new();
        for cells in crate::text::table(files, "panels.csv")? {
            let what = format!("Groupe {}", tickets.panels);
            if cells[0] != tickets.panels.to_string() {
                return Err(format!("« panels.csv » : le groupe {} n’est pas à sa place.", tickets.panels));
            }
            let mut people = self.ranks(&what, cells[1..].iter())?;
            self.check(&what, &people, &table, false)?;
            for person in &people {
                tickets.by_person[*person] += 1;
            }
            people.sort_unstable();
            seen.insert(people);
            tickets.panels += 1;
        }
        if tickets.panels == 0 {
            return Err("« panels.csv » n’a aucun groupe.".to_owned());
        }
        tickets.distinct = seen.len();
        holds
            .push(format!("Les {} groupes imprimés tiennent toutes les règles, recomptées une à une.", tickets.panels));
        Ok(tickets)
    }
}
