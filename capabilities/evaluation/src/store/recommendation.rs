//! Recommendations, what was answered, what became of them.

use std::collections::HashMap;

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use kernel::{Moment, Outside, Uuid};
use sqlx::AssertSqlSafe;

use super::{day, known};
use crate::rules::{AnswerKind, AnswerTerms, Progress, Recommendation, RecommendationTerms, StepTerms};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    contract: Uuid,
    number: i64,
    words: String,
    detail: String,
    owner: String,
    due_on: Option<String>,
    answer: Option<String>,
    answer_reason: String,
    answered_by: String,
    answered_on: Option<String>,
    published_at: Option<i64>,
    revision: i64,
}

const SELECT: &str = "SELECT id, contract, number, words, detail, owner, due_on, answer, answer_reason, answered_by, \
                      answered_on, published_at, revision FROM evaluation_recommendation";

fn read(row: Row, findings: Vec<Uuid>) -> Result<Recommendation> {
    let answer = match (row.answer, row.answered_on) {
        (Some(code), Some(on)) => Some(AnswerTerms {
            kind: known("evaluation_recommendation.answer", &code, AnswerKind::from_code(&code))?,
            reason: row.answer_reason,
            by: row.answered_by,
            on: day("evaluation_recommendation.answered_on", &on)?,
        }),
        _ => None,
    };
    Ok(Recommendation {
        id: row.id,
        contract: row.contract,
        number: row.number,
        terms: RecommendationTerms {
            words: row.words,
            detail: row.detail,
            owner: row.owner,
            due_on: row.due_on.map(|text| day("evaluation_recommendation.due_on", &text)).transpose()?,
            findings,
        },
        answer,
        published_at: row.published_at.map(Moment),
        revision: row.revision,
    })
}

/// One recommendation.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Recommendation>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    let Some(row) = row else { return Ok(None) };
    let sql = "SELECT finding FROM evaluation_recommendation_finding WHERE recommendation = $1 ORDER BY finding";
    let findings: Vec<(Uuid,)> = fetch_all!(tx, sql, id)?;
    Ok(Some(read(row, findings.into_iter().map(|(finding,)| finding).collect())?))
}

/// Recommendations of a contract, by number.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<Recommendation>> {
    let sql = AssertSqlSafe(format!("{SELECT} WHERE contract = $1 ORDER BY number"));
    let rows: Vec<Row> = fetch_all!(tx, sql, contract)?;
    let sql = "SELECT l.recommendation, l.finding FROM evaluation_recommendation_finding l \
               JOIN evaluation_recommendation r ON r.id = l.recommendation WHERE r.contract = $1 ORDER BY l.finding";
    let pairs: Vec<(Uuid, Uuid)> = fetch_all!(tx, sql, contract)?;
    let mut findings: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for (recommendation, finding) in pairs {
        findings.entry(recommendation).or_default().push(finding);
    }
    rows.into_iter()
        .map(|row| {
            let own = findings.remove(&row.id).unwrap_or_default();
            read(row, own)
        })
        .collect()
}

/// The number after the last.
pub async fn next_number(tx: &mut Tx, contract: Uuid) -> Result<i64> {
    let sql = "SELECT CAST(COALESCE(MAX(number), 0) AS BIGINT) FROM evaluation_recommendation WHERE contract = $1";
    let (last,): (i64,) = fetch_one!(tx, sql, contract)?;
    Ok(last + 1)
}

/// Writes a recommendation: put in when `revision` is nought, changed if nobody did since otherwise.
pub async fn save(tx: &mut Tx, outside: &Outside, one: &Recommendation, revision: i64) -> Result<bool> {
    let terms = &one.terms;
    let sql = if revision == 0 {
        "INSERT INTO evaluation_recommendation (words, detail, owner, due_on, answer, answer_reason, answered_by, answered_on, \
         published_at, number, contract, id, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13 + 1) \
         ON CONFLICT DO NOTHING"
    } else {
        "UPDATE evaluation_recommendation SET words = $1, detail = $2, owner = $3, due_on = $4, answer = $5, \
         answer_reason = $6, answered_by = $7, answered_on = $8, published_at = $9, revision = revision + 1 \
         WHERE number = $10 AND contract = $11 AND id = $12 AND revision = $13"
    };
    let answer = one.answer.as_ref();
    let count = execute!(
        tx,
        sql,
        &terms.words,
        &terms.detail,
        &terms.owner,
        terms.due_on.map(|day| day.to_string()),
        answer.map(|one| one.kind.code()),
        answer.map_or("", |one| one.reason.as_str()),
        answer.map_or("", |one| one.by.as_str()),
        answer.map(|one| one.on.to_string()),
        one.published_at.map(|at| at.0),
        one.number,
        one.contract,
        one.id,
        revision
    )?;
    if count != 1 {
        return Ok(false);
    }
    execute!(tx, "DELETE FROM evaluation_recommendation_finding WHERE recommendation = $1", one.id)?;
    for finding in &terms.findings {
        let sql = "INSERT INTO evaluation_recommendation_finding (id, recommendation, finding) VALUES ($1, $2, $3)";
        execute!(tx, sql, outside.uuid(), one.id, *finding)?;
    }
    Ok(true)
}

/// Takes a recommendation out, if nobody changed it since and nothing became of it.
pub async fn remove(tx: &mut Tx, id: Uuid, revision: i64) -> Result<bool> {
    let sql = "SELECT id FROM evaluation_recommendation WHERE id = $1 AND revision = $2";
    let found: Option<(Uuid,)> = fetch_optional!(tx, sql, id, revision)?;
    if found.is_none() {
        return Ok(false);
    }
    execute!(tx, "DELETE FROM evaluation_recommendation_finding WHERE recommendation = $1", id)?;
    Ok(execute!(tx, "DELETE FROM evaluation_recommendation WHERE id = $1 AND revision = $2", id, revision)? == 1)
}

fn step((on, progress, words): (String, String, String)) -> Result<StepTerms> {
    Ok(StepTerms {
        noted_on: day("evaluation_step.noted_on", &on)?,
        progress: known("evaluation_step.progress", &progress, Progress::from_code(&progress))?,
        words,
    })
}

/// What became of the recommendations of a contract, in the order it was noted.
pub async fn steps(tx: &mut Tx, contract: Uuid) -> Result<HashMap<Uuid, Vec<StepTerms>>> {
    let sql = "SELECT s.recommendation, s.noted_on, s.progress, s.words FROM evaluation_step s \
               JOIN evaluation_recommendation r ON r.id = s.recommendation WHERE r.contract = $1 ORDER BY s.added_at, s.id";
    let rows: Vec<(Uuid, String, String, String)> = fetch_all!(tx, sql, contract)?;
    let mut all: HashMap<Uuid, Vec<StepTerms>> = HashMap::new();
    for (recommendation, on, progress, words) in rows {
        all.entry(recommendation).or_default().push(step((on, progress, words))?);
    }
    Ok(all)
}

/// Notes what became of a recommendation.
pub async fn insert_step(tx: &mut Tx, (id, recommendation): (Uuid, Uuid), one: &StepTerms, at: Moment) -> Result<()> {
    let sql = "INSERT INTO evaluation_step (id, recommendation, noted_on, progress, words, added_at) \
               VALUES ($1, $2, $3, $4, $5, $6)";
    execute!(tx, sql, id, recommendation, one.noted_on.to_string(), one.progress.code(), &one.words, at.0)?;
    Ok(())
}
