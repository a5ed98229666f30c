//! Consultations, their channels and gatherings, and the coverage.

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use jiff::civil::Date;
use kernel::Uuid;

use super::{day, known, text};
use crate::rules::{CoverageCell, CoverageState, CoverageText, Heard, Unit};

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
}

#[derive(sqlx::FromRow)]
struct ChannelRow {
    id: Uuid,
    consultation: Uuid,
    code: String,
    label: String,
    hears: String,
    note: String,
}

fn channel_of(row: ChannelRow) -> Result<Channel> {
    let hears = known("channel.hears", &row.hears, Heard::from_code(&row.hears))?;
    let ChannelRow { id, consultation, code, label, note, .. } = row;
    Ok(Channel { id, consultation, code, label, hears, note })
}

/// Every channel, those of the last consultation first.
pub async fn channels(tx: &mut Tx) -> Result<Vec<Channel>> {
    let sql = "SELECT h.id, h.consultation, h.code, h.label, h.hears, h.note FROM channel h \
               JOIN consultation c ON c.id = h.consultation ORDER BY c.position DESC, h.position";
    let rows: Vec<ChannelRow> = fetch_all!(tx, sql)?;
    rows.into_iter().map(channel_of).collect()
}

/// One channel.
pub async fn channel(tx: &mut Tx, id: Uuid) -> Result<Option<Channel>> {
    let sql = "SELECT id, consultation, code, label, hears, note FROM channel WHERE id = $1";
    let row: Option<ChannelRow> = fetch_optional!(tx, sql, id)?;
    row.map(channel_of).transpose()
}

/// Puts a channel in, last.
pub async fn insert_channel(tx: &mut Tx, row: &Channel) -> Result<()> {
    let sql = "SELECT MAX(position) FROM channel WHERE consultation = $1";
    let (last,): (Option<i64>,) = fetch_one!(tx, sql, row.consultation)?;
    execute!(
        tx,
        "INSERT INTO channel (id, consultation, code, label, hears, note, position) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        row.id,
        row.consultation,
        &row.code,
        &row.label,
        row.hears.code(),
        &row.note,
        last.unwrap_or(0) + 1
    )?;
    Ok(())
}

/// A workshop, a walk, a seminar, or several alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gathering {
    pub id: Uuid,
    pub channel: Uuid,
    pub area: Option<Uuid>,
    pub topic: String,
    pub times: i64,
    pub held_on: Option<Date>,
    pub place: String,
    pub participants: Option<i64>,
    pub document: Option<Uuid>,
    pub page: String,
    pub note: String,
}

#[derive(sqlx::FromRow)]
struct GatheringRow {
    id: Uuid,
    channel: Uuid,
    area: Option<Uuid>,
    topic: String,
    times: i64,
    held_on: Option<String>,
    place: String,
    participants: Option<i64>,
    document: Option<Uuid>,
    page: String,
    note: String,
}

/// Every gathering, in the order of channels.
pub async fn gatherings(tx: &mut Tx) -> Result<Vec<Gathering>> {
    let sql = "SELECT g.id, g.channel, g.area, g.topic, g.times, g.held_on, g.place, g.participants, g.document, g.page, g.note \
               FROM gathering g JOIN channel h ON h.id = g.channel JOIN consultation c ON c.id = h.consultation \
               ORDER BY c.position DESC, h.position, g.position";
    let rows: Vec<GatheringRow> = fetch_all!(tx, sql)?;
    let read = |row: GatheringRow| {
        Ok(Gathering {
            id: row.id,
            channel: row.channel,
            area: row.area,
            topic: row.topic,
            times: row.times,
            held_on: day("gathering.held_on", row.held_on)?,
            place: row.place,
            participants: row.participants,
            document: row.document,
            page: row.page,
            note: row.note,
        })
    };
    rows.into_iter().map(read).collect()
}

/// Puts a gathering in, last of its channel.
pub async fn insert_gathering(tx: &mut Tx, row: &Gathering) -> Result<()> {
    let (last,): (Option<i64>,) =
        fetch_one!(tx, "SELECT MAX(position) FROM gathering WHERE channel = $1", row.channel)?;
    execute!(
        tx,
        "INSERT INTO gathering (id, channel, area, topic, times, held_on, place, participants, document, page, note, position) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        row.id,
        row.channel,
        row.area,
        &row.topic,
        row.times,
        text(row.held_on),
        &row.place,
        row.participants,
        row.document,
        &row.page,
        &row.note,
        last.unwrap_or(0) + 1
    )?;
    Ok(())
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
