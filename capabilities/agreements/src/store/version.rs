//! Versions of agreements, their actions and their payments.

use std::collections::HashMap;

use database::{DbError, Result, Tx, execute, fetch_all, fetch_optional};
use jiff::civil::Date;
use kernel::{Moment, Outside, Uuid};

use crate::rules::{Instalment, Line, Version, VersionState, VersionTerms, Wait};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    agreement: Uuid,
    number: i64,
    reason: String,
    starts_on: String,
    ends_on: String,
    report_on: String,
    body: String,
    state: String,
    made_at: i64,
    by_name: String,
    file_name: Option<String>,
    signed_on: Option<String>,
    noted_at: Option<i64>,
    forecast: String,
    executes: Option<i64>,
    rank: i64,
    revision: i64,
}

fn day(text: &str) -> Result<Date> {
    text.parse().map_err(|_| DbError::Unreadable { place: "agreement_version day", problem: text.to_owned() })
}

fn read(row: Row) -> Result<Version> {
    let unknown = || DbError::Unreadable { place: "agreement_version.state", problem: row.state.clone() };
    Ok(Version {
        state: VersionState::from_code(&row.state).ok_or_else(unknown)?,
        terms: VersionTerms {
            starts_on: day(&row.starts_on)?,
            ends_on: day(&row.ends_on)?,
            report_on: day(&row.report_on)?,
            body: row.body,
        },
        signed_on: row.signed_on.as_deref().map(day).transpose()?,
        id: row.id,
        agreement: row.agreement,
        number: row.number,
        reason: row.reason,
        made_at: Moment(row.made_at),
        by_name: row.by_name,
        file_name: row.file_name,
        noted_at: row.noted_at.map(Moment),
        forecast: row.forecast.split_whitespace().filter_map(|year| year.parse().ok()).collect(),
        executes: row.executes,
        rank: row.rank,
        revision: row.revision,
        lines: Vec::new(),
        instalments: Vec::new(),
    })
}

const COLUMNS: &str = "version.id, version.agreement, version.number, version.reason, version.starts_on, version.ends_on, \
                       version.report_on, version.body, version.state, version.made_at, version.by_name, version.file_name, \
                       version.signed_on, version.noted_at, version.forecast, version.executes, version.rank, version.revision";

/// The text of a version, which is long: read only where it is shown.
const WITH_TEXT: &str = "version.body";
const NO_TEXT: &str = "''";

type LineRow = (Uuid, Uuid, Uuid, Uuid, Uuid, String, i64, i64);
type InstalmentRow = (Uuid, Uuid, i64, i64, String, Option<i64>, Option<String>);

/// Versions that `which` keeps, with what they hold, by number of agreement. `body` is the text of each, or nothing.
async fn where_is(tx: &mut Tx, which: &str, ids: &[Uuid], body: &str) -> Result<Vec<Version>> {
    let columns = COLUMNS.replace("version.body", &format!("{body} AS body"));
    let from = format!("JOIN agreement ON agreement.id = version.agreement WHERE {which}");
    let sql =
        format!("SELECT {columns} FROM agreement_version version {from} ORDER BY agreement.number, version.number");
    let rows: Vec<Row> = super::among(tx, &sql, ids).await?;
    let mut all: Vec<Version> = rows.into_iter().map(read).collect::<Result<_>>()?;
    let places: HashMap<Uuid, usize> = all.iter().enumerate().map(|(rank, one)| (one.id, rank)).collect();
    let sql = format!(
        "SELECT line.version, line.id, line.application, line.project, line.funding, line.title, line.year, line.cents \
         FROM agreement_line line JOIN agreement_version version ON version.id = line.version {from} \
         ORDER BY line.title, line.year, line.id"
    );
    let lines: Vec<LineRow> = super::among(tx, &sql, ids).await?;
    for (version, id, application, project, funding, title, year, cents) in lines {
        if let Some(one) = places.get(&version).and_then(|rank| all.get_mut(*rank)) {
            one.lines.push(Line { id, application, project, funding, title, year, cents });
        }
    }
    let sql = format!(
        "SELECT plan.version, plan.mark, plan.position, plan.cents, plan.wait, plan.year, plan.day \
         FROM agreement_instalment plan JOIN agreement_version version ON version.id = plan.version {from} ORDER BY plan.position"
    );
    let plans: Vec<InstalmentRow> = super::among(tx, &sql, ids).await?;
    for (version, mark, position, cents, wait, year, on) in plans {
        let unknown = || DbError::Unreadable { place: "agreement_instalment.wait", problem: wait.clone() };
        let wait = Wait::from_code(&wait).ok_or_else(unknown)?;
        let on = on.as_deref().map(day).transpose()?;
        if let Some(one) = places.get(&version).and_then(|rank| all.get_mut(*rank)) {
            one.instalments.push(Instalment { mark, position, cents, wait, year, day: on });
        }
    }
    Ok(all)
}

