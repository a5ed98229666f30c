//! Funds, their envelopes, who sits.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};
use sqlx::AssertSqlSafe;

use super::known;
use crate::rules::{College, Envelope, EnvelopeTerms, Fund, FundKind, FundTerms, Member};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    contract: Uuid,
    kind: String,
    address: String,
    name: String,
    purpose: String,
    rules: String,
    support: String,
    holder: String,
    service: String,
    ceiling_cents: i64,
    advance_percent: i64,
    report_days: i64,
    quorum: i64,
    label_months: i64,
    is_open: bool,
    per_holder: i64,
    resident_majority: bool,
    revision: i64,
}

const SELECT: &str = "SELECT id, contract, kind, address, name, purpose, rules, support, holder, service, \
                      ceiling_cents, advance_percent, report_days, quorum, label_months, is_open, per_holder, resident_majority, \
                      revision FROM fund";

fn read(row: Row) -> Result<Fund> {
    Ok(Fund {
        id: row.id,
        contract: row.contract,
        kind: known("fund.kind", &row.kind, FundKind::from_code(&row.kind))?,
        address: row.address,
        terms: FundTerms {
            name: row.name,
            purpose: row.purpose,
            rules: row.rules,
            support: row.support,
            holder: row.holder,
            service: row.service,
            ceiling: row.ceiling_cents,
            advance_percent: row.advance_percent,
            report_days: row.report_days,
            quorum: row.quorum,
            label_months: row.label_months,
            is_open: row.is_open,
            per_holder: row.per_holder,
            resident_majority: row.resident_majority,
        },
        revision: row.revision,
    })
}

/// One fund.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Fund>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// The fund of that address.
pub async fn by_address(tx: &mut Tx, address: &str) -> Result<Option<Fund>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE address = $1")), address)?;
    row.map(read).transpose()
}

/// Every fund, by name.
pub async fn all(tx: &mut Tx) -> Result<Vec<Fund>> {
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(format!("{SELECT} ORDER BY name, id")))?;
    rows.into_iter().map(read).collect()
}

/// Writes a fund: put in when `revision` is nought, changed if nobody did since otherwise.
pub async fn save(tx: &mut Tx, one: &Fund, revision: i64) -> Result<bool> {
    let terms = &one.terms;
    let sql = if revision == 0 {
        "INSERT INTO fund (name, purpose, rules, support, holder, service, ceiling_cents, advance_percent, report_days, \
         quorum, label_months, is_open, per_holder, resident_majority, contract, kind, address, id, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19 + 1) \
         ON CONFLICT DO NOTHING"
    } else {
        "UPDATE fund SET name = $1, purpose = $2, rules = $3, support = $4, holder = $5, service = $6, \
         ceiling_cents = $7, advance_percent = $8, report_days = $9, quorum = $10, label_months = $11, is_open = $12, \
         per_holder = $13, resident_majority = $14, revision = revision + 1 \
         WHERE contract = $15 AND kind = $16 AND address = $17 AND id = $18 AND revision = $19"
    };
    let count = execute!(
        tx,
        sql,
        &terms.name,
        &terms.purpose,
        &terms.rules,
        &terms.support,
        &terms.holder,
        &terms.service,
        terms.ceiling,
        terms.advance_percent,
        terms.report_days,
        terms.quorum,
        terms.label_months,
        terms.is_open,
        terms.per_holder,
        terms.resident_majority,
        one.contract,
        one.kind.code(),
        &one.address,
        one.id,
        revision
    )?;
    Ok(count == 1)
}

#[derive(sqlx::FromRow)]
struct EnvelopeRow {
    id: Uuid,
    fund: Uuid,
    year: i64,
    place: String,
    cents: i64,
    source: String,
    revision: i64,
}

const SELECT_ENVELOPE: &str = "SELECT id, fund, year, place, cents, source, revision FROM fund_envelope";

