//! Texts of the commitments, and signatures, which are only added to.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};

use crate::rules::{Charter, Signature};

/// The text in force: the last published here, or the one the platform comes with.
pub async fn charter(tx: &mut Tx) -> Result<Charter> {
    let sql = "SELECT version, words FROM commitment_text ORDER BY published_at DESC, id DESC LIMIT 1";
    let row: Option<(String, String)> = fetch_optional!(tx, sql)?;
    Ok(row.map(|(version, words)| Charter { version, words }).unwrap_or_default())
}

/// Publishes a text; a version that exists is a unique violation.
pub async fn publish(tx: &mut Tx, id: Uuid, one: &Charter, at: Moment) -> Result<()> {
    let sql = "INSERT INTO commitment_text (id, version, words, published_at) VALUES ($1, $2, $3, $4)";
    execute!(tx, sql, id, &one.version, &one.words, at.0)?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    organisation: Uuid,
    version: String,
    fingerprint: String,
    signed_at: i64,
    signed_by: Option<Uuid>,
    signed_name: String,
    quality: String,
}

/// Signatures of an organisation, the last first.
pub async fn signatures(tx: &mut Tx, organisation: Uuid) -> Result<Vec<Signature>> {
    let sql = "SELECT id, organisation, version, fingerprint, signed_at, signed_by, signed_name, quality \
               FROM organisation_commitment WHERE organisation = $1 ORDER BY signed_at DESC, id DESC";
    let rows: Vec<Row> = fetch_all!(tx, sql, organisation)?;
    let one = |row: Row| Signature {
        id: row.id,
        organisation: row.organisation,
        version: row.version,
        fingerprint: row.fingerprint,
        signed_at: Moment(row.signed_at),
        signed_by: row.signed_by,
        signed_name: row.signed_name,
        quality: row.quality,
    };
    Ok(rows.into_iter().map(one).collect())
}

/// Signs.
pub async fn insert(tx: &mut Tx, one: &Signature) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO organisation_commitment (id, organisation, version, fingerprint, signed_at, signed_by, signed_name, \
         quality) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        one.id,
        one.organisation,
        &one.version,
        &one.fingerprint,
        one.signed_at.0,
        one.signed_by,
        &one.signed_name,
        &one.quality
    )?;
    Ok(())
}
