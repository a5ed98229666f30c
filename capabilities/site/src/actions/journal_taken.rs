//! Taking the journal away. It holds names, so that taking it is itself recorded.

use database::Tx;
use journal::{Entry, Line, Search};
use kernel::{Actor, Outcome, Outside, Scope};
use serde_json::json;

use crate::acts;

/// Most entries of one file; beyond, the search must be narrowed.
pub const EXTRACT_MAX: i64 = 50_000;

/// What was taken.
pub struct Extract {
    /// The entries, newest first.
    pub lines: Vec<Line>,
    /// Whether older ones were left out.
    pub is_cut: bool,
}

/// The entries looked for, and the record that they were taken.
///
/// # Errors
/// Not allowed, or the database failed.
pub async fn export_journal(tx: &mut Tx, actor: &Actor, outside: &Outside, search: &Search) -> Outcome<Extract> {
    actor.authorise(&acts::EXPORT_JOURNAL, &Scope::EVERYWHERE)?;
    let mut lines = journal::matching(tx, search, None, EXTRACT_MAX + 1).await?;
    let is_cut = i64::try_from(lines.len()).unwrap_or(i64::MAX) > EXTRACT_MAX;
    lines.truncate(usize::try_from(EXTRACT_MAX).unwrap_or(usize::MAX));
    let detail = json!({ "entries": lines.len(), "act": search.act, "object_kind": search.object_kind });
    journal::record(tx, outside, actor, Entry::general(acts::EXPORT_JOURNAL.code, "journal").detail(detail)).await?;
    Ok(Extract { lines, is_cut })
}
