//! Walks: their stops, what was found, and what becomes of it.

use database::{Result, Tx, execute, fetch_all, fetch_among, fetch_one, fetch_optional};
use kernel::Uuid;
use sqlx::AssertSqlSafe;

use super::{day, known};
use crate::rules::{Category, Finding, FindingState, FindingText, FollowUp, Gravity, Origin};

/// A stop of a walk.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Stop {
    pub id: Uuid,
    pub meeting: Uuid,
    pub rank: i64,
    pub label: String,
    pub is_removed: bool,
    pub revision: i64,
}

/// The stops of a walk, in their order; those taken out last.
pub async fn stops(tx: &mut Tx, meeting: Uuid) -> Result<Vec<Stop>> {
    let sql = "SELECT id, meeting, rank, label, is_removed, revision FROM walk_stop WHERE meeting = $1 \
               ORDER BY is_removed, rank, id";
    fetch_all!(tx, sql, meeting)
}

/// Every stop.
pub async fn all_stops(tx: &mut Tx) -> Result<Vec<Stop>> {
    fetch_all!(tx, "SELECT id, meeting, rank, label, is_removed, revision FROM walk_stop ORDER BY meeting, rank, id")
}

/// Puts a stop in, last.
pub async fn insert_stop(tx: &mut Tx, id: Uuid, meeting: Uuid, label: &str) -> Result<()> {
    let (last,): (Option<i64>,) = fetch_one!(tx, "SELECT MAX(rank) FROM walk_stop WHERE meeting = $1", meeting)?;
    let sql = "INSERT INTO walk_stop (id, meeting, rank, label, is_removed, revision) VALUES ($1, $2, $3, $4, $5, 1)";
    execute!(tx, sql, id, meeting, last.unwrap_or(0) + 1, label, false)?;
    Ok(())
}

/// Writes what can change of a stop.
pub async fn save_stop(tx: &mut Tx, stop: &Stop) -> Result<()> {
    let sql = "UPDATE walk_stop SET rank = $1, label = $2, is_removed = $3, revision = revision + 1 WHERE id = $4";
    execute!(tx, sql, stop.rank, &stop.label, stop.is_removed, stop.id)?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    meeting: Uuid,
    stop: Option<Uuid>,
    seq: i64,
    words: String,
    category: String,
    gravity: String,
    latitude: Option<f64>,
    longitude: Option<f64>,
    photo: Option<Uuid>,
    who_acts: String,
    due_on: Option<String>,
    state: String,
    state_note: String,
    done_on: Option<String>,
    proof: Option<Uuid>,
    origin: String,
    evidence: Option<Uuid>,
    noted_at: i64,
    revision: i64,
    untold: Option<bool>,
    code_hash: Option<Vec<u8>>,
}

const SELECT: &str = "SELECT id, meeting, stop, seq, words, category, gravity, latitude, longitude, photo, who_acts, \
                      due_on, state, state_note, done_on, proof, origin, evidence, noted_at, revision, untold, code_hash \
                      FROM finding";

fn read(row: Row) -> Result<Finding> {
    Ok(Finding {
        id: row.id,
        meeting: row.meeting,
        seq: row.seq,
        text: FindingText {
            words: row.words,
            category: known("finding.category", &row.category, Category::from_code(&row.category))?,
            gravity: known("finding.gravity", &row.gravity, Gravity::from_code(&row.gravity))?,
            stop: row.stop,
            position: row.latitude.zip(row.longitude),
        },
        photo: row.photo,
        follow_up: FollowUp {
            who_acts: row.who_acts,
            due_on: day("finding.due_on", row.due_on)?,
            state: known("finding.state", &row.state, FindingState::from_code(&row.state))?,
            note: row.state_note,
            done_on: day("finding.done_on", row.done_on)?,
        },
        proof: row.proof,
        origin: known("finding.origin", &row.origin, Origin::from_code(&row.origin))?,
        evidence: row.evidence,
        noted_at: row.noted_at,
        revision: row.revision,
        is_untold: row.untold == Some(true),
        code_hash: row.code_hash,
    })
}

/// One finding.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Finding>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// These findings, in no order.
pub async fn among(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Finding>> {
    let rows: Vec<Row> = fetch_among!(tx, &format!("{SELECT} WHERE id IN ({{rows}})"), ids);
    rows.into_iter().map(read).collect()
}

/// Every finding of a walk, in its order.
pub async fn of_meeting(tx: &mut Tx, meeting: Uuid) -> Result<Vec<Finding>> {
    let sql = AssertSqlSafe(format!("{SELECT} WHERE meeting = $1 ORDER BY seq"));
    let rows: Vec<Row> = fetch_all!(tx, sql, meeting)?;
    rows.into_iter().map(read).collect()
}

/// Every finding.
pub async fn all(tx: &mut Tx) -> Result<Vec<Finding>> {
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(format!("{SELECT} ORDER BY noted_at, id")))?;
    rows.into_iter().map(read).collect()
}

