//! Documents to cite, the file kept with each, and where each is cited.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::Uuid;

use crate::rules::DocumentText;

/// A document as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Document {
    pub id: Uuid,
    pub code: String,
    pub title: String,
    pub kind: String,
    pub author: String,
    pub dated: String,
    /// Its file, if one is kept.
    pub file: Option<Uuid>,
    /// Whether anybody may open its file.
    pub is_published: bool,
    pub revision: i64,
}

impl Document {
    /// « Retour sur la concertation, Pluricité, 6 juillet 2023 ».
    pub fn cited(&self) -> String {
        format!("{}, {}, {}", self.title, self.author, kernel::french::iso_date(&self.dated))
    }
}

/// Every document, the latest first.
pub async fn documents(tx: &mut Tx) -> Result<Vec<Document>> {
    let sql = "SELECT id, code, title, kind, author, dated, file, is_published, revision FROM listening_document \
               ORDER BY dated DESC, code";
    fetch_all!(tx, sql)
}

/// One document.
pub async fn document(tx: &mut Tx, id: Uuid) -> Result<Option<Document>> {
    let sql = "SELECT id, code, title, kind, author, dated, file, is_published, revision FROM listening_document \
               WHERE id = $1";
    fetch_optional!(tx, sql, id)
}

/// Puts a document in.
pub async fn insert_document(tx: &mut Tx, id: Uuid, code: &str, text: &DocumentText, file: Option<Uuid>) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO listening_document (id, code, title, kind, author, dated, file, is_published, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)",
        id,
        code,
        &text.title,
        &text.kind,
        &text.author,
        text.dated.to_string(),
        file,
        text.is_published
    )?;
    Ok(())
}

/// Changes a document, if nobody did since `revision`.
pub async fn update_document(
    tx: &mut Tx,
    id: Uuid,
    revision: i64,
    text: &DocumentText,
    file: Option<Uuid>,
) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE listening_document SET title = $1, kind = $2, author = $3, dated = $4, file = $5, is_published = $6, \
         revision = revision + 1 WHERE id = $7 AND revision = $8",
        &text.title,
        &text.kind,
        &text.author,
        text.dated.to_string(),
        file,
        text.is_published,
        id,
        revision
    )?;
    Ok(count == 1)
}

/// A place where a document is cited.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Citation {
    pub document: Uuid,
    pub contract: Option<Uuid>,
    pub area: Option<Uuid>,
}

/// Where documents are cited: by evidence, gatherings and figures.
pub async fn citations(tx: &mut Tx) -> Result<Vec<Citation>> {
    let sql = "SELECT e.document, c.contract, e.area FROM evidence e JOIN consultation c ON c.id = e.consultation \
               WHERE e.document IS NOT NULL \
               UNION SELECT g.document, c.contract, g.area FROM gathering g JOIN channel h ON h.id = g.channel \
               JOIN consultation c ON c.id = h.consultation WHERE g.document IS NOT NULL \
               UNION SELECT f.document, c.contract, f.area FROM consultation_figure f \
               JOIN consultation c ON c.id = f.consultation WHERE f.document IS NOT NULL";
    fetch_all!(tx, sql)
}
