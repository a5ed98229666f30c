//! Those who sit, and what became of their mandates.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use jiff::civil::Date;
use kernel::{Moment, Outside, Uuid};
use sqlx::AssertSqlSafe;

use super::{day, known, maybe_day};
use crate::rules::{CollegeKind, Counted, Departure, Member, MemberState, MemberTerms};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    assembly: Uuid,
    seat: Option<Uuid>,
    called_name: String,
    email: String,
    college: String,
    structure: String,
    counted: String,
    starts_on: String,
    ends_on: Option<String>,
    is_alternate: bool,
    leaves_at_half: bool,
    is_secretary: bool,
    is_name_public: bool,
    signatory: Option<Uuid>,
    titular: Option<Uuid>,
    state: String,
    state_on: String,
    departure: String,
    account: Option<Uuid>,
    invitation: Option<Uuid>,
    invited_at: Option<i64>,
    revision: i64,
}

const SELECT: &str = "SELECT id, assembly, seat, called_name, email, college, structure, counted, starts_on, ends_on, \
                      is_alternate, leaves_at_half, is_secretary, is_name_public, signatory, titular, state, state_on, \
                      departure, account, invitation, invited_at, revision FROM assembly_member";

fn read(row: Row) -> Result<Member> {
    let terms = MemberTerms {
        called_name: row.called_name,
        email: row.email,
        college: known("assembly_member.college", &row.college, CollegeKind::from_code(&row.college))?,
        structure: row.structure,
        counted: known("assembly_member.counted", &row.counted, Counted::from_code(&row.counted))?,
        starts_on: day("assembly_member.starts_on", &row.starts_on)?,
        ends_on: maybe_day("assembly_member.ends_on", row.ends_on)?,
        is_alternate: row.is_alternate,
        leaves_at_half: row.leaves_at_half,
        is_secretary: row.is_secretary,
        is_name_public: row.is_name_public,
        signatory: row.signatory,
        titular: row.titular,
    };
    Ok(Member {
        id: row.id,
        assembly: row.assembly,
        seat: row.seat,
        terms,
        state: known("assembly_member.state", &row.state, MemberState::from_code(&row.state))?,
        state_on: day("assembly_member.state_on", &row.state_on)?,
        departure: Departure::from_code(&row.departure),
        account: row.account,
        invitation: row.invitation,
        invited_at: row.invited_at.map(Moment),
        revision: row.revision,
    })
}

/// Those of a body, residents first, then by name; those who left last.
pub async fn of_assembly(tx: &mut Tx, assembly: Uuid) -> Result<Vec<Member>> {
    let sql =
        format!("{SELECT} WHERE assembly = $1 ORDER BY state = 'left', college DESC, is_alternate, called_name, id");
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), assembly)?;
    rows.into_iter().map(read).collect()
}

/// What somebody signed in is a member of, in any state.
pub async fn of_account(tx: &mut Tx, account: Uuid) -> Result<Vec<Member>> {
    let sql = format!("{SELECT} WHERE account = $1 ORDER BY added_at, id");
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), account)?;
    rows.into_iter().map(read).collect()
}

/// One of them.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Member>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// Whoever was sent this invitation.
pub async fn invited(tx: &mut Tx, invitation: Uuid) -> Result<Option<Member>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE invitation = $1")), invitation)?;
    row.map(read).transpose()
}

