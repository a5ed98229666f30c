//! What is over and goes.

use database::{Result, Tx, execute, fetch_all};
use kernel::{Moment, Uuid};

/// Acts of the log before a moment that still say who did them: their author is forgotten. Gives the acts.
pub async fn forget_authors(tx: &mut Tx, before: Moment) -> Result<Vec<Uuid>> {
    let sql = "UPDATE sorting_act SET account = NULL WHERE at < $1 AND account IS NOT NULL RETURNING id";
    ids(fetch_all!(tx, sql, before.0)?)
}

/// Notes taken out that nobody touched since a moment, and that came before it.
pub async fn notes_taken_out(tx: &mut Tx, before: Moment) -> Result<Vec<Uuid>> {
    let sql = "SELECT n.id FROM note n WHERE n.is_removed = $1 AND n.put_at < $2 AND n.evidence IS NULL \
               AND NOT EXISTS (SELECT 1 FROM sorting_change c JOIN sorting_act a ON a.id = c.act \
               WHERE c.target_id = n.id AND a.at >= $2)";
    ids(fetch_all!(tx, sql, true, before.0)?)
}

/// Notes of a consultation.
pub async fn notes_of(tx: &mut Tx, consultation: Uuid) -> Result<Vec<Uuid>> {
    ids(fetch_all!(tx, "SELECT id FROM note WHERE consultation = $1", consultation)?)
}

/// Consultations whose notes are kept, and gatherings that have findings.
pub async fn consultations(tx: &mut Tx) -> Result<Vec<Uuid>> {
    ids(fetch_all!(tx, "SELECT DISTINCT consultation FROM meeting")?)
}

/// Findings of a consultation, with their files.
pub async fn findings_of(tx: &mut Tx, consultation: Uuid) -> Result<Vec<(Uuid, Option<Uuid>, Option<Uuid>)>> {
    let sql =
        "SELECT f.id, f.photo, f.proof FROM finding f JOIN meeting m ON m.id = f.meeting WHERE m.consultation = $1";
    fetch_all!(tx, sql, consultation)
}

/// Deletes a note and what the log says of it. Gives the rows written or gone.
pub async fn delete_note(tx: &mut Tx, id: Uuid) -> Result<Vec<(&'static str, Uuid)>> {
    let named = |table: &'static str, rows: Vec<(Uuid,)>| rows.into_iter().map(move |(row,)| (table, row));
    let changes = fetch_all!(tx, "DELETE FROM sorting_change WHERE target_id = $1 RETURNING id", id)?;
    let merged = fetch_all!(tx, "UPDATE note SET merged_into = NULL WHERE merged_into = $1 RETURNING id", id)?;
    execute!(tx, "DELETE FROM note WHERE id = $1", id)?;
    Ok(named("sorting_change", changes).chain(named("note", merged)).chain([("note", id)]).collect())
}

/// Deletes a finding.
pub async fn delete_finding(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM finding WHERE id = $1", id)?;
    Ok(())
}

/// Every note.
pub async fn note_ids(tx: &mut Tx) -> Result<Vec<Uuid>> {
    ids(fetch_all!(tx, "SELECT id FROM note ORDER BY id")?)
}

/// Every finding.
pub async fn finding_ids(tx: &mut Tx) -> Result<Vec<Uuid>> {
    ids(fetch_all!(tx, "SELECT id FROM finding ORDER BY id")?)
}

fn ids(rows: Vec<(Uuid,)>) -> Result<Vec<Uuid>> {
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
