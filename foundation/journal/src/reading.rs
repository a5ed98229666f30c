//! Reading the journal, for the page "historique", the audit and the export.

use sqlx::FromRow;
use database::{Result, Tx, fetch_all};
use kernel::{Moment, Uuid};

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
