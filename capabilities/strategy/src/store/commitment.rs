//! What signatories bring.

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use kernel::{Cents, Uuid};

use super::known;
use crate::rules::{Commitment, CommitmentKind, CommitmentTerms};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    contract: Uuid,
    signatory: Uuid,
    kind: String,
    amount_cents: Option<i64>,
    fte_hundredths: Option<i64>,
    year: Option<i64>,
    words: String,
    revision: i64,
}

fn read(row: Row) -> Result<Commitment> {
    Ok(Commitment {
        id: row.id,
        contract: row.contract,
        signatory: row.signatory,
        terms: CommitmentTerms {
            kind: known("contract_commitment.kind", &row.kind, CommitmentKind::from_code(&row.kind))?,
            amount: row.amount_cents.map(Cents),
            fte_hundredths: row.fte_hundredths,
            year: row.year,
            words: row.words,
        },
        revision: row.revision,
    })
}

/// Every commitment of a contract, by signatory, in order.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<Commitment>> {
    let sql = "SELECT * FROM contract_commitment WHERE contract = $1 ORDER BY signatory, position, id";
    let rows: Vec<Row> = fetch_all!(tx, sql, contract)?;
    rows.into_iter().map(read).collect()
}

/// One commitment.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Commitment>> {
    let row: Option<Row> = fetch_optional!(tx, "SELECT * FROM contract_commitment WHERE id = $1", id)?;
    row.map(read).transpose()
}

/// Puts a commitment in, last of its signatory.
pub async fn insert(tx: &mut Tx, one: &Commitment) -> Result<()> {
    let sql = "SELECT MAX(position) FROM contract_commitment WHERE signatory = $1";
    let (last,): (Option<i64>,) = fetch_one!(tx, sql, one.signatory)?;
    execute!(
        tx,
        "INSERT INTO contract_commitment (id, contract, signatory, kind, amount_cents, fte_hundredths, year, words, \
         position, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        one.id,
        one.contract,
        one.signatory,
        one.terms.kind.code(),
        one.terms.amount.map(|amount| amount.0),
        one.terms.fte_hundredths,
        one.terms.year,
        &one.terms.words,
        last.unwrap_or(0) + 1,
        one.revision
    )?;
    Ok(())
}

/// Changes what is written, if nobody did since `revision`.
pub async fn update(tx: &mut Tx, id: Uuid, revision: i64, terms: &CommitmentTerms) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE contract_commitment SET kind = $1, amount_cents = $2, fte_hundredths = $3, year = $4, words = $5, \
         revision = revision + 1 WHERE id = $6 AND revision = $7",
        terms.kind.code(),
        terms.amount.map(|amount| amount.0),
        terms.fte_hundredths,
        terms.year,
        &terms.words,
        id,
        revision
    )?;
    Ok(count == 1)
}

/// Takes a commitment out.
pub async fn delete(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM contract_commitment WHERE id = $1", id)?;
    Ok(())
}

/// Takes out everything a signatory brings; gives what was taken out.
pub async fn delete_of(tx: &mut Tx, signatory: Uuid) -> Result<Vec<Uuid>> {
    let sql = "DELETE FROM contract_commitment WHERE signatory = $1 RETURNING id";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, signatory)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
