//! The verbatims, and their sentences as they were heard.

use database::{Result, Tx, execute, fetch_all, fetch_among, fetch_optional};
use kernel::{Moment, Uuid};
use sqlx::AssertSqlSafe;

/// A verbatim as others may read it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Verbatim {
    pub id: Uuid,
    pub consultation: Uuid,
    pub channel: Option<Uuid>,
    pub gathering: Option<Uuid>,
    pub area: Option<Uuid>,
    pub audience: String,
    pub month: Option<String>,
    pub times_said: i64,
    pub masked: String,
    pub same_key: String,
    pub state: String,
    pub draw: i64,
    pub evidence: Option<Uuid>,
    pub revision: i64,
}

/// The columns of [`Verbatim`].
pub(super) const COLUMNS: &str = "v.id, v.consultation, v.channel, v.gathering, v.area, v.audience, v.month, v.times_said, \
                                  v.masked, v.same_key, v.state, v.draw, v.evidence, v.revision";

/// A sentence to keep, sealed.
pub struct Sealed<'a> {
    pub sealed: &'a [u8],
    pub purge_at: Moment,
    pub code_hash: &'a [u8],
    pub recorded_at: Moment,
    pub recorded_by: Option<Uuid>,
}

/// Puts a verbatim to review, and its sealed sentence apart.
pub async fn insert(tx: &mut Tx, row: &Verbatim, kept: &Sealed<'_>) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO verbatim (id, consultation, channel, gathering, area, audience, month, times_said, masked, same_key, \
         state, draw, code_hash, recorded_at, recorded_by, reviewed_at, reviewed_by, evidence, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, NULL, NULL, NULL, 1)",
        row.id,
        row.consultation,
        row.channel,
        row.gathering,
        row.area,
        &row.audience,
        row.month.as_deref(),
        row.times_said,
        &row.masked,
        &row.same_key,
        &row.state,
        row.draw,
        kept.code_hash,
        kept.recorded_at.0,
        kept.recorded_by
    )?;
    let sql = "INSERT INTO verbatim_raw (id, sealed, purge_at) VALUES ($1, $2, $3)";
    execute!(tx, sql, row.id, kept.sealed, kept.purge_at.0)?;
    Ok(())
}

/// Counts a verbatim more times; gives its consultation, or nothing when it is gone.
pub async fn add_times(tx: &mut Tx, id: Uuid, times: i64) -> Result<Option<Uuid>> {
    let sql = "UPDATE verbatim SET times_said = times_said + $1 WHERE id = $2 RETURNING consultation";
    let found: Option<(Uuid,)> = fetch_optional!(tx, sql, times, id)?;
    Ok(found.map(|(consultation,)| consultation))
}

/// One verbatim.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Verbatim>> {
    let sql = AssertSqlSafe(format!("SELECT {COLUMNS} FROM verbatim v WHERE v.id = $1"));
    fetch_optional!(tx, sql, id)
}

