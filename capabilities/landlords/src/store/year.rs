//! Years of agreements.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::Uuid;
use sqlx::AssertSqlSafe;

use super::{day, maybe_day};
use crate::rules::{AbatementYear, Tenants, YearTerms};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    agreement: Uuid,
    year: i64,
    dwellings: i64,
    base_cents: i64,
    rate_town: i64,
    rate_group: i64,
    rate_other: i64,
    rate_waste: i64,
    source: String,
    counted_on: String,
    carried_cents: i64,
    reason: String,
    staff_usual: Option<i64>,
    staff_here: Option<i64>,
    tenants_asked: Option<i64>,
    tenants_satisfied: Option<i64>,
    tenants_source: String,
    tenants_on: Option<String>,
    effects: String,
    revision: i64,
}

const COLUMNS: &str = "abatement_year.id, abatement_year.agreement, abatement_year.year, abatement_year.dwellings, \
                       abatement_year.base_cents, abatement_year.rate_town, abatement_year.rate_group, \
                       abatement_year.rate_other, abatement_year.rate_waste, abatement_year.source, \
                       abatement_year.counted_on, abatement_year.carried_cents, abatement_year.reason, \
                       abatement_year.staff_usual, abatement_year.staff_here, abatement_year.tenants_asked, \
                       abatement_year.tenants_satisfied, abatement_year.tenants_source, abatement_year.tenants_on, \
                       abatement_year.effects, abatement_year.revision";

fn read(row: Row) -> Result<AbatementYear> {
    let rate = |value: i64| u32::try_from(value).unwrap_or(0);
    Ok(AbatementYear {
        id: row.id,
        agreement: row.agreement,
        year: row.year,
        terms: YearTerms {
            dwellings: row.dwellings,
            base: row.base_cents,
            rates: [rate(row.rate_town), rate(row.rate_group), rate(row.rate_other), rate(row.rate_waste)],
            source: row.source,
            counted_on: day("abatement_year.counted_on", &row.counted_on)?,
            carried: row.carried_cents,
            reason: row.reason,
            staff_usual: row.staff_usual,
            staff_here: row.staff_here,
            tenants: Tenants {
                asked: row.tenants_asked,
                satisfied: row.tenants_satisfied,
                source: row.tenants_source,
                on: maybe_day("abatement_year.tenants_on", row.tenants_on)?,
            },
            effects: row.effects,
        },
        revision: row.revision,
    })
}

/// One year of an agreement.
pub async fn of_agreement(tx: &mut Tx, agreement: Uuid, year: i64) -> Result<Option<AbatementYear>> {
    let sql = format!("SELECT {COLUMNS} FROM abatement_year WHERE agreement = $1 AND year = $2");
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(sql), agreement, year)?;
    row.map(read).transpose()
}

/// One year, by its row.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<AbatementYear>> {
    let sql = format!("SELECT {COLUMNS} FROM abatement_year WHERE id = $1");
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(sql), id)?;
    row.map(read).transpose()
}

/// Years of an agreement, the last first.
pub async fn all_of(tx: &mut Tx, agreement: Uuid) -> Result<Vec<AbatementYear>> {
    let sql = format!("SELECT {COLUMNS} FROM abatement_year WHERE agreement = $1 ORDER BY year DESC");
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), agreement)?;
    rows.into_iter().map(read).collect()
}

/// Years of all agreements of a contract.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<AbatementYear>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM abatement_year JOIN abatement_agreement ON abatement_agreement.id = \
         abatement_year.agreement WHERE abatement_agreement.contract = $1 ORDER BY abatement_year.year DESC"
    );
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), contract)?;
    rows.into_iter().map(read).collect()
}

/// Writes a year: put in when `revision` is nought, changed if nobody did since otherwise.
pub async fn save(tx: &mut Tx, one: &AbatementYear, revision: i64) -> Result<bool> {
    let terms = &one.terms;
    let [town, group, other, waste] = terms.rates.map(i64::from);
    let sql = if revision == 0 {
        "INSERT INTO abatement_year (dwellings, base_cents, rate_town, rate_group, rate_other, rate_waste, source, \
         counted_on, carried_cents, reason, staff_usual, staff_here, tenants_asked, tenants_satisfied, tenants_source, \
         tenants_on, effects, agreement, year, id, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, \
         $13, $14, $15, $16, $17, $18, $19, $20, $21 + 1) ON CONFLICT DO NOTHING"
    } else {
        "UPDATE abatement_year SET dwellings = $1, base_cents = $2, rate_town = $3, rate_group = $4, rate_other = $5, \
         rate_waste = $6, source = $7, counted_on = $8, carried_cents = $9, reason = $10, staff_usual = $11, \
         staff_here = $12, tenants_asked = $13, tenants_satisfied = $14, tenants_source = $15, tenants_on = $16, \
         effects = $17, revision = revision + 1 WHERE agreement = $18 AND year = $19 AND id = $20 AND revision = $21"
    };
    let count = execute!(
        tx,
        sql,
        terms.dwellings,
        terms.base,
        town,
        group,
        other,
        waste,
        &terms.source,
        terms.counted_on.to_string(),
        terms.carried,
        &terms.reason,
        terms.staff_usual,
        terms.staff_here,
        terms.tenants.asked,
        terms.tenants.satisfied,
        &terms.tenants.source,
        terms.tenants.on.map(|day| day.to_string()),
        &terms.effects,
        one.agreement,
        one.year,
        one.id,
        revision
    )?;
    Ok(count == 1)
}
