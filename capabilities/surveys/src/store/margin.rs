//! What is known of the population.

use database::{Result, Tx, execute, fetch_all};
use kernel::Uuid;

/// A category of the population: question, code, people, source.
pub type Line = (String, String, i64, String);

/// Every margin of a questionnaire.
pub async fn all(tx: &mut Tx, survey: Uuid) -> Result<Vec<Line>> {
    let sql = "SELECT question, code, total, source FROM survey_margin WHERE survey = $1 ORDER BY question, code";
    fetch_all!(tx, sql, survey)
}

/// Puts margins in the place of those that were there.
pub async fn replace(tx: &mut Tx, survey: Uuid, lines: &[(Uuid, Line)]) -> Result<()> {
    execute!(tx, "DELETE FROM survey_margin WHERE survey = $1", survey)?;
    for (id, (question, code, total, source)) in lines {
        execute!(
            tx,
            "INSERT INTO survey_margin (id, survey, question, code, total, source) VALUES ($1, $2, $3, $4, $5, $6)",
            *id,
            survey,
            question,
            code,
            *total,
            source
        )?;
    }
    Ok(())
}
