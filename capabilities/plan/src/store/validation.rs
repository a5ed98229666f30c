//! Whether contracts ask that sheets be validated, and what was proposed.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};

use super::known;
use crate::rules::{Proposal, ProposalState};

/// Whether a contract asks for validation, and how many times that was changed.
pub async fn setting(tx: &mut Tx, contract: Uuid) -> Result<(bool, i64)> {
    let sql = "SELECT asks_validation, revision FROM plan_setting WHERE id = $1";
    Ok(fetch_optional!(tx, sql, contract)?.unwrap_or((false, 0)))
}

/// Says whether a contract asks for validation, unless somebody did since `revision`.
pub async fn set(tx: &mut Tx, contract: Uuid, asks: bool, revision: i64) -> Result<bool> {
    let done = match revision {
        0 => {
            let sql = "INSERT INTO plan_setting (id, asks_validation, revision) VALUES ($1, $2, 1) \
                       ON CONFLICT (id) DO NOTHING";
            execute!(tx, sql, contract, asks)?
        }
        _ => {
            let sql = "UPDATE plan_setting SET asks_validation = $2, revision = revision + 1 \
                       WHERE id = $1 AND revision = $3";
            execute!(tx, sql, contract, asks, revision)?
        }
    };
    Ok(done == 1)
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    sheet: Uuid,
    sheet_revision: i64,
    proposed_at: i64,
    proposer: Option<Uuid>,
    proposed_by: String,
    state: String,
    decided_at: Option<i64>,
    decided_by: String,
    reason: String,
}

/// What was proposed of a sheet, the last first.
pub async fn of_sheet(tx: &mut Tx, sheet: Uuid) -> Result<Vec<Proposal>> {
    let sql = "SELECT * FROM sheet_proposal WHERE sheet = $1 ORDER BY proposed_at DESC, id";
    let rows: Vec<Row> = fetch_all!(tx, sql, sheet)?;
    rows.into_iter()
        .map(|row| {
            Ok(Proposal {
                id: row.id,
                sheet: row.sheet,
                sheet_revision: row.sheet_revision,
                proposed_at: Moment(row.proposed_at),
                proposer: row.proposer,
                proposed_by: row.proposed_by,
                state: known("sheet_proposal.state", &row.state, ProposalState::from_code)?,
                decided_at: row.decided_at.map(Moment),
                decided_by: row.decided_by,
                reason: row.reason,
            })
        })
        .collect()
}

/// Puts a proposal in, waiting.
pub async fn insert(tx: &mut Tx, one: &Proposal) -> Result<()> {
    let sql = "INSERT INTO sheet_proposal (id, sheet, sheet_revision, proposed_at, proposer, proposed_by, state, decided_at, \
               decided_by, reason) VALUES ($1, $2, $3, $4, $5, $6, 'waiting', NULL, '', '')";
    let proposed_by = &one.proposed_by;
    execute!(tx, sql, one.id, one.sheet, one.sheet_revision, one.proposed_at.0, one.proposer, proposed_by)?;
    Ok(())
}

/// Keeps what was decided; `false` when somebody decided meanwhile.
pub async fn decide(
    tx: &mut Tx,
    id: Uuid,
    state: ProposalState,
    (at, by, reason): (Moment, &str, &str),
) -> Result<bool> {
    let sql = "UPDATE sheet_proposal SET state = $2, decided_at = $3, decided_by = $4, reason = $5 \
               WHERE id = $1 AND state = 'waiting'";
    Ok(execute!(tx, sql, id, state.code(), at.0, by, reason)? == 1)
}

/// Takes out what was proposed of a sheet that goes; gives the rows.
pub async fn delete_of(tx: &mut Tx, sheet: Uuid) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = fetch_all!(tx, "DELETE FROM sheet_proposal WHERE sheet = $1 RETURNING id", sheet)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
