//! Letters: whoever a first draw designated, and what she answered.

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use jiff::civil::Date;
use kernel::Uuid;
use sqlx::AssertSqlSafe;

use super::{day, known};
use crate::rules::{LetterState, Origin, Way};

/// Somebody written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    pub id: Uuid,
    pub draw: Uuid,
    pub candidate: Uuid,
    pub number: String,
    pub rank: i64,
    pub batch: Option<i64>,
    pub state: LetterState,
    pub state_on: Date,
    pub way: Way,
    pub revision: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    draw: Uuid,
    candidate: Uuid,
    number: String,
    rank: i64,
    batch: Option<i64>,
    state: String,
    state_on: String,
    way: String,
    revision: i64,
}

const SELECT: &str = "SELECT id, draw, candidate, number, rank, batch, state, state_on, way, revision FROM letter";

fn read(row: Row) -> Result<Letter> {
    Ok(Letter {
        id: row.id,
        draw: row.draw,
        candidate: row.candidate,
        number: row.number,
        rank: row.rank,
        batch: row.batch,
        state: known("letter.state", &row.state, LetterState::from_code(&row.state))?,
        state_on: day("letter.state_on", Some(row.state_on))?.unwrap_or_default(),
        way: known("letter.way", &row.way, Way::from_code(&row.way))?,
        revision: row.revision,
    })
}

/// Everybody a draw wrote to, in the order drawn.
pub async fn of_draw(tx: &mut Tx, draw: Uuid) -> Result<Vec<Letter>> {
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(format!("{SELECT} WHERE draw = $1 ORDER BY rank")), draw)?;
    rows.into_iter().map(read).collect()
}

/// The letters of one batch that nobody answered, in the order drawn: the number of each, whose it is, who she is (sealed), where
/// what is known of her comes from.
pub async fn to_print(tx: &mut Tx, draw: Uuid, batch: i64) -> Result<Vec<(String, Uuid, Vec<u8>, Origin)>> {
    let sql = "SELECT l.number, l.candidate, p.sealed, c.origin FROM letter l JOIN candidate c ON c.id = l.candidate \
               JOIN candidate_person p ON p.id = l.candidate WHERE l.draw = $1 AND l.batch = $2 AND l.state = $3 \
               ORDER BY l.rank";
    let rows: Vec<(String, Uuid, Vec<u8>, String)> = fetch_all!(tx, sql, draw, batch, LetterState::Sent.code())?;
    let read = |(number, candidate, sealed, origin): (String, Uuid, Vec<u8>, String)| {
        Ok((number, candidate, sealed, known("candidate.origin", &origin, Origin::from_code(&origin))?))
    };
    rows.into_iter().map(read).collect()
}

/// Puts the next letters of the order drawn in a batch that leaves, so many at most. Gives those it took.
pub async fn send(tx: &mut Tx, draw: Uuid, (batch, most): (i64, i64), on: Date) -> Result<Vec<Uuid>> {
    let sql = "UPDATE letter SET batch = $1, state = $2, state_on = $3, way = $4, revision = revision + 1 \
               WHERE state = $5 AND id IN (SELECT id FROM letter WHERE draw = $6 AND state = $5 ORDER BY rank LIMIT $7) \
               RETURNING id";
    let (sent, waits) = (LetterState::Sent.code(), LetterState::ToSend.code());
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, batch, sent, on.to_string(), Way::Letter.code(), waits, draw, most)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The letter of this number.
pub async fn by_number(tx: &mut Tx, draw: Uuid, number: &str) -> Result<Option<Letter>> {
    let sql = AssertSqlSafe(format!("{SELECT} WHERE draw = $1 AND number = $2"));
    let row: Option<Row> = fetch_optional!(tx, sql, draw, number)?;
    row.map(read).transpose()
}

/// How many letters of a draw are in each state of each batch; no batch before they left.
pub async fn counts(tx: &mut Tx, draw: Uuid) -> Result<Vec<(Option<i64>, LetterState, i64)>> {
    let sql = "SELECT batch, state, COUNT(*) FROM letter WHERE draw = $1 GROUP BY batch, state ORDER BY batch, state";
    let rows: Vec<(Option<i64>, String, i64)> = fetch_all!(tx, sql, draw)?;
    let counted = |(batch, state, count): (Option<i64>, String, i64)| {
        Ok((batch, known("letter.state", &state, LetterState::from_code(&state))?, count))
    };
    rows.into_iter().map(counted).collect()
}

/// The last batch of a draw; nothing before the first.
pub async fn last_batch(tx: &mut Tx, draw: Uuid) -> Result<Option<i64>> {
    let (last,): (Option<i64>,) = fetch_one!(tx, "SELECT MAX(batch) FROM letter WHERE draw = $1", draw)?;
    Ok(last)
}

/// Puts a letter in.
pub async fn insert(tx: &mut Tx, one: &Letter) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO letter (id, draw, candidate, number, rank, batch, state, state_on, way, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
        one.id,
        one.draw,
        one.candidate,
        &one.number,
        one.rank,
        one.batch,
        one.state.code(),
        one.state_on.to_string(),
        one.way.code()
    )?;
    Ok(())
}

/// Writes where a letter stands, if nobody did since its revision was read.
pub async fn save(tx: &mut Tx, one: &Letter) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE letter SET batch = $1, state = $2, state_on = $3, way = $4, revision = revision + 1 \
         WHERE id = $5 AND revision = $6",
        one.batch,
        one.state.code(),
        one.state_on.to_string(),
        one.way.code(),
        one.id,
        one.revision
    )?;
    Ok(count == 1)
}
