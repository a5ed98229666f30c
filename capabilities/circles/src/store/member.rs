//! Associations of groups, and people who want no mail of them.

use database::{DbError, Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};

use crate::rules::{Member, MemberState};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    circle: Uuid,
    organisation: Uuid,
    state: String,
    since: i64,
}

/// A state as it is kept; one that this version does not know is a damaged row.
pub(super) fn known(code: &str) -> Result<MemberState> {
    let unreadable = || DbError::Unreadable { place: "circle_member.state", problem: code.to_owned() };
    MemberState::from_code(code).ok_or_else(unreadable)
}

fn read(row: Row) -> Result<Member> {
    let state = known(&row.state)?;
    Ok(Member { id: row.id, circle: row.circle, organisation: row.organisation, state, since: Moment(row.since) })
}

const SELECT: &str = "SELECT id, circle, organisation, state, since FROM circle_member";

/// Associations of a group, in the order they came.
pub async fn of_circle(tx: &mut Tx, circle: Uuid) -> Result<Vec<Member>> {
    let sql = format!("{SELECT} WHERE circle = $1 ORDER BY since, id");
    let rows: Vec<Row> = fetch_all!(tx, sqlx::AssertSqlSafe(sql), circle)?;
    rows.into_iter().map(read).collect()
}

/// What an association is to a group.
pub async fn of(tx: &mut Tx, circle: Uuid, organisation: Uuid) -> Result<Option<Member>> {
    let sql = format!("{SELECT} WHERE circle = $1 AND organisation = $2");
    let row: Option<Row> = fetch_optional!(tx, sqlx::AssertSqlSafe(sql), circle, organisation)?;
    row.map(read).transpose()
}

/// Puts an association in a group, or asks it again. Gives its row.
pub async fn put(tx: &mut Tx, one: &Member) -> Result<Uuid> {
    execute!(
        tx,
        "INSERT INTO circle_member (id, circle, organisation, state, since) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (circle, organisation) DO UPDATE SET state = excluded.state, since = excluded.since",
        one.id,
        one.circle,
        one.organisation,
        one.state.code(),
        one.since.0
    )?;
    Ok(of(tx, one.circle, one.organisation).await?.map_or(one.id, |known| known.id))
}

/// Moves an association from a state to another, if it is there still.
pub async fn step(tx: &mut Tx, id: Uuid, (from, to): (MemberState, MemberState), at: Moment) -> Result<bool> {
    let sql = "UPDATE circle_member SET state = $1, since = $2 WHERE id = $3 AND state = $4";
    Ok(execute!(tx, sql, to.code(), at.0, id, from.code())? == 1)
}

/// People who want no mail of a group.
pub async fn quiet(tx: &mut Tx, circle: Uuid) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = fetch_all!(tx, "SELECT account FROM circle_quiet WHERE circle = $1", circle)?;
    Ok(rows.into_iter().map(|(account,)| account).collect())
}

/// Somebody wants no mail of a group any more. Gives the row; nothing when she wanted none already.
pub async fn hush(tx: &mut Tx, id: Uuid, circle: Uuid, account: Uuid) -> Result<bool> {
    let sql =
        "INSERT INTO circle_quiet (id, circle, account) VALUES ($1, $2, $3) ON CONFLICT (circle, account) DO NOTHING";
    Ok(execute!(tx, sql, id, circle, account)? == 1)
}

/// Somebody wants mails of a group again. Gives the row that went.
pub async fn unhush(tx: &mut Tx, circle: Uuid, account: Uuid) -> Result<Option<Uuid>> {
    let sql = "DELETE FROM circle_quiet WHERE circle = $1 AND account = $2 RETURNING id";
    let row: Option<(Uuid,)> = fetch_optional!(tx, sql, circle, account)?;
    Ok(row.map(|(id,)| id))
}
