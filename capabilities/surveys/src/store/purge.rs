//! What is over.

use database::{Result, Tx, execute, fetch_all};
use kernel::Uuid;

/// Tables whose deleted rows leave no trace.
pub const TRACES: &[&str] = &[
    "answer",
    "answer_words",
    "answer_photo",
    "parked_answer",
    "parked_try",
    "survey_invitation",
    "spent_invitation",
    "paper_sheet",
    "call_number",
    "call_known",
    "partner_file",
];

/// Deletes the answers of a questionnaire, its invitations and what marks them used. Gives how many answers.
pub async fn answers(tx: &mut Tx, survey: Uuid) -> Result<u64> {
    execute!(tx, "DELETE FROM answer_words WHERE survey = $1", survey)?;
    execute!(tx, "DELETE FROM parked_answer WHERE survey = $1", survey)?;
    execute!(tx, "DELETE FROM parked_try WHERE survey = $1", survey)?;
    execute!(tx, "DELETE FROM answer_photo WHERE survey = $1", survey)?;
    execute!(tx, "DELETE FROM survey_invitation WHERE survey = $1", survey)?;
    execute!(tx, "DELETE FROM spent_invitation WHERE survey = $1", survey)?;
    super::paper::purge(tx, survey).await?;
    super::calls::forget_known(tx, survey).await?;
    execute!(tx, "DELETE FROM answer WHERE survey = $1", survey)
}

/// Every answer.
pub async fn answer_ids(tx: &mut Tx) -> Result<Vec<Uuid>> {
    ids(fetch_all!(tx, "SELECT id FROM answer ORDER BY id")?)
}

/// Every sentence that waits.
pub async fn waiting_ids(tx: &mut Tx) -> Result<Vec<Uuid>> {
    ids(fetch_all!(tx, "SELECT id FROM answer_words ORDER BY id")?)
}

fn ids(rows: Vec<(Uuid,)>) -> Result<Vec<Uuid>> {
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Takes an answer out, whatever its questionnaire.
pub async fn delete_answer(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM answer WHERE id = $1", id)?;
    Ok(())
}

/// Takes out a sentence that waits.
pub async fn delete_waiting(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM answer_words WHERE id = $1", id)?;
    Ok(())
}
