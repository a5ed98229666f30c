//! Notes and groups.

use std::collections::HashMap;

use database::{Result, Tx, execute, fetch_all, fetch_among, fetch_one, fetch_optional, insert_rows};
use kernel::Uuid;
use sqlx::AssertSqlSafe;

use super::known;
use super::meeting::Meeting;
use crate::rules::{Group, Note, NoteKind, Origin};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    consultation: Uuid,
    meeting: Uuid,
    seq: i64,
    words: String,
    area: Option<Uuid>,
    audience: String,
    kind: String,
    note_group: Option<Uuid>,
    merged_into: Option<Uuid>,
    is_removed: bool,
    origin: String,
    evidence: Option<Uuid>,
    verbatim: Option<Uuid>,
    put_at: i64,
    code_hash: Option<Vec<u8>>,
    untold: Option<bool>,
}

const SELECT: &str = "SELECT id, consultation, meeting, seq, words, area, audience, kind, note_group, merged_into, \
                      is_removed, origin, evidence, verbatim, put_at, code_hash, untold FROM note";

fn read(row: Row) -> Result<Note> {
    Ok(Note {
        id: row.id,
        consultation: row.consultation,
        meeting: row.meeting,
        seq: row.seq,
        words: row.words,
        area: row.area,
        audience: row.audience,
        kind: known("note.kind", &row.kind, NoteKind::from_code(&row.kind))?,
        group: row.note_group,
        merged_into: row.merged_into,
        is_removed: row.is_removed,
        origin: known("note.origin", &row.origin, Origin::from_code(&row.origin))?,
        evidence: row.evidence,
        verbatim: row.verbatim,
        put_at: row.put_at,
        code_hash: row.code_hash,
        is_untold: row.untold == Some(true),
    })
}

