//! Councils, their neighbourhoods, their colleges with quotas, kinds of structure.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Cents, Moment, Uuid};
use sqlx::AssertSqlSafe;

use super::{day, known};
use crate::rules::{College, CollegeKind, CollegeTerms, Council, CouncilTerms, Feature, Objective, Quota};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    contract: Option<Uuid>,
    name: String,
    purpose: String,
    starts_on: Option<String>,
    mandate_months: i64,
    renewal_months: Option<i64>,
    least_age: i64,
    young_age: i64,
    one_per_household: bool,
    support: String,
    budget_cents: Option<i64>,
    place: String,
    charter: String,
    candidacies_until: Option<String>,
    appeal_days: i64,
    notice_days: i64,
    objection_hours: i64,
    revision: i64,
}

const SELECT: &str = "SELECT id, contract, name, purpose, starts_on, mandate_months, renewal_months, least_age, \
                      young_age, one_per_household, support, budget_cents, place, charter, candidacies_until, \
                      appeal_days, notice_days, objection_hours, revision FROM council";

fn read(row: Row, areas: Vec<Uuid>) -> Result<Council> {
    let terms = CouncilTerms {
        name: row.name,
        purpose: row.purpose,
        contract: row.contract,
        areas,
        starts_on: day("council.starts_on", row.starts_on)?,
        mandate_months: row.mandate_months,
        renewal_months: row.renewal_months,
        least_age: row.least_age,
        young_age: row.young_age,
        one_per_household: row.one_per_household,
        support: row.support,
        budget: row.budget_cents.map(Cents),
        place: row.place,
        charter: row.charter,
        candidacies_until: day("council.candidacies_until", row.candidacies_until)?,
        appeal_days: row.appeal_days,
        notice_days: row.notice_days,
        objection_hours: row.objection_hours,
    };
    Ok(Council { id: row.id, terms, revision: row.revision })
}

/// Every council, by name.
pub async fn all(tx: &mut Tx) -> Result<Vec<Council>> {
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(format!("{SELECT} ORDER BY name, id")))?;
    let places: Vec<(Uuid, Uuid)> = fetch_all!(tx, "SELECT council, area FROM council_area ORDER BY id")?;
    let areas = |id: Uuid| places.iter().filter(|place| place.0 == id).map(|place| place.1).collect();
    rows.into_iter().map(|row| (areas(row.id), row)).map(|(areas, row)| read(row, areas)).collect()
}

/// One council.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Council>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    let Some(row) = row else { return Ok(None) };
    let areas: Vec<(Uuid,)> = fetch_all!(tx, "SELECT area FROM council_area WHERE council = $1 ORDER BY id", id)?;
    read(row, areas.into_iter().map(|(area,)| area).collect()).map(Some)
}

/// Runs a statement whose first seventeen values are the terms of a council, in the order of [`TERMS`].
macro_rules! with_terms {
    ($tx:expr, $sql:expr, $terms:expr $(, $value:expr)*) => {
        execute!(
            $tx,
            $sql,
            $terms.contract,
            &$terms.name,
            &$terms.purpose,
            $terms.starts_on.map(|day| day.to_string()),
            $terms.mandate_months,
            $terms.renewal_months,
            $terms.least_age,
            $terms.young_age,
            $terms.one_per_household,
            &$terms.support,
            $terms.budget.map(|budget| budget.0),
            &$terms.place,
            &$terms.charter,
            $terms.candidacies_until.map(|day| day.to_string()),
            $terms.appeal_days,
            $terms.notice_days,
            $terms.objection_hours
            $(, $value)*
        )
    };
}

/// Columns of the terms of a council.
const TERMS: &str = "contract, name, purpose, starts_on, mandate_months, renewal_months, least_age, young_age, \
                     one_per_household, support, budget_cents, place, charter, candidacies_until, appeal_days, \
                     notice_days, objection_hours";

/// Puts a council in.
pub async fn insert(tx: &mut Tx, one: &Council, at: Moment) -> Result<()> {
    let sql = AssertSqlSafe(format!(
        "INSERT INTO council ({TERMS}, id, created_at, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, 1)"
    ));
    with_terms!(tx, sql, one.terms, one.id, at.0)?;
    Ok(())
}

