//! What other slices may ask of assessment and programming.

mod reported;

use std::collections::HashMap;

use applications::facade::{Aid, Pending};
use database::{Result, Tx};
use kernel::{Actor, Awaited, Moment, Outside, Uuid, french};
use web::house::Boxed;

pub use crate::actions::followed::{
    EnvelopeGave, EnvelopeTold, GivenLine, VoteTold, envelope_gave, vote as vote_told, vote_on,
};
pub(crate) use reported::reported;
pub use reported::{PastFigures, PastReport, ReportStand, Reported, tell_reported};

/// What `applications` tells a carrier that its application awaits: opinions not given yet, the committee to come.
pub fn pending(tx: &mut Tx, application: Uuid) -> Boxed<'_, Result<Vec<Pending>>> {
    Box::pin(crate::actions::assess_pending::pending(tx, application))
}

/// What `applications` shows a carrier whom a funder refused: the other aids its contract tells.
pub fn aids(tx: &mut Tx, contract: Uuid) -> Boxed<'_, Result<Vec<Aid>>> {
    Box::pin(async move {
        let all = crate::store::letter::aids(tx, contract).await?.into_iter();
        Ok(all.map(|one| Aid { title: one.title, holder: one.holder, address: one.address }).collect())
    })
}

/// What `applications` hears when a carrier takes back what it asked: votes that nothing froze are let go of.
pub fn released<'a>(
    tx: &'a mut Tx,
    outside: &'a Outside,
    actor: &'a Actor,
    of: (Uuid, Vec<Uuid>),
) -> Boxed<'a, Result<Vec<(&'static str, Uuid)>>> {
    Box::pin(crate::actions::releasing::release(tx, outside, actor, of))
}

/// What awaits this person here.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor, now: Moment) -> Result<Vec<Awaited>> {
    crate::actions::assess_awaiting::awaited(tx, actor, now).await
}

/// Where what was granted on a call was decided, by funding, as papers quote it: « relevé de décisions n° 1 du comité « … »,
/// 12/05/2026 ».
///
/// # Errors
/// The database failed.
pub async fn references(tx: &mut Tx, call: Uuid) -> Result<HashMap<Uuid, String>> {
    let all = crate::store::vote::references(tx, call).await?;
    let told = |title: &str, on: &str, number: i64| {
        let day = french::iso_date(on);
        french::spaced(&format!("relevé de décisions n° {number} du comité « {title} », {day}"))
    };
    Ok(all.into_iter().map(|(funding, title, on, number)| (funding, told(&title, &on, number))).collect())
}

/// The votes that gave these fundings something, frozen: what leads to their agreement on the thread.
///
/// # Errors
/// The database failed.
pub async fn votes_of(tx: &mut Tx, fundings: &[Uuid]) -> Result<Vec<(Uuid, Uuid)>> {
    crate::store::vote::giving(tx, fundings).await
}

/// Whether one of these accounts voted the amount of one of these fundings: whoever votes does not propose what is paid of it.
///
/// # Errors
/// The database failed.
pub async fn voted_by(tx: &mut Tx, fundings: &[Uuid], accounts: &[Uuid]) -> Result<bool> {
    crate::store::vote::have_voted(tx, fundings, accounts).await
}
