//! Answers as they are counted.

use database::{Result, Tx, fetch_all, fetch_one, fetch_optional};
use kernel::Uuid;

/// An answer as it is counted: version, mode, day, what was given.
pub type Counted = (Uuid, i64, String, String, String);

/// Every answer to a questionnaire, in the order of identifiers, which tells nothing.
pub async fn answers(tx: &mut Tx, survey: Uuid) -> Result<Vec<Counted>> {
    let sql = "SELECT id, version, mode, received_on, given FROM answer WHERE survey = $1 ORDER BY id";
    fetch_all!(tx, sql, survey)
}

/// The identifiers of every answer, in their order: enough to know which are new and which are gone.
pub async fn identifiers(tx: &mut Tx, survey: Uuid) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = fetch_all!(tx, "SELECT id FROM answer WHERE survey = $1 ORDER BY id", survey)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// One answer as it is counted.
pub async fn one(tx: &mut Tx, survey: Uuid, id: Uuid) -> Result<Option<Counted>> {
    let sql = "SELECT id, version, mode, received_on, given FROM answer WHERE survey = $1 AND id = $2";
    fetch_optional!(tx, sql, survey, id)
}

/// How many answers there are.
pub async fn count(tx: &mut Tx, survey: Uuid) -> Result<i64> {
    let (count,): (i64,) = fetch_one!(tx, "SELECT COUNT(*) FROM answer WHERE survey = $1", survey)?;
    Ok(count)
}

/// How many came by each way, and for each neighbourhood.
pub async fn by_mode_and_area(tx: &mut Tx, survey: Uuid) -> Result<Vec<(String, Option<Uuid>, i64)>> {
    let sql = "SELECT mode, area, COUNT(*) FROM answer WHERE survey = $1 GROUP BY mode, area ORDER BY mode";
    fetch_all!(tx, sql, survey)
}

/// Whether a version was answered: it can then no longer be forgotten.
pub async fn last_day(tx: &mut Tx, survey: Uuid) -> Result<Option<String>> {
    let (day,): (Option<String>,) = fetch_one!(tx, "SELECT MAX(received_on) FROM answer WHERE survey = $1", survey)?;
    Ok(day)
}
