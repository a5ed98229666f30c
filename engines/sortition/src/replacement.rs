//! Somebody refuses: the first of the complementary list whose coming leaves a council that can still be completed takes
//! the seat. Those who are passed over are told why.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::contents;
use crate::dossier::{Files, hash, sealed};
use crate::draw::Draw;
use crate::infeasible;
use crate::levels::no_cap;
use crate::model::{Model, Row};
use crate::opening::{Opened, identifiers};
use crate::pool::{Feature, Pool, Quota};
use crate::reading::Wrong;
use crate::request::impossible;
use crate::search::{Found, Search};

/// Nodes of one search.
const NODES: u64 = 20_000;
/// The feature that tells who sits already.
pub(crate) const SITS: &str = "siège déjà";
/// Its value for those who do.
pub(crate) const YES: &str = "oui";

/// What replacing gave.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Replaced {
    /// Who is called, in order.
    pub called: Vec<String>,
    /// Who was passed over, and why.
    pub skipped: Vec<(String, String)>,
    /// The council.
    pub council: Vec<String>,
    /// Why it cannot be completed any more: sentences; empty when it is complete.
    pub blocked: Vec<String>,
}

/// People and rules, with those who sit and those who are gone.
#[derive(Debug)]
pub struct Council<'a> {
    opened: &'a Opened,
    draw: Draw,
    type_of: Vec<u32>,
    rank: BTreeMap<&'a str, u32>,
}

impl<'a> Council<'a> {
    /// The council of a dossier.
    ///
    /// # Errors
    /// Rules do not fit the pool.
    pub fn new(opened: &'a Opened) -> Result<Self, Wrong> {
        let draw = Draw::new(&opened.pool, &opened.quotas, &opened.rules, opened.seats, no_cap()).map_err(Wrong::of)?;
        let mut type_of = vec![0; opened.pool.people.len()];
        for (of, members) in (0..).zip(&draw.members) {
            for person in members {
                type_of[*person as usize] = of;
            }
        }
        let rank = (0..).zip(&opened.pool.people).map(|(rank, person)| (person.id.as_str(), rank)).collect();
        Ok(Self { opened, draw, type_of, rank })
    }

    /// Types and rows.
    pub fn model(&self) -> &Model {
        &self.draw.model
    }

    /// The type of each person.
    pub fn types(&self) -> &[u32] {
        &self.type_of
    }

    /// The household of somebody, when others of the pool share it.
    pub fn home(&self, person: u32) -> Option<u32> {
        self.opened.pool.people[person as usize].household
    }

    /// The rank of somebody.
    ///
    /// # Errors
    /// Nobody has that name.
    pub fn rank(&self, id: &str) -> Result<u32, Wrong> {
        self.rank.get(id).copied().ok_or_else(|| Wrong::of(format!("« {id} » n’est pas dans le vivier.")))
    }

    fn sums(&self, sitting: &[u32]) -> Vec<i64> {
        let model: &Model = &self.draw.model;
        let panel = sitting.iter().map(|person| (self.type_of[*person as usize], 1)).collect();
        model.activities(&panel)
    }

    fn has_neighbours(&self, sitting: &[u32]) -> bool {
        let mut homes = BTreeSet::new();
        sitting
            .iter()
            .filter_map(|person| self.opened.pool.people[*person as usize].household)
            .any(|home| !homes.insert(home))
    }

    /// Rows of quotas and rules, households apart.
    fn rows(&self) -> impl Iterator<Item = (usize, &Row)> {
        let is_rule = |(_, row): &(usize, &Row)| !matches!(row.counted, crate::model::Counted::Households(_));
        self.draw.model.rows.iter().enumerate().filter(is_rule)
    }

