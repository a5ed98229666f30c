//! Evidence, withdrawn or not: nothing is deleted but what its speaker took back.

use database::{Result, Tx, execute, fetch_all, fetch_among, fetch_one, fetch_optional};
use kernel::{Moment, Uuid};

use super::{day, known, text};
use crate::rules::{Evidence, EvidenceText, Kind, Visibility};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    code: String,
    consultation: Uuid,
    need: Uuid,
    area: Uuid,
    channel: Option<Uuid>,
    gathering: Option<Uuid>,
    heard: String,
    heard_on: Option<String>,
    reported_on: Option<String>,
    said: String,
    kind: String,
    document: Option<Uuid>,
    page: String,
    visibility: String,
    withdrawn_at: Option<i64>,
    withdrawn_why: String,
    revision: i64,
}

fn read(row: Row) -> Result<Evidence> {
    Ok(Evidence {
        id: row.id,
        code: row.code,
        consultation: row.consultation,
        text: EvidenceText {
            need: row.need,
            area: row.area,
            channel: row.channel,
            gathering: row.gathering,
            heard: row.heard,
            heard_on: day("evidence.heard_on", row.heard_on)?,
            reported_on: day("evidence.reported_on", row.reported_on)?,
            said: row.said,
            kind: known("evidence.kind", &row.kind, Kind::from_code(&row.kind))?,
            document: row.document,
            page: row.page,
            visibility: known("evidence.visibility", &row.visibility, Visibility::from_code(&row.visibility))?,
        },
        withdrawn: row.withdrawn_at.map(|_| row.withdrawn_why),
        revision: row.revision,
    })
}

/// Evidence of a need, everywhere; withdrawn ones left out.
pub async fn of_need(tx: &mut Tx, need: Uuid) -> Result<Vec<Evidence>> {
    let sql = "SELECT * FROM evidence WHERE need = $1 AND withdrawn_at IS NULL ORDER BY recorded_at, code";
    let rows: Vec<Row> = fetch_all!(tx, sql, need)?;
    rows.into_iter().map(read).collect()
}

/// Evidence of a need in a neighbourhood; withdrawn ones left out.
pub async fn of_cell(tx: &mut Tx, need: Uuid, area: Uuid) -> Result<Vec<Evidence>> {
    let sql =
        "SELECT * FROM evidence WHERE need = $1 AND area = $2 AND withdrawn_at IS NULL ORDER BY recorded_at, code";
    let rows: Vec<Row> = fetch_all!(tx, sql, need, area)?;
    rows.into_iter().map(read).collect()
}

/// The last recorded first, withdrawn ones included, from a rank on.
pub async fn latest(tx: &mut Tx, limit: i64, offset: i64) -> Result<Vec<Evidence>> {
    let sql = "SELECT * FROM evidence ORDER BY recorded_at DESC, code LIMIT $1 OFFSET $2";
    let rows: Vec<Row> = fetch_all!(tx, sql, limit, offset)?;
    rows.into_iter().map(read).collect()
}

/// How many there are: `(all, withdrawn)`.
pub async fn count(tx: &mut Tx) -> Result<(i64, i64)> {
    fetch_one!(tx, "SELECT COUNT(*), COUNT(withdrawn_at) FROM evidence")
}

/// One piece of evidence.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Evidence>> {
    let row: Option<Row> = fetch_optional!(tx, "SELECT * FROM evidence WHERE id = $1", id)?;
    row.map(read).transpose()
}

/// These pieces of evidence, in no order.
pub async fn among(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Evidence>> {
    let rows: Vec<Row> = fetch_among!(tx, "SELECT * FROM evidence WHERE id IN ({rows})", ids);
    rows.into_iter().map(read).collect()
}

/// The piece of evidence of that code.
pub async fn of_code(tx: &mut Tx, code: &str) -> Result<Option<Uuid>> {
    let found: Option<(Uuid,)> = fetch_optional!(tx, "SELECT id FROM evidence WHERE code = $1", code)?;
    Ok(found.map(|(id,)| id))
}

/// Whether that code is taken.
pub async fn is_code_taken(tx: &mut Tx, code: &str) -> Result<bool> {
    Ok(of_code(tx, code).await?.is_some())
}

/// Whether the very same words were already recorded for that cell.
pub async fn is_same(tx: &mut Tx, one: &EvidenceText) -> Result<bool> {
    let sql = "SELECT id FROM evidence WHERE need = $1 AND area = $2 AND said = $3 AND heard = $4 AND withdrawn_at IS NULL LIMIT 1";
    let found: Option<(Uuid,)> = fetch_optional!(tx, sql, one.need, one.area, &one.said, &one.heard)?;
    Ok(found.is_some())
}

/// Puts a piece of evidence in.
pub async fn insert(
    tx: &mut Tx,
    id: Uuid,
    code: &str,
    consultation: Uuid,
    one: &EvidenceText,
    now: Moment,
) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO evidence (id, code, consultation, need, area, channel, gathering, heard, heard_on, reported_on, said, kind, \
         document, page, visibility, withdrawn_at, withdrawn_why, recorded_at, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, NULL, '', $16, 1)",
        id,
        code,
        consultation,
        one.need,
        one.area,
        one.channel,
        one.gathering,
        &one.heard,
        text(one.heard_on),
        text(one.reported_on),
        &one.said,
        one.kind.code(),
        one.document,
        &one.page,
        one.visibility.code(),
        now.0
    )?;
    Ok(())
}

/// Changes a piece of evidence, if nobody did since `revision` and it was not withdrawn.
pub async fn update(tx: &mut Tx, id: Uuid, revision: i64, one: &EvidenceText) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE evidence SET need = $1, area = $2, channel = $3, gathering = $4, heard = $5, heard_on = $6, reported_on = $7, \
         said = $8, kind = $9, document = $10, page = $11, visibility = $12, revision = revision + 1 \
         WHERE id = $13 AND revision = $14 AND withdrawn_at IS NULL",
        one.need,
        one.area,
        one.channel,
        one.gathering,
        &one.heard,
        text(one.heard_on),
        text(one.reported_on),
        &one.said,
        one.kind.code(),
        one.document,
        &one.page,
        one.visibility.code(),
        id,
        revision
    )?;
    Ok(count == 1)
}

/// Withdraws a piece of evidence: kept with the reason, counted no more.
pub async fn withdraw(tx: &mut Tx, id: Uuid, why: &str, now: Moment) -> Result<bool> {
    let sql = "UPDATE evidence SET withdrawn_at = $1, withdrawn_why = $2, revision = revision + 1 \
               WHERE id = $3 AND withdrawn_at IS NULL";
    Ok(execute!(tx, sql, now.0, why, id)? == 1)
}

/// Takes a piece of evidence out for good; whether it was there.
pub async fn delete(tx: &mut Tx, id: Uuid) -> Result<bool> {
    Ok(execute!(tx, "DELETE FROM evidence WHERE id = $1", id)? == 1)
}

/// The code and the label of the need of a piece of evidence that was not withdrawn.
pub async fn need_of(tx: &mut Tx, id: Uuid) -> Result<Option<(String, String)>> {
    let sql = "SELECT n.code, n.label FROM evidence e JOIN need n ON n.id = e.need \
               WHERE e.id = $1 AND e.withdrawn_at IS NULL";
    fetch_optional!(tx, sql, id)
}
