//! Reading the journal, for the page "historique", the audit and the export.

use database::{Result, Tx, fetch_all};
use kernel::{Moment, Uuid};
use sqlx::FromRow;

/// One entry as a reader sees it. Words erased on request come back empty, with `are_words_erased`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Number in the chain.
    pub seq: i64,
    /// When.
    pub at: Moment,
    /// Which account, if one.
    pub actor_account: Option<Uuid>,
    /// Who.
    pub actor_name: String,
    /// What.
    pub act: String,
    /// On what kind of object.
    pub object_kind: String,
    /// On which.
    pub object: Option<Uuid>,
    /// Why.
    pub why: String,
    /// Facts, JSON.
    pub detail: String,
    /// Link of the chain.
    pub hash: String,
    /// Whether the words were erased.
    pub are_words_erased: bool,
}

#[derive(FromRow)]
struct LineRow {
    seq: i64,
    at: i64,
    actor_account: Option<Uuid>,
    actor_name: Option<String>,
    act: String,
    object_kind: String,
    object: Option<Uuid>,
    why: Option<String>,
    detail: Option<String>,
    hash: String,
}

impl From<LineRow> for Line {
    fn from(row: LineRow) -> Self {
        Self {
            seq: row.seq,
            at: Moment(row.at),
            actor_account: row.actor_account,
            are_words_erased: row.actor_name.is_none(),
            actor_name: row.actor_name.unwrap_or_default(),
            act: row.act,
            object_kind: row.object_kind,
            object: row.object,
            why: row.why.unwrap_or_default(),
            detail: row.detail.unwrap_or_default(),
            hash: row.hash,
        }
    }
}

macro_rules! lines {
    ($tx:expr, $rest:literal $(, $value:expr)*) => {{
        let rows: Vec<LineRow> = fetch_all!(
            $tx,
            concat!(
                "SELECT e.seq, e.at, e.actor_account, w.actor_name, e.act, e.object_kind, e.object, w.why, w.detail, e.hash ",
                "FROM journal_entry e LEFT JOIN journal_words w ON w.seq = e.seq ",
                $rest
            )
            $(, $value)*
        )?;
        Ok(rows.into_iter().map(Line::from).collect())
    }};
}

/// Entries with a number below `before` (newest first), at most `limit`.
///
/// # Errors
/// The database failed.
pub async fn read(tx: &mut Tx, before: Option<i64>, limit: i64) -> Result<Vec<Line>> {
    lines!(tx, "WHERE e.seq < $1 ORDER BY e.seq DESC LIMIT $2", before.unwrap_or(i64::MAX), limit)
}

/// Everything done to one object, newest first.
///
/// # Errors
/// The database failed.
pub async fn of_object(tx: &mut Tx, kind: &str, object: Uuid) -> Result<Vec<Line>> {
    lines!(tx, "WHERE e.object_kind = $1 AND e.object = $2 ORDER BY e.seq DESC", kind, object)
}

/// What one account did, newest first, at most `limit`.
///
/// # Errors
/// The database failed.
pub async fn of_account(tx: &mut Tx, account: Uuid, limit: i64) -> Result<Vec<Line>> {
    lines!(tx, "WHERE e.actor_account = $1 ORDER BY e.seq DESC LIMIT $2", account, limit)
}

/// What to look for in the journal; what is empty is not looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// What was done, its exact code.
    pub act: String,
    /// On what kind of object.
    pub object_kind: String,
    /// On which object.
    pub object: Option<Uuid>,
    /// By whom, the exact name the journal kept: see [`actor_names`].
    pub actor_name: String,
    /// Not before.
    pub from: Option<Moment>,
    /// Before.
    pub until: Option<Moment>,
}

/// Entries looked for, with a number below `before` (newest first), at most `limit`.
///
/// # Errors
/// The database failed.
pub async fn matching(tx: &mut Tx, search: &Search, before: Option<i64>, limit: i64) -> Result<Vec<Line>> {
    lines!(
        tx,
        "WHERE e.seq < $1 AND ($2 = '' OR e.act = $2) AND ($3 = '' OR e.object_kind = $3) AND ($4 IS NULL OR e.object = $4) \
         AND ($5 = '' OR w.actor_name = $5) AND e.at >= $6 AND e.at < $7 ORDER BY e.seq DESC LIMIT $8",
        before.unwrap_or(i64::MAX),
        &search.act,
        &search.object_kind,
        search.object,
        &search.actor_name,
        search.from.map_or(i64::MIN, |moment| moment.0),
        search.until.map_or(i64::MAX, |moment| moment.0),
        limit
    )
}

/// Names of those who did something, sorted, each once.
///
/// # Errors
/// The database failed.
pub async fn actor_names(tx: &mut Tx) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = fetch_all!(tx, "SELECT DISTINCT actor_name FROM journal_words")?;
    let mut names: Vec<String> = rows.into_iter().map(|(name,)| name).collect();
    names.sort_by_key(|name| kernel::text::search_key(name));
    Ok(names)
}

/// Codes of what was done at least once, sorted.
///
/// # Errors
/// The database failed.
pub async fn acts_done(tx: &mut Tx) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = fetch_all!(tx, "SELECT DISTINCT act FROM journal_entry ORDER BY act")?;
    Ok(rows.into_iter().map(|(act,)| act).collect())
}
