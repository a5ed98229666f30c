//! Notes of workshops.

use database::{Result, Tx, execute, fetch_all, fetch_one};
use kernel::{Moment, Uuid};

use super::known;
use crate::rules::{NoteMove, NotePlace, WorkshopNote};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    contract: Uuid,
    words: String,
    source: String,
    place: String,
    position: i64,
    added_at: i64,
}

fn read(row: Row) -> Result<WorkshopNote> {
    Ok(WorkshopNote {
        id: row.id,
        contract: row.contract,
        words: row.words,
        source: row.source,
        place: place("contract_note.place", &row.place)?,
        position: row.position,
        added_at: Moment(row.added_at),
    })
}

fn place(column: &'static str, text: &str) -> Result<NotePlace> {
    known(column, text, text.parse().ok())
}

/// Every note of a contract, in order.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<WorkshopNote>> {
    let sql = "SELECT * FROM contract_note WHERE contract = $1 ORDER BY position, id";
    let rows: Vec<Row> = fetch_all!(tx, sql, contract)?;
    rows.into_iter().map(read).collect()
}

/// Notes put with a node, in order.
pub async fn under(tx: &mut Tx, contract: Uuid, node: Uuid) -> Result<Vec<WorkshopNote>> {
    let sql = "SELECT * FROM contract_note WHERE contract = $1 AND place = $2 ORDER BY position, id";
    let rows: Vec<Row> = fetch_all!(tx, sql, contract, NotePlace::Under(node).text())?;
    rows.into_iter().map(read).collect()
}

/// How many notes a contract has, and how many wait to be sorted.
pub async fn counts(tx: &mut Tx, contract: Uuid) -> Result<(i64, i64)> {
    let sql = "SELECT COUNT(*), COUNT(CASE WHEN place = '' THEN 1 END) FROM contract_note WHERE contract = $1";
    fetch_one!(tx, sql, contract)
}

/// Puts a note in.
pub async fn insert(tx: &mut Tx, note: &WorkshopNote) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO contract_note (id, contract, words, source, place, position, added_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        note.id,
        note.contract,
        &note.words,
        &note.source,
        note.place.text(),
        note.position,
        note.added_at.0
    )?;
    Ok(())
}

/// Puts a note somewhere else, if it still is where it was; tells whether it was.
pub async fn put(tx: &mut Tx, (id, change): (Uuid, Uuid), moved: &NoteMove) -> Result<bool> {
    let (before, after) = (moved.before.text(), moved.after.text());
    let sql = "UPDATE contract_note SET place = $1 WHERE id = $2 AND place = $3";
    if execute!(tx, sql, &after, moved.note, &before)? != 1 {
        return Ok(false);
    }
    let sql =
        "INSERT INTO contract_note_move (id, change, note, place_before, place_after) VALUES ($1, $2, $3, $4, $5)";
    execute!(tx, sql, id, change, moved.note, before, after)?;
    Ok(true)
}

/// The notes a gesture put somewhere else.
pub async fn moved_by(tx: &mut Tx, change: Uuid) -> Result<Vec<NoteMove>> {
    let sql = "SELECT note, place_before, place_after FROM contract_note_move WHERE change = $1 ORDER BY id";
    let rows: Vec<(Uuid, String, String)> = fetch_all!(tx, sql, change)?;
    let read = |(note, before, after): (Uuid, String, String)| {
        Ok(NoteMove {
            note,
            before: place("contract_note_move.place_before", &before)?,
            after: place("contract_note_move.place_after", &after)?,
        })
    };
    rows.into_iter().map(read).collect()
}
