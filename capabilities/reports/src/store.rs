//! Reports asked for and made, and what is written of the documents of contracts.

pub mod sections;

use database::{DbError, Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};

use crate::actions::{Chapter, ChapterKept, ChapterText, Order, Saved};

/// A report asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Identifier.
    pub id: Uuid,
    /// The consultation or the contract it is about.
    pub about: Uuid,
    /// The job that makes it.
    pub job: Uuid,
    /// When it was asked for.
    pub asked_at: Moment,
    /// What is asked of it.
    pub order: Order,
    /// The name of its file, once it is made.
    pub name: Option<String>,
}

type Row = (Uuid, Uuid, Uuid, i64, String, Option<String>);

fn read((id, about, job, asked_at, wish, name): Row) -> Result<Asked> {
    let damaged = || DbError::Unreadable { place: "report.wish", problem: wish.clone() };
    let order = serde_json::from_str(&wish).ok().and_then(|kept| Order::read(&kept)).ok_or_else(damaged)?;
    Ok(Asked { id, about, job, asked_at: Moment(asked_at), order, name })
}

/// Keeps what is asked for.
pub async fn put(tx: &mut Tx, asked: &Asked) -> Result<()> {
    let sql = "INSERT INTO report (id, about, job, asked_at, wish) VALUES ($1, $2, $3, $4, $5)";
    execute!(tx, sql, asked.id, asked.about, asked.job, asked.asked_at.0, asked.order.kept().to_string())?;
    Ok(())
}

/// A report.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Asked>> {
    let sql = "SELECT id, about, job, asked_at, wish, name FROM report WHERE id = $1";
    let row: Option<Row> = fetch_optional!(tx, sql, id)?;
    row.map(read).transpose()
}

/// What was asked for about a consultation or a contract, the last first.
pub async fn of(tx: &mut Tx, about: Uuid) -> Result<Vec<Asked>> {
    let sql = "SELECT id, about, job, asked_at, wish, name FROM report WHERE about = $1 \
               ORDER BY asked_at DESC, id DESC";
    let rows: Vec<Row> = fetch_all!(tx, sql, about)?;
    rows.into_iter().map(read).collect()
}

/// The file of a report; none while it is not made.
pub async fn content(tx: &mut Tx, id: Uuid) -> Result<Option<Vec<u8>>> {
    let row: Option<(Vec<u8>,)> =
        fetch_optional!(tx, "SELECT content FROM report WHERE id = $1 AND content IS NOT NULL", id)?;
    Ok(row.map(|(content,)| content))
}

/// Keeps the file of a report. Gives whether the report is still wanted.
pub async fn fill(tx: &mut Tx, id: Uuid, name: &str, content: Vec<u8>) -> Result<bool> {
    Ok(execute!(tx, "UPDATE report SET name = $2, content = $3 WHERE id = $1", id, name.to_owned(), content)? == 1)
}

/// Forgets a report.
pub async fn forget(tx: &mut Tx, id: Uuid) -> Result<bool> {
    Ok(execute!(tx, "DELETE FROM report WHERE id = $1", id)? == 1)
}

/// Forgets the reports about a consultation, made or not. Gives them.
pub async fn forget_about(tx: &mut Tx, about: Uuid) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = fetch_all!(tx, "DELETE FROM report WHERE about = $1 RETURNING id", about)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The reports asked for before a moment.
pub async fn asked_before(tx: &mut Tx, moment: Moment) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = fetch_all!(tx, "SELECT id FROM report WHERE asked_at < $1 ORDER BY id", moment.0)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

#[derive(sqlx::FromRow)]
struct PartRow {
    id: Uuid,
    chapter: String,
    position: i64,
    title: String,
    introduction: String,
    is_kept: bool,
    saved_at: Option<i64>,
    saved_by: Option<String>,
    revision: i64,
}

/// Parts of a contract that somebody wrote or moved, each with its position.
pub async fn chapters(tx: &mut Tx, contract: Uuid) -> Result<Vec<(i64, ChapterKept)>> {
    let sql = "SELECT id, chapter, position, title, introduction, is_kept, saved_at, saved_by, revision FROM contract_part \
               WHERE contract = $1 ORDER BY position, chapter";
    let rows: Vec<PartRow> = fetch_all!(tx, sql, contract)?;
    let read = |row: PartRow| {
        let known = Chapter::from_code(&row.chapter);
        let chapter = known.ok_or(DbError::Unreadable { place: "contract_part.chapter", problem: row.chapter })?;
        let text = ChapterText { title: row.title, introduction: row.introduction, is_kept: row.is_kept };
        let saved = row.saved_at.zip(row.saved_by).map(|(at, by)| Saved { at: Moment(at), by });
        Ok((row.position, ChapterKept { chapter, row: Some(row.id), text, saved, revision: row.revision }))
    };
    rows.into_iter().map(read).collect()
}

/// Writes a part; `false` when somebody did since `revision`, 0 when nobody ever did. Moved only, it is saved by nobody.
pub async fn write_chapter(
    tx: &mut Tx,
    (id, contract, chapter): (Uuid, Uuid, Chapter),
    (position, revision): (i64, i64),
    (text, saved): (&ChapterText, Option<&Saved>),
) -> Result<bool> {
    let (title, introduction, is_kept) = (&text.title, &text.introduction, text.is_kept);
    let (at, by) = (saved.map(|saved| saved.at.0), saved.map(|saved| saved.by.as_str()));
    let done = match revision {
        0 => {
            let sql = "INSERT INTO contract_part (id, contract, chapter, position, title, introduction, is_kept, saved_at, \
                       saved_by, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1) \
                       ON CONFLICT (contract, chapter) DO NOTHING";
            execute!(tx, sql, id, contract, chapter.code(), position, title, introduction, is_kept, at, by)?
        }
        _ => {
            let sql = "UPDATE contract_part SET title = $2, introduction = $3, is_kept = $4, saved_at = $5, saved_by = $6, \
                       revision = revision + 1 WHERE id = $1 AND revision = $7";
            execute!(tx, sql, id, title, introduction, is_kept, at, by, revision)?
        }
    };
    Ok(done == 1)
}

/// Puts a part at a position, as it is written; `false` when it stands there already.
pub async fn place_chapter(
    tx: &mut Tx,
    (id, contract): (Uuid, Uuid),
    (position, one): (i64, &ChapterKept),
) -> Result<bool> {
    if one.row.is_none() {
        return write_chapter(tx, (id, contract, one.chapter), (position, 0), (&one.text, None)).await;
    }
    let sql = "UPDATE contract_part SET position = $2 WHERE id = $1 AND position <> $2";
    Ok(execute!(tx, sql, id, position)? == 1)
}