/// Puts somebody in.
pub async fn insert(tx: &mut Tx, one: &Member, at: Moment) -> Result<()> {
    let terms = &one.terms;
    execute!(
        tx,
        "INSERT INTO assembly_member (id, assembly, seat, called_name, email, college, structure, counted, starts_on, \
         ends_on, is_alternate, leaves_at_half, is_secretary, is_name_public, state, state_on, departure, account, \
         invitation, invited_at, added_at, signatory, titular, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, \
         $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, 1)",
        one.id,
        one.assembly,
        one.seat,
        &terms.called_name,
        &terms.email,
        terms.college.code(),
        &terms.structure,
        terms.counted.code(),
        terms.starts_on.to_string(),
        terms.ends_on.map(|day| day.to_string()),
        terms.is_alternate,
        terms.leaves_at_half,
        terms.is_secretary,
        terms.is_name_public,
        one.state.code(),
        one.state_on.to_string(),
        one.departure.map_or("", Departure::code),
        one.account,
        one.invitation,
        one.invited_at.map(|at| at.0),
        at.0,
        terms.signatory,
        terms.titular
    )?;
    Ok(())
}

/// Writes everything about a member, if nobody did since `revision`.
pub async fn save(tx: &mut Tx, one: &Member, revision: i64) -> Result<bool> {
    let terms = &one.terms;
    let count = execute!(
        tx,
        "UPDATE assembly_member SET called_name = $1, email = $2, college = $3, structure = $4, counted = $5, \
         starts_on = $6, ends_on = $7, is_alternate = $8, leaves_at_half = $9, is_secretary = $10, is_name_public = $11, \
         state = $12, state_on = $13, departure = $14, account = $15, invitation = $16, invited_at = $17, signatory = $18, \
         titular = $19, revision = revision + 1 WHERE id = $20 AND revision = $21",
        &terms.called_name,
        &terms.email,
        terms.college.code(),
        &terms.structure,
        terms.counted.code(),
        terms.starts_on.to_string(),
        terms.ends_on.map(|day| day.to_string()),
        terms.is_alternate,
        terms.leaves_at_half,
        terms.is_secretary,
        terms.is_name_public,
        one.state.code(),
        one.state_on.to_string(),
        one.departure.map_or("", Departure::code),
        one.account,
        one.invitation,
        one.invited_at.map(|at| at.0),
        terms.signatory,
        terms.titular,
        one.id,
        revision
    )?;
    Ok(count == 1)
}

/// Keeps where a mandate stands from now on. Gives the row.
pub async fn insert_change(tx: &mut Tx, outside: &Outside, one: &Member) -> Result<Uuid> {
    let (id, at) = (outside.uuid(), outside.now());
    let sql = "INSERT INTO assembly_member_change (id, member, at, state, departure) VALUES ($1, $2, $3, $4, $5)";
    execute!(tx, sql, id, one.id, at.0, one.state.code(), one.departure.map_or("", Departure::code))?;
    Ok(id)
}

/// What became of a mandate, the last change first: when, and where it stood from then on.
pub async fn changes(tx: &mut Tx, member: Uuid) -> Result<Vec<(Moment, MemberState, Option<Departure>)>> {
    let sql = "SELECT at, state, departure FROM assembly_member_change WHERE member = $1 ORDER BY at DESC, id DESC";
    let rows: Vec<(i64, String, String)> = fetch_all!(tx, sql, member)?;
    let read = |(at, state, departure): (i64, String, String)| {
        let state = known("assembly_member_change.state", &state, MemberState::from_code(&state))?;
        Ok((Moment(at), state, Departure::from_code(&departure)))
    };
    rows.into_iter().map(read).collect()
}

/// Those still named whose mandate ended before a day: left, or at its foreseen end.
pub async fn over(tx: &mut Tx, before: Date) -> Result<Vec<Member>> {
    let sql = format!(
        "{SELECT} WHERE (called_name <> '' OR email <> '') AND \
         ((state = 'left' AND state_on < $1) OR (ends_on IS NOT NULL AND ends_on < $1)) ORDER BY id"
    );
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), before.to_string())?;
    rows.into_iter().map(read).collect()
}

/// Forgets what became of a mandate. Gives the rows that are gone.
pub async fn forget_changes(tx: &mut Tx, member: Uuid) -> Result<Vec<Uuid>> {
    let sql = "DELETE FROM assembly_member_change WHERE member = $1 RETURNING id";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, member)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
