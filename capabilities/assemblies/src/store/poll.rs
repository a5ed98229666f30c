//! Votes of members: where each stands, who voted, counts.

use database::{Result, Tx, execute, fetch_all};
use kernel::{Outside, Uuid};
use sqlx::AssertSqlSafe;

use super::{day, known};
use crate::rules::{Poll, PollState, Vote};

const SELECT: &str = "SELECT id, submission, rank, is_secret, closes_on, state FROM assembly_poll";

type Row = (Uuid, Uuid, i64, bool, String, String);

fn read((id, submission, rank, is_secret, closes_on, state): Row) -> Result<Poll> {
    let closes_on = day("assembly_poll.closes_on", &closes_on)?;
    let state = known("assembly_poll.state", &state, PollState::from_code(&state))?;
    Ok(Poll { id, submission, rank, is_secret, closes_on, state })
}

/// Votes on a file, the last first.
pub async fn of_submission(tx: &mut Tx, submission: Uuid) -> Result<Vec<Poll>> {
    let sql = AssertSqlSafe(format!("{SELECT} WHERE submission = $1 ORDER BY rank DESC"));
    let rows: Vec<Row> = fetch_all!(tx, sql, submission)?;
    rows.into_iter().map(read).collect()
}

/// Opens a vote, with its counts, unless one of that rank is there: `false` then.
pub async fn insert(tx: &mut Tx, outside: &Outside, one: &Poll) -> Result<bool> {
    let count = execute!(
        tx,
        "INSERT INTO assembly_poll (id, submission, rank, is_secret, closes_on, state, opened_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (submission, rank) DO NOTHING",
        one.id,
        one.submission,
        one.rank,
        one.is_secret,
        one.closes_on.to_string(),
        one.state.code(),
        outside.now().0
    )?;
    if count == 1 {
        for vote in Vote::ALL {
            let sql = "INSERT INTO assembly_poll_count (id, poll, choice, votes) VALUES ($1, $2, $3, 0)";
            execute!(tx, sql, outside.uuid(), one.id, vote.code())?;
        }
    }
    Ok(count == 1)
}

/// Keeps that a member voted, and counts her vote; nothing when she had. Gives the row that says she did.
pub async fn cast(tx: &mut Tx, outside: &Outside, poll: &Poll, (member, vote): (Uuid, Vote)) -> Result<Option<Uuid>> {
    let id = outside.uuid();
    let choice = if poll.is_secret { "" } else { vote.code() };
    let sql = "INSERT INTO assembly_poll_voter (id, poll, member, choice) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (poll, member) DO NOTHING";
    if execute!(tx, sql, id, poll.id, member, choice)? == 0 {
        return Ok(None);
    }
    let sql = "UPDATE assembly_poll_count SET votes = votes + 1 WHERE poll = $1 AND choice = $2";
    execute!(tx, sql, poll.id, vote.code())?;
    Ok(Some(id))
}

/// Who voted, and what when the vote is by name.
pub async fn voters(tx: &mut Tx, poll: Uuid) -> Result<Vec<(Uuid, Option<Vote>)>> {
    let sql = "SELECT member, choice FROM assembly_poll_voter WHERE poll = $1 ORDER BY member";
    let rows: Vec<(Uuid, String)> = fetch_all!(tx, sql, poll)?;
    Ok(rows.into_iter().map(|(member, choice)| (member, Vote::from_code(&choice))).collect())
}

/// Votes of each kind, with the row that counts them.
pub async fn counts(tx: &mut Tx, poll: Uuid) -> Result<Vec<(Uuid, Vote, i64)>> {
    let sql = "SELECT id, choice, votes FROM assembly_poll_count WHERE poll = $1 ORDER BY id";
    let rows: Vec<(Uuid, String, i64)> = fetch_all!(tx, sql, poll)?;
    let counted = |(id, choice, votes): (Uuid, String, i64)| {
        Ok((id, known("assembly_poll_count.choice", &choice, Vote::from_code(&choice))?, votes))
    };
    rows.into_iter().map(counted).collect()
}

/// Ends a vote that was open: `false` when somebody did.
pub async fn end(tx: &mut Tx, id: Uuid, state: PollState) -> Result<bool> {
    let sql = "UPDATE assembly_poll SET state = $1 WHERE id = $2 AND state = 'open'";
    Ok(execute!(tx, sql, state.code(), id)? == 1)
}
