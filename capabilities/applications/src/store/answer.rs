//! Answers: one row a question.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};

use crate::rules::Answer;

type Row = (Uuid, Uuid, Option<Uuid>, String, String, i64, String, i64);

fn read((id, application, project, key, value, saved_at, saved_by_name, revision): Row) -> Answer {
    Answer { id, application, project, key, value, saved_at: Moment(saved_at), saved_by_name, revision }
}

/// Answers of an application, of the whole first, then of its projects.
pub async fn of_application(tx: &mut Tx, application: Uuid) -> Result<Vec<Answer>> {
    let sql = "SELECT id, application, project, key, value, saved_at, saved_by_name, revision FROM application_answer \
               WHERE application = $1 ORDER BY COALESCE(project, application), key";
    let rows: Vec<Row> = fetch_all!(tx, sql, application)?;
    Ok(rows.into_iter().map(read).collect())
}

/// One answer.
pub async fn of_key(tx: &mut Tx, application: Uuid, project: Option<Uuid>, key: &str) -> Result<Option<Answer>> {
    let sql = "SELECT id, application, project, key, value, saved_at, saved_by_name, revision FROM application_answer \
               WHERE application = $1 AND key = $2 AND COALESCE(project, application) = $3";
    let row: Option<Row> = fetch_optional!(tx, sql, application, key, project.unwrap_or(application))?;
    Ok(row.map(read))
}

/// Puts an answer in, unless somebody put one in meanwhile.
pub async fn insert(tx: &mut Tx, one: &Answer, by: Option<Uuid>) -> Result<bool> {
    let sql = "INSERT INTO application_answer (id, application, project, key, value, saved_at, saved_by, saved_by_name, \
               revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1) ON CONFLICT DO NOTHING";
    let (at, name) = (one.saved_at.0, &one.saved_by_name);
    Ok(execute!(tx, sql, one.id, one.application, one.project, &one.key, &one.value, at, by, name)? == 1)
}

/// Writes an answer anew, if nobody did since `revision`.
pub async fn save(tx: &mut Tx, one: &Answer, by: Option<Uuid>, revision: i64) -> Result<bool> {
    let sql = "UPDATE application_answer SET value = $1, saved_at = $2, saved_by = $3, saved_by_name = $4, \
               revision = revision + 1 WHERE id = $5 AND revision = $6";
    Ok(execute!(tx, sql, &one.value, one.saved_at.0, by, &one.saved_by_name, one.id, revision)? == 1)
}
