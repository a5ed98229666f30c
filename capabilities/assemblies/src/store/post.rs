//! What bodies publish, every version of it, and what is answered beside.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Outside, Uuid};
use sqlx::AssertSqlSafe;

use super::known;
use crate::rules::{Post, PostKind, PostTerms};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    assembly: Uuid,
    kind: String,
    title: String,
    words: String,
    photo: Option<Uuid>,
    alternative: String,
    published_at: i64,
    removed_at: Option<i64>,
    hidden_at: Option<i64>,
    hidden_reason: String,
    revision: i64,
}

const SELECT: &str = "SELECT id, assembly, kind, title, words, photo, alternative, published_at, removed_at, hidden_at, \
                      hidden_reason, revision FROM assembly_post";

fn read(row: Row) -> Result<Post> {
    Ok(Post {
        id: row.id,
        assembly: row.assembly,
        kind: known("assembly_post.kind", &row.kind, PostKind::from_code(&row.kind))?,
        terms: PostTerms { title: row.title, words: row.words, alternative: row.alternative },
        photo: row.photo,
        published_at: Moment(row.published_at),
        removed_at: row.removed_at.map(Moment),
        hidden: row.hidden_at.map(|at| (Moment(at), row.hidden_reason)),
        revision: row.revision,
    })
}

/// Those of a body, the presentation first, then the last first.
pub async fn of_assembly(tx: &mut Tx, assembly: Uuid) -> Result<Vec<Post>> {
    let sql = format!("{SELECT} WHERE assembly = $1 ORDER BY kind = 'news', published_at DESC, id DESC");
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), assembly)?;
    rows.into_iter().map(read).collect()
}

/// One of them.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Post>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// Publishes. Says whether it was not there: a second presentation at the same moment is not.
pub async fn insert(tx: &mut Tx, one: &Post) -> Result<bool> {
    let terms = &one.terms;
    let count = execute!(
        tx,
        "INSERT INTO assembly_post (id, assembly, kind, title, words, photo, alternative, published_at, removed_at, hidden_at, \
         hidden_reason, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, NULL, '', 1) ON CONFLICT DO NOTHING",
        one.id,
        one.assembly,
        one.kind.code(),
        &terms.title,
        &terms.words,
        one.photo,
        &terms.alternative,
        one.published_at.0
    )?;
    Ok(count == 1)
}

/// Writes everything about something published, if nobody did since `revision`.
pub async fn save(tx: &mut Tx, one: &Post, revision: i64) -> Result<bool> {
    let terms = &one.terms;
    let count = execute!(
        tx,
        "UPDATE assembly_post SET title = $1, words = $2, photo = $3, alternative = $4, removed_at = $5, hidden_at = $6, \
         hidden_reason = $7, revision = revision + 1 WHERE id = $8 AND revision = $9",
        &terms.title,
        &terms.words,
        one.photo,
        &terms.alternative,
        one.removed_at.map(|at| at.0),
        one.hidden.as_ref().map(|hidden| hidden.0.0),
        one.hidden.as_ref().map_or("", |hidden| hidden.1.as_str()),
        one.id,
        revision
    )?;
    Ok(count == 1)
}

/// Keeps a version. Gives the row.
pub async fn keep_version(tx: &mut Tx, outside: &Outside, one: &Post) -> Result<Uuid> {
    let (id, at, terms) = (outside.uuid(), outside.now().0, &one.terms);
    let sql = "INSERT INTO assembly_post_version (id, post, title, words, alternative, written_at) \
               VALUES ($1, $2, $3, $4, $5, $6)";
    execute!(tx, sql, id, one.id, &terms.title, &terms.words, &terms.alternative, at)?;
    Ok(id)
}

/// Every version, the last first: when, and what was said.
pub async fn versions(tx: &mut Tx, post: Uuid) -> Result<Vec<(Moment, PostTerms)>> {
    let sql = "SELECT written_at, title, words, alternative FROM assembly_post_version WHERE post = $1 \
               ORDER BY written_at DESC, id DESC";
    let rows: Vec<(i64, String, String, String)> = fetch_all!(tx, sql, post)?;
    let read = |(at, title, words, alternative)| (Moment(at), PostTerms { title, words, alternative });
    Ok(rows.into_iter().map(read).collect())
}

/// Keeps what an authority answers. Gives the row.
pub async fn reply(tx: &mut Tx, outside: &Outside, post: Uuid, (signature, words): (&str, &str)) -> Result<Uuid> {
    let (id, at) = (outside.uuid(), outside.now().0);
    let sql = "INSERT INTO assembly_post_reply (id, post, signature, words, written_at) VALUES ($1, $2, $3, $4, $5)";
    execute!(tx, sql, id, post, signature, words, at)?;
    Ok(id)
}

/// What authorities answered to something published: who signs, what, when.
pub async fn replies(tx: &mut Tx, post: Uuid) -> Result<Vec<(String, String, Moment)>> {
    let sql = "SELECT signature, words, written_at FROM assembly_post_reply WHERE post = $1 ORDER BY written_at, id";
    let rows: Vec<(String, String, i64)> = fetch_all!(tx, sql, post)?;
    Ok(rows.into_iter().map(|(signature, words, at)| (signature, words, Moment(at))).collect())
}