/// Versions of an agreement, the first first.
pub async fn of_agreement(tx: &mut Tx, agreement: Uuid) -> Result<Vec<Version>> {
    where_is(tx, "agreement.id IN ({rows})", &[agreement], WITH_TEXT).await
}

/// Versions of the agreements of a call, by number of agreement.
pub async fn of_call(tx: &mut Tx, call: Uuid) -> Result<Vec<Version>> {
    where_is(tx, "agreement.call IN ({rows})", &[call], WITH_TEXT).await
}

/// Signed versions of the agreements of a contract, by number of agreement, without their texts.
pub async fn signed_on(tx: &mut Tx, contract: Uuid) -> Result<Vec<Version>> {
    where_is(tx, "version.state = 'signed' AND agreement.contract IN ({rows})", &[contract], NO_TEXT).await
}

/// Signed versions of these agreements, by number of agreement, without their texts.
pub async fn signed_of(tx: &mut Tx, agreements: &[Uuid]) -> Result<Vec<Version>> {
    where_is(tx, "version.state = 'signed' AND agreement.id IN ({rows})", agreements, NO_TEXT).await
}

/// Agreements of a contract with a version signed in a year.
pub async fn signed_in(tx: &mut Tx, contract: Uuid, year: i16) -> Result<Vec<Uuid>> {
    let sql = "SELECT DISTINCT version.agreement FROM agreement_version version \
               JOIN agreement ON agreement.id = version.agreement \
               WHERE agreement.contract = $1 AND version.state = 'signed' AND version.signed_on LIKE $2";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, contract, format!("{year:04}-%"))?;
    Ok(rows.into_iter().map(|(agreement,)| agreement).collect())
}

/// Applications that the agreements of a contract hold something of: (agreement, application).
pub async fn applications(tx: &mut Tx, agreements: &[Uuid]) -> Result<Vec<(Uuid, Uuid)>> {
    let sql = "SELECT DISTINCT version.agreement, line.application FROM agreement_line line \
               JOIN agreement_version version ON version.id = line.version WHERE version.agreement IN ({rows})";
    super::among(tx, sql, agreements).await
}

/// Years as they are kept: « 2027 2028 ».
fn forecast(years: &[i64]) -> String {
    years.iter().map(i64::to_string).collect::<Vec<_>>().join(" ")
}

/// Puts a version in, with what it holds. Gives the rows.
pub async fn insert(tx: &mut Tx, outside: &Outside, one: &Version) -> Result<Vec<(&'static str, Uuid)>> {
    execute!(
        tx,
        "INSERT INTO agreement_version (id, agreement, number, reason, starts_on, ends_on, report_on, body, state, made_at, \
         by_name, forecast, executes, rank, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'draft', $9, $10, $11, $12, $13, 1)",
        one.id,
        one.agreement,
        one.number,
        &one.reason,
        one.terms.starts_on.to_string(),
        one.terms.ends_on.to_string(),
        one.terms.report_on.to_string(),
        &one.terms.body,
        one.made_at.0,
        &one.by_name,
        forecast(&one.forecast),
        one.executes,
        one.rank
    )?;
    let mut rows = vec![("agreement_version", one.id)];
    for line in &one.lines {
        rows.push(("agreement_line", insert_line(tx, one.id, line).await?));
    }
    rows.extend(set_instalments(tx, outside, one.id, &one.instalments).await?);
    Ok(rows)
}

/// Puts an action in a version.
pub async fn insert_line(tx: &mut Tx, version: Uuid, line: &Line) -> Result<Uuid> {
    let sql = "INSERT INTO agreement_line (id, version, application, project, funding, title, year, cents) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let (application, project) = (line.application, line.project);
    execute!(tx, sql, line.id, version, application, project, line.funding, &line.title, line.year, line.cents)?;
    Ok(line.id)
}

/// Changes the amount of an action.
pub async fn set_line(tx: &mut Tx, id: Uuid, cents: i64) -> Result<()> {
    execute!(tx, "UPDATE agreement_line SET cents = $1 WHERE id = $2", cents, id)?;
    Ok(())
}

/// The rows of a version: its actions and its payments.
async fn rows_of(tx: &mut Tx, version: Uuid) -> Result<Vec<(&'static str, Uuid)>> {
    let lines: Vec<(Uuid,)> = fetch_all!(tx, "SELECT id FROM agreement_line WHERE version = $1", version)?;
    let lines = lines.into_iter().map(|(id,)| ("agreement_line", id));
    Ok(lines.chain(instalment_rows(tx, version).await?).collect())
}

