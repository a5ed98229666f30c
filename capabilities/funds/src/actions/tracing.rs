//! The thread as funds write it: a project leads to what a committee gave it, to what was paid, to its report.

use database::Tx;
use kernel::{Actor, Outcome, Outside, Uuid};
use lineage::{End, Kind};

/// Rows of the thread that an act wrote, for its journal.
type Rows = Option<(&'static str, Uuid)>;

async fn tie(tx: &mut Tx, outside: &Outside, actor: &Actor, project: Uuid, to: End) -> Outcome<Rows> {
    let from = End::new(Kind::FundProject, project);
    let (link, is_new) = lineage::tie(tx, outside, actor, from, to, "").await?;
    Ok(is_new.then_some(("lineage_link", link)))
}

/// Ties a project to the decision that gave it something.
///
/// # Errors
/// The database failed.
pub async fn granted(tx: &mut Tx, outside: &Outside, actor: &Actor, (project, to): (Uuid, Uuid)) -> Outcome<Rows> {
    tie(tx, outside, actor, project, End::new(Kind::Decision, to)).await
}

/// Ties a project to what was paid to its group.
///
/// # Errors
/// The database failed.
pub async fn paid(tx: &mut Tx, outside: &Outside, actor: &Actor, (project, to): (Uuid, Uuid)) -> Outcome<Rows> {
    tie(tx, outside, actor, project, End::new(Kind::Payment, to)).await
}

/// Ties a project to its report once it is accepted.
///
/// # Errors
/// The database failed.
pub async fn reported(tx: &mut Tx, outside: &Outside, actor: &Actor, (project, to): (Uuid, Uuid)) -> Outcome<Rows> {
    tie(tx, outside, actor, project, End::new(Kind::Report, to)).await
}
