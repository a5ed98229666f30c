//! Files of partners between their trial and their import.

use database::{Result, Tx, execute, fetch_optional};
use kernel::{Moment, Uuid};

/// A file that waits.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PartnerFile {
    pub id: Uuid,
    pub survey: Uuid,
    pub account: Uuid,
    pub name: String,
    pub sealed: Vec<u8>,
}

/// Puts a file in wait.
pub async fn insert(tx: &mut Tx, one: &PartnerFile, until: Moment) -> Result<()> {
    let sql = "INSERT INTO partner_file (id, survey, account, name, sealed, until) VALUES ($1, $2, $3, $4, $5, $6)";
    execute!(tx, sql, one.id, one.survey, one.account, &one.name, &one.sealed, until.0)?;
    Ok(())
}

/// A file that somebody left.
pub async fn of(tx: &mut Tx, id: Uuid, account: Uuid) -> Result<Option<PartnerFile>> {
    let sql = "SELECT id, survey, account, name, sealed FROM partner_file WHERE id = $1 AND account = $2";
    fetch_optional!(tx, sql, id, account)
}

/// Takes a file out.
pub async fn delete(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM partner_file WHERE id = $1", id)?;
    Ok(())
}

/// Takes out those that waited too long.
pub async fn purge(tx: &mut Tx, now: Moment) -> Result<u64> {
    execute!(tx, "DELETE FROM partner_file WHERE until < $1", now.0)
}
