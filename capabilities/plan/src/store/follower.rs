//! Who follows what by electronic mail.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};

use super::{day, known};
use crate::rules::{Status, TargetKind};

/// Somebody who follows something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Follower {
    /// Which.
    pub id: Uuid,
    /// Where to write.
    pub email: String,
    /// What is followed.
    pub kind: TargetKind,
    /// Which one.
    pub target: Uuid,
    /// When the address was confirmed.
    pub confirmed_at: Option<Moment>,
    /// Until when what happened was told.
    pub told_until: Moment,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    email: String,
    target_kind: String,
    target: Uuid,
    confirmed_at: Option<i64>,
    told_until: i64,
}

const SELECT: &str = "SELECT id, email, target_kind, target, confirmed_at, told_until FROM plan_follower";

fn read(row: Row) -> Result<Follower> {
    Ok(Follower {
        id: row.id,
        email: row.email,
        kind: known("plan_follower.target_kind", &row.target_kind, TargetKind::from_code)?,
        target: row.target,
        confirmed_at: row.confirmed_at.map(Moment),
        told_until: Moment(row.told_until),
    })
}

/// Whoever holds this key.
pub async fn by_key(tx: &mut Tx, hash: &[u8]) -> Result<Option<Follower>> {
    let sql = format!("{SELECT} WHERE key_hash = $1");
    let row: Option<Row> = fetch_optional!(tx, sqlx::AssertSqlSafe(sql), hash)?;
    row.map(read).transpose()
}

/// Whoever follows this at that address.
pub async fn by_address(tx: &mut Tx, email: &str, target: Uuid) -> Result<Option<Follower>> {
    let sql = format!("{SELECT} WHERE email = $1 AND target = $2");
    let row: Option<Row> = fetch_optional!(tx, sqlx::AssertSqlSafe(sql), email, target)?;
    row.map(read).transpose()
}

/// How many confirmed addresses follow this.
pub async fn count(tx: &mut Tx, target: Uuid) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM plan_follower WHERE target = $1 AND confirmed_at IS NOT NULL";
    let row: Option<(i64,)> = fetch_optional!(tx, sql, target)?;
    Ok(row.map_or(0, |(count,)| count))
}

/// Everybody whose address is confirmed, by address.
pub async fn confirmed(tx: &mut Tx) -> Result<Vec<Follower>> {
    let sql = format!("{SELECT} WHERE confirmed_at IS NOT NULL ORDER BY email, id");
    let rows: Vec<Row> = fetch_all!(tx, sqlx::AssertSqlSafe(sql))?;
    rows.into_iter().map(read).collect()
}

/// Puts somebody in, to confirm.
pub async fn insert(tx: &mut Tx, one: &Follower, key_hash: &[u8], now: Moment) -> Result<()> {
    let sql = "INSERT INTO plan_follower (id, email, target_kind, target, key_hash, asked_at, told_until) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    execute!(tx, sql, one.id, &one.email, one.kind.code(), one.target, key_hash, now.0, one.told_until.0)?;
    Ok(())
}

/// Gives a new time to confirm.
pub async fn ask_again(tx: &mut Tx, id: Uuid, now: Moment) -> Result<()> {
    execute!(tx, "UPDATE plan_follower SET asked_at = $1 WHERE id = $2", now.0, id)?;
    Ok(())
}

/// Confirms an address.
pub async fn confirm(tx: &mut Tx, id: Uuid, now: Moment) -> Result<()> {
    let sql = "UPDATE plan_follower SET confirmed_at = $1, told_until = $1 WHERE id = $2 AND confirmed_at IS NULL";
    execute!(tx, sql, now.0, id)?;
    Ok(())
}

/// Notes until when somebody was told.
pub async fn told(tx: &mut Tx, id: Uuid, until: Moment) -> Result<()> {
    execute!(tx, "UPDATE plan_follower SET told_until = $1 WHERE id = $2", until.0, id)?;
    Ok(())
}

/// Takes somebody out.
pub async fn delete(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM plan_follower WHERE id = $1", id)?;
    Ok(())
}

/// Takes out those who did not confirm, asked before, and those confirmed before; gives the rows.
pub async fn purge(tx: &mut Tx, asked_before: Moment, confirmed_before: Moment) -> Result<Vec<Uuid>> {
    let sql =
        "DELETE FROM plan_follower WHERE (confirmed_at IS NULL AND asked_at < $1) OR confirmed_at < $2 RETURNING id";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, asked_before.0, confirmed_before.0)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Something that happened to a published sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// The sheet.
    pub sheet: Uuid,
    /// Its contract.
    pub contract: Uuid,
    /// Its objectives.
    pub nodes: [Option<Uuid>; 2],
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Its address.
    pub address: String,
    /// Where it stands.
    pub status: Status,
    /// Since when.
    pub since: jiff::civil::Date,
    /// When it was said.
    pub said_at: Moment,
}

type NewsRow = (Uuid, Uuid, Option<Uuid>, Option<Uuid>, String, String, String, String, String, i64);

/// States said of published sheets after a moment, the earliest first.
pub async fn news(tx: &mut Tx, after: Moment) -> Result<Vec<News>> {
    let sql = "SELECT s.id, s.contract, s.operational, s.strategic, s.code, s.title, s.address, h.status, h.since, h.said_at \
               FROM sheet_status h JOIN action_sheet s ON s.id = h.sheet WHERE s.is_published = TRUE AND h.said_at > $1 \
               ORDER BY h.said_at, h.id LIMIT 5000";
    let rows: Vec<NewsRow> = fetch_all!(tx, sql, after.0)?;
    rows.into_iter()
        .map(|(sheet, contract, operational, strategic, code, title, address, status, since, at)| {
            Ok(News {
                sheet,
                contract,
                nodes: [operational, strategic],
                code,
                title,
                address,
                status: known("sheet_status.status", &status, Status::from_code)?,
                since: day("sheet_status.since", &since)?,
                said_at: Moment(at),
            })
        })
        .collect()
}

/// Neighbourhoods of the sheets told of after a moment: `(sheet, area)`.
pub async fn news_areas(tx: &mut Tx, after: Moment) -> Result<Vec<(Uuid, Uuid)>> {
    let sql = "SELECT DISTINCT a.sheet, a.area FROM sheet_area a JOIN sheet_status h ON h.sheet = a.sheet \
               WHERE h.said_at > $1 ORDER BY a.sheet, a.area";
    fetch_all!(tx, sql, after.0)
}

/// Rows of an address.
pub async fn of_address(tx: &mut Tx, email: &str) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = fetch_all!(tx, "SELECT id FROM plan_follower WHERE email = $1", email)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
