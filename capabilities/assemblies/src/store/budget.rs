//! What members charge one another with, and the money of bodies.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Cents, Moment, Outside, Uuid};
use sqlx::AssertSqlSafe;

use super::{day, known};
use crate::rules::{Heading, Line, LineKind, LineTerms, Role};

/// Who is charged with what in a body.
pub async fn roles(tx: &mut Tx, assembly: Uuid) -> Result<Vec<(Uuid, Role)>> {
    let sql = "SELECT member, role FROM assembly_role WHERE assembly = $1 ORDER BY given_at, id";
    let rows: Vec<(Uuid, String)> = fetch_all!(tx, sql, assembly)?;
    let read =
        |(member, role): (Uuid, String)| Ok((member, known("assembly_role.role", &role, Role::from_code(&role))?));
    rows.into_iter().map(read).collect()
}

/// Charges a member. Gives the row, or nothing when she was already.
pub async fn give_role(
    tx: &mut Tx,
    outside: &Outside,
    (assembly, member): (Uuid, Uuid),
    role: Role,
) -> Result<Option<Uuid>> {
    let (id, at) = (outside.uuid(), outside.now().0);
    let sql = "INSERT INTO assembly_role (id, assembly, member, role, given_at) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (member, role) DO NOTHING";
    Ok((execute!(tx, sql, id, assembly, member, role.code(), at)? == 1).then_some(id))
}

/// Charges her no more. Gives the row, or nothing when she was not.
pub async fn take_role(tx: &mut Tx, member: Uuid, role: Role) -> Result<Option<Uuid>> {
    let sql = "DELETE FROM assembly_role WHERE member = $1 AND role = $2 RETURNING id";
    let row: Option<(Uuid,)> = fetch_optional!(tx, sql, member, role.code())?;
    Ok(row.map(|(id,)| id))
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    assembly: Uuid,
    kind: String,
    label: String,
    amount_cents: i64,
    dated: String,
    budget_year: i64,
    heading: String,
    file: Option<Uuid>,
    revision: i64,
}

const SELECT: &str = "SELECT id, assembly, kind, label, amount_cents, dated, budget_year, heading, file, revision \
                      FROM assembly_budget_line";

fn read(row: Row) -> Result<Line> {
    let terms = LineTerms {
        label: row.label,
        amount: Cents(row.amount_cents),
        dated: day("assembly_budget_line.dated", &row.dated)?,
        year: row.budget_year,
        heading: match row.heading.as_str() {
            "" => None,
            code => Some(known("assembly_budget_line.heading", code, Heading::from_code(code))?),
        },
    };
    let kind = known("assembly_budget_line.kind", &row.kind, LineKind::from_code(&row.kind))?;
    Ok(Line { id: row.id, assembly: row.assembly, kind, terms, file: row.file, revision: row.revision })
}

/// Lines of a body, the last first.
pub async fn lines(tx: &mut Tx, assembly: Uuid) -> Result<Vec<Line>> {
    let sql = format!("{SELECT} WHERE assembly = $1 ORDER BY dated DESC, created_at DESC, id");
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), assembly)?;
    rows.into_iter().map(read).collect()
}

/// One of them.
pub async fn line(tx: &mut Tx, id: Uuid) -> Result<Option<Line>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// Puts a line in.
pub async fn insert_line(tx: &mut Tx, one: &Line, at: Moment) -> Result<()> {
    let terms = &one.terms;
    execute!(
        tx,
        "INSERT INTO assembly_budget_line (id, assembly, kind, label, amount_cents, dated, budget_year, heading, file, \
         created_at, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)",
        one.id,
        one.assembly,
        one.kind.code(),
        &terms.label,
        terms.amount.0,
        terms.dated.to_string(),
        terms.year,
        terms.heading.map_or("", Heading::code),
        one.file,
        at.0
    )?;
    Ok(())
}

/// Writes a line, if nobody did since `revision`.
pub async fn save_line(tx: &mut Tx, one: &Line, revision: i64) -> Result<bool> {
    let terms = &one.terms;
    let count = execute!(
        tx,
        "UPDATE assembly_budget_line SET label = $1, amount_cents = $2, dated = $3, budget_year = $4, heading = $5, file = $6, \
         revision = revision + 1 WHERE id = $7 AND revision = $8",
        &terms.label,
        terms.amount.0,
        terms.dated.to_string(),
        terms.year,
        terms.heading.map_or("", Heading::code),
        one.file,
        one.id,
        revision
    )?;
    Ok(count == 1)
}

/// Takes a line away, if nobody changed it since `revision`.
pub async fn remove_line(tx: &mut Tx, id: Uuid, revision: i64) -> Result<bool> {
    let sql = "DELETE FROM assembly_budget_line WHERE id = $1 AND revision = $2";
    Ok(execute!(tx, sql, id, revision)? == 1)
}
