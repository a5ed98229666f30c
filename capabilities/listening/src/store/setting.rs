//! Consultations, their channels, and the coverage.

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use kernel::Uuid;

use super::known;
use crate::rules::{ChannelText, CoverageCell, CoverageState, CoverageText, Heard, Unit};

/// A consultation as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Consultation {
    pub id: Uuid,
    pub code: String,
    pub contract: Option<Uuid>,
    pub title: String,
    pub period_label: String,
    pub ended_by: Option<String>,
}

const CONSULTATION: &str = "SELECT id, code, contract, title, period_label, ended_by FROM consultation";

/// Every consultation, the last first.
pub async fn consultations(tx: &mut Tx) -> Result<Vec<Consultation>> {
    let sql = "SELECT id, code, contract, title, period_label, ended_by FROM consultation ORDER BY position DESC";
    fetch_all!(tx, sql)
}

/// One consultation.
pub async fn consultation(tx: &mut Tx, id: Uuid) -> Result<Option<Consultation>> {
    let sql = sqlx::AssertSqlSafe(format!("{CONSULTATION} WHERE id = $1"));
    fetch_optional!(tx, sql, id)
}

/// Puts a consultation in, last.
pub async fn insert_consultation(tx: &mut Tx, row: &Consultation) -> Result<()> {
    let (last,): (Option<i64>,) = fetch_one!(tx, "SELECT MAX(position) FROM consultation")?;
    execute!(
        tx,
        "INSERT INTO consultation (id, code, contract, title, period_label, ended_by, position) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        row.id,
        &row.code,
        row.contract,
        &row.title,
        &row.period_label,
        row.ended_by.as_deref(),
        last.unwrap_or(0) + 1
    )?;
    Ok(())
}

/// A channel as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    pub id: Uuid,
    pub consultation: Uuid,
    pub code: String,
    pub label: String,
    pub hears: Heard,
    pub note: String,
    pub revision: i64,
}

#[derive(sqlx::FromRow)]
struct ChannelRow {
    id: Uuid,
    consultation: Uuid,
    code: String,
    label: String,
    hears: String,
    note: String,
    revision: i64,
}

fn channel_of(row: ChannelRow) -> Result<Channel> {
    let hears = known("channel.hears", &row.hears, Heard::from_code(&row.hears))?;
    let ChannelRow { id, consultation, code, label, note, revision, .. } = row;
    Ok(Channel { id, consultation, code, label, hears, note, revision })
}

/// Every channel, those of the last consultation first.
pub async fn channels(tx: &mut Tx) -> Result<Vec<Channel>> {
    let sql = "SELECT h.id, h.consultation, h.code, h.label, h.hears, h.note, COALESCE(h.revision, 1) AS revision FROM channel h \
               JOIN consultation c ON c.id = h.consultation ORDER BY c.position DESC, h.position";
    let rows: Vec<ChannelRow> = fetch_all!(tx, sql)?;
    rows.into_iter().map(channel_of).collect()
}

/// One channel.
pub async fn channel(tx: &mut Tx, id: Uuid) -> Result<Option<Channel>> {
    let sql = "SELECT id, consultation, code, label, hears, note, COALESCE(revision, 1) AS revision FROM channel WHERE id = $1";
    let row: Option<ChannelRow> = fetch_optional!(tx, sql, id)?;
    row.map(channel_of).transpose()
}

/// Puts a channel in, last.
pub async fn insert_channel(
    tx: &mut Tx,
    (id, consultation, code): (Uuid, Uuid, &str),
    one: &ChannelText,
) -> Result<()> {
    let sql = "SELECT MAX(position) FROM channel WHERE consultation = $1";
    let (last,): (Option<i64>,) = fetch_one!(tx, sql, consultation)?;
    execute!(
        tx,
        "INSERT INTO channel (id, consultation, code, label, hears, note, position) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        id,
        consultation,
        code,
        &one.label,
        one.hears.code(),
        &one.note,
        last.unwrap_or(0) + 1
    )?;
    Ok(())
}

/// Corrects a channel, if nobody did since `revision`.
pub async fn update_channel(tx: &mut Tx, id: Uuid, revision: i64, one: &ChannelText) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE channel SET label = $1, hears = $2, note = $3, revision = COALESCE(revision, 1) + 1 \
         WHERE id = $4 AND COALESCE(revision, 1) = $5",
        &one.label,
        one.hears.code(),
        &one.note,
        id,
        revision
    )?;
    Ok(count == 1)
}

#[derive(sqlx::FromRow)]
struct CoverageRow {
    channel: Uuid,
    channel_label: String,
    area: Uuid,
    state: String,
    value: Option<f64>,
    unit: Option<String>,
    base: Option<i64>,
    base_label: String,
    note: String,
    revision: i64,
}

/// The whole coverage, in the order of channels.
pub async fn coverage(tx: &mut Tx) -> Result<Vec<CoverageCell>> {
    let sql = "SELECT v.channel, h.label AS channel_label, v.area, v.state, v.value, v.unit, v.base, v.base_label, v.note, v.revision \
               FROM coverage v JOIN channel h ON h.id = v.channel JOIN consultation c ON c.id = h.consultation \
               ORDER BY c.position DESC, h.position, v.area";
    let rows: Vec<CoverageRow> = fetch_all!(tx, sql)?;
    let read = |row: CoverageRow| {
        let unit = row.unit.map(|code| known("coverage.unit", &code, Unit::from_code(&code))).transpose()?;
        let state = known("coverage.state", &row.state, CoverageState::from_code(&row.state))?;
        let CoverageRow { channel, channel_label, area, value, base, base_label, note, revision, .. } = row;
        let text = CoverageText { state, value, unit, base, base_label, note };
        Ok(CoverageCell { channel, channel_label, area, text, revision })
    };
    rows.into_iter().map(read).collect()
}

/// The row of a cell and its revision.
pub async fn coverage_row(tx: &mut Tx, channel: Uuid, area: Uuid) -> Result<Option<(Uuid, i64)>> {
    fetch_optional!(tx, "SELECT id, revision FROM coverage WHERE channel = $1 AND area = $2", channel, area)
}

/// Puts a cell of the coverage in.
pub async fn insert_coverage(tx: &mut Tx, id: Uuid, channel: Uuid, area: Uuid, cell: &CoverageText) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO coverage (id, channel, area, state, value, unit, base, base_label, note, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
        id,
        channel,
        area,
        cell.state.code(),
        cell.value,
        cell.unit.map(Unit::code),
        cell.base,
        &cell.base_label,
        &cell.note
    )?;
    Ok(())
}

/// Changes a cell of the coverage, if nobody did since `revision`.
pub async fn update_coverage(tx: &mut Tx, id: Uuid, revision: i64, cell: &CoverageText) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE coverage SET state = $1, value = $2, unit = $3, base = $4, base_label = $5, note = $6, revision = revision + 1 \
         WHERE id = $7 AND revision = $8",
        cell.state.code(),
        cell.value,
        cell.unit.map(Unit::code),
        cell.base,
        &cell.base_label,
        &cell.note,
        id,
        revision
    )?;
    Ok(count == 1)
}
