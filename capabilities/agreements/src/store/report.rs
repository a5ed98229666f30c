//! What associations report of a year.

use database::{DbError, Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};
use sqlx::AssertSqlSafe;

use crate::rules::{Report, ReportKind, ReportState};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    agreement: Uuid,
    year: i64,
    kind: String,
    state: String,
    file: Option<Uuid>,
    begun_at: i64,
    begun_by: String,
    written_by: Option<Uuid>,
    written_for: Option<Uuid>,
    written_name: String,
    given_at: Option<i64>,
    given_by: String,
    decided_at: Option<i64>,
    decided_by: Option<String>,
    reason: String,
    over_cents: Option<i64>,
    released_cents: i64,
    settled: String,
    revision: i64,
}

fn read(row: Row) -> Result<Report> {
    let unknown = |problem: &str| DbError::Unreadable { place: "agreement_report.state", problem: problem.to_owned() };
    Ok(Report {
        kind: ReportKind::from_code(&row.kind).ok_or_else(|| unknown(&row.kind))?,
        state: ReportState::from_code(&row.state).ok_or_else(|| unknown(&row.state))?,
        id: row.id,
        agreement: row.agreement,
        year: row.year,
        file: row.file,
        begun_at: Moment(row.begun_at),
        begun_by: row.begun_by,
        written_by: [row.written_by, row.written_for],
        written_name: row.written_name,
        given_at: row.given_at.map(Moment),
        given_by: row.given_by,
        decided_at: row.decided_at.map(Moment),
        decided_by: row.decided_by,
        reason: row.reason,
        over: row.over_cents,
        released: row.released_cents,
        settled: row.settled,
        revision: row.revision,
    })
}

const SELECT: &str = "SELECT report.id, report.agreement, report.year, report.kind, report.state, report.file, report.begun_at, \
                      report.begun_by, report.written_by, report.written_for, report.written_name, report.given_at, \
                      report.given_by, report.decided_at, report.decided_by, report.reason, report.over_cents, \
                      report.released_cents, report.settled, report.revision FROM agreement_report report";

/// Reports of an agreement, by year.
pub async fn of_agreement(tx: &mut Tx, agreement: Uuid) -> Result<Vec<Report>> {
    let sql = format!("{SELECT} WHERE report.agreement = $1 ORDER BY report.year, report.kind DESC");
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), agreement)?;
    rows.into_iter().map(read).collect()
}

/// A final report: which, its agreement, its year, where it stands.
pub type FinalReport = (Uuid, Uuid, i64, ReportState);

const FINAL: &str = "SELECT report.id, report.agreement, report.year, report.state FROM agreement_report report \
                     JOIN agreement ON agreement.id = report.agreement WHERE report.kind = 'final' AND";

async fn finals(tx: &mut Tx, which: &str, ids: &[Uuid]) -> Result<Vec<FinalReport>> {
    let rows: Vec<(Uuid, Uuid, i64, String)> =
        super::among(tx, &format!("{FINAL} agreement.{which} IN ({{rows}})"), ids).await?;
    let unknown = |problem: String| DbError::Unreadable { place: "agreement_report.state", problem };
    rows.into_iter()
        .map(|(id, agreement, year, state)| {
            let known = ReportState::from_code(&state).ok_or_else(|| unknown(state))?;
            Ok((id, agreement, year, known))
        })
        .collect()
}

/// Final reports of the agreements of a contract.
pub async fn final_on(tx: &mut Tx, contract: Uuid) -> Result<Vec<FinalReport>> {
    finals(tx, "contract", &[contract]).await
}

/// Final reports of these agreements.
pub async fn final_of(tx: &mut Tx, agreements: &[Uuid]) -> Result<Vec<FinalReport>> {
    finals(tx, "id", agreements).await
}

/// The agreement of a report, or of a part of one.
pub async fn agreement_of(tx: &mut Tx, id: Uuid) -> Result<Option<Uuid>> {
    let sql =
        "SELECT agreement FROM agreement_report WHERE id = $1 OR id = (SELECT report FROM report_part WHERE id = $1)";
    let row: Option<(Uuid,)> = fetch_optional!(tx, sql, id)?;
    Ok(row.map(|(agreement,)| agreement))
}

/// Years whose report is accepted, for each of these agreements, with what it freed.
pub async fn accepted(tx: &mut Tx, agreements: &[Uuid]) -> Result<Vec<(Uuid, i64, i64)>> {
    let sql = "SELECT agreement, year, released_cents FROM agreement_report \
               WHERE kind = 'final' AND state = 'accepted' AND agreement IN ({rows})";
    super::among(tx, sql, agreements).await
}

/// Reports that services are to examine, on every contract: contract, payer, funder of the call, carrier.
pub async fn given(tx: &mut Tx) -> Result<Vec<(Uuid, Uuid, Uuid, Uuid)>> {
    let sql = "SELECT agreement.contract, agreement.payer, agreement.call_funder, agreement.carrier FROM agreement_report \
               JOIN agreement ON agreement.id = agreement_report.agreement WHERE agreement_report.state = 'given'";
    fetch_all!(tx, sql)
}

