//! Where a sheet stands for the rights of people: its contract, and each neighbourhood it is deployed in. Whoever holds a
//! function on a neighbourhood reaches the sheets deployed there, and no other.

use database::{Result, Tx};
use kernel::{Act, Actor, Outcome, Refusal, Scope, Uuid, Verdict};
use strategy::facade::ContractBrief;

use crate::rules::Sheet;
use crate::store;

/// Which sheets of a contract somebody may do something with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All of them.
    Whole,
    /// Those deployed in one of these neighbourhoods; none when there is none.
    Within(Vec<Uuid>),
}

impl Reach {
    /// Whether no sheet at all can be reached.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Within(areas) if areas.is_empty())
    }

    /// Whether a sheet deployed there is reached.
    pub fn covers(&self, areas: &[Uuid]) -> bool {
        match self {
            Self::Whole => true,
            Self::Within(own) => areas.iter().any(|area| own.contains(area)),
        }
    }

    /// The neighbourhoods a list is narrowed to; none when it is not.
    pub fn within(self) -> Option<Vec<Uuid>> {
        match self {
            Self::Whole => None,
            Self::Within(areas) => Some(areas),
        }
    }
}

/// A neighbourhood of a contract.
const fn at(contract: Uuid, area: Uuid) -> Scope {
    Scope { contract: Some(contract), territory: Some(area), organisation: None }
}

/// Which sheets of a contract somebody may do this with.
pub fn reach(actor: &Actor, act: &Act, contract: &ContractBrief) -> Reach {
    if actor.may(act, &Scope::contract(contract.id)).is_allowed() {
        return Reach::Whole;
    }
    let areas = contract.area_ids.iter().copied();
    Reach::Within(areas.filter(|area| actor.may(act, &at(contract.id, *area)).is_allowed()).collect())
}

/// May this actor do this with a sheet of this contract that is deployed there?
pub fn verdict(actor: &Actor, act: &Act, contract: Uuid, areas: &[Uuid]) -> Verdict {
    let whole = actor.may(act, &Scope::contract(contract));
    if whole.is_allowed() {
        return whole;
    }
    let there = areas.iter().map(|area| actor.may(act, &at(contract, *area)));
    let rank = |verdict: &Verdict| match verdict {
        Verdict::Allowed(_) => 2,
        Verdict::SecondFactorMissing(_) => 1,
        _ => 0,
    };
    there.chain([whole]).max_by_key(rank).unwrap_or(whole)
}

/// May this actor do this with this sheet?
pub async fn verdict_on(tx: &mut Tx, actor: &Actor, act: &Act, contract: Uuid, sheet: Uuid) -> Result<Verdict> {
    let whole = actor.may(act, &Scope::contract(contract));
    if whole.is_allowed() || actor.person().is_none() {
        return Ok(whole);
    }
    let areas = store::pieces::area_ids(tx, sheet).await?;
    Ok(verdict(actor, act, contract, &areas))
}

/// Lets an act on this sheet go on.
///
/// # Errors
/// Not this actor's; the database failed.
pub async fn authorise_sheet(tx: &mut Tx, actor: &Actor, act: &'static Act, sheet: &Sheet) -> Outcome<()> {
    match verdict_on(tx, actor, act, sheet.contract, sheet.id).await? {
        verdict if verdict.is_allowed() => Ok(()),
        verdict => Err(Refusal::NotAllowed { act, verdict }.into()),
    }
}
