//! What is over.

use database::{Result, Tx, execute};
use kernel::Uuid;

/// Tables whose deleted rows leave no trace.
pub const TRACES: &[&str] = &[
    "answer",
    "answer_words",
    "answer_photo",
    "parked_answer",
    "spent_invitation",
    "paper_sheet",
    "call_number",
    "call_known",
    "partner_file",
];

/// Deletes the answers of a questionnaire, its invitations and what marks them used. Gives how many answers.
pub async fn answers(tx: &mut Tx, survey: Uuid) -> Result<u64> {
    execute!(tx, "DELETE FROM answer_words WHERE survey = $1", survey)?;
    execute!(tx, "DELETE FROM answer_photo WHERE survey = $1", survey)?;
    execute!(tx, "DELETE FROM survey_invitation WHERE survey = $1", survey)?;
    execute!(tx, "DELETE FROM spent_invitation WHERE survey = $1", survey)?;
    super::paper::purge(tx, survey).await?;
    super::calls::forget_known(tx, survey).await?;
    execute!(tx, "DELETE FROM answer WHERE survey = $1", survey)
}
