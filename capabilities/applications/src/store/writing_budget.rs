//! Budgets as they are written, and the documents of an application.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Cents, Moment, Outside, Uuid};

use crate::rules::writing::Amount;

/// Lines of a budget, in order; of the organisation when there is no project.
pub async fn lines(tx: &mut Tx, (application, project): (Uuid, Option<Uuid>), year: i64) -> Result<Vec<Amount>> {
    let sql = "SELECT account, label, cents FROM budget_line WHERE application = $1 \
               AND COALESCE(project, application) = $2 AND year = $3 ORDER BY position, id";
    let rows: Vec<(String, String, i64)> = fetch_all!(tx, sql, application, project.unwrap_or(application), year)?;
    Ok(rows.into_iter().map(|(account, label, cents)| Amount { account, label, amount: Cents(cents) }).collect())
}

/// Every line of an application: project, year, line.
pub async fn all_lines(tx: &mut Tx, application: Uuid) -> Result<Vec<(Option<Uuid>, i64, Amount)>> {
    let sql =
        "SELECT project, year, account, label, cents FROM budget_line WHERE application = $1 ORDER BY position, id";
    let rows: Vec<(Option<Uuid>, i64, String, String, i64)> = fetch_all!(tx, sql, application)?;
    let line =
        |(project, year, account, label, cents)| (project, year, Amount { account, label, amount: Cents(cents) });
    Ok(rows.into_iter().map(line).collect())
}

/// Writes the lines of a budget anew, each with the side it stands on.
pub async fn set_lines(
    tx: &mut Tx,
    outside: &Outside,
    (application, project): (Uuid, Option<Uuid>),
    year: i64,
    lines: &[(&'static str, Amount)],
) -> Result<()> {
    let sql = "DELETE FROM budget_line WHERE application = $1 AND COALESCE(project, application) = $2 AND year = $3";
    execute!(tx, sql, application, project.unwrap_or(application), year)?;
    for (rank, (side, one)) in (1_i64..).zip(lines) {
        let line = (year, *side, one.account.as_str(), one.label.as_str(), one.amount, rank);
        super::project::insert_line(tx, outside, (application, project), line).await?;
    }
    Ok(())
}

/// Removes what is asked of a funder. Only of an application being written, or of a budget asked again.
pub async fn delete_funding(tx: &mut Tx, funding: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM funding WHERE id = $1", funding)?;
    Ok(())
}

/// A document of an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    /// Which.
    pub id: Uuid,
    /// Of which application.
    pub application: Uuid,
    /// Of which project; none: of the whole.
    pub project: Option<Uuid>,
    /// What the call asked.
    pub kind: String,
    /// The file.
    pub file: Uuid,
    /// The document of the organisation's safe it comes from.
    pub safe_document: Option<Uuid>,
    /// Its name as it came.
    pub label: String,
    /// When.
    pub added_at: Moment,
}

type Row = (Uuid, Uuid, Option<Uuid>, String, Uuid, Option<Uuid>, String, i64);

fn read((id, application, project, kind, file, safe_document, label, added_at): Row) -> Attached {
    Attached { id, application, project, kind, file, safe_document, label, added_at: Moment(added_at) }
}

/// The documents of an application, those taken out left out, the first first.
pub async fn files(tx: &mut Tx, application: Uuid) -> Result<Vec<Attached>> {
    let sql = "SELECT id, application, project, kind, file, safe_document, label, added_at FROM application_file \
               WHERE application = $1 AND removed_at IS NULL ORDER BY added_at, id";
    let rows: Vec<Row> = fetch_all!(tx, sql, application)?;
    Ok(rows.into_iter().map(read).collect())
}

/// One document, unless it was taken out.
pub async fn file(tx: &mut Tx, id: Uuid) -> Result<Option<Attached>> {
    let sql = "SELECT id, application, project, kind, file, safe_document, label, added_at FROM application_file \
               WHERE id = $1 AND removed_at IS NULL";
    let row: Option<Row> = fetch_optional!(tx, sql, id)?;
    Ok(row.map(read))
}

/// Puts a document in.
pub async fn insert_file(tx: &mut Tx, one: &Attached, by: Option<Uuid>) -> Result<()> {
    let sql = "INSERT INTO application_file (id, application, project, kind, file, safe_document, label, added_at, added_by, \
               removed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL)";
    let (safe, at) = (one.safe_document, one.added_at.0);
    execute!(tx, sql, one.id, one.application, one.project, &one.kind, one.file, safe, &one.label, at, by)?;
    Ok(())
}

/// Takes a document out.
pub async fn remove_file(tx: &mut Tx, id: Uuid, at: Moment) -> Result<()> {
    execute!(tx, "UPDATE application_file SET removed_at = $1 WHERE id = $2", at.0, id)?;
    Ok(())
}
