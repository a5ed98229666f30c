//! Links that serve once.

use database::{Result, Tx, execute, fetch_one, fetch_optional};
use kernel::Uuid;

/// Puts an invitation in.
pub async fn insert(tx: &mut Tx, id: Uuid, survey: Uuid, token_hash: &[u8]) -> Result<()> {
    execute!(tx, "INSERT INTO survey_invitation (id, survey, token_hash) VALUES ($1, $2, $3)", id, survey, token_hash)?;
    Ok(())
}

/// The questionnaire a link invites to.
pub async fn survey_of(tx: &mut Tx, token_hash: &[u8]) -> Result<Option<Uuid>> {
    let found: Option<(Uuid,)> =
        fetch_optional!(tx, "SELECT survey FROM survey_invitation WHERE token_hash = $1", token_hash)?;
    Ok(found.map(|(survey,)| survey))
}

/// Says that an invitation was used; whether it is the first time.
pub async fn spend(tx: &mut Tx, marker: &[u8], survey: Uuid) -> Result<bool> {
    let sql = "INSERT INTO spent_invitation (marker, survey) VALUES ($1, $2) ON CONFLICT (marker) DO NOTHING";
    Ok(execute!(tx, sql, marker, survey)? == 1)
}

/// Whether an invitation was used.
pub async fn is_spent(tx: &mut Tx, marker: &[u8]) -> Result<bool> {
    let found: Option<(Uuid,)> = fetch_optional!(tx, "SELECT survey FROM spent_invitation WHERE marker = $1", marker)?;
    Ok(found.is_some())
}

/// How many invitations were made, and how many were used.
pub async fn counts(tx: &mut Tx, survey: Uuid) -> Result<(i64, i64)> {
    let (made,): (i64,) = fetch_one!(tx, "SELECT COUNT(*) FROM survey_invitation WHERE survey = $1", survey)?;
    let (used,): (i64,) = fetch_one!(tx, "SELECT COUNT(*) FROM spent_invitation WHERE survey = $1", survey)?;
    Ok((made, used))
}
