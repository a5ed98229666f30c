//! Crossed rules of councils.

use database::{Result, Tx, execute, fetch_all};
use kernel::Uuid;

use super::known;
use crate::rules::{Crossed, Feature, RuleScope};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    scope: String,
    first_feature: String,
    first_value: String,
    second_feature: Option<String>,
    second_value: Option<String>,
    low: i64,
    high: Option<i64>,
}

fn read(row: Row) -> Result<Crossed> {
    let feature = |code: &str| known("crossed_rule.feature", code, Feature::from_code(code));
    let second = match row.second_feature.zip(row.second_value) {
        Some((code, value)) => Some((feature(&code)?, value)),
        None => None,
    };
    Ok(Crossed {
        id: row.id,
        scope: known("crossed_rule.scope", &row.scope, RuleScope::from_code(&row.scope))?,
        first: (feature(&row.first_feature)?, row.first_value),
        second,
        low: row.low,
        high: row.high,
    })
}

/// Those of a council, in the order they were added.
pub async fn of_council(tx: &mut Tx, council: Uuid) -> Result<Vec<Crossed>> {
    let sql = "SELECT id, scope, first_feature, first_value, second_feature, second_value, low, high FROM crossed_rule \
               WHERE council = $1 ORDER BY rank, id";
    let rows: Vec<Row> = fetch_all!(tx, sql, council)?;
    rows.into_iter().map(read).collect()
}

/// Puts one in.
pub async fn insert(tx: &mut Tx, council: Uuid, rank: i64, one: &Crossed) -> Result<()> {
    let second = one.second.as_ref();
    execute!(
        tx,
        "INSERT INTO crossed_rule (id, council, scope, first_feature, first_value, second_feature, second_value, low, high, \
         rank) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        one.id,
        council,
        one.scope.code(),
        one.first.0.code(),
        &one.first.1,
        second.map(|value| value.0.code()),
        second.map(|value| value.1.as_str()),
        one.low,
        one.high,
        rank
    )?;
    Ok(())
}

/// Takes one out.
pub async fn remove(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM crossed_rule WHERE id = $1", id)?;
    Ok(())
}
