//! Quotas, and what of answers they look at.

use database::{Result, Tx, execute, fetch_all};
use kernel::Uuid;

use crate::rules::quota::{Profile, Quota};

/// The quotas of a questionnaire.
pub async fn all(tx: &mut Tx, survey: Uuid) -> Result<Vec<Quota>> {
    let sql = "SELECT area, age, sex, wanted FROM survey_quota WHERE survey = $1 ORDER BY area, age, sex";
    let rows: Vec<(Option<Uuid>, String, String, i64)> = fetch_all!(tx, sql, survey)?;
    Ok(rows.into_iter().map(|(area, age, sex, wanted)| Quota { area, age, sex, wanted }).collect())
}

/// Puts quotas in the place of those of a neighbourhood (of everywhere, without one).
pub async fn replace(tx: &mut Tx, survey: Uuid, area: Option<Uuid>, quotas: &[(Uuid, Quota)]) -> Result<()> {
    match area {
        Some(area) => execute!(tx, "DELETE FROM survey_quota WHERE survey = $1 AND area = $2", survey, area)?,
        None => execute!(tx, "DELETE FROM survey_quota WHERE survey = $1 AND area IS NULL", survey)?,
    };
    for (id, quota) in quotas {
        let sql = "INSERT INTO survey_quota (id, survey, area, age, sex, wanted) VALUES ($1, $2, $3, $4, $5, $6)";
        execute!(tx, sql, *id, survey, quota.area, &quota.age, &quota.sex, quota.wanted)?;
    }
    Ok(())
}

/// Who answered, as quotas see them, and how many of each: the database counts. `age`, `sex`: the names of these questions,
/// empty where they are not asked.
pub async fn people(tx: &mut Tx, survey: Uuid, (age, sex): (&str, &str)) -> Result<Vec<(Profile, i64)>> {
    // A question is named by its path in SQLite, by itself in PostgreSQL.
    let (sql, path): (_, fn(&str) -> String) = if tx.is_postgres() {
        let sql = "SELECT area, COALESCE(given::json ->> $2, ''), COALESCE(given::json ->> $3, ''), COUNT(*) FROM answer \
                   WHERE survey = $1 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3";
        (sql, str::to_owned)
    } else {
        let sql = "SELECT area, COALESCE(json_extract(given, $2), ''), COALESCE(json_extract(given, $3), ''), COUNT(*) \
                   FROM answer WHERE survey = $1 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3";
        (sql, |name: &str| format!("$.\"{name}\""))
    };
    let rows: Vec<(Option<Uuid>, String, String, i64)> = fetch_all!(tx, sql, survey, path(age), path(sex))?;
    Ok(rows.into_iter().map(|(area, age, sex, count)| (Profile { area, age, sex }, count)).collect())
}
