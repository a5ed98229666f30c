//! Renewal by half: who leaves is drawn by lot, each with the same chance, half of every kind of people leaving; those who
//! stay can be completed from the pool.

use std::collections::BTreeSet;

use crate::chance::Chance;
use crate::draw::Draw;
use crate::levels::no_cap;
use crate::lottery::{self, Objective};
use crate::pool::{Pool, Quota};
use crate::printed;
use crate::reading::Wrong;
use crate::replacement::Council;
use crate::request::Refused;

/// Panels of leavers drawn before giving up.
const PANELS: usize = 1_000;

/// Who leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaving {
    /// Those who leave, by their rank in the pool.
    pub leave: Vec<u32>,
    /// Those who stay.
    pub stay: Vec<u32>,
    /// Draws of leavers set aside because those who stayed could not be completed.
    pub set_aside: usize,
}

/// Draws who leaves a council, from public chance. Those who leave cannot come back at once.
///
/// # Errors
/// No half of the council can be completed from the pool.
pub fn half(
    pool: &Pool,
    quotas: &[Quota],
    council: &Council<'_>,
    sitting: &[u32],
    chance: &mut Chance,
) -> Result<Leaving, Refused> {
    let mut members = Pool { features: pool.features.clone(), ..Pool::default() };
    members.people = sitting.iter().map(|person| pool.people[*person as usize].clone()).collect();
    members.people.iter_mut().for_each(|person| person.household = None);
    let seats = sitting.len() as i64 / 2;
    let halves: Vec<Quota> = quotas
        .iter()
        .map(|quota| {
            let has = |person: &&crate::pool::Person| {
                pool.features.iter().zip(&person.values).any(|(feature, value)| {
                    feature.name == quota.feature && feature.values[*value as usize] == quota.value
                })
            };
            let many = members.people.iter().filter(has).count() as i64;
            Quota { low: many / 2, high: (many + 1) / 2, ..quota.clone() }
        })
        .collect();
    let draw = Draw::new(&members, &halves, &[], seats, no_cap()).map_err(Wrong::of)?;
    let found = lottery::find(&draw.model, Objective::Leximin).map_err(|_| {
        Refused::Infeasible(vec!["Aucune moitié du groupe ne partage chaque catégorie en deux.".to_owned()])
    })?;
    let panels = printed::panels(&draw.model, &found, PANELS).map_err(Refused::Unfinished)?;
    let panels = printed::members(&members, &draw, panels, chance);
    let first = chance.below(panels.len() as u64) as usize;
    for turn in 0..panels.len() {
        let panel = &panels[(first + turn) % panels.len()];
        let leave: Vec<u32> = panel.iter().map(|person| sitting[*person as usize]).collect();
        let stay: Vec<u32> = sitting.iter().copied().filter(|person| !leave.contains(person)).collect();
        let gone: BTreeSet<u32> = leave.iter().copied().collect();
        if council.obstacle(&stay, &gone).is_none() {
            return Ok(Leaving { leave, stay, set_aside: turn });
        }
    }
    Err(Refused::Infeasible(council.explain(sitting, &BTreeSet::new())))
}
