//! People of groups and committees are forgotten a year after.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Outcome, Outside};
use serde_json::json;

use crate::{acts, store};

/// Days after the end.
const DAYS_KEPT: i64 = 365;

/// Most rows of a night.
const AT_ONCE: i64 = 500;

/// Empties contacts of projects that are over and names of members who left, a year after. Gives how many.
///
/// # Errors
/// The database failed.
pub async fn purge(tx: &mut Tx, outside: &Outside, actor: &Actor) -> Outcome<usize> {
    let (now, before) = (outside.now(), outside.now().plus_days(-DAYS_KEPT));
    let mut touched = Vec::new();
    for project in store::purge::due(tx, before, AT_ONCE).await? {
        store::purge::empty(tx, project, now).await?;
        touched.push(("fund_project", project));
    }
    for member in store::purge::members_due(tx, before, AT_ONCE).await? {
        store::purge::empty_member(tx, member).await?;
        touched.push(("fund_member", member));
    }
    if !touched.is_empty() {
        let detail = json!({ "acte": "contacts effacés", "personnes": touched.len() });
        let entry = Entry::general(acts::SET.code, "fund_project").detail(detail).touched(&touched);
        journal::record(tx, outside, actor, entry).await?;
    }
    Ok(touched.len())
}
