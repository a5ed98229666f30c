//! Opinions asked of services.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};
use sqlx::AssertSqlSafe;

use super::day;
use crate::rules::{Opinion, Sense};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    project: Uuid,
    application: Uuid,
    service: String,
    asked_of: Uuid,
    question: String,
    due_on: String,
    asked_at: i64,
    sense: String,
    words: String,
    answered_at: Option<i64>,
    revision: i64,
}

const SELECT: &str = "SELECT id, project, application, service, asked_of, question, due_on, asked_at, sense, words, \
                      answered_at, revision FROM assessment_opinion";

fn read(row: Row) -> Result<Opinion> {
    Ok(Opinion {
        id: row.id,
        project: row.project,
        application: row.application,
        service: row.service,
        asked_of: row.asked_of,
        question: row.question,
        due_on: day("assessment_opinion.due_on", &row.due_on)?,
        asked_at: Moment(row.asked_at),
        sense: Sense::from_code(&row.sense),
        words: row.words,
        answered_at: row.answered_at.map(Moment),
        revision: row.revision,
    })
}

/// Opinions asked on an application, the first first.
pub async fn of_application(tx: &mut Tx, application: Uuid) -> Result<Vec<Opinion>> {
    let sql = format!("{SELECT} WHERE application = $1 ORDER BY asked_at, id");
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), application)?;
    rows.into_iter().map(read).collect()
}

/// Opinions one person has to give still, what is due first first.
pub async fn awaited(tx: &mut Tx, account: Uuid) -> Result<Vec<Opinion>> {
    let sql = format!("{SELECT} WHERE asked_of = $1 AND answered_at IS NULL ORDER BY due_on, id");
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), account)?;
    rows.into_iter().map(read).collect()
}

/// One of them.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Opinion>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// Asks for one.
pub async fn insert(tx: &mut Tx, one: &Opinion, by: Option<Uuid>) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO assessment_opinion (id, project, application, service, asked_of, question, due_on, asked_at, asked_by, \
         sense, words, answered_at, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', '', NULL, 1)",
        one.id,
        one.project,
        one.application,
        &one.service,
        one.asked_of,
        &one.question,
        one.due_on.to_string(),
        one.asked_at.0,
        by
    )?;
    Ok(())
}

/// Writes the answer, if nobody answered.
pub async fn answer(tx: &mut Tx, one: &Opinion, revision: i64) -> Result<bool> {
    let sql = "UPDATE assessment_opinion SET sense = $1, words = $2, answered_at = $3, revision = revision + 1 \
               WHERE id = $4 AND revision = $5 AND answered_at IS NULL";
    let sense = one.sense.map_or("", Sense::code);
    Ok(execute!(tx, sql, sense, &one.words, one.answered_at.map(|at| at.0), one.id, revision)? == 1)
}
