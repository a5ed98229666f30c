//! Readings of projects, with their scores.

use std::collections::HashMap;

use database::{Result, Tx, execute, fetch_all};
use kernel::{Moment, Outside, Uuid};
use sqlx::AssertSqlSafe;

use super::known;
use crate::rules::{Came, Reading, Score, Sense};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    project: Uuid,
    reader: Uuid,
    came: String,
    assigned_at: i64,
    sense: String,
    words: String,
    given_at: Option<i64>,
    revision: i64,
}

const SELECT: &str = "SELECT r.id, r.project, r.reader, r.came, r.assigned_at, r.sense, r.words, r.given_at, r.revision FROM assessment_reading r";

fn read(row: Row, scores: Vec<Score>) -> Result<Reading> {
    Ok(Reading {
        id: row.id,
        project: row.project,
        reader: row.reader,
        came: known("assessment_reading.came", &row.came, Came::from_code(&row.came))?,
        assigned_at: Moment(row.assigned_at),
        sense: Sense::from_code(&row.sense),
        words: row.words,
        scores,
        given_at: row.given_at.map(Moment),
        revision: row.revision,
    })
}

type ScoreRow = (Uuid, String, Option<i64>, String);

/// The readings of an application, project by project, the first asked first.
pub async fn of_application(tx: &mut Tx, application: Uuid) -> Result<Vec<Reading>> {
    let sql = format!("{SELECT} WHERE r.application = $1 ORDER BY r.project, r.assigned_at, r.id");
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), application)?;
    let sql = "SELECT s.reading, s.criterion, s.points, s.reason FROM assessment_score s \
               JOIN assessment_reading r ON r.id = s.reading WHERE r.application = $1 ORDER BY s.criterion";
    let scores: Vec<ScoreRow> = fetch_all!(tx, sql, application)?;
    let mut own: HashMap<Uuid, Vec<Score>> = HashMap::new();
    for (reading, criterion, points, reason) in scores {
        own.entry(reading).or_default().push(Score { criterion, points, reason });
    }
    rows.into_iter()
        .map(|row| {
            let scores = own.remove(&row.id).unwrap_or_default();
            read(row, scores)
        })
        .collect()
}

/// Who reads the projects of a call, without their scores: project, reader, whether it is given.
pub async fn of_call(tx: &mut Tx, call: Uuid) -> Result<Vec<(Uuid, Uuid, bool)>> {
    let sql = "SELECT project, reader, given_at FROM assessment_reading WHERE call = $1 ORDER BY assigned_at, id";
    let rows: Vec<(Uuid, Uuid, Option<i64>)> = fetch_all!(tx, sql, call)?;
    Ok(rows.into_iter().map(|(project, reader, given)| (project, reader, given.is_some())).collect())
}

/// What one person has to read still: reading, application, call.
pub async fn awaited(tx: &mut Tx, reader: Uuid) -> Result<Vec<(Uuid, Uuid, Uuid)>> {
    let sql = "SELECT id, application, call FROM assessment_reading WHERE reader = $1 AND given_at IS NULL \
               ORDER BY assigned_at, id";
    fetch_all!(tx, sql, reader)
}

/// Where a reading stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The project.
    pub project: Uuid,
    /// Its application.
    pub application: Uuid,
    /// Its call.
    pub call: Uuid,
}

/// Gives a project to a reader, once. Gives the row, when it is new.
pub async fn assign(
    tx: &mut Tx,
    outside: &Outside,
    place: Place,
    reader: Uuid,
    (came, by): (Came, Option<Uuid>),
) -> Result<Option<Uuid>> {
    let id = outside.uuid();
    let count = execute!(
        tx,
        "INSERT INTO assessment_reading (id, project, application, call, reader, came, assigned_at, assigned_by, sense, \
         words, given_at, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', '', NULL, 1) \
         ON CONFLICT (project, reader) DO NOTHING",
        id,
        place.project,
        place.application,
        place.call,
        reader,
        came.code(),
        outside.now().0,
        by
    )?;
    Ok((count == 1).then_some(id))
}

/// Takes a reading that is not given back from its reader; nothing when it is given. Gives whether it went.
pub async fn unassign(tx: &mut Tx, id: Uuid) -> Result<bool> {
    let sql = "DELETE FROM assessment_score WHERE reading IN \
               (SELECT id FROM assessment_reading WHERE id = $1 AND given_at IS NULL)";
    execute!(tx, sql, id)?;
    Ok(execute!(tx, "DELETE FROM assessment_reading WHERE id = $1 AND given_at IS NULL", id)? == 1)
}

/// Writes a reading with its scores, if nobody did since `revision` and it is not given. Gives the rows of scores.
pub async fn save(tx: &mut Tx, outside: &Outside, one: &Reading, revision: i64) -> Result<Option<Vec<Uuid>>> {
    let count = execute!(
        tx,
        "UPDATE assessment_reading SET sense = $1, words = $2, given_at = $3, revision = revision + 1 \
         WHERE id = $4 AND revision = $5 AND given_at IS NULL",
        one.sense.map_or("", Sense::code),
        &one.words,
        one.given_at.map(|at| at.0),
        one.id,
        revision
    )?;
    if count == 0 {
        return Ok(None);
    }
    let mut rows = Vec::with_capacity(one.scores.len());
    for score in &one.scores {
        let sql = "INSERT INTO assessment_score (id, reading, criterion, points, reason) VALUES ($1, $2, $3, $4, $5) \
                   ON CONFLICT (reading, criterion) DO UPDATE SET points = $4, reason = $5 RETURNING id";
        let made: Vec<(Uuid,)> =
            fetch_all!(tx, sql, outside.uuid(), one.id, &score.criterion, score.points, &score.reason)?;
        rows.extend(made.into_iter().map(|(id,)| id));
    }
    Ok(Some(rows))
}
