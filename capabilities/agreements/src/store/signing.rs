//! Signatures of versions, and papers given back.

use database::{DbError, Result, Tx, execute, fetch_all, fetch_optional};
use jiff::civil::Date;
use kernel::{Moment, Uuid};

use crate::rules::{Side, Signature, Signer};

type Row = (Uuid, i64, String, String, Option<String>, Option<String>, String, i64);

fn day(text: Option<String>) -> Result<Option<Date>> {
    let unread = |text: &str| DbError::Unreadable { place: "agreement_signature day", problem: text.to_owned() };
    text.map(|text| text.parse().map_err(|_| unread(&text))).transpose()
}

fn side(code: &str) -> Result<Side> {
    let unknown = || DbError::Unreadable { place: "agreement_signature.side", problem: code.to_owned() };
    Side::from_code(code).ok_or_else(unknown)
}

/// Signatures of a version, in order.
pub async fn of_version(tx: &mut Tx, version: Uuid) -> Result<Vec<Signature>> {
    let sql = "SELECT id, position, side, who, sent_on, signed_on, noted_by, revision FROM agreement_signature \
               WHERE version = $1 ORDER BY position";
    let rows: Vec<Row> = fetch_all!(tx, sql, version)?;
    rows.into_iter()
        .map(|(id, position, of, who, sent_on, signed_on, noted_by, revision)| {
            let (side, sent_on, signed_on) = (side(&of)?, day(sent_on)?, day(signed_on)?);
            Ok(Signature { id, position, side, who, sent_on, signed_on, noted_by, revision })
        })
        .collect()
}

/// Says who signs a version, in order. Gives the rows, `ids` naming them.
pub async fn set_circuit(
    tx: &mut Tx,
    version: Uuid,
    all: &[Signer],
    mut ids: impl FnMut() -> Uuid,
) -> Result<Vec<(&'static str, Uuid)>> {
    execute!(tx, "DELETE FROM agreement_signature WHERE version = $1", version)?;
    let mut rows = Vec::new();
    for (rank, one) in all.iter().enumerate() {
        let (id, position) = (ids(), rank as i64 + 1);
        let sql = "INSERT INTO agreement_signature (id, version, position, side, who, noted_by, revision) \
                   VALUES ($1, $2, $3, $4, $5, '', 1)";
        execute!(tx, sql, id, version, position, one.side.code(), &one.who)?;
        rows.push(("agreement_signature", id));
    }
    Ok(rows)
}

/// Notes when a paper was sent and signed, if nobody did since.
pub async fn note(tx: &mut Tx, one: &Signature) -> Result<bool> {
    let sql = "UPDATE agreement_signature SET sent_on = $1, signed_on = $2, noted_by = $3, revision = revision + 1 \
               WHERE id = $4 AND revision = $5 AND signed_on IS NULL";
    let (sent, signed) = (one.sent_on.map(|day| day.to_string()), one.signed_on.map(|day| day.to_string()));
    Ok(execute!(tx, sql, sent, signed, &one.noted_by, one.id, one.revision)? == 1)
}

/// Says that a version is signed by all.
pub async fn conclude(tx: &mut Tx, version: Uuid, signed_on: Date, at: Moment) -> Result<bool> {
    let sql = "UPDATE agreement_version SET state = 'signed', signed_on = $1, noted_at = $2, revision = revision + 1 \
               WHERE id = $3 AND state = 'circulating'";
    Ok(execute!(tx, sql, signed_on.to_string(), at.0, version)? == 1)
}

/// A paper given back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    /// Which.
    pub id: Uuid,
    /// Of which version.
    pub version: Uuid,
    /// Its file.
    pub file: Uuid,
    /// Who gave it.
    pub side: Side,
    /// When.
    pub at: Moment,
    /// By whom.
    pub by_name: String,
}

/// Keeps a paper given back.
pub async fn insert_scan(tx: &mut Tx, one: &Scan) -> Result<()> {
    let sql = "INSERT INTO agreement_scan (id, version, file, side, at, by_name) VALUES ($1, $2, $3, $4, $5, $6)";
    execute!(tx, sql, one.id, one.version, one.file, one.side.code(), one.at.0, &one.by_name)?;
    Ok(())
}

type ScanRow = (Uuid, Uuid, Uuid, String, i64, String);

fn scan((id, version, file, of, at, by_name): ScanRow) -> Result<Scan> {
    Ok(Scan { id, version, file, side: side(&of)?, at: Moment(at), by_name })
}

/// Papers given back of an agreement, the last first.
pub async fn scans(tx: &mut Tx, agreement: Uuid) -> Result<Vec<Scan>> {
    let sql = "SELECT agreement_scan.id, agreement_scan.version, agreement_scan.file, agreement_scan.side, agreement_scan.at, \
               agreement_scan.by_name FROM agreement_scan \
               JOIN agreement_version ON agreement_version.id = agreement_scan.version \
               WHERE agreement_version.agreement = $1 ORDER BY agreement_scan.at DESC, agreement_scan.id DESC";
    let rows: Vec<ScanRow> = fetch_all!(tx, sql, agreement)?;
    rows.into_iter().map(scan).collect()
}

/// A paper given back of an agreement.
pub async fn scan_of(tx: &mut Tx, agreement: Uuid, id: Uuid) -> Result<Option<Scan>> {
    let sql = "SELECT agreement_scan.id, agreement_scan.version, agreement_scan.file, agreement_scan.side, agreement_scan.at, \
               agreement_scan.by_name FROM agreement_scan \
               JOIN agreement_version ON agreement_version.id = agreement_scan.version \
               WHERE agreement_version.agreement = $1 AND agreement_scan.id = $2";
    let row: Option<ScanRow> = fetch_optional!(tx, sql, agreement, id)?;
    row.map(scan).transpose()
}
