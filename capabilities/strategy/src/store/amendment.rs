//! Amendments, and versions that were named.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};

use super::day;
use crate::rules::{Amendment, AmendmentTerms, NamedVersion};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    contract: Uuid,
    number: i64,
    signed_on: Option<String>,
    changes: String,
    revision: i64,
}

fn read(row: Row) -> Result<Amendment> {
    Ok(Amendment {
        id: row.id,
        contract: row.contract,
        terms: AmendmentTerms {
            number: row.number,
            signed_on: row.signed_on.map(|text| day("contract_amendment.signed_on", &text)).transpose()?,
            changes: row.changes,
        },
        revision: row.revision,
    })
}

/// Amendments of a contract, by number.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<Amendment>> {
    let rows: Vec<Row> =
        fetch_all!(tx, "SELECT * FROM contract_amendment WHERE contract = $1 ORDER BY number", contract)?;
    rows.into_iter().map(read).collect()
}

/// One amendment.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Amendment>> {
    let row: Option<Row> = fetch_optional!(tx, "SELECT * FROM contract_amendment WHERE id = $1", id)?;
    row.map(read).transpose()
}

/// Puts an amendment in.
pub async fn insert(tx: &mut Tx, one: &Amendment) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO contract_amendment (id, contract, number, signed_on, changes, revision) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        one.id,
        one.contract,
        one.terms.number,
        one.terms.signed_on.map(|day| day.to_string()),
        &one.terms.changes,
        one.revision
    )?;
    Ok(())
}

/// Changes what is written, if nobody did since `revision`.
pub async fn update(tx: &mut Tx, id: Uuid, revision: i64, terms: &AmendmentTerms) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE contract_amendment SET number = $1, signed_on = $2, changes = $3, revision = revision + 1 \
         WHERE id = $4 AND revision = $5",
        terms.number,
        terms.signed_on.map(|day| day.to_string()),
        &terms.changes,
        id,
        revision
    )?;
    Ok(count == 1)
}

/// Takes an amendment out.
pub async fn delete(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM contract_amendment WHERE id = $1", id)?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct VersionRow {
    id: Uuid,
    contract: Uuid,
    name: String,
    seq: i64,
    taken_at: i64,
    author: String,
    note: String,
}

/// Versions of a contract that were named, the last first.
pub async fn versions(tx: &mut Tx, contract: Uuid) -> Result<Vec<NamedVersion>> {
    let sql = "SELECT * FROM contract_version WHERE contract = $1 ORDER BY seq DESC, taken_at DESC, name";
    let rows: Vec<VersionRow> = fetch_all!(tx, sql, contract)?;
    let read = |row: VersionRow| NamedVersion {
        id: row.id,
        contract: row.contract,
        name: row.name,
        seq: row.seq,
        taken_at: Moment(row.taken_at),
        author: row.author,
        note: row.note,
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Names a version.
pub async fn insert_version(tx: &mut Tx, version: &NamedVersion) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO contract_version (id, contract, name, seq, taken_at, author, note) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        version.id,
        version.contract,
        &version.name,
        version.seq,
        version.taken_at.0,
        &version.author,
        &version.note
    )?;
    Ok(())
}
