//! Batches of sheets filled in with a pen.

use database::{DbError, Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use kernel::Uuid;

use crate::rules::paper::SheetState;

/// A batch of sheets.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Batch {
    pub id: Uuid,
    pub survey: Uuid,
    pub label: String,
    /// The version printed.
    pub version: i64,
    /// Whether another person types each sheet a second time.
    pub is_doubled: bool,
    pub state: String,
    pub opened_on: String,
    pub revision: i64,
}

impl Batch {
    /// Whether sheets are still typed.
    pub fn is_open(&self) -> bool {
        self.state == "open"
    }
}

/// A sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    pub id: Uuid,
    pub number: i64,
    pub state: SheetState,
    /// Who typed it first, while it waits.
    pub first_by: Option<Uuid>,
    pub first_sealed: Option<Vec<u8>>,
    pub second_sealed: Option<Vec<u8>>,
}

type Row = (Uuid, i64, String, Option<Uuid>, Option<Vec<u8>>, Option<Vec<u8>>);

fn read((id, number, state, first_by, first_sealed, second_sealed): Row) -> Result<Sheet> {
    let known = SheetState::from_code(&state);
    let state = known.ok_or(DbError::Unreadable { place: "paper_sheet.state", problem: state })?;
    Ok(Sheet { id, number, state, first_by, first_sealed, second_sealed })
}

/// Opens a batch.
pub async fn insert_batch(tx: &mut Tx, one: &Batch) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO paper_batch (id, survey, label, version, is_doubled, state, opened_on, revision) \
         VALUES ($1, $2, $3, $4, $5, 'open', $6, 1)",
        one.id,
        one.survey,
        &one.label,
        one.version,
        one.is_doubled,
        &one.opened_on
    )?;
    Ok(())
}

/// The batches of a questionnaire, the last opened first.
pub async fn batches(tx: &mut Tx, survey: Uuid) -> Result<Vec<Batch>> {
    let sql = "SELECT id, survey, label, version, is_doubled, state, opened_on, revision FROM paper_batch \
               WHERE survey = $1 ORDER BY id DESC";
    fetch_all!(tx, sql, survey)
}

/// One batch.
pub async fn batch(tx: &mut Tx, id: Uuid) -> Result<Option<Batch>> {
    let sql =
        "SELECT id, survey, label, version, is_doubled, state, opened_on, revision FROM paper_batch WHERE id = $1";
    fetch_optional!(tx, sql, id)
}

/// Closes a batch. Whether it was open, and not changed since.
pub async fn close(tx: &mut Tx, id: Uuid, revision: i64) -> Result<bool> {
    let sql = "UPDATE paper_batch SET state = 'closed', revision = revision + 1 \
               WHERE id = $1 AND revision = $2 AND state = 'open'";
    Ok(execute!(tx, sql, id, revision)? == 1)
}

/// The sheets of a batch, in the order of their numbers, without what was typed.
pub async fn sheets(tx: &mut Tx, batch: Uuid) -> Result<Vec<Sheet>> {
    let sql = "SELECT id, number, state, first_by FROM paper_sheet WHERE batch = $1 ORDER BY number";
    let rows: Vec<(Uuid, i64, String, Option<Uuid>)> = fetch_all!(tx, sql, batch)?;
    rows.into_iter().map(|(id, number, state, first_by)| read((id, number, state, first_by, None, None))).collect()
}

/// One sheet, with what was typed.
pub async fn sheet(tx: &mut Tx, batch: Uuid, number: i64) -> Result<Option<Sheet>> {
    let sql = "SELECT id, number, state, first_by, first_sealed, second_sealed FROM paper_sheet \
               WHERE batch = $1 AND number = $2";
    let row: Option<Row> = fetch_optional!(tx, sql, batch, number)?;
    row.map(read).transpose()
}

/// Puts a sheet in. Whether it is new: sent twice under one identifier, it is one sheet.
pub async fn insert(tx: &mut Tx, batch: Uuid, one: &Sheet) -> Result<bool> {
    let done = execute!(
        tx,
        "INSERT INTO paper_sheet (id, batch, number, state, first_by, first_sealed) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (id) DO NOTHING",
        one.id,
        batch,
        one.number,
        one.state.code(),
        one.first_by,
        &one.first_sealed
    )?;
    Ok(done == 1)
}

/// Whether a sheet of that identifier is there.
pub async fn is_there(tx: &mut Tx, id: Uuid) -> Result<bool> {
    let (count,): (i64,) = fetch_one!(tx, "SELECT COUNT(*) FROM paper_sheet WHERE id = $1", id)?;
    Ok(count > 0)
}

/// Keeps the second typing of a sheet beside the first.
pub async fn differs(tx: &mut Tx, id: Uuid, second_sealed: &[u8]) -> Result<bool> {
    let sql = "UPDATE paper_sheet SET state = 'differs', second_sealed = $2 WHERE id = $1 AND state = 'typed'";
    Ok(execute!(tx, sql, id, second_sealed)? == 1)
}

/// A sheet became an answer: what was typed, and by whom, goes. Whether it was still waiting.
pub async fn kept(tx: &mut Tx, id: Uuid) -> Result<bool> {
    let sql = "UPDATE paper_sheet SET state = 'kept', first_by = NULL, first_sealed = NULL, second_sealed = NULL \
               WHERE id = $1 AND state <> 'kept'";
    Ok(execute!(tx, sql, id)? == 1)
}

/// Takes out a sheet that is no answer yet. Whether it was there.
pub async fn drop_sheet(tx: &mut Tx, batch: Uuid, number: i64) -> Result<bool> {
    let sql = "DELETE FROM paper_sheet WHERE batch = $1 AND number = $2 AND state <> 'kept'";
    Ok(execute!(tx, sql, batch, number)? == 1)
}

/// Takes out every sheet of a batch that is no answer yet. Gives how many.
pub async fn drop_waiting(tx: &mut Tx, batch: Uuid) -> Result<u64> {
    execute!(tx, "DELETE FROM paper_sheet WHERE batch = $1 AND state <> 'kept'", batch)
}

/// Takes out the sheets that wait in batches opened before a day. Gives how many.
pub async fn drop_old(tx: &mut Tx, before: &str) -> Result<u64> {
    let sql = "DELETE FROM paper_sheet WHERE state <> 'kept' \
               AND batch IN (SELECT id FROM paper_batch WHERE opened_on < $1)";
    execute!(tx, sql, before)
}

/// Takes out the sheets of a questionnaire; the batches stay, with how they were closed.
pub async fn purge(tx: &mut Tx, survey: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM paper_sheet WHERE batch IN (SELECT id FROM paper_batch WHERE survey = $1)", survey)?;
    Ok(())
}