    /// Why these people cannot be part of a council that keeps every rule, those gone left out; nothing when they can.
    pub fn obstacle(&self, sitting: &[u32], gone: &BTreeSet<u32>) -> Option<String> {
        if self.has_neighbours(sitting) {
            return Some("une personne du même foyer y est déjà".to_owned());
        }
        let sums = self.sums(sitting);
        let has_only_ones = self.opened.rules.is_empty();
        let seats = self.opened.seats as usize;
        for (row, of) in self.rows() {
            if sums[row] > of.high && (has_only_ones || sitting.len() == seats) {
                return Some(format!("{} dépasserait {}", infeasible::name(of), of.high));
            }
            if sitting.len() == seats && sums[row] < of.low {
                return Some(format!(
                    "{} resterait à {}, {} au moins sont attendus",
                    infeasible::name(of),
                    sums[row],
                    of.low
                ));
            }
        }
        if sitting.len() >= seats {
            return None;
        }
        let Ok(rest) = self.rest(sitting, gone) else { return Some("les règles ne le permettent pas".to_owned()) };
        match Search::new(&rest.model).any(NODES) {
            Found::Panel(panel) if rest.model.accepts(&panel) => None,
            _ => Some("le groupe ne pourrait plus être complété".to_owned()),
        }
    }

    /// The draw of what is left: those who sit are in every panel, those gone in none.
    fn rest(&self, sitting: &[u32], gone: &BTreeSet<u32>) -> Result<Draw, String> {
        let (pool, quotas) = conditional(&self.opened.pool, &self.opened.quotas, sitting, gone);
        Draw::new(&pool, &quotas, &self.opened.rules, self.opened.seats, no_cap())
    }

    /// Why the council cannot be completed, and what would do.
    pub fn explain(&self, sitting: &[u32], gone: &BTreeSet<u32>) -> Vec<String> {
        let (_, quotas) = conditional(&self.opened.pool, &self.opened.quotas, sitting, gone);
        match self.rest(sitting, gone) {
            Ok(rest) => {
                let mut lines = impossible(&rest, &quotas, self.opened.seats);
                lines[0] =
                    "Personne du vivier ne permet plus de compléter le groupe en tenant toutes les règles.".to_owned();
                lines
            }
            Err(told) => vec![told],
        }
    }

    /// Replaces people.
    ///
    /// # Errors
    /// Somebody does not sit, or is not in the pool.
    pub fn replace(
        &self,
        sitting: &[String],
        order: &[String],
        gone: &[String],
        refused: &[String],
    ) -> Result<Replaced, Wrong> {
        let mut seats: Vec<u32> = Vec::new();
        let mut left: BTreeSet<u32> = gone.iter().map(|id| self.rank(id)).collect::<Result<_, _>>()?;
        for id in refused {
            let rank = self.rank(id)?;
            if !sitting.contains(id) {
                return Err(Wrong::of(format!("« {id} » ne siège pas : il n’y a rien à remplacer.")));
            }
            if !left.insert(rank) {
                return Err(Wrong::of(format!("« {id} » est nommé deux fois.")));
            }
        }
        for id in sitting.iter().filter(|id| !refused.contains(id)) {
            seats.push(self.rank(id)?);
        }
        let mut replaced = Replaced::default();
        let before = seats.clone();
        while seats.len() < self.opened.seats as usize {
            let mut is_found = false;
            for id in order {
                let rank = self.rank(id)?;
                if left.contains(&rank) || seats.contains(&rank) {
                    continue;
                }
                seats.push(rank);
                match self.obstacle(&seats, &left) {
                    None => {
                        replaced.called.push(id.clone());
                        is_found = true;
                        break;
                    }
                    Some(reason) => {
                        seats.pop();
                        if !replaced.skipped.iter().any(|(known, _)| known == id) {
                            replaced.skipped.push((id.clone(), reason));
                        }
                    }
                }
            }
            if !is_found {
                // Nobody is called rather than some: rules or pool have to change first.
                replaced.called.clear();
                replaced.blocked = self.explain(&before, &left);
                seats = before;
                break;
            }
        }
        let mut council: Vec<u32> = seats;
        council.sort_unstable();
        replaced.council = council.iter().map(|rank| self.opened.pool.people[*rank as usize].id.clone()).collect();
        Ok(replaced)
    }
}

