//! Photographs taken face to face.

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use kernel::Uuid;

/// A photograph as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Photo {
    pub id: Uuid,
    /// The key of the question, with the rank of what is asked several times.
    pub question: String,
    pub area: Option<Uuid>,
    pub month: String,
    pub code_hash: Vec<u8>,
    pub sealed: Vec<u8>,
    /// Whether it stands among those of several people.
    pub is_mixed: bool,
}

/// What a list says of a photograph, without what it shows.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Listed {
    pub id: Uuid,
    pub question: String,
    pub area: Option<Uuid>,
    pub month: String,
}

/// Keeps a photograph; one a question and a code. Whether it is new.
pub async fn insert(tx: &mut Tx, survey: Uuid, one: &Photo) -> Result<bool> {
    let sql = "INSERT INTO answer_photo (survey, id, question, area, month, code_hash, sealed, is_mixed) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (survey, code_hash, question) DO NOTHING";
    let done = execute!(
        tx,
        sql,
        survey,
        one.id,
        &one.question,
        one.area,
        &one.month,
        &one.code_hash,
        &one.sealed,
        one.is_mixed
    )?;
    Ok(done == 1)
}

/// The questions already answered by a photograph with a code.
pub async fn questions_of(tx: &mut Tx, survey: Uuid, code_hash: &[u8]) -> Result<Vec<String>> {
    let sql = "SELECT question FROM answer_photo WHERE survey = $1 AND code_hash = $2";
    let found: Vec<(String,)> = fetch_all!(tx, sql, survey, code_hash)?;
    Ok(found.into_iter().map(|(question,)| question).collect())
}

/// How many were given with a code, whatever the questionnaire.
pub async fn count_of_code(tx: &mut Tx, code_hash: &[u8]) -> Result<i64> {
    let (count,): (i64,) = fetch_one!(tx, "SELECT COUNT(*) FROM answer_photo WHERE code_hash = $1", code_hash)?;
    Ok(count)
}

/// How many may be seen, and how many wait to be mixed.
pub async fn counts(tx: &mut Tx, survey: Uuid) -> Result<(i64, i64)> {
    let sql =
        "SELECT COUNT(*), COALESCE(SUM(CASE WHEN is_mixed THEN 1 ELSE 0 END), 0) FROM answer_photo WHERE survey = $1";
    let (all, mixed): (i64, i64) = fetch_one!(tx, sql, survey)?;
    Ok((mixed, all - mixed))
}

/// Those that may be seen, by question, in the order of identifiers drawn by lot.
pub async fn seen(tx: &mut Tx, survey: Uuid, (limit, offset): (i64, i64)) -> Result<Vec<Listed>> {
    let sql = "SELECT id, question, area, month FROM answer_photo WHERE survey = $1 AND is_mixed \
               ORDER BY question, id LIMIT $2 OFFSET $3";
    fetch_all!(tx, sql, survey, limit, offset)
}

/// One that may be seen.
pub async fn by_id(tx: &mut Tx, survey: Uuid, id: Uuid) -> Result<Option<Photo>> {
    let sql = "SELECT id, question, area, month, code_hash, sealed, is_mixed FROM answer_photo \
               WHERE survey = $1 AND id = $2 AND is_mixed";
    fetch_optional!(tx, sql, survey, id)
}

/// Questionnaires with photographs that wait to be mixed, and of how many people.
pub async fn waiting(tx: &mut Tx) -> Result<Vec<(Uuid, i64)>> {
    let sql = "SELECT survey, COUNT(DISTINCT code_hash) FROM answer_photo WHERE NOT is_mixed GROUP BY survey";
    fetch_all!(tx, sql)
}

/// One that waits, whichever comes first in the order of identifiers drawn by lot.
pub async fn first_waiting(tx: &mut Tx, survey: Uuid) -> Result<Option<Photo>> {
    let sql = "SELECT id, question, area, month, code_hash, sealed, is_mixed FROM answer_photo \
               WHERE survey = $1 AND NOT is_mixed ORDER BY id LIMIT 1";
    fetch_optional!(tx, sql, survey)
}

/// Takes one out. Whether it was there.
pub async fn delete(tx: &mut Tx, survey: Uuid, id: Uuid) -> Result<bool> {
    Ok(execute!(tx, "DELETE FROM answer_photo WHERE survey = $1 AND id = $2", survey, id)? == 1)
}

/// Takes out those given with a code. Gives how many.
pub async fn delete_of_code(tx: &mut Tx, code_hash: &[u8]) -> Result<u64> {
    execute!(tx, "DELETE FROM answer_photo WHERE code_hash = $1", code_hash)
}

/// The codes photographs were given with, as they are kept.
pub async fn codes(tx: &mut Tx) -> Result<Vec<Vec<u8>>> {
    let found: Vec<(Vec<u8>,)> = fetch_all!(tx, "SELECT DISTINCT code_hash FROM answer_photo")?;
    Ok(found.into_iter().map(|(code,)| code).collect())
}

/// Each photograph, with its code as it is kept and its question.
pub async fn given(tx: &mut Tx) -> Result<Vec<(Uuid, Vec<u8>, String)>> {
    fetch_all!(tx, "SELECT id, code_hash, question FROM answer_photo")
}

/// Takes out those whose code, as it is kept, begins so (sixteen bytes).
pub async fn delete_of_code_begun(tx: &mut Tx, start: &[u8]) -> Result<()> {
    execute!(tx, "DELETE FROM answer_photo WHERE substr(code_hash, 1, 16) = $1", start)?;
    Ok(())
}

/// Takes out one that an older backup brought back.
pub async fn delete_again(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM answer_photo WHERE id = $1", id)?;
    Ok(())
}
