//! Leads studied, and the strategies a contract adds.

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use kernel::Uuid;

use super::known;
use crate::rules::{Coverage, Crossing, LeadStudy};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    contract: Uuid,
    proposal: Uuid,
    coverage: String,
    coverage_note: String,
    is_crossed: bool,
    crossing_note: String,
    sheet: Option<Uuid>,
    revision: i64,
}

fn read(row: Row, strategies: Vec<String>) -> Result<LeadStudy> {
    Ok(LeadStudy {
        id: row.id,
        contract: row.contract,
        proposal: row.proposal,
        coverage: known("plan_lead.coverage", &row.coverage, Coverage::from_code)?,
        coverage_note: row.coverage_note,
        is_crossed: row.is_crossed,
        strategies,
        crossing_note: row.crossing_note,
        sheet: row.sheet,
        revision: row.revision,
    })
}

/// Leads studied for a contract.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<LeadStudy>> {
    let rows: Vec<Row> = fetch_all!(tx, "SELECT * FROM plan_lead WHERE contract = $1 ORDER BY id", contract)?;
    let sql = "SELECT c.lead, c.strategy FROM plan_lead_crossing c JOIN plan_lead l ON l.id = c.lead \
               WHERE l.contract = $1 ORDER BY c.strategy";
    let crossings: Vec<(Uuid, String)> = fetch_all!(tx, sql, contract)?;
    rows.into_iter()
        .map(|row| {
            let own = crossings.iter().filter(|(lead, _)| *lead == row.id).map(|(_, code)| code.clone()).collect();
            read(row, own)
        })
        .collect()
}

/// What was studied of a lead for a contract.
pub async fn of_proposal(tx: &mut Tx, contract: Uuid, proposal: Uuid) -> Result<Option<LeadStudy>> {
    let sql = "SELECT * FROM plan_lead WHERE contract = $1 AND proposal = $2";
    let row: Option<Row> = fetch_optional!(tx, sql, contract, proposal)?;
    let Some(row) = row else { return Ok(None) };
    let sql = "SELECT strategy FROM plan_lead_crossing WHERE lead = $1 ORDER BY strategy";
    let codes: Vec<(String,)> = fetch_all!(tx, sql, row.id)?;
    read(row, codes.into_iter().map(|(code,)| code).collect()).map(Some)
}

/// Keeps the first study of a lead.
pub async fn insert(
    tx: &mut Tx,
    id: Uuid,
    (contract, proposal): (Uuid, Uuid),
    coverage: Coverage,
    note: &str,
) -> Result<()> {
    let sql = "INSERT INTO plan_lead (id, contract, proposal, coverage, coverage_note, is_crossed, crossing_note, revision) \
               VALUES ($1, $2, $3, $4, $5, FALSE, '', 1)";
    execute!(tx, sql, id, contract, proposal, coverage.code(), note)?;
    Ok(())
}

/// Changes the first study, if nobody did since `revision`.
pub async fn update_coverage(tx: &mut Tx, id: Uuid, revision: i64, coverage: Coverage, note: &str) -> Result<bool> {
    let sql = "UPDATE plan_lead SET coverage = $1, coverage_note = $2, revision = revision + 1 \
               WHERE id = $3 AND revision = $4";
    Ok(execute!(tx, sql, coverage.code(), note, id, revision)? == 1)
}

/// Keeps the second study, if nobody changed the lead since `revision`; strategies apart.
pub async fn update_crossing(tx: &mut Tx, id: Uuid, revision: i64, crossing: &Crossing) -> Result<bool> {
    let sql = "UPDATE plan_lead SET is_crossed = TRUE, crossing_note = $1, revision = revision + 1 \
               WHERE id = $2 AND revision = $3";
    Ok(execute!(tx, sql, &crossing.note, id, revision)? == 1)
}

/// Ties a lead to a strategy.
pub async fn add_crossing(tx: &mut Tx, id: Uuid, lead: Uuid, strategy: &str) -> Result<()> {
    let sql = "INSERT INTO plan_lead_crossing (id, lead, strategy) VALUES ($1, $2, $3)";
    execute!(tx, sql, id, lead, strategy)?;
    Ok(())
}

/// Unties a lead from its strategies; gives the rows.
pub async fn drop_crossings(tx: &mut Tx, lead: Uuid) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = fetch_all!(tx, "DELETE FROM plan_lead_crossing WHERE lead = $1 RETURNING id", lead)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Says which sheet a lead became, or that it has none any more.
pub async fn set_sheet(tx: &mut Tx, id: Uuid, sheet: Option<Uuid>) -> Result<()> {
    execute!(tx, "UPDATE plan_lead SET sheet = $1, revision = revision + 1 WHERE id = $2", sheet, id)?;
    Ok(())
}

/// Leads that became a sheet.
pub async fn of_sheet(tx: &mut Tx, sheet: Uuid) -> Result<Vec<(Uuid, Uuid)>> {
    fetch_all!(tx, "SELECT id, proposal FROM plan_lead WHERE sheet = $1 ORDER BY id", sheet)
}

/// Strategies a contract added: `(identifier, name)`.
pub async fn strategies(tx: &mut Tx, contract: Uuid) -> Result<Vec<(Uuid, String)>> {
    fetch_all!(tx, "SELECT id, label FROM plan_strategy WHERE contract = $1 ORDER BY position", contract)
}

/// Adds a strategy, last.
pub async fn add_strategy(tx: &mut Tx, id: Uuid, contract: Uuid, label: &str) -> Result<()> {
    let (last,): (Option<i64>,) =
        fetch_one!(tx, "SELECT MAX(position) FROM plan_strategy WHERE contract = $1", contract)?;
    let sql = "INSERT INTO plan_strategy (id, contract, label, position) VALUES ($1, $2, $3, $4)";
    execute!(tx, sql, id, contract, label, last.unwrap_or(0) + 1)?;
    Ok(())
}