/// Writes the terms of a council, if nobody did since `revision`.
pub async fn update(tx: &mut Tx, id: Uuid, revision: i64, terms: &CouncilTerms) -> Result<bool> {
    let sql = AssertSqlSafe(format!(
        "UPDATE council SET ({TERMS}) = ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, \
         $16, $17), revision = revision + 1 WHERE id = $18 AND revision = $19"
    ));
    Ok(with_terms!(tx, sql, terms, id, revision)? == 1)
}

/// Gives a council its neighbourhoods, each with the key of its row. Gives the rows that went.
pub async fn replace_areas(tx: &mut Tx, council: Uuid, areas: &[(Uuid, Uuid)]) -> Result<Vec<Uuid>> {
    let gone: Vec<(Uuid,)> = fetch_all!(tx, "DELETE FROM council_area WHERE council = $1 RETURNING id", council)?;
    for (id, area) in areas {
        execute!(tx, "INSERT INTO council_area (id, council, area) VALUES ($1, $2, $3)", *id, council, *area)?;
    }
    Ok(gone.into_iter().map(|(id,)| id).collect())
}

#[derive(sqlx::FromRow)]
struct CollegeRow {
    id: Uuid,
    council: Uuid,
    kind: String,
    seats: i64,
    reserves: i64,
    objective: String,
    panels: i64,
    mixed_pairs: bool,
    alternates: Option<i64>,
    cap_percent: Option<i64>,
    vacancy: String,
    revision: i64,
}

const COLLEGE: &str = "SELECT id, council, kind, seats, reserves, objective, panels, mixed_pairs, alternates, cap_percent, \
                       vacancy, revision FROM college";

async fn college(tx: &mut Tx, row: CollegeRow) -> Result<College> {
    let sql = "SELECT feature, value, low, high FROM college_quota WHERE college = $1 ORDER BY id";
    let rows: Vec<(String, String, i64, i64)> = fetch_all!(tx, sql, row.id)?;
    let quota = |(feature, value, low, high): (String, String, i64, i64)| {
        let feature = known("college_quota.feature", &feature, Feature::from_code(&feature))?;
        Ok(Quota { feature, value, low, high })
    };
    let quotas = rows.into_iter().map(quota).collect::<Result<_>>()?;
    let terms = CollegeTerms {
        seats: row.seats,
        reserves: row.reserves,
        objective: known("college.objective", &row.objective, Objective::from_code(&row.objective))?,
        alternates: row.alternates.unwrap_or_default(),
        // None is said as no panel at all.
        panels: Some(row.panels).filter(|panels| *panels > 0),
        mixed_pairs: row.mixed_pairs,
        cap_percent: row.cap_percent,
        vacancy: row.vacancy,
        quotas,
    };
    let kind = known("college.kind", &row.kind, CollegeKind::from_code(&row.kind))?;
    Ok(College { id: row.id, council: row.council, kind, terms, revision: row.revision })
}

/// The colleges of a council, residents first.
pub async fn colleges(tx: &mut Tx, council: Uuid) -> Result<Vec<College>> {
    let sql = AssertSqlSafe(format!("{COLLEGE} WHERE council = $1 ORDER BY kind DESC"));
    let rows: Vec<CollegeRow> = fetch_all!(tx, sql, council)?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        all.push(college(tx, row).await?);
    }
    Ok(all)
}

/// Every college.
pub async fn all_colleges(tx: &mut Tx) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = fetch_all!(tx, "SELECT id FROM college ORDER BY id")?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// One college.
pub async fn college_by_id(tx: &mut Tx, id: Uuid) -> Result<Option<College>> {
    let row: Option<CollegeRow> = fetch_optional!(tx, AssertSqlSafe(format!("{COLLEGE} WHERE id = $1")), id)?;
    match row {
        Some(row) => college(tx, row).await.map(Some),
        None => Ok(None),
    }
}

