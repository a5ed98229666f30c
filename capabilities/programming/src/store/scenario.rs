//! Scenarios and their lines.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};

/// A scenario kept.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Scenario {
    /// Identifier.
    pub id: Uuid,
    /// Its committee.
    pub committee: Uuid,
    /// What it is called.
    pub title: String,
    /// Who drew it.
    pub by_name: String,
}

/// Scenarios of a committee, the first first.
pub async fn of_committee(tx: &mut Tx, committee: Uuid) -> Result<Vec<Scenario>> {
    let sql =
        "SELECT id, committee, title, by_name FROM committee_scenario WHERE committee = $1 ORDER BY created_at, id";
    fetch_all!(tx, sql, committee)
}

/// A scenario.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Scenario>> {
    fetch_optional!(tx, "SELECT id, committee, title, by_name FROM committee_scenario WHERE id = $1", id)
}

/// Puts a scenario in, with its recipe.
pub async fn insert(tx: &mut Tx, one: &Scenario, (recipe, permille): (&str, i64), at: Moment) -> Result<()> {
    let sql = "INSERT INTO committee_scenario (id, committee, title, recipe, permille, created_at, by_name) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    execute!(tx, sql, one.id, one.committee, &one.title, recipe, permille, at.0, &one.by_name)?;
    Ok(())
}

/// Puts a line in.
pub async fn insert_line(tx: &mut Tx, id: Uuid, scenario: Uuid, funding: Uuid, cents: i64) -> Result<()> {
    let sql = "INSERT INTO committee_scenario_line (id, scenario, funding, cents) VALUES ($1, $2, $3, $4)";
    execute!(tx, sql, id, scenario, funding, cents)?;
    Ok(())
}

/// Lines of a scenario: (funding, cents).
pub async fn lines(tx: &mut Tx, scenario: Uuid) -> Result<Vec<(Uuid, i64)>> {
    fetch_all!(tx, "SELECT funding, cents FROM committee_scenario_line WHERE scenario = $1", scenario)
}

/// Takes a scenario out.
pub async fn delete(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM committee_scenario_line WHERE scenario = $1", id)?;
    execute!(tx, "DELETE FROM committee_scenario WHERE id = $1", id)?;
    Ok(())
}