/// Begins a report; gives whether there was none of that kind for that year.
pub async fn begin(tx: &mut Tx, one: &Report) -> Result<bool> {
    let count = execute!(
        tx,
        "INSERT INTO agreement_report (id, agreement, year, kind, state, begun_at, begun_by, written_name, given_by, reason, \
         released_cents, settled, revision) VALUES ($1, $2, $3, $4, 'draft', $5, $6, '', '', '', 0, '', 1) \
         ON CONFLICT DO NOTHING",
        one.id,
        one.agreement,
        one.year,
        one.kind.code(),
        one.begun_at.0,
        &one.begun_by
    )?;
    Ok(count == 1)
}

/// Keeps a report given on paper, for the first time or again after it was sent back; gives whether it could be.
pub async fn give_paper(tx: &mut Tx, one: &Report) -> Result<bool> {
    let count = execute!(
        tx,
        "INSERT INTO agreement_report (id, agreement, year, kind, state, file, begun_at, begun_by, written_name, given_at, \
         given_by, reason, released_cents, settled, revision) \
         VALUES ($1, $2, $3, 'final', 'given', $4, $5, $6, '', $5, $6, '', 0, '', 1) \
         ON CONFLICT (agreement, year, kind) DO UPDATE SET file = excluded.file, state = 'given', \
         given_at = excluded.given_at, given_by = excluded.given_by, revision = agreement_report.revision + 1 \
         WHERE agreement_report.state IN ('draft', 'returned')",
        one.id,
        one.agreement,
        one.year,
        one.file,
        one.begun_at.0,
        &one.begun_by
    )?;
    Ok(count == 1)
}

/// Says where a report stands for its association, with who wrote it and who certified it, if nobody moved it since
/// `one.revision`.
pub async fn advance(tx: &mut Tx, one: &Report, from: ReportState) -> Result<bool> {
    let [by, acting_for] = one.written_by;
    let sql = "UPDATE agreement_report SET state = $1, written_by = $2, written_for = $3, written_name = $4, given_at = $5, \
               given_by = $6, revision = revision + 1 WHERE id = $7 AND revision = $8 AND state = $9";
    let (state, given) = (one.state.code(), one.given_at.map(|at| at.0));
    let (written, certified) = (&one.written_name, &one.given_by);
    let count = execute!(tx, sql, state, by, acting_for, written, given, certified, one.id, one.revision, from.code())?;
    Ok(count == 1)
}

/// Accepts a report, with what it comes to, or sends it back, if nobody did since `revision`.
pub async fn decide(tx: &mut Tx, one: &Report, (by_name, at): (&str, Moment)) -> Result<bool> {
    let sql = "UPDATE agreement_report SET state = $1, decided_at = $2, decided_by = $3, reason = $4, over_cents = $5, \
               released_cents = $6, settled = $7, revision = revision + 1 \
               WHERE id = $8 AND revision = $9 AND state = 'given'";
    let (state, reason, settled) = (one.state.code(), &one.reason, &one.settled);
    let count = execute!(tx, sql, state, at.0, by_name, reason, one.over, one.released, settled, one.id, one.revision)?;
    Ok(count == 1)
}

/// Notes that a reminder leaves; gives the row, or none when it left already.
pub async fn remind(
    tx: &mut Tx,
    id: Uuid,
    (agreement, year, day): (Uuid, i64, jiff::civil::Date),
    at: Moment,
) -> Result<Option<Uuid>> {
    let sql = "INSERT INTO report_reminder (id, agreement, year, day, sent_at) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT DO NOTHING";
    Ok((execute!(tx, sql, id, agreement, year, day.to_string(), at.0)? == 1).then_some(id))
}

/// Until when a carrier may ask a funder again on a contract in spite of a report that is missing.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Waiver {
    /// Which.
    pub id: Uuid,
    /// Who.
    pub carrier: Uuid,
    /// On which contract.
    pub contract: Uuid,
    /// Of which funder; none: of all of them.
    pub payer: Option<Uuid>,
    /// Why.
    pub reason: String,
    /// Until when, `YYYY-MM-DD`.
    pub until: String,
    /// When it was said, in milliseconds.
    pub made_at: i64,
    /// By whom.
    pub by_name: String,
}

/// Keeps a waiver.
pub async fn waive(tx: &mut Tx, one: &Waiver) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO report_waiver (id, carrier, contract, payer, reason, until, made_at, by_name) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        one.id,
        one.carrier,
        one.contract,
        one.payer,
        &one.reason,
        &one.until,
        one.made_at,
        &one.by_name
    )?;
    Ok(())
}

/// Waivers of a contract that hold on a day.
pub async fn waivers(tx: &mut Tx, contract: Uuid, on: jiff::civil::Date) -> Result<Vec<Waiver>> {
    let sql = "SELECT id, carrier, contract, payer, reason, until, made_at, by_name FROM report_waiver \
               WHERE contract = $1 AND until >= $2 ORDER BY until, id";
    fetch_all!(tx, sql, contract, on.to_string())
}
