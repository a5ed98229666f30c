//! Renewal by half: who leaves is drawn by lot, each with the same chance, half of every kind of people leaving; those who
//! stay can be completed from the pool.

use std::collections::BTreeSet;

use serde_json::json;

use crate::ceremony::Public;
use crate::chance::{Chance, hexadecimal};
use crate::dossier::sealed;
use crate::draw::Draw;
use crate::levels::no_cap;
use crate::lottery::{self, Objective};
use crate::opening::Opened;
use crate::pool::{Pool, Quota};
use crate::printed;
use crate::reading::Wrong;
use crate::replacement::{Council, Standing, conditional};
use crate::request::Refused;
use crate::seating;

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

/// A renewal: who leaves and who stays, and the dossier of the draw that fills the seats left.
#[derive(Debug, Clone)]
pub struct Renewal {
    /// Who leaves.
    pub leave: Vec<String>,
    /// Who stays.
    pub stay: Vec<String>,
    /// The file that tells it, for the dossier of the council.
    pub told: Vec<u8>,
    /// Who may be drawn for the seats left, and the quotas: those who stay are in every panel.
    pub pool: Pool,
    /// Quotas.
    pub quotas: Vec<Quota>,
}

/// Renews half of the council of a dossier, from public chance. Quotas are those of the whole council: the half that stays
/// counts in them.
///
/// # Errors
/// Nothing public was given, or no half can be completed.
pub fn renew(opened: &Opened, standing: &Standing, public: &Public) -> Result<Renewal, Refused> {
    let council = Council::new(opened)?;
    let rank = |id: &String| council.rank(id);
    let sitting: Vec<u32> = standing.sitting.iter().map(rank).collect::<Result<_, _>>()?;
    let mut gone: BTreeSet<u32> = standing.gone.iter().map(rank).collect::<Result<_, _>>()?;
    let mut chance = Chance::new(public.seed("parvis:renouvellement", &standing.last)?);
    let leaving = half(&opened.pool, &opened.quotas, &council, &sitting, &gone, &mut chance)?;
    gone.extend(&leaving.leave);
    let (pool, quotas) = conditional(&opened.pool, &opened.quotas, &leaving.stay, &gone);
    let ids = |ranks: &[u32]| -> Vec<String> {
        ranks.iter().map(|rank| opened.pool.people[*rank as usize].id.clone()).collect()
    };
    let (leave, stay) = (ids(&leaving.leave), ids(&leaving.stay));
    let told = sealed(&json!({
        "before": standing.last,
        "dice": public.dice,
        "beacon": public.beacon.as_deref().map(hexadecimal),
        "leave": leave,
        "stay": stay,
        "set_aside": leaving.set_aside,
        "sha256": "0".repeat(64),
    }));
    Ok(Renewal { leave, stay, told, pool, quotas })
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
    before: &BTreeSet<u32>,
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
    let panels = seating::members(&members, &draw, panels, chance);
    let first = chance.below(panels.len() as u64) as usize;
    for turn in 0..panels.len() {
        let panel = &panels[(first + turn) % panels.len()];
        let leave: Vec<u32> = panel.iter().map(|person| sitting[*person as usize]).collect();
        let stay: Vec<u32> = sitting.iter().copied().filter(|person| !leave.contains(person)).collect();
        let gone: BTreeSet<u32> = leave.iter().chain(before).copied().collect();
        if council.obstacle(&stay, &gone).is_none() {
            return Ok(Leaving { leave, stay, set_aside: turn });
        }
    }
    Err(Refused::Infeasible(vec![
        "Aucune moitié tirée ne laisse un groupe que le vivier puisse compléter : élargissez le vivier.".to_owned(),
    ]))
}
