//! Workshops, walks, seminars.

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use kernel::Uuid;
use sqlx::AssertSqlSafe;

use super::{day, text};
use crate::rules::GatheringText;

/// A gathering as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gathering {
    pub id: Uuid,
    pub text: GatheringText,
    pub revision: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
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
    revision: i64,
}

const SELECT: &str = "SELECT g.id, g.channel, g.area, g.topic, g.times, g.held_on, g.place, g.participants, g.document, \
                      g.page, g.note, COALESCE(g.revision, 1) AS revision FROM gathering g";

fn read(row: Row) -> Result<Gathering> {
    let held_on = day("gathering.held_on", row.held_on)?;
    let Row { id, channel, area, topic, times, place, participants, document, page, note, revision, .. } = row;
    let text = GatheringText { channel, area, topic, times, held_on, place, participants, document, page, note };
    Ok(Gathering { id, text, revision })
}

/// Every gathering, in the order of channels.
pub async fn gatherings(tx: &mut Tx) -> Result<Vec<Gathering>> {
    let order = "JOIN channel h ON h.id = g.channel JOIN consultation c ON c.id = h.consultation \
                 ORDER BY c.position DESC, h.position, g.position";
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(format!("{SELECT} {order}")))?;
    rows.into_iter().map(read).collect()
}

/// One gathering.
pub async fn gathering(tx: &mut Tx, id: Uuid) -> Result<Option<Gathering>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE g.id = $1")), id)?;
    row.map(read).transpose()
}

/// Puts a gathering in, last of its channel.
pub async fn insert_gathering(tx: &mut Tx, id: Uuid, one: &GatheringText) -> Result<()> {
    let last = last(tx, one.channel).await?;
    execute!(
        tx,
        "INSERT INTO gathering (id, channel, area, topic, times, held_on, place, participants, document, page, note, position) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        id,
        one.channel,
        one.area,
        &one.topic,
        one.times,
        text(one.held_on),
        &one.place,
        one.participants,
        one.document,
        &one.page,
        &one.note,
        last + 1
    )?;
    Ok(())
}

/// Corrects a gathering, if nobody did since `revision`. It keeps its rank, or comes last of its new channel.
pub async fn update_gathering(tx: &mut Tx, id: Uuid, revision: i64, one: &GatheringText) -> Result<bool> {
    let last = last(tx, one.channel).await?;
    let count = execute!(
        tx,
        "UPDATE gathering SET position = CASE WHEN channel = $1 THEN position ELSE $2 END, channel = $1, area = $3, topic = $4, \
         times = $5, held_on = $6, place = $7, participants = $8, document = $9, page = $10, note = $11, \
         revision = COALESCE(revision, 1) + 1 WHERE id = $12 AND COALESCE(revision, 1) = $13",
        one.channel,
        last + 1,
        one.area,
        &one.topic,
        one.times,
        text(one.held_on),
        &one.place,
        one.participants,
        one.document,
        &one.page,
        &one.note,
        id,
        revision
    )?;
    Ok(count == 1)
}

async fn last(tx: &mut Tx, channel: Uuid) -> Result<i64> {
    let (last,): (Option<i64>,) = fetch_one!(tx, "SELECT MAX(position) FROM gathering WHERE channel = $1", channel)?;
    Ok(last.unwrap_or(0))
}
