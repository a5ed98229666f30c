//! Whoever was called to sit, and how she was reached.

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use jiff::civil::Date;
use kernel::{Moment, Outside, Uuid};
use sqlx::AssertSqlSafe;

use super::{day, known};
use crate::rules::{Origin, SeatState, Way};

/// Somebody called to sit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    pub id: Uuid,
    pub draw: Uuid,
    pub college: Uuid,
    pub candidate: Uuid,
    pub number: String,
    pub rank: i64,
    pub state: SeatState,
    pub state_on: Date,
    pub note: String,
    pub replaces: Option<Uuid>,
    pub is_name_public: bool,
    pub called_at: Moment,
    pub revision: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    draw: Uuid,
    college: Uuid,
    candidate: Uuid,
    number: String,
    rank: i64,
    state: String,
    state_on: String,
    note: String,
    replaces: Option<Uuid>,
    is_name_public: bool,
    called_at: i64,
    revision: i64,
}

const SELECT: &str = "SELECT id, draw, college, candidate, number, rank, state, state_on, note, replaces, \
                      is_name_public, called_at, revision FROM seat";

fn read(row: Row) -> Result<Seat> {
    Ok(Seat {
        id: row.id,
        draw: row.draw,
        college: row.college,
        candidate: row.candidate,
        number: row.number,
        rank: row.rank,
        state: known("seat.state", &row.state, SeatState::from_code(&row.state))?,
        state_on: day("seat.state_on", Some(row.state_on))?.unwrap_or_default(),
        note: row.note,
        replaces: row.replaces,
        is_name_public: row.is_name_public,
        called_at: Moment(row.called_at),
        revision: row.revision,
    })
}

/// Those called from a draw, in the order they were.
pub async fn of_draw(tx: &mut Tx, draw: Uuid) -> Result<Vec<Seat>> {
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(format!("{SELECT} WHERE draw = $1 ORDER BY rank, id")), draw)?;
    rows.into_iter().map(read).collect()
}

/// Somebody called, who she is (sealed; nothing once erased), where what is known of her comes from.
pub type Who = (Seat, Option<Vec<u8>>, Option<Origin>);

#[derive(sqlx::FromRow)]
struct WhoRow {
    #[sqlx(flatten)]
    seat: Row,
    sealed: Option<Vec<u8>>,
    origin: Option<String>,
}

/// Those called from a draw, in the order they were, and who they are.
pub async fn who_of_draw(tx: &mut Tx, draw: Uuid) -> Result<Vec<Who>> {
    let sql = "SELECT s.id, s.draw, s.college, s.candidate, s.number, s.rank, s.state, s.state_on, s.note, s.replaces, \
               s.is_name_public, s.called_at, s.revision, p.sealed, c.origin FROM seat s \
               LEFT JOIN candidate_person p ON p.id = s.candidate LEFT JOIN candidate c ON c.id = s.candidate \
               WHERE s.draw = $1 ORDER BY s.rank, s.id";
    let rows: Vec<WhoRow> = fetch_all!(tx, sql, draw)?;
    let origin = |code: String| known("candidate.origin", &code, Origin::from_code(&code));
    rows.into_iter().map(|row| Ok((read(row.seat)?, row.sealed, row.origin.map(origin).transpose()?))).collect()
}

/// The rank of the last one called from a draw; 0 when nobody was.
pub async fn last_rank(tx: &mut Tx, draw: Uuid) -> Result<i64> {
    let (last,): (Option<i64>,) = fetch_one!(tx, "SELECT MAX(rank) FROM seat WHERE draw = $1", draw)?;
    Ok(last.unwrap_or_default())
}

/// One of them.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Seat>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// Puts somebody called in.
pub async fn insert(tx: &mut Tx, one: &Seat) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO seat (id, draw, college, candidate, number, rank, state, state_on, note, replaces, is_name_public, \
         called_at, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)",
        one.id,
        one.draw,
        one.college,
        one.candidate,
        &one.number,
        one.rank,
        one.state.code(),
        one.state_on.to_string(),
        &one.note,
        one.replaces,
        one.is_name_public,
        one.called_at.0
    )?;
    Ok(())
}

/// Writes where somebody called stands, if nobody did since `revision`.
pub async fn save(tx: &mut Tx, one: &Seat, revision: i64) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE seat SET state = $1, state_on = $2, note = $3, is_name_public = $4, revision = revision + 1 \
         WHERE id = $5 AND revision = $6",
        one.state.code(),
        one.state_on.to_string(),
        &one.note,
        one.is_name_public,
        one.id,
        revision
    )?;
    Ok(count == 1)
}

/// A seat goes on in the draw that completes the council: its history stays with it.
pub async fn move_to(tx: &mut Tx, id: Uuid, draw: Uuid) -> Result<()> {
    execute!(tx, "UPDATE seat SET draw = $1, revision = revision + 1 WHERE id = $2", draw, id)?;
    Ok(())
}

/// How somebody was reached, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatChange {
    pub id: Uuid,
    pub seat: Uuid,
    pub at: Moment,
    pub state: SeatState,
    pub way: Way,
    pub note: String,
}

impl SeatChange {
    /// What a seat says of itself now.
    pub fn of(outside: &Outside, seat: &Seat, way: Way) -> Self {
        Self { id: outside.uuid(), seat: seat.id, at: outside.now(), state: seat.state, way, note: seat.note.clone() }
    }
}

/// Keeps how somebody was reached.
pub async fn insert_change(tx: &mut Tx, one: &SeatChange) -> Result<()> {
    let sql = "INSERT INTO seat_change (id, seat, at, state, way, note) VALUES ($1, $2, $3, $4, $5, $6)";
    execute!(tx, sql, one.id, one.seat, one.at.0, one.state.code(), one.way.code(), &one.note)?;
    Ok(())
}

/// How somebody was reached, the last time first.
pub async fn changes(tx: &mut Tx, seat: Uuid) -> Result<Vec<SeatChange>> {
    let sql = "SELECT id, seat, at, state, way, note FROM seat_change WHERE seat = $1 ORDER BY at DESC, id DESC";
    let rows: Vec<(Uuid, Uuid, i64, String, String, String)> = fetch_all!(tx, sql, seat)?;
    let read = |(id, seat, at, state, way, note): (Uuid, Uuid, i64, String, String, String)| {
        let state = known("seat_change.state", &state, SeatState::from_code(&state))?;
        let way = known("seat_change.way", &way, Way::from_code(&way))?;
        Ok(SeatChange { id, seat, at: Moment(at), state, way, note })
    };
    rows.into_iter().map(read).collect()
}
