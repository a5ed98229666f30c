//! Names of printed papers, piles of scans and what was read on their pages.

use std::collections::HashMap;

use database::{DbError, Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Outside, Uuid};

use crate::rules::{Printed, Reading, ScannedPage};

/// Names a paper that is printed from now on. Gives the row.
pub async fn insert_mark(
    tx: &mut Tx,
    outside: &Outside,
    version: Uuid,
    (code, pages): (&str, i64),
) -> Result<(&'static str, Uuid)> {
    let id = outside.uuid();
    let sql = "INSERT INTO agreement_mark (id, version, code, pages, made_at) VALUES ($1, $2, $3, $4, $5)";
    execute!(tx, sql, id, version, code, pages, outside.now().0)?;
    Ok(("agreement_mark", id))
}

/// Forgets the names of a version that goes. Gives the rows that are gone.
pub async fn forget_marks(tx: &mut Tx, version: Uuid) -> Result<Vec<(&'static str, Uuid)>> {
    let sql = "DELETE FROM agreement_mark WHERE version = $1 RETURNING id";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, version)?;
    Ok(rows.into_iter().map(|(id,)| ("agreement_mark", id)).collect())
}

type PrintedRow = (String, i64, i64, Uuid, String, Uuid, String, Uuid, Uuid, Uuid, Uuid);

/// Every paper that was printed on the platform whose code is one of those, with where its version stands.
pub async fn printed(tx: &mut Tx, codes: &[String]) -> Result<HashMap<String, Printed>> {
    let sql = "SELECT mark.code, mark.pages, mark.made_at, version.id, version.state, agreement.id, agreement.number, \
               agreement.contract, agreement.carrier, agreement.payer, agreement.call_funder \
               FROM agreement_mark mark JOIN agreement_version version ON version.id = mark.version \
               JOIN agreement ON agreement.id = version.agreement WHERE mark.code = $1";
    let mut all = HashMap::new();
    for code in codes {
        let row: Option<PrintedRow> = fetch_optional!(tx, sql, code)?;
        let Some((code, pages, made_at, version, state, agreement, number, contract, carrier, payer, own)) = row else {
            continue;
        };
        let last = "SELECT code FROM agreement_mark WHERE version = $1 ORDER BY made_at DESC, id DESC LIMIT 1";
        let last: Option<(String,)> = fetch_optional!(tx, last, version)?;
        let given = "SELECT COUNT(*) FROM agreement_scan WHERE version = $1 AND side = 'funder'";
        let given: Option<(i64,)> = fetch_optional!(tx, given, version)?;
        let is_last = last.is_some_and(|(last,)| last == code) && state != "draft";
        let one = Printed {
            version,
            agreement,
            number,
            contract,
            carrier,
            payer: (payer != own).then_some(payer),
            pages,
            made_at: Moment(made_at),
            is_in_use: is_last,
            is_given: given.is_some_and(|(count,)| count > 0),
        };
        all.insert(code, one);
    }
    Ok(all)
}

/// A pile of scans.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ScanBatch {
    /// Which.
    pub id: Uuid,
    /// The contract it was given to.
    pub contract: Uuid,
    /// Its file.
    pub file: Uuid,
    /// The SHA-256 of its file.
    pub content: String,
    /// The name of its file.
    pub name: String,
    /// How many pages; 0 until it is opened.
    pub pages: i64,
    /// The job that reads it.
    pub job: Uuid,
    /// When it was given, in milliseconds.
    pub asked_at: i64,
    /// By whom.
    pub account: Option<Uuid>,
    /// Her name.
    pub by_name: String,
}

/// Puts a pile in; gives whether it was not there yet.
pub async fn insert(tx: &mut Tx, one: &ScanBatch) -> Result<bool> {
    let sql = "INSERT INTO scan_batch (id, contract, file, content, name, pages, job, asked_at, account, by_name) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING";
    let (name, by_name) = (&one.name, &one.by_name);
    let count = execute!(
        tx,
        sql,
        one.id,
        one.contract,
        one.file,
        &one.content,
        name,
        one.pages,
        one.job,
        one.asked_at,
        one.account,
        by_name
    )?;
    Ok(count == 1)
}

