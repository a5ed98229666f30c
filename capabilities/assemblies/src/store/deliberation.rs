//! What members say of a file submitted to them, and who stays out.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Outside, Uuid};

use super::known;
use crate::rules::{Cause, Sense};

/// What a member thinks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    pub member: Uuid,
    pub sense: Sense,
    pub words: String,
}

/// What members think of a file, the first first.
pub async fn voices(tx: &mut Tx, submission: Uuid) -> Result<Vec<Voice>> {
    let sql = "SELECT member, sense, words FROM assembly_voice WHERE submission = $1 ORDER BY given_at, id";
    let rows: Vec<(Uuid, String, String)> = fetch_all!(tx, sql, submission)?;
    let read = |(member, sense, words): (Uuid, String, String)| {
        let sense = known("assembly_voice.sense", &sense, Sense::from_code(&sense))?;
        Ok(Voice { member, sense, words })
    };
    rows.into_iter().map(read).collect()
}

/// Keeps what a member thinks. Gives the row.
pub async fn speak(tx: &mut Tx, outside: &Outside, submission: Uuid, voice: &Voice) -> Result<Uuid> {
    let id = outside.uuid();
    let sql = "INSERT INTO assembly_voice (id, submission, member, sense, words, given_at) VALUES ($1, $2, $3, $4, $5, $6) \
               ON CONFLICT (submission, member) DO UPDATE SET sense = excluded.sense, words = excluded.words, \
               given_at = excluded.given_at RETURNING id";
    let (member, sense, at) = (voice.member, voice.sense.code(), outside.now().0);
    let row: Option<(Uuid,)> = fetch_optional!(tx, sql, id, submission, member, sense, &voice.words, at)?;
    Ok(row.map_or(id, |(id,)| id))
}

/// Forgets what a member thought. Gives the rows that are gone.
pub async fn silence(tx: &mut Tx, submission: Uuid, member: Uuid) -> Result<Vec<Uuid>> {
    let sql = "DELETE FROM assembly_voice WHERE submission = $1 AND member = $2 RETURNING id";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, submission, member)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Comments of members on a file, the first first: who, when, what.
pub async fn comments(tx: &mut Tx, submission: Uuid) -> Result<Vec<(Uuid, Moment, String)>> {
    let sql = "SELECT member, written_at, words FROM assembly_comment WHERE submission = $1 ORDER BY written_at, id";
    let rows: Vec<(Uuid, i64, String)> = fetch_all!(tx, sql, submission)?;
    Ok(rows.into_iter().map(|(member, at, words)| (member, Moment(at), words)).collect())
}

/// Keeps a comment. Gives the row.
pub async fn comment(tx: &mut Tx, outside: &Outside, (submission, member): (Uuid, Uuid), words: &str) -> Result<Uuid> {
    let (id, at) = (outside.uuid(), outside.now().0);
    let sql = "INSERT INTO assembly_comment (id, submission, member, words, written_at) VALUES ($1, $2, $3, $4, $5)";
    execute!(tx, sql, id, submission, member, words, at)?;
    Ok(id)
}

/// Who stays out of a deliberation, and why.
pub async fn recusals(tx: &mut Tx, submission: Uuid) -> Result<Vec<(Uuid, Cause)>> {
    let sql = "SELECT member, cause FROM assembly_recusal WHERE submission = $1 ORDER BY since, id";
    let rows: Vec<(Uuid, String)> = fetch_all!(tx, sql, submission)?;
    let read = |(member, cause): (Uuid, String)| {
        Ok((member, known("assembly_recusal.cause", &cause, Cause::from_code(&cause))?))
    };
    rows.into_iter().map(read).collect()
}

/// Keeps that a member stays out. Gives the row, or nothing when it was known.
pub async fn recuse(
    tx: &mut Tx,
    outside: &Outside,
    (submission, member): (Uuid, Uuid),
    cause: Cause,
) -> Result<Option<Uuid>> {
    let (id, at) = (outside.uuid(), outside.now().0);
    let sql = "INSERT INTO assembly_recusal (id, submission, member, cause, since) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (submission, member) DO NOTHING";
    Ok((execute!(tx, sql, id, submission, member, cause.code(), at)? == 1).then_some(id))
}

/// Forgets what a member said in deliberations that are over for her: opinions, comments and charges. Gives tables and rows.
pub async fn forget(tx: &mut Tx, member: Uuid) -> Result<Vec<(&'static str, Uuid)>> {
    let voices: Vec<(Uuid,)> = fetch_all!(tx, "DELETE FROM assembly_voice WHERE member = $1 RETURNING id", member)?;
    let comments: Vec<(Uuid,)> = fetch_all!(tx, "DELETE FROM assembly_comment WHERE member = $1 RETURNING id", member)?;
    let roles: Vec<(Uuid,)> = fetch_all!(tx, "DELETE FROM assembly_role WHERE member = $1 RETURNING id", member)?;
    let votes = super::poll::forget_voter(tx, member).await?;
    let voices = voices.into_iter().map(|(id,)| ("assembly_voice", id));
    let voices = voices.chain(votes);
    let voices = voices.chain(roles.into_iter().map(|(id,)| ("assembly_role", id)));
    Ok(voices.chain(comments.into_iter().map(|(id,)| ("assembly_comment", id))).collect())
}
