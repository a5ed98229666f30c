//! The thread as assessment writes it: objectives lead to a project asked for, a project leads to what was decided.

use applications::facade::ProjectRow;
use database::Tx;
use kernel::{Actor, Outcome, Outside, Uuid};
use lineage::{End, Kind};

/// Rows of the thread that an act wrote, for its journal.
pub type Rows = Vec<(&'static str, Uuid)>;

/// Ties the objectives of projects to these. Gives the rows that are new.
///
/// # Errors
/// The database failed.
pub async fn tie_objectives(tx: &mut Tx, outside: &Outside, actor: &Actor, rows: &[ProjectRow]) -> Outcome<Rows> {
    let mut touched = Rows::new();
    for row in rows {
        let own = End::new(Kind::Application, row.project.id);
        for node in &row.nodes {
            let (id, is_new) = lineage::tie(tx, outside, actor, End::new(Kind::Objective, *node), own, "").await?;
            if is_new {
                touched.push(("lineage_link", id));
            }
        }
    }
    Ok(touched)
}

/// Ties a project to a decision taken on it. Gives the row when it is new.
///
/// # Errors
/// The database failed.
pub async fn tie_decision(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (project, decision): (Uuid, Uuid),
) -> Outcome<Option<(&'static str, Uuid)>> {
    let (from, to) = (End::new(Kind::Application, project), End::new(Kind::Decision, decision));
    let (id, is_new) = lineage::tie(tx, outside, actor, from, to, "").await?;
    Ok(is_new.then_some(("lineage_link", id)))
}