const COLUMNS: &str = "id, contract, file, content, name, pages, job, asked_at, account, by_name";

/// A pile.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<ScanBatch>> {
    let sql = sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM scan_batch WHERE id = $1"));
    fetch_optional!(tx, sql, id)
}

/// The pile a file was given in to a contract.
pub async fn by_content(tx: &mut Tx, contract: Uuid, content: &str) -> Result<Option<ScanBatch>> {
    let sql = format!("SELECT {COLUMNS} FROM scan_batch WHERE contract = $1 AND content = $2");
    fetch_optional!(tx, sqlx::AssertSqlSafe(sql), contract, content)
}

/// Piles of a contract, the last first.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<ScanBatch>> {
    let sql = format!("SELECT {COLUMNS} FROM scan_batch WHERE contract = $1 ORDER BY asked_at DESC, id DESC");
    fetch_all!(tx, sqlx::AssertSqlSafe(sql), contract)
}

/// Piles given before a moment.
pub async fn asked_before(tx: &mut Tx, at: Moment) -> Result<Vec<ScanBatch>> {
    let sql = format!("SELECT {COLUMNS} FROM scan_batch WHERE asked_at < $1 ORDER BY asked_at, id");
    fetch_all!(tx, sqlx::AssertSqlSafe(sql), at.0)
}

/// Says how many pages a pile has.
pub async fn set_pages(tx: &mut Tx, id: Uuid, pages: i64) -> Result<()> {
    execute!(tx, "UPDATE scan_batch SET pages = $1 WHERE id = $2", pages, id)?;
    Ok(())
}

/// Puts what was read on a page in, unless it was read already.
pub async fn insert_page(tx: &mut Tx, id: Uuid, batch: Uuid, one: &ScannedPage) -> Result<()> {
    let sql = "INSERT INTO scan_page (id, batch, position, reading, code, page) VALUES ($1, $2, $3, $4, $5, $6) \
               ON CONFLICT DO NOTHING";
    let (code, page) = one.mark.as_ref().map_or((None, None), |(code, page)| (Some(code.as_str()), Some(*page)));
    execute!(tx, sql, id, batch, one.position, one.reading.code(), code, page)?;
    Ok(())
}

/// What was read of a pile, in its order.
pub async fn pages(tx: &mut Tx, batch: Uuid) -> Result<Vec<ScannedPage>> {
    let sql = "SELECT position, reading, code, page FROM scan_page WHERE batch = $1 ORDER BY position";
    let rows: Vec<(i64, String, Option<String>, Option<i64>)> = fetch_all!(tx, sql, batch)?;
    let unknown = |code: &str| DbError::Unreadable { place: "scan_page.reading", problem: code.to_owned() };
    rows.into_iter()
        .map(|(position, reading, code, page)| {
            let reading = Reading::from_code(&reading).ok_or_else(|| unknown(&reading))?;
            Ok(ScannedPage { position, reading, mark: code.zip(page) })
        })
        .collect()
}

/// The rows of the pages of a pile.
pub async fn page_rows(tx: &mut Tx, batch: Uuid) -> Result<Vec<(&'static str, Uuid)>> {
    let rows: Vec<(Uuid,)> = fetch_all!(tx, "SELECT id FROM scan_page WHERE batch = $1", batch)?;
    Ok(rows.into_iter().map(|(id,)| ("scan_page", id)).collect())
}

/// Forgets a pile. Gives the rows that are gone.
pub async fn forget(tx: &mut Tx, id: Uuid) -> Result<Vec<(&'static str, Uuid)>> {
    let gone: Vec<(Uuid,)> = fetch_all!(tx, "DELETE FROM scan_page WHERE batch = $1 RETURNING id", id)?;
    execute!(tx, "DELETE FROM scan_batch WHERE id = $1", id)?;
    let pages = gone.into_iter().map(|(id,)| ("scan_page", id));
    Ok(pages.chain([("scan_batch", id)]).collect())
}
