//! Those who sign.

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use kernel::Uuid;

use super::known;
use crate::rules::{Requirement, Signatory, SignatoryTerms, SignatureStatus};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    contract: Uuid,
    name: String,
    requirement: String,
    status: String,
    commitment: String,
    legal_basis: String,
    revision: i64,
}

fn read(row: Row) -> Result<Signatory> {
    Ok(Signatory {
        id: row.id,
        contract: row.contract,
        terms: SignatoryTerms {
            name: row.name,
            requirement: known(
                "contract_signatory.requirement",
                &row.requirement,
                Requirement::from_code(&row.requirement),
            )?,
            status: known("contract_signatory.status", &row.status, SignatureStatus::from_code(&row.status))?,
            commitment: row.commitment,
            legal_basis: row.legal_basis,
        },
        revision: row.revision,
    })
}

/// Signatories of a contract, in order.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<Signatory>> {
    let sql = "SELECT id, contract, name, requirement, status, commitment, legal_basis, revision \
               FROM contract_signatory WHERE contract = $1 ORDER BY position";
    let rows: Vec<Row> = fetch_all!(tx, sql, contract)?;
    rows.into_iter().map(read).collect()
}

/// One signatory.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Signatory>> {
    let sql = "SELECT id, contract, name, requirement, status, commitment, legal_basis, revision \
               FROM contract_signatory WHERE id = $1";
    let row: Option<Row> = fetch_optional!(tx, sql, id)?;
    row.map(read).transpose()
}

/// Puts a signatory in, last.
pub async fn insert(tx: &mut Tx, signatory: &Signatory) -> Result<()> {
    let (last,): (Option<i64>,) =
        fetch_one!(tx, "SELECT MAX(position) FROM contract_signatory WHERE contract = $1", signatory.contract)?;
    let terms = &signatory.terms;
    execute!(
        tx,
        "INSERT INTO contract_signatory (id, contract, name, requirement, status, commitment, legal_basis, position, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        signatory.id,
        signatory.contract,
        &terms.name,
        terms.requirement.code(),
        terms.status.code(),
        &terms.commitment,
        &terms.legal_basis,
        last.unwrap_or(0) + 1,
        signatory.revision
    )?;
    Ok(())
}

/// Changes what is written, if nobody did since `revision`.
pub async fn update(tx: &mut Tx, id: Uuid, revision: i64, terms: &SignatoryTerms) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE contract_signatory SET name = $1, requirement = $2, status = $3, commitment = $4, legal_basis = $5, \
         revision = revision + 1 WHERE id = $6 AND revision = $7",
        &terms.name,
        terms.requirement.code(),
        terms.status.code(),
        &terms.commitment,
        &terms.legal_basis,
        id,
        revision
    )?;
    Ok(count == 1)
}

/// Takes a signatory out.
pub async fn delete(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM contract_signatory WHERE id = $1", id)?;
    Ok(())
}

/// Contracts with signatures to confirm: identifier, title, how many.
pub async fn to_confirm(tx: &mut Tx) -> Result<Vec<(Uuid, String, i64)>> {
    let sql = "SELECT c.id, c.title, COUNT(*) FROM contract c JOIN contract_signatory s ON s.contract = c.id \
               WHERE s.status = 'to_confirm' GROUP BY c.id, c.title, c.starts_on ORDER BY c.starts_on DESC, c.id";
    fetch_all!(tx, sql)
}
