//! Statements as they were approved.

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use kernel::{Moment, Uuid};

use crate::rules::StatementVersion;

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    signatory: Uuid,
    year: i64,
    number: i64,
    specific_cents: i64,
    paid_cents: i64,
    common_law_cents: i64,
    gaps: i64,
    mark: String,
    note: String,
    approved_at: i64,
    by_name: String,
}

/// Statements approved of a contract, the last first.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<StatementVersion>> {
    let sql = "SELECT id, signatory, year, number, specific_cents, paid_cents, common_law_cents, gaps, mark, note, \
               approved_at, by_name FROM means_statement WHERE contract = $1 ORDER BY year DESC, number DESC, id";
    let rows: Vec<Row> = fetch_all!(tx, sql, contract)?;
    let read = |row: Row| StatementVersion {
        id: row.id,
        signatory: row.signatory,
        year: row.year,
        number: row.number,
        specific_cents: row.specific_cents,
        paid_cents: row.paid_cents,
        common_law_cents: row.common_law_cents,
        gaps: row.gaps,
        mark: row.mark,
        note: row.note,
        approved_at: Moment(row.approved_at),
        by_name: row.by_name,
    };
    Ok(rows.into_iter().map(read).collect())
}

/// The number of the next version.
pub async fn next(tx: &mut Tx, (signatory, year): (Uuid, i64)) -> Result<i64> {
    let sql = "SELECT MAX(number) FROM means_statement WHERE signatory = $1 AND year = $2";
    let (last,): (Option<i64>,) = fetch_one!(tx, sql, signatory, year)?;
    Ok(last.unwrap_or(0) + 1)
}

/// Keeps a version with its two files; gives whether its number was free.
pub async fn insert(
    tx: &mut Tx,
    contract: Uuid,
    one: &StatementVersion,
    (printed, workbook): (Vec<u8>, Vec<u8>),
) -> Result<bool> {
    let count = execute!(
        tx,
        "INSERT INTO means_statement (id, contract, signatory, year, number, specific_cents, paid_cents, \
         common_law_cents, gaps, mark, note, printed, workbook, approved_at, by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, \
         $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT DO NOTHING",
        one.id,
        contract,
        one.signatory,
        one.year,
        one.number,
        one.specific_cents,
        one.paid_cents,
        one.common_law_cents,
        one.gaps,
        &one.mark,
        &one.note,
        printed,
        workbook,
        one.approved_at.0,
        &one.by_name
    )?;
    Ok(count == 1)
}

/// The files of a version: PDF, workbook.
pub async fn files(tx: &mut Tx, (signatory, year, number): (Uuid, i64, i64)) -> Result<Option<(Vec<u8>, Vec<u8>)>> {
    let sql = "SELECT printed, workbook FROM means_statement WHERE signatory = $1 AND year = $2 AND number = $3";
    fetch_optional!(tx, sql, signatory, year, number)
}
