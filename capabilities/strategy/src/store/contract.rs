//! Contracts and their perimeters.

use std::collections::HashMap;

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::Uuid;

use super::{day, known};
use crate::rules::{Contract, ContractTerms, Status};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    code: String,
    title: String,
    starts_on: String,
    ends_on: String,
    review_year: Option<i64>,
    zoning_generation: Option<i64>,
    status: String,
    source: String,
    note: String,
    revision: i64,
    holder: Option<String>,
    review_on: Option<String>,
}

fn read(row: Row) -> Result<Contract> {
    Ok(Contract {
        id: row.id,
        code: row.code,
        terms: ContractTerms {
            title: row.title,
            holder: row.holder.unwrap_or_default(),
            starts_on: day("contract.starts_on", &row.starts_on)?,
            ends_on: day("contract.ends_on", &row.ends_on)?,
            review_year: row.review_year,
            review_on: row.review_on.map(|text| day("contract.review_on", &text)).transpose()?,
            zoning_generation: row.zoning_generation,
            status: known("contract.status", &row.status, Status::from_code(&row.status))?,
            source: row.source,
            note: row.note,
        },
        revision: row.revision,
    })
}

/// Every contract, the latest first.
pub async fn all(tx: &mut Tx) -> Result<Vec<Contract>> {
    let rows: Vec<Row> = fetch_all!(tx, "SELECT * FROM contract ORDER BY starts_on DESC, code")?;
    rows.into_iter().map(read).collect()
}

/// The contract of that code.
pub async fn by_code(tx: &mut Tx, code: &str) -> Result<Option<Contract>> {
    let row: Option<Row> = fetch_optional!(tx, "SELECT * FROM contract WHERE code = $1", code)?;
    row.map(read).transpose()
}

/// One contract.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Contract>> {
    let row: Option<Row> = fetch_optional!(tx, "SELECT * FROM contract WHERE id = $1", id)?;
    row.map(read).transpose()
}

/// Who carries it, as it is kept: nothing when nobody is said.
fn holder(terms: &ContractTerms) -> Option<&str> {
    Some(terms.holder.as_str()).filter(|holder| !holder.is_empty())
}

/// Puts a contract in.
pub async fn insert(tx: &mut Tx, contract: &Contract) -> Result<()> {
    let terms = &contract.terms;
    execute!(
        tx,
        "INSERT INTO contract (id, code, title, starts_on, ends_on, review_year, zoning_generation, status, source, note, revision, \
         holder, review_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        contract.id,
        &contract.code,
        &terms.title,
        terms.starts_on.to_string(),
        terms.ends_on.to_string(),
        terms.review_year,
        terms.zoning_generation,
        terms.status.code(),
        &terms.source,
        &terms.note,
        contract.revision,
        holder(terms),
        terms.review_on.map(|day| day.to_string())
    )?;
    Ok(())
}

/// Changes the terms, if nobody did since `revision`.
pub async fn update(tx: &mut Tx, id: Uuid, revision: i64, terms: &ContractTerms) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE contract SET title = $1, starts_on = $2, ends_on = $3, review_year = $4, zoning_generation = $5, \
         status = $6, source = $7, note = $8, holder = $9, review_on = $10, revision = revision + 1 \
         WHERE id = $11 AND revision = $12",
        &terms.title,
        terms.starts_on.to_string(),
        terms.ends_on.to_string(),
        terms.review_year,
        terms.zoning_generation,
        terms.status.code(),
        &terms.source,
        &terms.note,
        holder(terms),
        terms.review_on.map(|day| day.to_string()),
        id,
        revision
    )?;
    Ok(count == 1)
}

/// Neighbourhoods of every contract, `(contract, area)`, in order.
pub async fn all_areas(tx: &mut Tx) -> Result<Vec<(Uuid, Uuid)>> {
    fetch_all!(tx, "SELECT contract, area FROM contract_area ORDER BY contract, position")
}

/// Neighbourhoods of a contract, in order.
pub async fn areas(tx: &mut Tx, contract: Uuid) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> =
        fetch_all!(tx, "SELECT area FROM contract_area WHERE contract = $1 ORDER BY position", contract)?;
    Ok(rows.into_iter().map(|(area,)| area).collect())
}

/// Puts these neighbourhoods, `(row, area)`, in place of those that were there.
pub async fn replace_areas(tx: &mut Tx, contract: Uuid, areas: &[(Uuid, Uuid)]) -> Result<()> {
    execute!(tx, "DELETE FROM contract_area WHERE contract = $1", contract)?;
    for (position, (id, area)) in (1_i64..).zip(areas) {
        let sql = "INSERT INTO contract_area (id, contract, area, position) VALUES ($1, $2, $3, $4)";
        execute!(tx, sql, *id, contract, *area, position)?;
    }
    Ok(())
}

/// What a contract holds, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overview {
    /// Neighbourhoods.
    pub areas: i64,
    /// Nodes at each level: its two names, how many.
    pub levels: Vec<(String, String, i64)>,
    /// Bodies that must or may sign.
    pub signatories: i64,
    /// Those that signed.
    pub signed: i64,
    /// Amendments.
    pub amendments: i64,
}

/// Every contract, counted.
pub async fn overviews(tx: &mut Tx) -> Result<HashMap<Uuid, Overview>> {
    let mut all: HashMap<Uuid, Overview> = HashMap::new();
    let sql = "SELECT contract, COUNT(*) FROM contract_area GROUP BY contract";
    let areas: Vec<(Uuid, i64)> = fetch_all!(tx, sql)?;
    for (contract, count) in areas {
        all.entry(contract).or_default().areas = count;
    }
    let sql = "SELECT l.contract, l.label, l.label_plural, COUNT(n.id) FROM contract_level l \
               LEFT JOIN contract_node n ON n.level = l.id \
               GROUP BY l.id, l.contract, l.label, l.label_plural, l.is_transversal, l.depth, l.position \
               ORDER BY l.is_transversal, l.depth, l.position";
    let levels: Vec<(Uuid, String, String, i64)> = fetch_all!(tx, sql)?;
    for (contract, one, several, count) in levels {
        all.entry(contract).or_default().levels.push((one, several, count));
    }
    let sql = "SELECT contract, COUNT(*), COUNT(CASE WHEN status = 'signed' THEN 1 END) FROM contract_signatory \
               GROUP BY contract";
    let signatories: Vec<(Uuid, i64, i64)> = fetch_all!(tx, sql)?;
    for (contract, count, signed) in signatories {
        let one = all.entry(contract).or_default();
        (one.signatories, one.signed) = (count, signed);
    }
    let sql = "SELECT contract, COUNT(*) FROM contract_amendment GROUP BY contract";
    let amendments: Vec<(Uuid, i64)> = fetch_all!(tx, sql)?;
    for (contract, count) in amendments {
        all.entry(contract).or_default().amendments = count;
    }
    Ok(all)
}