/// These verbatims, in no order.
pub async fn among(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Verbatim>> {
    let sql = format!("SELECT {COLUMNS} FROM verbatim v WHERE v.id IN ({{rows}})");
    Ok(fetch_among!(tx, &sql, ids))
}

/// Those that await their review, the first to come first, with the sealed sentence when it was not purged.
pub async fn to_review(tx: &mut Tx, consultation: Uuid, limit: i64) -> Result<Vec<(Verbatim, Option<Vec<u8>>)>> {
    let sql = AssertSqlSafe(format!(
        "SELECT {COLUMNS} FROM verbatim v WHERE v.consultation = $1 AND v.state = 'to_review' \
         ORDER BY v.recorded_at, v.id LIMIT $2"
    ));
    let rows: Vec<Verbatim> = fetch_all!(tx, sql, consultation, limit)?;
    let mut both = Vec::with_capacity(rows.len());
    for row in rows {
        let sealed = sealed(tx, row.id).await?;
        both.push((row, sealed));
    }
    Ok(both)
}

/// The sealed sentence of a verbatim, when it was not purged.
pub async fn sealed(tx: &mut Tx, id: Uuid) -> Result<Option<Vec<u8>>> {
    let found: Option<(Vec<u8>,)> = fetch_optional!(tx, "SELECT sealed FROM verbatim_raw WHERE id = $1", id)?;
    Ok(found.map(|(sealed,)| sealed))
}

/// Reviewed words of a consultation, in the order of the draw.
pub async fn accepted(tx: &mut Tx, consultation: Uuid) -> Result<Vec<Verbatim>> {
    let sql = AssertSqlSafe(format!(
        "SELECT {COLUMNS} FROM verbatim v WHERE v.consultation = $1 AND v.state = 'accepted' ORDER BY v.draw, v.id"
    ));
    fetch_all!(tx, sql, consultation)
}

/// How many are in each state: to review, accepted, refused.
pub async fn counts(tx: &mut Tx, consultation: Uuid) -> Result<(i64, i64, i64)> {
    let sql = "SELECT state, COUNT(*) FROM verbatim WHERE consultation = $1 GROUP BY state";
    let rows: Vec<(String, i64)> = fetch_all!(tx, sql, consultation)?;
    let of = |state: &str| rows.iter().find(|(known, _)| known == state).map_or(0, |(_, count)| *count);
    Ok((of("to_review"), of("accepted"), of("refused")))
}

/// How many await their review in all.
pub async fn awaiting(tx: &mut Tx) -> Result<Vec<(Uuid, i64)>> {
    fetch_all!(tx, "SELECT consultation, COUNT(*) FROM verbatim WHERE state = 'to_review' GROUP BY consultation")
}

/// Keeps what a review decided, unless it was changed since `revision`.
pub async fn review(
    tx: &mut Tx,
    (id, revision): (Uuid, i64),
    (state, masked, same_key): (&str, &str, &str),
    (at, by): (Moment, Option<Uuid>),
) -> Result<bool> {
    let sql = "UPDATE verbatim SET state = $3, masked = $4, same_key = $5, reviewed_at = $6, reviewed_by = $7, \
               revision = revision + 1 WHERE id = $1 AND revision = $2 AND state = 'to_review'";
    Ok(execute!(tx, sql, id, revision, state, masked, same_key, at.0, by)? == 1)
}

/// Says which evidence was made of it.
pub async fn set_evidence(tx: &mut Tx, id: Uuid, evidence: Uuid) -> Result<()> {
    execute!(tx, "UPDATE verbatim SET evidence = $2, revision = revision + 1 WHERE id = $1", id, evidence)?;
    Ok(())
}

/// Every verbatim.
pub async fn ids(tx: &mut Tx) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = fetch_all!(tx, "SELECT id FROM verbatim ORDER BY id")?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Verbatims given with a code.
pub async fn of_code(tx: &mut Tx, code_hash: &[u8]) -> Result<Vec<Verbatim>> {
    let sql = AssertSqlSafe(format!("SELECT {COLUMNS} FROM verbatim v WHERE v.code_hash = $1 ORDER BY v.id"));
    fetch_all!(tx, sql, code_hash)
}

/// Takes a verbatim out with all that hangs on it; gives the rows that are gone.
pub async fn delete(tx: &mut Tx, id: Uuid) -> Result<Vec<(&'static str, Uuid)>> {
    let mut gone = vec![("verbatim", id), ("verbatim_raw", id)];
    let codings: Vec<(Uuid,)> = fetch_all!(tx, "SELECT id FROM coding WHERE verbatim = $1", id)?;
    execute!(tx, "DELETE FROM coding_theme WHERE coding IN (SELECT id FROM coding WHERE verbatim = $1)", id)?;
    execute!(tx, "DELETE FROM coding WHERE verbatim = $1", id)?;
    execute!(tx, "DELETE FROM suggestion WHERE verbatim = $1", id)?;
    execute!(tx, "DELETE FROM verbatim_raw WHERE id = $1", id)?;
    execute!(tx, "DELETE FROM verbatim WHERE id = $1", id)?;
    gone.extend(codings.into_iter().map(|(coding,)| ("coding", coding)));
    Ok(gone)
}