async fn instalment_rows(tx: &mut Tx, version: Uuid) -> Result<Vec<(&'static str, Uuid)>> {
    let sql = "SELECT id FROM agreement_instalment WHERE version = $1";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, version)?;
    Ok(rows.into_iter().map(|(id,)| ("agreement_instalment", id)).collect())
}

/// Sets the payments of a version. Gives the rows, those that are gone too.
pub async fn set_instalments(
    tx: &mut Tx,
    outside: &Outside,
    version: Uuid,
    all: &[Instalment],
) -> Result<Vec<(&'static str, Uuid)>> {
    let mut rows = instalment_rows(tx, version).await?;
    execute!(tx, "DELETE FROM agreement_instalment WHERE version = $1", version)?;
    for one in all {
        let id = outside.uuid();
        let sql = "INSERT INTO agreement_instalment (id, version, mark, position, cents, wait, year, day) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let on = one.day.map(|day| day.to_string());
        execute!(tx, sql, id, version, one.mark, one.position, one.cents, one.wait.code(), one.year, on)?;
        rows.push(("agreement_instalment", id));
    }
    Ok(rows)
}

/// Changes what is written of a draft, if nobody did since `revision`.
pub async fn update(tx: &mut Tx, (id, revision): (Uuid, i64), terms: &VersionTerms, foreseen: &[i64]) -> Result<bool> {
    let sql = "UPDATE agreement_version SET starts_on = $1, ends_on = $2, report_on = $3, body = $4, forecast = $5, \
               revision = revision + 1 WHERE id = $6 AND revision = $7 AND state = 'draft'";
    let (starts, ends, report) = (terms.starts_on.to_string(), terms.ends_on.to_string(), terms.report_on.to_string());
    Ok(execute!(tx, sql, starts, ends, report, &terms.body, forecast(foreseen), id, revision)? == 1)
}

/// Says that a draft holds something else than before.
pub async fn touch(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "UPDATE agreement_version SET revision = revision + 1 WHERE id = $1", id)?;
    Ok(())
}

/// Keeps the paper of a draft, which goes round from then on, if nobody changed it since `revision`.
pub async fn circulate(tx: &mut Tx, id: Uuid, revision: i64, (name, content): (&str, Vec<u8>)) -> Result<bool> {
    let sql = "UPDATE agreement_version SET state = 'circulating', file_name = $1, content = $2, revision = revision + 1 \
               WHERE id = $3 AND revision = $4 AND state = 'draft'";
    Ok(execute!(tx, sql, name, content, id, revision)? == 1)
}

/// Takes a paper back to write it again, if nobody moved it since `revision`.
pub async fn take_back(tx: &mut Tx, id: Uuid, revision: i64) -> Result<bool> {
    let sql = "UPDATE agreement_version SET state = 'draft', file_name = NULL, content = NULL, revision = revision + 1 \
               WHERE id = $1 AND revision = $2 AND state = 'circulating'";
    Ok(execute!(tx, sql, id, revision)? == 1)
}

/// The paper of a version.
pub async fn paper(tx: &mut Tx, id: Uuid) -> Result<Option<Vec<u8>>> {
    let row: Option<(Option<Vec<u8>>,)> =
        fetch_optional!(tx, "SELECT content FROM agreement_version WHERE id = $1", id)?;
    Ok(row.and_then(|(content,)| content))
}

/// Takes out a draft amendment, with what it holds. Gives the rows that are gone; none when it was no such draft.
pub async fn remove_draft(tx: &mut Tx, id: Uuid) -> Result<Vec<(&'static str, Uuid)>> {
    let sql = "SELECT id FROM agreement_version WHERE id = $1 AND state = 'draft' AND number > 0";
    let found: Option<(Uuid,)> = fetch_optional!(tx, sql, id)?;
    if found.is_none() {
        return Ok(Vec::new());
    }
    let mut rows = rows_of(tx, id).await?;
    rows.push(("agreement_version", id));
    rows.extend(super::scanning::forget_marks(tx, id).await?);
    execute!(tx, "DELETE FROM agreement_line WHERE version = $1", id)?;
    execute!(tx, "DELETE FROM agreement_instalment WHERE version = $1", id)?;
    execute!(tx, "DELETE FROM agreement_version WHERE id = $1", id)?;
    Ok(rows)
}

/// Forgets that an agreement binds what only a draft that is gone held. Gives the row that is gone.
pub async fn unbind(tx: &mut Tx, agreement: Uuid, funding: Uuid) -> Result<Option<Uuid>> {
    let sql = "DELETE FROM agreement_funding WHERE agreement = $1 AND funding = $2 RETURNING id";
    let row: Option<(Uuid,)> = fetch_optional!(tx, sql, agreement, funding)?;
    Ok(row.map(|(id,)| id))
}