/// One note.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Note>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// These notes, taken out or not, in no order.
pub async fn among(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Note>> {
    let rows: Vec<Row> = fetch_among!(tx, &format!("{SELECT} WHERE id IN ({{rows}})"), ids);
    rows.into_iter().map(read).collect()
}

/// Every note of a consultation, taken out or not, in the order they came.
pub async fn of_consultation(tx: &mut Tx, consultation: Uuid) -> Result<Vec<Note>> {
    let sql = AssertSqlSafe(format!("{SELECT} WHERE consultation = $1 ORDER BY seq"));
    let rows: Vec<Row> = fetch_all!(tx, sql, consultation)?;
    rows.into_iter().map(read).collect()
}

/// The last notes of a gathering that were not taken out, and how many there are: those of the team, the last first, then those of
/// telephones, whose order tells nothing.
pub async fn latest(tx: &mut Tx, meeting: Uuid, most: i64) -> Result<(Vec<Note>, i64)> {
    let sql = AssertSqlSafe(format!(
        "{SELECT} WHERE meeting = $1 AND is_removed = $2 ORDER BY CASE origin WHEN 'team' THEN 0 ELSE 1 END, seq DESC LIMIT $3"
    ));
    let rows: Vec<Row> = fetch_all!(tx, sql, meeting, false, most)?;
    let sql = "SELECT COUNT(*) FROM note WHERE meeting = $1 AND is_removed = $2";
    let (count,): (i64,) = fetch_one!(tx, sql, meeting, false)?;
    Ok((rows.into_iter().map(read).collect::<Result<_>>()?, count))
}

/// Puts notes in, but those whose key is there already. Gives how many were put in.
pub async fn insert(tx: &mut Tx, notes: &[Note]) -> Result<usize> {
    let count = insert_rows!(
        tx,
        "INSERT INTO note (id, consultation, meeting, seq, words, area, audience, kind, note_group, merged_into, \
         is_removed, origin, evidence, put_at, code_hash, untold) VALUES {rows} ON CONFLICT (id) DO NOTHING",
        notes,
        note => [
            note.id,
            note.consultation,
            note.meeting,
            note.seq,
            &note.words,
            note.area,
            &note.audience,
            note.kind.code(),
            note.group,
            note.merged_into,
            note.is_removed,
            note.origin.code(),
            note.evidence,
            note.put_at,
            note.code_hash.as_deref(),
            note.is_untold.then_some(true),
        ]
    );
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// The notes sent under a code, in the order they came.
pub async fn of_code(tx: &mut Tx, code_hash: &[u8]) -> Result<Vec<Note>> {
    let sql = AssertSqlSafe(format!("{SELECT} WHERE code_hash = $1 ORDER BY seq"));
    let rows: Vec<Row> = fetch_all!(tx, sql, code_hash)?;
    rows.into_iter().map(read).collect()
}

/// The sentence of the corpus that carried these notes is gone: they may go there again. Gives the notes.
pub async fn forget_verbatim(tx: &mut Tx, verbatim: Uuid) -> Result<Vec<Uuid>> {
    let sql = "UPDATE note SET verbatim = NULL WHERE verbatim = $1 RETURNING id";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, verbatim)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Where a note stands.
pub struct Place {
    /// The gathering it was written at.
    pub meeting: Uuid,
    /// Its rank in the consultation.
    pub seq: i64,
}

/// Where the notes of these keys stand: a key that is not there is no note yet.
pub async fn places(tx: &mut Tx, keys: &[Uuid]) -> Result<HashMap<Uuid, Place>> {
    let rows: Vec<(Uuid, Uuid, i64)> = fetch_among!(tx, "SELECT id, meeting, seq FROM note WHERE id IN ({rows})", keys);
    Ok(rows.into_iter().map(|(id, meeting, seq)| (id, Place { meeting, seq })).collect())
}

/// Writes what can change of a note.
pub async fn save(tx: &mut Tx, note: &Note) -> Result<()> {
    execute!(
        tx,
        "UPDATE note SET words = $1, area = $2, audience = $3, kind = $4, note_group = $5, merged_into = $6, \
         is_removed = $7, evidence = $8, verbatim = $9 WHERE id = $10",
        &note.words,
        note.area,
        &note.audience,
        note.kind.code(),
        note.group,
        note.merged_into,
        note.is_removed,
        note.evidence,
        note.verbatim,
        note.id
    )?;
    Ok(())
}

/// Notes that telephones added to a gathering.
pub async fn by_telephones(tx: &mut Tx, meeting: Uuid) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM note WHERE meeting = $1 AND origin = 'participant'";
    let (count,): (i64,) = fetch_one!(tx, sql, meeting)?;
    Ok(count)
}

/// How many notes a consultation numbered in all: as many as telephones added to one of its meetings, or more.
pub async fn numbered(tx: &mut Tx, meeting: &Meeting) -> Result<i64> {
    let sql = "SELECT COALESCE((SELECT last_seq FROM sorting WHERE id = $1), 0)";
    let (last,): (i64,) = fetch_one!(tx, sql, meeting.consultation)?;
    Ok(last)
}

/// Says of the notes of a gathering that the journal is told of them; gives them, in the order of their keys. On PostgreSQL they
/// are written again together, in that order: where and when each was written told in which order they came.
pub async fn tell(tx: &mut Tx, meeting: Uuid) -> Result<Vec<Uuid>> {
    let sql = match tx.is_postgres() {
        true => {
            "WITH gone AS (DELETE FROM note WHERE meeting = $1 AND untold IS NOT NULL RETURNING *) \
             INSERT INTO note (id, consultation, meeting, seq, words, area, audience, kind, note_group, merged_into, \
             is_removed, origin, evidence, verbatim, put_at, code_hash) SELECT id, consultation, meeting, seq, words, area, \
             audience, kind, note_group, merged_into, is_removed, origin, evidence, verbatim, put_at, code_hash FROM gone \
             ORDER BY id RETURNING id"
        }
        false => "UPDATE note SET untold = NULL WHERE meeting = $1 AND untold IS NOT NULL RETURNING id",
    };
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, meeting)?;
    let mut ids: Vec<Uuid> = rows.into_iter().map(|(id,)| id).collect();
    ids.sort_unstable();
    Ok(ids)
}

/// Every group of a consultation, taken out or not.
pub async fn groups(tx: &mut Tx, consultation: Uuid) -> Result<Vec<Group>> {
    let sql = "SELECT id, consultation, label, position, is_removed FROM note_group WHERE consultation = $1 \
               ORDER BY position, id";
    let rows: Vec<(Uuid, Uuid, String, i64, bool)> = fetch_all!(tx, sql, consultation)?;
    let read =
        |(id, consultation, label, position, is_removed)| Group { id, consultation, label, position, is_removed };
    Ok(rows.into_iter().map(read).collect())
}

/// Puts a group in, unless its key is there already.
pub async fn insert_group(tx: &mut Tx, group: &Group) -> Result<bool> {
    let count = execute!(
        tx,
        "INSERT INTO note_group (id, consultation, label, position, is_removed) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (id) DO NOTHING",
        group.id,
        group.consultation,
        &group.label,
        group.position,
        group.is_removed
    )?;
    Ok(count == 1)
}

/// Writes what can change of a group.
pub async fn save_group(tx: &mut Tx, group: &Group) -> Result<()> {
    let sql = "UPDATE note_group SET label = $1, position = $2, is_removed = $3 WHERE id = $4";
    execute!(tx, sql, &group.label, group.position, group.is_removed, group.id)?;
    Ok(())
}
