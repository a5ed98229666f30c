//! Who publishes the grants of a contract.

use database::{Result, Tx, execute, fetch_one, fetch_optional};
use kernel::Uuid;

use crate::rules::Publisher;

type Row = (String, String, String, String, i64);

/// Who publishes, with its revision; nothing and 0 while nobody said.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<Option<(Publisher, i64)>> {
    let sql = "SELECT name, siret, contact, email, revision FROM agreement_publisher WHERE contract = $1";
    let row: Option<Row> = fetch_optional!(tx, sql, contract)?;
    Ok(row.map(|(name, siret, contact, email, revision)| (Publisher { name, siret, contact, email }, revision)))
}

/// Says who publishes, if nobody did since `revision`. Gives the row.
pub async fn save(tx: &mut Tx, new: Uuid, (contract, revision): (Uuid, i64), one: &Publisher) -> Result<Option<Uuid>> {
    let count = if revision == 0 {
        let sql = "INSERT INTO agreement_publisher (id, contract, name, siret, contact, email, revision) \
                   VALUES ($1, $2, $3, $4, $5, $6, 1) ON CONFLICT DO NOTHING";
        execute!(tx, sql, new, contract, &one.name, &one.siret, &one.contact, &one.email)?
    } else {
        let sql = "UPDATE agreement_publisher SET name = $1, siret = $2, contact = $3, email = $4, revision = revision + 1 \
                   WHERE contract = $5 AND revision = $6";
        execute!(tx, sql, &one.name, &one.siret, &one.contact, &one.email, contract, revision)?
    };
    if count != 1 {
        return Ok(None);
    }
    let (id,): (Uuid,) = fetch_one!(tx, "SELECT id FROM agreement_publisher WHERE contract = $1", contract)?;
    Ok(Some(id))
}
