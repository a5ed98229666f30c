//! Bodies that sit and their neighbourhoods.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};
use sqlx::AssertSqlSafe;

use super::{known, maybe_day};
use crate::rules::{Assembly, AssemblyTerms, Kind};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    kind: String,
    council: Option<Uuid>,
    name: String,
    purpose: String,
    contract: Option<Uuid>,
    support: String,
    organisation: Option<Uuid>,
    place: String,
    charter: String,
    starts_on: Option<String>,
    mandate_months: i64,
    renewal_months: Option<i64>,
    notice_days: i64,
    quorum_percent: i64,
    reply_days: i64,
    are_minutes_public: bool,
    are_decisions_public: Option<bool>,
    revision: i64,
}

const SELECT: &str = "SELECT id, kind, council, name, purpose, contract, support, organisation, place, charter, starts_on, \
                      mandate_months, renewal_months, notice_days, quorum_percent, reply_days, are_minutes_public, \
                      are_decisions_public, revision FROM assembly";

fn read(row: Row, areas: Vec<Uuid>) -> Result<Assembly> {
    let terms = AssemblyTerms {
        name: row.name,
        purpose: row.purpose,
        contract: row.contract,
        areas,
        support: row.support,
        organisation: row.organisation,
        place: row.place,
        charter: row.charter,
        starts_on: maybe_day("assembly.starts_on", row.starts_on)?,
        mandate_months: row.mandate_months,
        renewal_months: row.renewal_months,
        notice_days: row.notice_days,
        quorum_percent: row.quorum_percent,
        reply_days: row.reply_days,
        are_minutes_public: row.are_minutes_public,
        are_decisions_public: row.are_decisions_public.unwrap_or(false),
    };
    let kind = known("assembly.kind", &row.kind, Kind::from_code(&row.kind))?;
    Ok(Assembly { id: row.id, kind, council: row.council, terms, revision: row.revision })
}

/// Every body, by name.
pub async fn all(tx: &mut Tx) -> Result<Vec<Assembly>> {
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(format!("{SELECT} ORDER BY name, id")))?;
    let places: Vec<(Uuid, Uuid)> = fetch_all!(tx, "SELECT assembly, area FROM assembly_area ORDER BY id")?;
    let areas = |id: Uuid| places.iter().filter(|place| place.0 == id).map(|place| place.1).collect();
    rows.into_iter().map(|row| (areas(row.id), row)).map(|(areas, row)| read(row, areas)).collect()
}

/// One of them.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Assembly>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    let Some(row) = row else { return Ok(None) };
    let sql = "SELECT area FROM assembly_area WHERE assembly = $1 ORDER BY id";
    let areas: Vec<(Uuid,)> = fetch_all!(tx, sql, id)?;
    read(row, areas.into_iter().map(|(area,)| area).collect()).map(Some)
}

/// The body opened for a council.
pub async fn of_council(tx: &mut Tx, council: Uuid) -> Result<Option<Uuid>> {
    let found: Option<(Uuid,)> = fetch_optional!(tx, "SELECT id FROM assembly WHERE council = $1", council)?;
    Ok(found.map(|(id,)| id))
}

/// Puts a body in.
pub async fn insert(tx: &mut Tx, one: &Assembly, at: Moment) -> Result<()> {
    let terms = &one.terms;
    execute!(
        tx,
        "INSERT INTO assembly (id, kind, council, name, purpose, contract, support, organisation, place, charter, starts_on, \
         mandate_months, renewal_months, notice_days, quorum_percent, reply_days, are_minutes_public, created_at, \
         are_decisions_public, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, \
         $18, $19, 1)",
        one.id,
        one.kind.code(),
        one.council,
        &terms.name,
        &terms.purpose,
        terms.contract,
        &terms.support,
        terms.organisation,
        &terms.place,
        &terms.charter,
        terms.starts_on.map(|day| day.to_string()),
        terms.mandate_months,
        terms.renewal_months,
        terms.notice_days,
        terms.quorum_percent,
        terms.reply_days,
        terms.are_minutes_public,
        at.0,
        terms.are_decisions_public
    )?;
    Ok(())
}

/// Writes the terms of a body, if nobody did since `revision`.
pub async fn update(tx: &mut Tx, id: Uuid, revision: i64, terms: &AssemblyTerms) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE assembly SET name = $1, purpose = $2, contract = $3, support = $4, organisation = $5, place = $6, \
         charter = $7, starts_on = $8, mandate_months = $9, renewal_months = $10, notice_days = $11, quorum_percent = $12, \
         reply_days = $13, are_minutes_public = $14, are_decisions_public = $15, revision = revision + 1 \
         WHERE id = $16 AND revision = $17",
        &terms.name,
        &terms.purpose,
        terms.contract,
        &terms.support,
        terms.organisation,
        &terms.place,
        &terms.charter,
        terms.starts_on.map(|day| day.to_string()),
        terms.mandate_months,
        terms.renewal_months,
        terms.notice_days,
        terms.quorum_percent,
        terms.reply_days,
        terms.are_minutes_public,
        terms.are_decisions_public,
        id,
        revision
    )?;
    Ok(count == 1)
}

/// Gives a body other neighbourhoods; gives the rows that are gone.
pub async fn replace_areas(tx: &mut Tx, assembly: Uuid, areas: &[(Uuid, Uuid)]) -> Result<Vec<Uuid>> {
    let gone: Vec<(Uuid,)> = fetch_all!(tx, "DELETE FROM assembly_area WHERE assembly = $1 RETURNING id", assembly)?;
    for (id, area) in areas {
        execute!(tx, "INSERT INTO assembly_area (id, assembly, area) VALUES ($1, $2, $3)", *id, assembly, *area)?;
    }
    Ok(gone.into_iter().map(|(id,)| id).collect())
}
