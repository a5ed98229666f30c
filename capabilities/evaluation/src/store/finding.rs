//! Findings and their evidence.

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use kernel::{Moment, Uuid};
use sqlx::AssertSqlSafe;

use super::{day, known};
use crate::rules::{Evidence, EvidenceKind, EvidenceTerms, Finding, FindingTerms, Strength};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    contract: Uuid,
    number: i64,
    question: Option<Uuid>,
    words: String,
    detail: String,
    strength: String,
    found_on: String,
    author_name: String,
    published_at: Option<i64>,
    revision: i64,
}

const SELECT: &str = "SELECT id, contract, number, question, words, detail, strength, found_on, author_name, published_at, \
                      revision FROM evaluation_finding";

fn read(row: Row) -> Result<Finding> {
    Ok(Finding {
        id: row.id,
        contract: row.contract,
        number: row.number,
        terms: FindingTerms {
            words: row.words,
            detail: row.detail,
            question: row.question,
            strength: known("evaluation_finding.strength", &row.strength, Strength::from_code(&row.strength))?,
            found_on: day("evaluation_finding.found_on", &row.found_on)?,
        },
        author_name: row.author_name,
        published_at: row.published_at.map(Moment),
        revision: row.revision,
    })
}

/// One finding.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Finding>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// Findings of a contract, by number.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<Finding>> {
    let sql = AssertSqlSafe(format!("{SELECT} WHERE contract = $1 ORDER BY number"));
    let rows: Vec<Row> = fetch_all!(tx, sql, contract)?;
    rows.into_iter().map(read).collect()
}

/// The number after the last.
pub async fn next_number(tx: &mut Tx, contract: Uuid) -> Result<i64> {
    let sql = "SELECT CAST(COALESCE(MAX(number), 0) AS BIGINT) FROM evaluation_finding WHERE contract = $1";
    let (last,): (i64,) = fetch_one!(tx, sql, contract)?;
    Ok(last + 1)
}

/// Writes a finding: put in when `revision` is nought, changed if nobody did since otherwise.
pub async fn save(tx: &mut Tx, one: &Finding, revision: i64) -> Result<bool> {
    let terms = &one.terms;
    let sql = if revision == 0 {
        "INSERT INTO evaluation_finding (question, words, detail, strength, found_on, author_name, published_at, number, \
         contract, id, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 + 1) \
         ON CONFLICT DO NOTHING"
    } else {
        "UPDATE evaluation_finding SET question = $1, words = $2, detail = $3, strength = $4, found_on = $5, \
         author_name = $6, published_at = $7, revision = revision + 1 \
         WHERE number = $8 AND contract = $9 AND id = $10 AND revision = $11"
    };
    let count = execute!(
        tx,
        sql,
        terms.question,
        &terms.words,
        &terms.detail,
        terms.strength.code(),
        terms.found_on.to_string(),
        &one.author_name,
        one.published_at.map(|at| at.0),
        one.number,
        one.contract,
        one.id,
        revision
    )?;
    Ok(count == 1)
}

/// Takes a finding out with its evidence, if nobody changed it since.
pub async fn remove(tx: &mut Tx, id: Uuid, revision: i64) -> Result<bool> {
    let sql = "SELECT id FROM evaluation_finding WHERE id = $1 AND revision = $2";
    let found: Option<(Uuid,)> = fetch_optional!(tx, sql, id, revision)?;
    if found.is_none() {
        return Ok(false);
    }
    execute!(tx, "DELETE FROM evaluation_evidence WHERE finding = $1", id)?;
    Ok(execute!(tx, "DELETE FROM evaluation_finding WHERE id = $1 AND revision = $2", id, revision)? == 1)
}

type EvidenceRow = (Uuid, Uuid, String, String, String, Option<String>);

fn evidence((id, finding, kind, target, words, on): EvidenceRow) -> Result<Evidence> {
    let kind = known("evaluation_evidence.kind", &kind, EvidenceKind::from_code(&kind))?;
    let happened_on = on.map(|text| day("evaluation_evidence.happened_on", &text)).transpose()?;
    Ok(Evidence { id, finding, terms: EvidenceTerms { kind, target, words, happened_on } })
}

/// One piece of evidence.
pub async fn piece(tx: &mut Tx, id: Uuid) -> Result<Option<Evidence>> {
    let sql = "SELECT id, finding, kind, target, words, happened_on FROM evaluation_evidence WHERE id = $1";
    let row: Option<EvidenceRow> = fetch_optional!(tx, sql, id)?;
    row.map(evidence).transpose()
}

/// Evidence of a finding, in the order it came.
pub async fn evidence_of(tx: &mut Tx, finding: Uuid) -> Result<Vec<Evidence>> {
    let sql = "SELECT id, finding, kind, target, words, happened_on FROM evaluation_evidence WHERE finding = $1 \
               ORDER BY added_at, id";
    let rows: Vec<EvidenceRow> = fetch_all!(tx, sql, finding)?;
    rows.into_iter().map(evidence).collect()
}

/// Evidence of every finding of a contract, in the order it came.
pub async fn evidence_of_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<Evidence>> {
    let sql = "SELECT e.id, e.finding, e.kind, e.target, e.words, e.happened_on FROM evaluation_evidence e \
               JOIN evaluation_finding f ON f.id = e.finding WHERE f.contract = $1 ORDER BY e.added_at, e.id";
    let rows: Vec<EvidenceRow> = fetch_all!(tx, sql, contract)?;
    rows.into_iter().map(evidence).collect()
}

/// Puts a piece of evidence in.
pub async fn insert_evidence(tx: &mut Tx, one: &Evidence, at: Moment) -> Result<()> {
    let sql = "INSERT INTO evaluation_evidence (id, finding, kind, target, words, happened_on, added_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let terms = &one.terms;
    let on = terms.happened_on.map(|day| day.to_string());
    execute!(tx, sql, one.id, one.finding, terms.kind.code(), &terms.target, &terms.words, on, at.0)?;
    Ok(())
}

/// Takes a piece of evidence out.
pub async fn remove_evidence(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM evaluation_evidence WHERE id = $1", id)?;
    Ok(())
}
