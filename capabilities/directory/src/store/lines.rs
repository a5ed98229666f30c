//! People, approvals and years of a sheet.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Cents, Moment, Uuid};

use super::{day, known, maybe_day};
use crate::rules::{Approval, PersonTerms, Quality, Representative, Year, YearTerms};

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: Uuid,
    organisation: Uuid,
    quality: String,
    given_name: String,
    family_name: String,
    role: String,
    phone: String,
    email: String,
    revision: i64,
}

fn read_person(row: PersonRow) -> Result<Representative> {
    let quality = known("organisation_person.quality", &row.quality, Quality::from_code(&row.quality))?;
    let (given_name, family_name, role, phone, email) =
        (row.given_name, row.family_name, row.role, row.phone, row.email);
    let terms = PersonTerms { quality, given_name, family_name, role, phone, email };
    Ok(Representative { id: row.id, organisation: row.organisation, terms, revision: row.revision })
}

/// People of a sheet, those who represent it first.
pub async fn people(tx: &mut Tx, organisation: Uuid) -> Result<Vec<Representative>> {
    let sql = "SELECT id, organisation, quality, given_name, family_name, role, phone, email, revision \
               FROM organisation_person WHERE organisation = $1 ORDER BY added_at, id";
    let rows: Vec<PersonRow> = fetch_all!(tx, sql, organisation)?;
    let mut all = rows.into_iter().map(read_person).collect::<Result<Vec<_>>>()?;
    all.sort_by_key(|one| one.terms.quality);
    Ok(all)
}

/// One of them.
pub async fn person(tx: &mut Tx, id: Uuid) -> Result<Option<Representative>> {
    let sql = "SELECT id, organisation, quality, given_name, family_name, role, phone, email, revision \
               FROM organisation_person WHERE id = $1";
    let row: Option<PersonRow> = fetch_optional!(tx, sql, id)?;
    row.map(read_person).transpose()
}

/// Puts somebody on a sheet.
pub async fn insert_person(tx: &mut Tx, one: &Representative, at: Moment) -> Result<()> {
    let terms = &one.terms;
    execute!(
        tx,
        "INSERT INTO organisation_person (id, organisation, quality, given_name, family_name, role, phone, email, added_at, \
         revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
        one.id,
        one.organisation,
        terms.quality.code(),
        &terms.given_name,
        &terms.family_name,
        &terms.role,
        &terms.phone,
        &terms.email,
        at.0
    )?;
    Ok(())
}

/// Writes who somebody is, if nobody did since `revision`.
pub async fn save_person(tx: &mut Tx, id: Uuid, terms: &PersonTerms, revision: i64) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE organisation_person SET quality = $1, given_name = $2, family_name = $3, role = $4, phone = $5, email = $6, \
         revision = revision + 1 WHERE id = $7 AND revision = $8",
        terms.quality.code(),
        &terms.given_name,
        &terms.family_name,
        &terms.role,
        &terms.phone,
        &terms.email,
        id,
        revision
    )?;
    Ok(count == 1)
}

/// Takes somebody off a sheet.
pub async fn remove_person(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM organisation_person WHERE id = $1", id)?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct ApprovalRow {
    id: Uuid,
    organisation: Uuid,
    label: String,
    given_by: String,
    given_on: String,
    ends_on: Option<String>,
}

fn read_approval(row: ApprovalRow) -> Result<Approval> {
    Ok(Approval {
        id: row.id,
        organisation: row.organisation,
        label: row.label,
        given_by: row.given_by,
        given_on: day("organisation_approval.given_on", &row.given_on)?,
        ends_on: maybe_day("organisation_approval.ends_on", row.ends_on)?,
    })
}

/// Approvals of a sheet, the first given first.
pub async fn approvals(tx: &mut Tx, organisation: Uuid) -> Result<Vec<Approval>> {
    let sql = "SELECT id, organisation, label, given_by, given_on, ends_on FROM organisation_approval \
               WHERE organisation = $1 ORDER BY given_on, id";
    let rows: Vec<ApprovalRow> = fetch_all!(tx, sql, organisation)?;
    rows.into_iter().map(read_approval).collect()
}

/// One of them.
pub async fn approval(tx: &mut Tx, id: Uuid) -> Result<Option<Approval>> {
    let sql = "SELECT id, organisation, label, given_by, given_on, ends_on FROM organisation_approval WHERE id = $1";
    let row: Option<ApprovalRow> = fetch_optional!(tx, sql, id)?;
    row.map(read_approval).transpose()
}

