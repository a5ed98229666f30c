//! Sentences that wait to enter the corpus.

use database::{Result, Tx, execute, fetch_all, fetch_one};
use kernel::Uuid;

/// A sentence that waits.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Waiting {
    pub id: Uuid,
    pub question: String,
    pub area: Option<Uuid>,
    pub month: String,
    pub code_hash: Vec<u8>,
    pub sealed: Vec<u8>,
}

/// Puts sentences in wait.
pub async fn insert_all(tx: &mut Tx, survey: Uuid, sentences: &[Waiting]) -> Result<()> {
    for one in sentences {
        execute!(
            tx,
            "INSERT INTO answer_words (id, survey, question, area, month, code_hash, sealed) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            one.id,
            survey,
            &one.question,
            one.area,
            &one.month,
            &one.code_hash,
            &one.sealed
        )?;
    }
    Ok(())
}

/// Those that wait, in the order of identifiers drawn by lot.
pub async fn waiting(tx: &mut Tx, survey: Uuid, limit: i64) -> Result<Vec<Waiting>> {
    let sql =
        "SELECT id, question, area, month, code_hash, sealed FROM answer_words WHERE survey = $1 ORDER BY id LIMIT $2";
    fetch_all!(tx, sql, survey, limit)
}

/// Questionnaires with sentences that wait, and how many.
pub async fn counts(tx: &mut Tx) -> Result<Vec<(Uuid, i64)>> {
    fetch_all!(tx, "SELECT survey, COUNT(*) FROM answer_words GROUP BY survey")
}

/// How many persons said them: a batch mixes several.
pub async fn speakers(tx: &mut Tx, survey: Uuid) -> Result<i64> {
    let sql = "SELECT COUNT(DISTINCT code_hash) FROM answer_words WHERE survey = $1";
    let (count,): (i64,) = fetch_one!(tx, sql, survey)?;
    Ok(count)
}

/// Takes a sentence out.
pub async fn delete(tx: &mut Tx, survey: Uuid, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM answer_words WHERE survey = $1 AND id = $2", survey, id)?;
    Ok(())
}

/// Takes out the sentences given with a code. Gives them.
pub async fn delete_of_code(tx: &mut Tx, code_hash: &[u8]) -> Result<Vec<Uuid>> {
    let sql = "DELETE FROM answer_words WHERE code_hash = $1 RETURNING id";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, code_hash)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
