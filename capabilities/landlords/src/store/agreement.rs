//! Agreements of abatement.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::Uuid;
use sqlx::AssertSqlSafe;

use super::{day, maybe_day};
use crate::rules::{AbatementAgreement, AgreementTerms};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    contract: Uuid,
    area: Uuid,
    landlord: Uuid,
    starts_on: String,
    ends_on: String,
    signed_on: Option<String>,
    service: String,
    note: String,
    is_public: bool,
    revision: i64,
}

const SELECT: &str = "SELECT id, contract, area, landlord, starts_on, ends_on, signed_on, service, note, is_public, \
                      revision FROM abatement_agreement";

fn read(row: Row) -> Result<AbatementAgreement> {
    Ok(AbatementAgreement {
        id: row.id,
        contract: row.contract,
        area: row.area,
        landlord: row.landlord,
        terms: AgreementTerms {
            starts_on: day("abatement_agreement.starts_on", &row.starts_on)?,
            ends_on: day("abatement_agreement.ends_on", &row.ends_on)?,
            signed_on: maybe_day("abatement_agreement.signed_on", row.signed_on)?,
            service: row.service,
            note: row.note,
        },
        is_public: row.is_public,
        revision: row.revision,
    })
}

/// One agreement.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<AbatementAgreement>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// Agreements of a contract.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<AbatementAgreement>> {
    let sql = AssertSqlSafe(format!("{SELECT} WHERE contract = $1 ORDER BY area, id"));
    let rows: Vec<Row> = fetch_all!(tx, sql, contract)?;
    rows.into_iter().map(read).collect()
}

/// Every agreement.
pub async fn all(tx: &mut Tx) -> Result<Vec<AbatementAgreement>> {
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(format!("{SELECT} ORDER BY contract, area, id")))?;
    rows.into_iter().map(read).collect()
}

/// Puts an agreement in; gives whether there was none for this landlord and neighbourhood.
pub async fn insert(tx: &mut Tx, one: &AbatementAgreement) -> Result<bool> {
    let terms = &one.terms;
    let count = execute!(
        tx,
        "INSERT INTO abatement_agreement (id, contract, area, landlord, starts_on, ends_on, signed_on, service, note, \
         is_public, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1) ON CONFLICT DO NOTHING",
        one.id,
        one.contract,
        one.area,
        one.landlord,
        terms.starts_on.to_string(),
        terms.ends_on.to_string(),
        terms.signed_on.map(|day| day.to_string()),
        &terms.service,
        &terms.note,
        one.is_public
    )?;
    Ok(count == 1)
}

/// Writes what it says, if nobody did since `revision`.
pub async fn save(tx: &mut Tx, (id, revision): (Uuid, i64), terms: &AgreementTerms, is_public: bool) -> Result<bool> {
    let sql = "UPDATE abatement_agreement SET starts_on = $1, ends_on = $2, signed_on = $3, service = $4, note = $5, \
               is_public = $6, revision = revision + 1 WHERE id = $7 AND revision = $8";
    let count = execute!(
        tx,
        sql,
        terms.starts_on.to_string(),
        terms.ends_on.to_string(),
        terms.signed_on.map(|day| day.to_string()),
        &terms.service,
        &terms.note,
        is_public,
        id,
        revision
    )?;
    Ok(count == 1)
}
