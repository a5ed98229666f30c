//! What other slices may ask of assessment and programming.

use std::collections::HashMap;

use applications::facade::Pending;
use database::{Result, Tx};
use kernel::{Actor, Awaited, Moment, Uuid, french};
use web::house::Boxed;

/// What `applications` tells a carrier that its application awaits: opinions not given yet, the committee to come.
pub fn pending(tx: &mut Tx, application: Uuid) -> Boxed<'_, Result<Vec<Pending>>> {
    Box::pin(crate::actions::assess_pending::pending(tx, application))
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

/// Whether one of these accounts voted the amount of one of these fundings: whoever votes does not propose what is paid of it.
///
/// # Errors
/// The database failed.
pub async fn voted_by(tx: &mut Tx, fundings: &[Uuid], accounts: &[Uuid]) -> Result<bool> {
    for funding in fundings {
        for account in accounts {
            if crate::store::vote::has_voted(tx, *funding, *account).await? {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