/// Puts an approval on a sheet.
pub async fn insert_approval(tx: &mut Tx, one: &Approval) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO organisation_approval (id, organisation, label, given_by, given_on, ends_on) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        one.id,
        one.organisation,
        &one.label,
        &one.given_by,
        one.given_on.to_string(),
        one.ends_on.map(|day| day.to_string())
    )?;
    Ok(())
}

/// Takes an approval off a sheet.
pub async fn remove_approval(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM organisation_approval WHERE id = $1", id)?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct YearRow {
    id: Uuid,
    organisation: Uuid,
    year: i64,
    volunteers: Option<i64>,
    civic_service: Option<i64>,
    employees: Option<i64>,
    aided_jobs: Option<i64>,
    full_time_hundredths: Option<i64>,
    seconded: Option<i64>,
    members: Option<i64>,
    charges_cents: Option<i64>,
    products_cents: Option<i64>,
    revision: i64,
}

fn read_year(row: YearRow) -> Year {
    let terms = YearTerms {
        year: row.year,
        volunteers: row.volunteers,
        civic_service: row.civic_service,
        employees: row.employees,
        aided_jobs: row.aided_jobs,
        full_time_hundredths: row.full_time_hundredths,
        seconded: row.seconded,
        members: row.members,
        charges: row.charges_cents.map(Cents),
        products: row.products_cents.map(Cents),
    };
    Year { id: row.id, organisation: row.organisation, terms, revision: row.revision }
}

const YEAR: &str = "SELECT id, organisation, year, volunteers, civic_service, employees, aided_jobs, full_time_hundredths, \
                    seconded, members, charges_cents, products_cents, revision FROM organisation_year";

/// Years of a sheet, the last first.
pub async fn years(tx: &mut Tx, organisation: Uuid) -> Result<Vec<Year>> {
    let sql = format!("{YEAR} WHERE organisation = $1 ORDER BY year DESC");
    let rows: Vec<YearRow> = fetch_all!(tx, sqlx::AssertSqlSafe(sql), organisation)?;
    Ok(rows.into_iter().map(read_year).collect())
}

/// One of them.
pub async fn year(tx: &mut Tx, id: Uuid) -> Result<Option<Year>> {
    let row: Option<YearRow> = fetch_optional!(tx, sqlx::AssertSqlSafe(format!("{YEAR} WHERE id = $1")), id)?;
    Ok(row.map(read_year))
}

/// Puts a year on a sheet; a second time the same one is a unique violation.
pub async fn insert_year(tx: &mut Tx, one: &Year) -> Result<()> {
    let terms = &one.terms;
    execute!(
        tx,
        "INSERT INTO organisation_year (id, organisation, year, volunteers, civic_service, employees, aided_jobs, \
         full_time_hundredths, seconded, members, charges_cents, products_cents, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)",
        one.id,
        one.organisation,
        terms.year,
        terms.volunteers,
        terms.civic_service,
        terms.employees,
        terms.aided_jobs,
        terms.full_time_hundredths,
        terms.seconded,
        terms.members,
        terms.charges.map(|amount| amount.0),
        terms.products.map(|amount| amount.0)
    )?;
    Ok(())
}

/// Writes a year, if nobody did since `revision`.
pub async fn save_year(tx: &mut Tx, id: Uuid, terms: &YearTerms, revision: i64) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE organisation_year SET year = $1, volunteers = $2, civic_service = $3, employees = $4, aided_jobs = $5, \
         full_time_hundredths = $6, seconded = $7, members = $8, charges_cents = $9, products_cents = $10, \
         revision = revision + 1 WHERE id = $11 AND revision = $12",
        terms.year,
        terms.volunteers,
        terms.civic_service,
        terms.employees,
        terms.aided_jobs,
        terms.full_time_hundredths,
        terms.seconded,
        terms.members,
        terms.charges.map(|amount| amount.0),
        terms.products.map(|amount| amount.0),
        id,
        revision
    )?;
    Ok(count == 1)
}

/// Employees of each organisation, in the last year that says how many.
pub async fn employees(tx: &mut Tx) -> Result<std::collections::HashMap<Uuid, i64>> {
    let sql = "SELECT organisation, employees FROM organisation_year WHERE employees IS NOT NULL ORDER BY year";
    let rows: Vec<(Uuid, i64)> = fetch_all!(tx, sql)?;
    Ok(rows.into_iter().collect())
}
