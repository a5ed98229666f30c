//! Letters: whoever a first draw designated, and what she answered.

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use jiff::civil::Date;
use kernel::Uuid;
use sqlx::AssertSqlSafe;

use super::{day, known};
use crate::rules::{LetterState, Way};

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

/// The letters of one batch, in the order drawn.
pub async fn of_batch(tx: &mut Tx, draw: Uuid, batch: i64) -> Result<Vec<Letter>> {
    let sql = AssertSqlSafe(format!("{SELECT} WHERE draw = $1 AND batch = $2 ORDER BY rank"));
    let rows: Vec<Row> = fetch_all!(tx, sql, draw, batch)?;
    rows.into_iter().map(read).collect()
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
