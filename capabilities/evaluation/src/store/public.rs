//! For whom actions are.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::Uuid;

use super::known;
use crate::rules::{Marker, Public, read_ages};

type Row = (Uuid, Uuid, Uuid, Option<String>, String, i64);

fn read((id, contract, sheet, marker, ages, revision): Row) -> Result<Public> {
    let marker = match marker {
        Some(code) => Some(known("evaluation_public.marker", &code, Marker::from_code(&code))?),
        None => None,
    };
    Ok(Public { id, contract, sheet, marker, ages: read_ages(ages.split(',')), revision })
}

/// What was said of a sheet.
pub async fn of_sheet(tx: &mut Tx, sheet: Uuid) -> Result<Option<Public>> {
    let sql = "SELECT id, contract, sheet, marker, ages, revision FROM evaluation_public WHERE sheet = $1";
    let row: Option<Row> = fetch_optional!(tx, sql, sheet)?;
    row.map(read).transpose()
}

/// What was said of the sheets of a contract.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<Public>> {
    let sql =
        "SELECT id, contract, sheet, marker, ages, revision FROM evaluation_public WHERE contract = $1 ORDER BY sheet";
    let rows: Vec<Row> = fetch_all!(tx, sql, contract)?;
    rows.into_iter().map(read).collect()
}

/// Writes what is said of a sheet: put in when `revision` is nought, changed if nobody did since otherwise.
pub async fn save(tx: &mut Tx, one: &Public, revision: i64) -> Result<bool> {
    let sql = if revision == 0 {
        "INSERT INTO evaluation_public (marker, ages, contract, sheet, id, revision) VALUES ($1, $2, $3, $4, $5, $6 + 1) \
         ON CONFLICT DO NOTHING"
    } else {
        "UPDATE evaluation_public SET marker = $1, ages = $2, revision = revision + 1 \
         WHERE contract = $3 AND sheet = $4 AND id = $5 AND revision = $6"
    };
    let ages = one.ages.iter().map(|age| age.code()).collect::<Vec<_>>().join(",");
    let count = execute!(tx, sql, one.marker.map(Marker::code), ages, one.contract, one.sheet, one.id, revision)?;
    Ok(count == 1)
}