/// Puts a college in, without its quotas.
pub async fn insert_college(tx: &mut Tx, one: &College) -> Result<()> {
    let terms = &one.terms;
    execute!(
        tx,
        "INSERT INTO college (id, council, kind, seats, reserves, objective, panels, mixed_pairs, cap_percent, alternates, \
         vacancy, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)",
        one.id,
        one.council,
        one.kind.code(),
        terms.seats,
        terms.reserves,
        terms.objective.code(),
        terms.panels.unwrap_or_default(),
        terms.mixed_pairs,
        terms.cap_percent,
        terms.alternates,
        &terms.vacancy
    )?;
    Ok(())
}

/// Writes the terms of a college but its quotas, if nobody did since `revision`.
pub async fn update_college(tx: &mut Tx, id: Uuid, revision: i64, terms: &CollegeTerms) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE college SET seats = $1, reserves = $2, objective = $3, panels = $4, mixed_pairs = $5, \
         cap_percent = $6, alternates = $7, vacancy = $8, revision = revision + 1 WHERE id = $9 AND revision = $10",
        terms.seats,
        terms.reserves,
        terms.objective.code(),
        terms.panels.unwrap_or_default(),
        terms.mixed_pairs,
        terms.cap_percent,
        terms.alternates,
        &terms.vacancy,
        id,
        revision
    )?;
    Ok(count == 1)
}

/// Gives a college its quotas, each with the key of its row. Gives the rows that went.
pub async fn replace_quotas(tx: &mut Tx, college: Uuid, quotas: &[(Uuid, Quota)]) -> Result<Vec<Uuid>> {
    let gone: Vec<(Uuid,)> = fetch_all!(tx, "DELETE FROM college_quota WHERE college = $1 RETURNING id", college)?;
    let sql = "INSERT INTO college_quota (id, college, feature, value, low, high) VALUES ($1, $2, $3, $4, $5, $6)";
    for (id, quota) in quotas {
        execute!(tx, sql, *id, college, quota.feature.code(), &quota.value, quota.low, quota.high)?;
    }
    Ok(gone.into_iter().map(|(id,)| id).collect())
}

/// Kinds of structure of a council, in order.
pub async fn kinds(tx: &mut Tx, council: Uuid) -> Result<Vec<(Uuid, String)>> {
    fetch_all!(tx, "SELECT id, label FROM structure_kind WHERE council = $1 ORDER BY rank, id", council)
}

/// Puts a kind of structure in.
pub async fn insert_kind(tx: &mut Tx, id: Uuid, council: Uuid, rank: i64, label: &str) -> Result<()> {
    let sql = "INSERT INTO structure_kind (id, council, rank, label) VALUES ($1, $2, $3, $4)";
    execute!(tx, sql, id, council, rank, label)?;
    Ok(())
}

/// Gives a kind of structure another name.
pub async fn rename_kind(tx: &mut Tx, id: Uuid, label: &str) -> Result<()> {
    execute!(tx, "UPDATE structure_kind SET label = $1 WHERE id = $2", label, id)?;
    Ok(())
}

/// Takes a kind of structure out, with its quotas and the crossed rules that name it. Gives the quotas and the rules that went.
pub async fn remove_kind(tx: &mut Tx, id: Uuid) -> Result<(Vec<Uuid>, Vec<Uuid>)> {
    let sql = "DELETE FROM college_quota WHERE feature = 'kind' AND value = $1 RETURNING id";
    let gone: Vec<(Uuid,)> = fetch_all!(tx, sql, id.to_string())?;
    let sql = "DELETE FROM crossed_rule WHERE (first_feature = 'kind' AND first_value = $1) \
               OR (second_feature = 'kind' AND second_value = $1) RETURNING id";
    let rules: Vec<(Uuid,)> = fetch_all!(tx, sql, id.to_string())?;
    execute!(tx, "DELETE FROM structure_kind WHERE id = $1", id)?;
    let ids = |rows: Vec<(Uuid,)>| rows.into_iter().map(|(id,)| id).collect();
    Ok((ids(gone), ids(rules)))
}
