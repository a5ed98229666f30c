//! Votes of members: where each stands, who voted, counts. Those on opinions and those on referrals stand apart, in the same form.

use database::{Result, Tx, execute, fetch_all};
use kernel::{Outside, Uuid};
use sqlx::AssertSqlSafe;

use super::{day, known};
use crate::rules::{Poll, PollState, Text, Vote};

/// Where votes on a text of this sort stand.
pub struct Tables {
    /// Votes.
    pub poll: &'static str,
    /// Who voted.
    pub voter: &'static str,
    /// Counts.
    pub count: &'static str,
    /// The column that says on what.
    on: &'static str,
}

const OPINIONS: Tables =
    Tables { poll: "assembly_poll", voter: "assembly_poll_voter", count: "assembly_poll_count", on: "submission" };
const REFERRALS: Tables = Tables {
    poll: "assembly_referral_poll",
    voter: "assembly_referral_poll_voter",
    count: "assembly_referral_poll_count",
    on: "referral",
};

/// Where votes on this text stand.
pub const fn tables(text: Text) -> &'static Tables {
    match text {
        Text::Opinion(_) => &OPINIONS,
        Text::Referral(_) => &REFERRALS,
    }
}

const fn id_of(text: Text) -> Uuid {
    match text {
        Text::Opinion(id) | Text::Referral(id) => id,
    }
}

type Row = (Uuid, i64, bool, String, String);

fn read(text: Text, (id, rank, is_secret, closes_on, state): Row) -> Result<Poll> {
    let closes_on = day("assembly_poll.closes_on", &closes_on)?;
    let state = known("assembly_poll.state", &state, PollState::from_code(&state))?;
    Ok(Poll { id, text, rank, is_secret, closes_on, state })
}

/// Votes on a text, the last first.
pub async fn of(tx: &mut Tx, text: Text) -> Result<Vec<Poll>> {
    let Tables { poll, on, .. } = tables(text);
    let sql = format!("SELECT id, rank, is_secret, closes_on, state FROM {poll} WHERE {on} = $1 ORDER BY rank DESC");
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), id_of(text))?;
    rows.into_iter().map(|row| read(text, row)).collect()
}

/// Opens a vote, with its counts, unless one of that rank is there: `false` then.
pub async fn insert(tx: &mut Tx, outside: &Outside, one: &Poll) -> Result<bool> {
    let Tables { poll, count, on, .. } = tables(one.text);
    let sql = format!(
        "INSERT INTO {poll} (id, {on}, rank, is_secret, closes_on, state, opened_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT ({on}, rank) DO NOTHING"
    );
    let inserted = execute!(
        tx,
        AssertSqlSafe(sql),
        one.id,
        id_of(one.text),
        one.rank,
        one.is_secret,
        one.closes_on.to_string(),
        one.state.code(),
        outside.now().0
    )?;
    if inserted == 1 {
        for vote in Vote::ALL {
            let sql = AssertSqlSafe(format!("INSERT INTO {count} (id, poll, choice, votes) VALUES ($1, $2, $3, 0)"));
            execute!(tx, sql, outside.uuid(), one.id, vote.code())?;
        }
    }
    Ok(inserted == 1)
}

/// Keeps that a member voted, and counts her vote; nothing when she had. Gives the row that says she did.
pub async fn cast(tx: &mut Tx, outside: &Outside, poll: &Poll, (member, vote): (Uuid, Vote)) -> Result<Option<Uuid>> {
    let Tables { voter, count, .. } = tables(poll.text);
    let id = outside.uuid();
    let choice = if poll.is_secret { "" } else { vote.code() };
    let sql = AssertSqlSafe(format!(
        "INSERT INTO {voter} (id, poll, member, choice) VALUES ($1, $2, $3, $4) ON CONFLICT (poll, member) DO NOTHING"
    ));
    if execute!(tx, sql, id, poll.id, member, choice)? == 0 {
        return Ok(None);
    }
    let sql = AssertSqlSafe(format!("UPDATE {count} SET votes = votes + 1 WHERE poll = $1 AND choice = $2"));
    execute!(tx, sql, poll.id, vote.code())?;
    Ok(Some(id))
}

/// Who voted, and what when the vote is by name.
pub async fn voters(tx: &mut Tx, poll: &Poll) -> Result<Vec<(Uuid, Option<Vote>)>> {
    let voter = tables(poll.text).voter;
    let sql = AssertSqlSafe(format!("SELECT member, choice FROM {voter} WHERE poll = $1 ORDER BY member"));
    let rows: Vec<(Uuid, String)> = fetch_all!(tx, sql, poll.id)?;
    Ok(rows.into_iter().map(|(member, choice)| (member, Vote::from_code(&choice))).collect())
}

/// Votes of each kind, with the row that counts them.
pub async fn counts(tx: &mut Tx, poll: &Poll) -> Result<Vec<(Uuid, Vote, i64)>> {
    let count = tables(poll.text).count;
    let sql = AssertSqlSafe(format!("SELECT id, choice, votes FROM {count} WHERE poll = $1 ORDER BY id"));
    let rows: Vec<(Uuid, String, i64)> = fetch_all!(tx, sql, poll.id)?;
    let counted = |(id, choice, votes): (Uuid, String, i64)| {
        Ok((id, known("assembly_poll_count.choice", &choice, Vote::from_code(&choice))?, votes))
    };
    rows.into_iter().map(counted).collect()
}

/// Ends a vote that was open: `false` when somebody did.
pub async fn end(tx: &mut Tx, poll: &Poll, state: PollState) -> Result<bool> {
    let table = tables(poll.text).poll;
    let sql = AssertSqlSafe(format!("UPDATE {table} SET state = $1 WHERE id = $2 AND state = 'open'"));
    Ok(execute!(tx, sql, state.code(), poll.id)? == 1)
}

/// Forgets every vote on a text that is given up. Gives the rows that went.
pub async fn forget(tx: &mut Tx, text: Text) -> Result<Vec<(&'static str, Uuid)>> {
    let Tables { poll, voter, count, on } = tables(text);
    let mut gone = Vec::new();
    for table in [voter, count] {
        let sql = format!("DELETE FROM {table} WHERE poll IN (SELECT id FROM {poll} WHERE {on} = $1) RETURNING id");
        let rows: Vec<(Uuid,)> = fetch_all!(tx, AssertSqlSafe(sql), id_of(text))?;
        gone.extend(rows.into_iter().map(|(id,)| (*table, id)));
    }
    let sql = AssertSqlSafe(format!("DELETE FROM {poll} WHERE {on} = $1 RETURNING id"));
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, id_of(text))?;
    gone.extend(rows.into_iter().map(|(id,)| (*poll, id)));
    Ok(gone)
}

/// Forgets that a member voted, on whatever it was. Gives the rows that went.
pub async fn forget_voter(tx: &mut Tx, member: Uuid) -> Result<Vec<(&'static str, Uuid)>> {
    let mut gone = Vec::new();
    for Tables { voter, .. } in [OPINIONS, REFERRALS] {
        let sql = AssertSqlSafe(format!("DELETE FROM {voter} WHERE member = $1 RETURNING id"));
        let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, member)?;
        gone.extend(rows.into_iter().map(|(id,)| (voter, id)));
    }
    Ok(gone)
}
