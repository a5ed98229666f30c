//! Posts and the kinds a contract adds.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::Uuid;
use sqlx::AssertSqlSafe;

use super::{amount, day};
use crate::rules::{Post, PostTerms};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    contract: Uuid,
    kind: String,
    employer: Uuid,
    funder: Uuid,
    area: Option<Uuid>,
    mission: String,
    fte: i64,
    starts_on: String,
    ends_on: String,
    cents: Option<i64>,
    told: String,
    alert_days: i64,
    is_specific: bool,
    is_public: bool,
    revision: i64,
}

const SELECT: &str = "SELECT id, contract, kind, employer, funder, area, mission, fte, starts_on, ends_on, cents, told, \
                      alert_days, is_specific, is_public, revision FROM post";

fn read(row: Row) -> Result<Post> {
    Ok(Post {
        id: row.id,
        contract: row.contract,
        terms: PostTerms {
            kind: row.kind,
            employer: row.employer,
            funder: row.funder,
            area: row.area,
            mission: row.mission,
            fte: row.fte,
            starts_on: day("post.starts_on", &row.starts_on)?,
            ends_on: day("post.ends_on", &row.ends_on)?,
            amount: amount("post.told", &row.told, row.cents)?,
            alert_days: row.alert_days,
            is_specific: row.is_specific,
            is_public: row.is_public,
        },
        revision: row.revision,
    })
}

/// One post.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Post>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// Posts of a contract, the first to end first.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<Post>> {
    let sql = AssertSqlSafe(format!("{SELECT} WHERE contract = $1 ORDER BY ends_on, id"));
    let rows: Vec<Row> = fetch_all!(tx, sql, contract)?;
    rows.into_iter().map(read).collect()
}

/// Writes a post: put in when `revision` is nought, changed if nobody did since otherwise.
pub async fn save(tx: &mut Tx, one: &Post, revision: i64) -> Result<bool> {
    let terms = &one.terms;
    let sql = if revision == 0 {
        "INSERT INTO post (kind, employer, funder, area, mission, fte, starts_on, ends_on, cents, told, alert_days, \
         is_specific, is_public, contract, id, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, \
         $14, $15, $16 + 1)"
    } else {
        "UPDATE post SET kind = $1, employer = $2, funder = $3, area = $4, mission = $5, fte = $6, starts_on = $7, \
         ends_on = $8, cents = $9, told = $10, alert_days = $11, is_specific = $12, is_public = $13, \
         revision = revision + 1 WHERE contract = $14 AND id = $15 AND revision = $16"
    };
    let count = execute!(
        tx,
        sql,
        &terms.kind,
        terms.employer,
        terms.funder,
        terms.area,
        &terms.mission,
        terms.fte,
        terms.starts_on.to_string(),
        terms.ends_on.to_string(),
        terms.amount.cents(),
        terms.amount.code(),
        terms.alert_days,
        terms.is_specific,
        terms.is_public,
        one.contract,
        one.id,
        revision
    )?;
    Ok(count == 1)
}

/// Takes a post out.
pub async fn delete(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM post WHERE id = $1", id)?;
    Ok(())
}

/// Kinds a contract adds: identifier, name.
pub async fn kinds(tx: &mut Tx, contract: Uuid) -> Result<Vec<(Uuid, String)>> {
    fetch_all!(tx, "SELECT id, label FROM post_kind WHERE contract = $1 ORDER BY label", contract)
}

/// Adds a kind.
pub async fn add_kind(tx: &mut Tx, (id, contract): (Uuid, Uuid), label: &str) -> Result<()> {
    execute!(tx, "INSERT INTO post_kind (id, contract, label) VALUES ($1, $2, $3)", id, contract, label)?;
    Ok(())
}
