//! What contracts set for their committees.

use database::{Result, Tx, fetch_optional};
use kernel::{Outside, Uuid};

use crate::rules::CommitteeSetting;

/// What is set for a contract, with its revision; 0: nobody said anything, the usual parts hold.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<(CommitteeSetting, i64)> {
    let sql = "SELECT outside_permille, several_permille, fragile_employees, revision FROM committee_setting \
               WHERE contract = $1";
    let row: Option<(i64, i64, i64, i64)> = fetch_optional!(tx, sql, contract)?;
    Ok(row.map_or((CommitteeSetting::default(), 0), |row| {
        let (outside_permille, several_permille, fragile_employees, revision) = row;
        (CommitteeSetting { outside_permille, several_permille, fragile_employees }, revision)
    }))
}

/// Writes what is set, if nobody did since `revision`. Gives the row.
pub async fn save(
    tx: &mut Tx,
    outside: &Outside,
    contract: Uuid,
    one: &CommitteeSetting,
    revision: i64,
) -> Result<Option<Uuid>> {
    let sql = "INSERT INTO committee_setting (id, contract, outside_permille, several_permille, fragile_employees, revision) \
               VALUES ($1, $2, $3, $4, $5, 1) ON CONFLICT (contract) DO UPDATE SET outside_permille = $3, \
               several_permille = $4, fragile_employees = $5, revision = committee_setting.revision + 1 \
               WHERE committee_setting.revision = $6 RETURNING id";
    let (outside_part, several) = (one.outside_permille, one.several_permille);
    let row: Option<(Uuid,)> =
        fetch_optional!(tx, sql, outside.uuid(), contract, outside_part, several, one.fragile_employees, revision)?;
    Ok(row.map(|(id,)| id))
}
