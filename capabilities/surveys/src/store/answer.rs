//! Answers on their way in, and out again with a code.

use database::{Result, Tx, execute, fetch_optional};
use kernel::{Moment, Uuid};

/// An answer to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAnswer {
    pub id: Uuid,
    pub survey: Uuid,
    pub version: i64,
    pub mode: &'static str,
    pub area: Option<Uuid>,
    /// The day, no more.
    pub received_on: String,
    /// Codes and numbers, as JSON.
    pub given: String,
}

/// Keeps an answer if its questionnaire still takes some and stands at this revision; one that is there already is left as
/// it is. Whether it is new.
pub async fn insert_if_open(tx: &mut Tx, one: &NewAnswer, revision: i64, (now, grace): (Moment, i64)) -> Result<bool> {
    let sql = "INSERT INTO answer (id, survey, version, mode, area, received_on, given) \
               SELECT $1, $2, $3, $4, $5, $6, $7 WHERE EXISTS (SELECT 1 FROM survey WHERE id = $2 AND state = 'open' \
               AND (opens_at IS NULL OR opens_at <= $8) AND (closes_at IS NULL OR closes_at > $9) \
               AND revision = $10) \
               ON CONFLICT (survey, id) DO NOTHING";
    let done = execute!(
        tx,
        sql,
        one.id,
        one.survey,
        one.version,
        one.mode,
        one.area,
        &one.received_on,
        &one.given,
        now.0,
        now.0 - grace,
        revision
    )?;
    Ok(done == 1)
}

/// Keeps an answer collected by an agent, whatever the state; whether it is new.
pub async fn insert(tx: &mut Tx, one: &NewAnswer) -> Result<bool> {
    let sql = "INSERT INTO answer (id, survey, version, mode, area, received_on, given) \
               VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (survey, id) DO NOTHING";
    let done = execute!(tx, sql, one.id, one.survey, one.version, one.mode, one.area, &one.received_on, &one.given)?;
    Ok(done == 1)
}

/// An answer as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Answer {
    pub survey: Uuid,
    pub version: i64,
    pub mode: String,
    pub area: Option<Uuid>,
    pub received_on: String,
    pub given: String,
}

/// One answer. Answers stand by questionnaire: it is looked for in each.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Answer>> {
    let sql = "SELECT a.survey, a.version, a.mode, a.area, a.received_on, a.given FROM survey s \
               JOIN answer a ON a.survey = s.id AND a.id = $1";
    fetch_optional!(tx, sql, id)
}

/// Takes an answer out. Whether it was there.
pub async fn delete(tx: &mut Tx, survey: Uuid, id: Uuid) -> Result<bool> {
    Ok(execute!(tx, "DELETE FROM answer WHERE survey = $1 AND id = $2", survey, id)? == 1)
}