/// Pool and quotas of a draw that completes a council: those who sit are in every panel, those gone in none. A feature
/// tells the first from the others, so that anybody checks it as any quota.
pub fn conditional(pool: &Pool, quotas: &[Quota], sitting: &[u32], gone: &BTreeSet<u32>) -> (Pool, Vec<Quota>) {
    let (mut pool, mut quotas) = unseated(pool.clone(), quotas.to_vec());
    pool.features.push(Feature { name: SITS.to_owned(), values: vec![YES.to_owned(), "non".to_owned()] });
    for (rank, person) in (0..).zip(&mut pool.people) {
        person.values.push(u16::from(!sitting.contains(&rank)));
    }
    let mut rank = 0;
    pool.people.retain(|_| {
        rank += 1;
        !gone.contains(&(rank - 1))
    });
    pool.settle_households();
    let many = sitting.len() as i64;
    quotas.push(Quota { feature: SITS.to_owned(), value: YES.to_owned(), low: many, high: many });
    quotas.push(Quota { feature: SITS.to_owned(), value: "non".to_owned(), low: 0, high: crate::pool::MOST_SEATS });
    (pool, quotas)
}

/// Pool and quotas without the feature that tells who sat already.
pub fn unseated(mut pool: Pool, mut quotas: Vec<Quota>) -> (Pool, Vec<Quota>) {
    if let Some(at) = pool.features.iter().position(|feature| feature.name == SITS) {
        pool.features.remove(at);
        pool.people.iter_mut().for_each(|person| {
            person.values.remove(at);
        });
        quotas.retain(|quota| quota.feature != SITS);
    }
    (pool, quotas)
}

/// Where a dossier stands: who sits, who is gone, and the hash of the last entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Who sits.
    pub sitting: Vec<String>,
    /// Who refused.
    pub gone: Vec<String>,
    /// Hash of the last entry, or of the draw.
    pub last: String,
}

/// Reads where a dossier stands.
///
/// # Errors
/// The draw did not take place, or a file is not readable.
pub fn standing(files: &Files) -> Result<Standing, Wrong> {
    let mut standing = Standing {
        sitting: identifiers(files, "selected.csv")?,
        gone: Vec::new(),
        last: hash(files.get("draw.json").map_or(&[][..], Vec::as_slice)),
    };
    let Some(entries) = files.get("replacements.jsonl") else { return Ok(standing) };
    let unreadable = || Wrong::of("« replacements.jsonl » n’est pas lisible : vérifiez le dossier.");
    for line in std::str::from_utf8(entries).map_err(|_| unreadable())?.lines() {
        let entry: Value = serde_json::from_str(line).map_err(|_| unreadable())?;
        let names = |name: &str| -> Vec<String> {
            entry[name].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
        };
        standing.gone.extend(names("refused"));
        standing.sitting = names("council");
        standing.last = hash(line.as_bytes());
    }
    Ok(standing)
}

/// Adds a replacement to the files of a dossier.
pub fn record(files: &mut Files, standing: &Standing, refused: &[String], replaced: &Replaced) {
    let skipped: Vec<Value> = replaced.skipped.iter().map(|(id, reason)| json!({"id": id, "reason": reason})).collect();
    let entry = json!({
        "before": standing.last,
        "refused": refused,
        "called": replaced.called,
        "skipped": skipped,
        "council": replaced.council,
        "is_complete": replaced.blocked.is_empty(),
    })
    .to_string();
    let council = json!({
        "council": replaced.council,
        "is_complete": replaced.blocked.is_empty(),
        "journal": hash(entry.as_bytes()),
        "sha256": "0".repeat(64),
    });
    let journal = files.entry("replacements.jsonl".to_owned()).or_default();
    journal.extend(entry.as_bytes());
    journal.push(b'\n');
    files.insert("council.json".to_owned(), sealed(&council));
    contents::bind(files);
}
