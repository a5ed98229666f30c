//! What other slices may ask of bodies that sit.

mod keeping;
pub mod steering;
mod writing;

use councils::facade::{Life, Moved};
use database::{Result, Tx};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Actor, Awaited, Moment, Outcome, Outside, Uuid};
use web::house::Boxed;

pub use crate::actions::assembly::index_all;
use crate::rules::MeetingState;
use crate::{actions, acts, store};

pub(crate) use keeping::is_kept_out;
pub use keeping::{KeptOut, tell_kept_out};
pub use writing::{Body, OpinionBrief, Request, ask, ask_path, bodies, opinions_on, take_up};

/// What `councils` shows of a council that sits: where it is managed, and where everybody reads its minutes.
pub fn sits(tx: &mut Tx, council: Uuid) -> Boxed<'_, Result<Option<Life>>> {
    Box::pin(async move {
        let Some(id) = store::assembly::of_council(tx, council).await? else { return Ok(None) };
        let found = store::assembly::by_id(tx, id).await?;
        let is_public = found.is_some_and(|one| one.terms.are_minutes_public);
        let minutes_at = is_public.then(|| format!("/instances/{id}/comptes-rendus"));
        let (managed_at, voice_at) = (format!("/gestion/instances/{id}"), format!("/instances/{id}"));
        Ok(Some(Life { managed_at, minutes_at, voice_at }))
    })
}

/// What `councils` tells when those who sit in a council change: mandates of those whose seat is over end that day, those who
/// accepted a seat begin theirs.
pub fn moved<'a>(
    tx: &'a mut Tx,
    around: councils::facade::Around<'a>,
    actor: &'a Actor,
    council: Uuid,
    what: Moved,
) -> Boxed<'a, Outcome<()>> {
    Box::pin(actions::member::follow(tx, around, actor, council, what))
}

/// What `accounts` tells once an invitation is accepted: the account is tied to the member it was sent to, who goes on to her
/// space.
pub fn accepted<'a>(
    tx: &'a mut Tx,
    outside: &'a Outside,
    actor: &'a Actor,
    what: (Uuid, Uuid),
) -> Boxed<'a, Outcome<Option<String>>> {
    Box::pin(async move {
        let is_ours = actions::inviting::accepted(tx, outside, actor, what).await?;
        Ok(is_ours.then(|| "/conseil".to_owned()))
    })
}

/// What awaits this person here: attendance and minutes missing, a quorum not met, mandates that end, invitations without
/// answer, in every body she keeps.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor, now: Moment) -> Result<Vec<Awaited>> {
    let mut all = actions::awaiting_writing::all(tx, actor).await?;
    if !actor.may_somewhere(&acts::LEAD).is_allowed() {
        return Ok(all);
    }
    for assembly in store::assembly::all(tx).await? {
        if actor.may(&acts::LEAD, &actions::place(&assembly.terms)).is_allowed() {
            all.extend(actions::awaiting::of_assembly(tx, &assembly, now, &TimeZone::UTC).await?);
        }
    }
    Ok(all)
}

/// Where a body usually meets.
///
/// # Errors
/// The database failed.
pub async fn place(tx: &mut Tx, assembly: Uuid) -> Result<Option<String>> {
    Ok(store::assembly::by_id(tx, assembly).await?.map(|one| one.terms.place))
}

/// Those who sit or sat in a body, residents first, then by name.
///
/// # Errors
/// The database failed.
pub async fn members(tx: &mut Tx, assembly: Uuid) -> Result<Vec<actions::Member>> {
    store::member::of_assembly(tx, assembly).await
}

/// A meeting to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coming {
    /// Which.
    pub meeting: Uuid,
    /// Of which body.
    pub body: Uuid,
    /// Its name.
    pub assembly: String,
    /// Its day.
    pub held_on: Date,
}

/// Meetings of bodies to come, the first first.
///
/// # Errors
/// The database failed.
pub async fn coming(tx: &mut Tx, today: Date) -> Result<Vec<Coming>> {
    let mut all = Vec::new();
    for assembly in store::assembly::all(tx).await? {
        for one in store::meeting::of_assembly(tx, assembly.id).await? {
            if one.body == actions::Body::Own && one.is_to_come(today) {
                let name = assembly.terms.name.clone();
                all.push(Coming { meeting: one.id, body: assembly.id, assembly: name, held_on: one.terms.held_on });
            }
        }
    }
    all.sort_by_key(|one| one.held_on);
    Ok(all)
}

/// Meetings that took place in a year over a contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Those of the bodies that steer it.
    pub steering: i64,
    /// Those of residents’ bodies that meet over its neighbourhoods.
    pub residents: i64,
}

/// Meetings that took place in a year, of the bodies that steer a contract and of those of its neighbourhoods.
///
/// # Errors
/// The database failed.
pub async fn held_in_year(tx: &mut Tx, (contract, areas): (Uuid, &[Uuid]), year: i64) -> Result<Held> {
    let mut all = Held::default();
    for assembly in store::assembly::all(tx).await? {
        let is_steering = assembly.kind.is_steering();
        let is_here = match is_steering {
            true => assembly.terms.contract == Some(contract),
            false => assembly.terms.areas.iter().any(|area| areas.contains(area)),
        };
        if !is_here {
            continue;
        }
        let meetings = store::meeting::of_assembly(tx, assembly.id).await?.into_iter();
        let held = meetings.filter(|one| {
            let is_own = one.body == actions::Body::Own && one.state == MeetingState::Held;
            is_own && i64::from(one.terms.held_on.year()) == year
        });
        let count = i64::try_from(held.count()).unwrap_or(i64::MAX);
        match is_steering {
            true => all.steering += count,
            false => all.residents += count,
        }
    }
    Ok(all)
}
