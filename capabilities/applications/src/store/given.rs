//! What was granted and told, of every call: sums by year and carrier, and the lines of those asked for.

use database::{Result, Tx, fetch_all, fetch_among};
use kernel::Uuid;
use sqlx::AssertSqlSafe;

/// What one carrier was given for one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct GivenSum {
    /// The year.
    pub year: i64,
    /// Who carries.
    pub carrier: Uuid,
    /// In how many lines.
    pub count: i64,
    /// How much, in cents.
    pub cents: i64,
}

/// What one funder gives one action for one year.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct GivenLine {
    /// The funding.
    pub funding: Uuid,
    /// The year.
    pub year: i64,
    /// Who carries.
    pub carrier: Uuid,
    /// The action.
    pub title: String,
    /// Who gives.
    pub funder: String,
    /// How much, in cents.
    pub cents: i64,
}

const GIVEN: &str = "FROM funding JOIN project ON project.id = funding.project \
                     JOIN application ON application.id = project.application WHERE application.state = 'filed' \
                     AND funding.state = 'notified' AND funding.decision IN ('voted', 'partial', 'conditional')";

const LINE: &str = "SELECT funding.id AS funding, funding.year, application.organisation AS carrier, project.title, \
                    (SELECT name FROM call_funder WHERE call_funder.id = funding.call_funder) AS funder, \
                    COALESCE(funding.decided_cents, 0) AS cents";

/// Sums by year and carrier.
pub async fn sums(tx: &mut Tx) -> Result<Vec<GivenSum>> {
    let sql = format!(
        "SELECT funding.year, application.organisation AS carrier, COUNT(*) AS count, \
         CAST(SUM(COALESCE(funding.decided_cents, 0)) AS BIGINT) AS cents {GIVEN} \
         GROUP BY funding.year, application.organisation"
    );
    fetch_all!(tx, AssertSqlSafe(sql))
}

/// Lines of these carriers for a year, in no order.
pub async fn of_carriers(tx: &mut Tx, year: i64, carriers: &[Uuid]) -> Result<Vec<GivenLine>> {
    let sql = format!("{LINE} {GIVEN} AND funding.year = {year} AND application.organisation IN ({{rows}})");
    let lines: Vec<GivenLine> = fetch_among!(tx, &sql, carriers);
    Ok(lines)
}

/// Lines of a year or of all, in no order.
pub async fn of_year(tx: &mut Tx, year: Option<i64>) -> Result<Vec<GivenLine>> {
    let year = year.map(|year| format!(" AND funding.year = {year}")).unwrap_or_default();
    fetch_all!(tx, AssertSqlSafe(format!("{LINE} {GIVEN}{year}")))
}