fn read_envelope(row: EnvelopeRow) -> Result<Envelope> {
    let area = match row.place.as_str() {
        "" => None,
        place => Some(known("fund_envelope.place", place, place.parse().ok())?),
    };
    let terms = EnvelopeTerms { year: row.year, area, cents: row.cents, source: row.source };
    Ok(Envelope { id: row.id, fund: row.fund, terms, revision: row.revision })
}

/// Envelopes of a fund, the last year first.
pub async fn envelopes(tx: &mut Tx, fund: Uuid) -> Result<Vec<Envelope>> {
    let sql = AssertSqlSafe(format!("{SELECT_ENVELOPE} WHERE fund = $1 ORDER BY year DESC, place, id"));
    let rows: Vec<EnvelopeRow> = fetch_all!(tx, sql, fund)?;
    rows.into_iter().map(read_envelope).collect()
}

/// One envelope. On PostgreSQL, others who take of it wait; SQLite has one writer.
pub async fn hold_envelope(tx: &mut Tx, id: Uuid) -> Result<Option<Envelope>> {
    let end = if tx.is_postgres() { " FOR UPDATE" } else { "" };
    let sql = AssertSqlSafe(format!("{SELECT_ENVELOPE} WHERE id = $1{end}"));
    let row: Option<EnvelopeRow> = fetch_optional!(tx, sql, id)?;
    row.map(read_envelope).transpose()
}

fn place(area: Option<Uuid>) -> String {
    area.map(|area| area.to_string()).unwrap_or_default()
}

/// Writes an envelope: put in when `revision` is nought, changed if nobody did since otherwise.
pub async fn save_envelope(tx: &mut Tx, one: &Envelope, revision: i64) -> Result<bool> {
    let terms = &one.terms;
    let sql = if revision == 0 {
        "INSERT INTO fund_envelope (cents, source, fund, year, place, id, revision) VALUES ($1, $2, $3, $4, $5, $6, $7 + 1) \
         ON CONFLICT DO NOTHING"
    } else {
        "UPDATE fund_envelope SET cents = $1, source = $2, revision = revision + 1 \
         WHERE fund = $3 AND year = $4 AND place = $5 AND id = $6 AND revision = $7"
    };
    let count =
        execute!(tx, sql, terms.cents, &terms.source, one.fund, terms.year, place(terms.area), one.id, revision)?;
    Ok(count == 1)
}

#[derive(sqlx::FromRow)]
struct MemberRow {
    id: Uuid,
    name: String,
    college: String,
    is_active: bool,
}

/// Who sits or sat in the committee of a fund, in the order they came.
pub async fn members(tx: &mut Tx, fund: Uuid) -> Result<Vec<Member>> {
    let sql = "SELECT id, name, college, is_active FROM fund_member WHERE fund = $1 ORDER BY added_at, id";
    let rows: Vec<MemberRow> = fetch_all!(tx, sql, fund)?;
    rows.into_iter()
        .map(|row| {
            let college = known("fund_member.college", &row.college, College::from_code(&row.college))?;
            Ok(Member { id: row.id, name: row.name, college, is_active: row.is_active })
        })
        .collect()
}

/// Puts somebody in a committee.
pub async fn insert_member(tx: &mut Tx, fund: Uuid, one: &Member, at: Moment) -> Result<()> {
    let sql = "INSERT INTO fund_member (id, fund, name, college, is_active, added_at) VALUES ($1, $2, $3, $4, $5, $6)";
    execute!(tx, sql, one.id, fund, &one.name, one.college.code(), one.is_active, at.0)?;
    Ok(())
}

/// She sits no more; gives whether she did.
pub async fn retire_member(tx: &mut Tx, (fund, id): (Uuid, Uuid), at: Moment) -> Result<bool> {
    let sql = "UPDATE fund_member SET is_active = $1, left_at = $2 WHERE fund = $3 AND id = $4 AND is_active = $5";
    Ok(execute!(tx, sql, false, at.0, fund, id, true)? == 1)
}