/// Puts a finding in, unless its key is there already: `false` then.
pub async fn insert(tx: &mut Tx, one: &Finding) -> Result<bool> {
    let count = execute!(
        tx,
        "INSERT INTO finding (id, meeting, stop, seq, words, category, gravity, latitude, longitude, photo, who_acts, \
         due_on, state, state_note, done_on, proof, origin, evidence, noted_at, revision, untold, code_hash) VALUES ($1, $2, $3, \
         $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, 1, $20, $21) ON CONFLICT (id) DO NOTHING",
        one.id,
        one.meeting,
        one.text.stop,
        one.seq,
        &one.text.words,
        one.text.category.code(),
        one.text.gravity.code(),
        one.text.position.map(|(latitude, _)| latitude),
        one.text.position.map(|(_, longitude)| longitude),
        one.photo,
        &one.follow_up.who_acts,
        one.follow_up.due_on.map(|day| day.to_string()),
        one.follow_up.state.code(),
        &one.follow_up.note,
        one.follow_up.done_on.map(|day| day.to_string()),
        one.proof,
        one.origin.code(),
        one.evidence,
        one.noted_at,
        one.is_untold.then_some(true),
        one.code_hash.as_deref()
    )?;
    Ok(count == 1)
}

/// Writes what becomes of a finding, if nobody did since `revision`.
pub async fn save(tx: &mut Tx, one: &Finding, revision: i64) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE finding SET stop = $1, words = $2, category = $3, gravity = $4, who_acts = $5, due_on = $6, state = $7, \
         state_note = $8, done_on = $9, proof = $10, evidence = $11, photo = $12, revision = revision + 1 \
         WHERE id = $13 AND revision = $14",
        one.text.stop,
        &one.text.words,
        one.text.category.code(),
        one.text.gravity.code(),
        &one.follow_up.who_acts,
        one.follow_up.due_on.map(|day| day.to_string()),
        one.follow_up.state.code(),
        &one.follow_up.note,
        one.follow_up.done_on.map(|day| day.to_string()),
        one.proof,
        one.evidence,
        one.photo,
        one.id,
        revision
    )?;
    Ok(count == 1)
}

/// Findings that telephones added to a gathering.
pub async fn by_telephones(tx: &mut Tx, meeting: Uuid) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM finding WHERE meeting = $1 AND origin = 'participant'";
    let (count,): (i64,) = fetch_one!(tx, sql, meeting)?;
    Ok(count)
}

/// The findings sent under a code.
pub async fn of_code(tx: &mut Tx, code_hash: &[u8]) -> Result<Vec<Finding>> {
    let sql = AssertSqlSafe(format!("{SELECT} WHERE code_hash = $1 ORDER BY id"));
    let rows: Vec<Row> = fetch_all!(tx, sql, code_hash)?;
    rows.into_iter().map(read).collect()
}

/// Says of the findings of a walk that the journal is told of them; gives them with their photographs, in the order of their keys.
/// As [`super::note::tell`].
pub async fn tell(tx: &mut Tx, meeting: Uuid) -> Result<Vec<(Uuid, Option<Uuid>)>> {
    let sql = match tx.is_postgres() {
        true => {
            "WITH gone AS (DELETE FROM finding WHERE meeting = $1 AND untold IS NOT NULL RETURNING *) \
             INSERT INTO finding (id, meeting, stop, seq, words, category, gravity, latitude, longitude, photo, who_acts, \
             due_on, state, state_note, done_on, proof, origin, evidence, noted_at, revision, code_hash) SELECT id, meeting, \
             stop, seq, words, category, gravity, latitude, longitude, photo, who_acts, due_on, state, state_note, done_on, \
             proof, origin, evidence, noted_at, revision, code_hash FROM gone ORDER BY id RETURNING id, photo"
        }
        false => "UPDATE finding SET untold = NULL WHERE meeting = $1 AND untold IS NOT NULL RETURNING id, photo",
    };
    let mut rows: Vec<(Uuid, Option<Uuid>)> = fetch_all!(tx, sql, meeting)?;
    rows.sort_unstable();
    Ok(rows)
}

/// The rank of the next finding of a walk that the team notes; those of telephones have theirs by lot, after.
pub async fn next(tx: &mut Tx, meeting: Uuid) -> Result<i64> {
    let (last,): (Option<i64>,) =
        fetch_one!(tx, "SELECT MAX(seq) FROM finding WHERE meeting = $1 AND origin = 'team'", meeting)?;
    Ok(last.unwrap_or(0) + 1)
}
