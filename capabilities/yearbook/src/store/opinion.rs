//! Opinions of councils.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::Uuid;
use sqlx::AssertSqlSafe;

use super::{day, known};
use crate::rules::{Given, Kind, Opinion, Sense};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    yearbook: Uuid,
    kind: String,
    body: String,
    given_on: Option<String>,
    sense: Option<String>,
    words: String,
    follow_up: String,
    revision: i64,
}

const SELECT: &str =
    "SELECT id, yearbook, kind, body, given_on, sense, words, follow_up, revision FROM yearbook_opinion";

fn read(row: Row) -> Result<Opinion> {
    let given = match (row.given_on, row.sense) {
        (Some(on), Some(sense)) => Some(Given {
            on: day("yearbook_opinion.given_on", &on)?,
            sense: known("yearbook_opinion.sense", &sense, Sense::from_code(&sense))?,
            words: row.words,
        }),
        _ => None,
    };
    Ok(Opinion {
        id: row.id,
        report: row.yearbook,
        kind: known("yearbook_opinion.kind", &row.kind, Kind::from_code(&row.kind))?,
        body: row.body,
        given,
        follow_up: row.follow_up,
        revision: row.revision,
    })
}

/// Opinions asked on a report, in order.
pub async fn of_report(tx: &mut Tx, report: Uuid) -> Result<Vec<Opinion>> {
    let sql = format!("{SELECT} WHERE yearbook = $1 ORDER BY position, id");
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), report)?;
    rows.into_iter().map(read).collect()
}

/// One opinion.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Opinion>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// Asks a council.
pub async fn insert(tx: &mut Tx, one: &Opinion, position: i64) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO yearbook_opinion (id, yearbook, position, kind, body, words, follow_up, revision) \
         VALUES ($1, $2, $3, $4, $5, '', '', 1)",
        one.id,
        one.report,
        position,
        one.kind.code(),
        &one.body
    )?;
    Ok(())
}

/// Writes what a council answered and what is done with it, if nobody did since `revision`.
pub async fn write(
    tx: &mut Tx,
    (id, revision): (Uuid, i64),
    (given, follow_up): (Option<&Given>, &str),
) -> Result<bool> {
    let sql = "UPDATE yearbook_opinion SET given_on = $1, sense = $2, words = $3, follow_up = $4, revision = revision + 1 \
               WHERE id = $5 AND revision = $6";
    let (on, sense) = given.map(|given| (given.on.to_string(), given.sense.code())).unzip();
    let words = given.map_or("", |given| given.words.as_str());
    Ok(execute!(tx, sql, on, sense, words, follow_up, id, revision)? == 1)
}
