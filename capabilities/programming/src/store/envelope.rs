//! Envelopes, what was voted on them, and what let a vote pass them.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};
use sqlx::AssertSqlSafe;

use crate::rules::{Envelope, EnvelopeTerms};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    contract: Uuid,
    funder: Uuid,
    programme: String,
    area: Option<Uuid>,
    year: i64,
    cents: i64,
    delegated_by: String,
    parent: Option<Uuid>,
    is_department: bool,
    revision: i64,
}

impl From<Row> for Envelope {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            contract: row.contract,
            terms: EnvelopeTerms {
                funder: row.funder,
                programme: row.programme,
                area: row.area,
                year: row.year,
                cents: row.cents,
                delegated_by: row.delegated_by,
                parent: row.parent,
                is_department: row.is_department,
            },
            revision: row.revision,
        }
    }
}

const SELECT: &str = "SELECT id, contract, funder, programme, area, year, cents, delegated_by, parent, is_department, revision \
                      FROM envelope";

/// Envelopes of a contract, by year then programme.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<Envelope>> {
    let sql = AssertSqlSafe(format!("{SELECT} WHERE contract = $1 ORDER BY year DESC, programme, id"));
    let rows: Vec<Row> = fetch_all!(tx, sql, contract)?;
    Ok(rows.into_iter().map(Envelope::from).collect())
}

/// An envelope.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Envelope>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    Ok(row.map(Envelope::from))
}

/// What was voted on each envelope of a contract, in cents.
pub async fn votes(tx: &mut Tx, contract: Uuid) -> Result<Vec<(Uuid, i64)>> {
    let sql = "SELECT v.envelope, CAST(SUM(v.cents) AS BIGINT) FROM committee_vote v JOIN envelope e ON e.id = v.envelope \
               WHERE e.contract = $1 GROUP BY v.envelope";
    fetch_all!(tx, sql, contract)
}

/// Holds the envelopes of a contract until the transaction ends: two votes never count the same money. SQLite has one
/// writer already.
pub async fn hold(tx: &mut Tx, contract: Uuid) -> Result<()> {
    if matches!(tx, Tx::Postgres(_)) {
        let _: Vec<(Uuid,)> =
            fetch_all!(tx, "SELECT id FROM envelope WHERE contract = $1 ORDER BY id FOR UPDATE", contract)?;
    }
    Ok(())
}

/// Puts an envelope in.
pub async fn insert(tx: &mut Tx, one: &Envelope) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO envelope (id, contract, funder, programme, area, year, cents, delegated_by, parent, is_department, \
         revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)",
        one.id,
        one.contract,
        one.terms.funder,
        &one.terms.programme,
        one.terms.area,
        one.terms.year,
        one.terms.cents,
        &one.terms.delegated_by,
        one.terms.parent,
        one.terms.is_department
    )?;
    Ok(())
}

/// Changes an envelope, if nobody did since `revision`.
pub async fn update(tx: &mut Tx, id: Uuid, revision: i64, terms: &EnvelopeTerms) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE envelope SET funder = $1, programme = $2, area = $3, year = $4, cents = $5, delegated_by = $6, parent = $7, \
         is_department = $8, revision = revision + 1 WHERE id = $9 AND revision = $10",
        terms.funder,
        &terms.programme,
        terms.area,
        terms.year,
        terms.cents,
        &terms.delegated_by,
        terms.parent,
        terms.is_department,
        id,
        revision
    )?;
    Ok(count == 1)
}

/// Takes an envelope out.
pub async fn delete(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM envelope WHERE id = $1", id)?;
    Ok(())
}

/// Whether an envelope let a vote pass it.
pub async fn was_passed(tx: &mut Tx, id: Uuid) -> Result<bool> {
    let row: Option<(Uuid,)> = fetch_optional!(tx, "SELECT id FROM envelope_override WHERE envelope = $1 LIMIT 1", id)?;
    Ok(row.is_some())
}

/// A vote that passed an envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// Identifier.
    pub id: Uuid,
    /// The envelope.
    pub envelope: Uuid,
    /// The funding voted.
    pub funding: Uuid,
    /// By how many cents.
    pub cents: i64,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Moment,
    /// Who.
    pub by_name: String,
}

/// Keeps what let a vote pass an envelope.
pub async fn pass(tx: &mut Tx, one: &Override) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO envelope_override (id, envelope, funding, cents, reason, at, by_name) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        one.id,
        one.envelope,
        one.funding,
        one.cents,
        &one.reason,
        one.at.0,
        &one.by_name
    )?;
    Ok(())
}

/// What let votes pass the envelopes of a contract, the first first.
pub async fn overrides(tx: &mut Tx, contract: Uuid) -> Result<Vec<Override>> {
    let sql = "SELECT o.id, o.envelope, o.funding, o.cents, o.reason, o.at, o.by_name FROM envelope_override o \
               JOIN envelope e ON e.id = o.envelope WHERE e.contract = $1 ORDER BY o.at, o.id";
    let rows: Vec<(Uuid, Uuid, Uuid, i64, String, i64, String)> = fetch_all!(tx, sql, contract)?;
    let read = |(id, envelope, funding, cents, reason, at, by_name)| Override {
        id,
        envelope,
        funding,
        cents,
        reason,
        at: Moment(at),
        by_name,
    };
    Ok(rows.into_iter().map(read).collect())
}
