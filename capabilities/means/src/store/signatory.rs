//! Which organisations stand for a signatory.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::Uuid;

/// Organisations of the signatories of a contract: row, signatory, organisation.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<(Uuid, Uuid, Uuid)>> {
    let sql =
        "SELECT id, signatory, organisation FROM signatory_organisation WHERE contract = $1 ORDER BY signatory, id";
    fetch_all!(tx, sql, contract)
}

/// One of them: contract, signatory, organisation.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<(Uuid, Uuid, Uuid)>> {
    let sql = "SELECT contract, signatory, organisation FROM signatory_organisation WHERE id = $1";
    fetch_optional!(tx, sql, id)
}

/// Says that an organisation stands for a signatory; gives whether that was not known.
pub async fn insert(tx: &mut Tx, id: Uuid, contract: Uuid, (signatory, organisation): (Uuid, Uuid)) -> Result<bool> {
    let sql = "INSERT INTO signatory_organisation (id, contract, signatory, organisation) VALUES ($1, $2, $3, $4) \
               ON CONFLICT DO NOTHING";
    Ok(execute!(tx, sql, id, contract, signatory, organisation)? == 1)
}

/// Takes that out.
pub async fn delete(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM signatory_organisation WHERE id = $1", id)?;
    Ok(())
}
