//! Certificates a contract trusts.

use database::{DbError, Result, Tx, execute, fetch_all};
use kernel::{Moment, Uuid};
use signatures::Certificate;

/// A certificate that is trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedCertificate {
    /// Which.
    pub id: Uuid,
    /// What it says.
    pub certificate: Certificate,
    /// Since when.
    pub added_at: Moment,
    /// Who added it.
    pub by_name: String,
}

/// Certificates of a contract, in the order they were added.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<TrustedCertificate>> {
    let sql =
        "SELECT id, content, added_at, by_name FROM trusted_certificate WHERE contract = $1 ORDER BY added_at, id";
    let rows: Vec<(Uuid, Vec<u8>, i64, String)> = fetch_all!(tx, sql, contract)?;
    let unread = |problem: String| DbError::Unreadable { place: "trusted_certificate.content", problem };
    rows.into_iter()
        .map(|(id, content, at, by_name)| {
            let certificate = Certificate::read(&content).map_err(unread)?;
            Ok(TrustedCertificate { id, certificate, added_at: Moment(at), by_name })
        })
        .collect()
}

/// Adds a certificate to a contract; gives whether it was not there yet.
pub async fn insert(tx: &mut Tx, contract: Uuid, one: &TrustedCertificate) -> Result<bool> {
    let sql = "INSERT INTO trusted_certificate (id, contract, fingerprint, content, added_at, by_name) \
               VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    let (print, bytes) = (&one.certificate.fingerprint, &one.certificate.der);
    Ok(execute!(tx, sql, one.id, contract, print, bytes.as_slice(), one.added_at.0, &one.by_name)? == 1)
}

/// Takes a certificate out of a contract; gives whether it was there.
pub async fn delete(tx: &mut Tx, contract: Uuid, id: Uuid) -> Result<bool> {
    Ok(execute!(tx, "DELETE FROM trusted_certificate WHERE contract = $1 AND id = $2", contract, id)? == 1)
}
