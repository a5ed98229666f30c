//! Agreements, their numbers, what they bind, lists of them.

use database::{DbError, Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use kernel::{Moment, Outside, Uuid};
use settlement::Formula;
use sqlx::AssertSqlSafe;

use crate::rules::{Agreement, Brief, VersionState};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    contract: Uuid,
    call: Uuid,
    call_funder: Uuid,
    payer: Uuid,
    carrier: Uuid,
    number: String,
    formula: String,
    made_at: i64,
    by_name: String,
}

fn read(row: Row) -> Result<Agreement> {
    let unknown = || DbError::Unreadable { place: "agreement.formula", problem: row.formula.clone() };
    Ok(Agreement {
        formula: Formula::of_code(&row.formula).ok_or_else(unknown)?,
        id: row.id,
        contract: row.contract,
        call: row.call,
        call_funder: row.call_funder,
        payer: row.payer,
        carrier: row.carrier,
        number: row.number,
        made_at: Moment(row.made_at),
        by_name: row.by_name,
    })
}

const COLUMNS: &str = "agreement.id, agreement.contract, agreement.call, agreement.call_funder, agreement.payer, \
                       agreement.carrier, agreement.number, agreement.formula, agreement.made_at, agreement.by_name";

/// The next number of a kind in a year, with the row it is counted in: `C2026-0001`.
pub async fn next_number(tx: &mut Tx, outside: &Outside, (kind, year): (&str, i64)) -> Result<(String, Uuid)> {
    let sql = "INSERT INTO agreement_counter (id, kind, year, last) VALUES ($1, $2, $3, 1) \
               ON CONFLICT (kind, year) DO UPDATE SET last = agreement_counter.last + 1 RETURNING last, id";
    let (last, row): (i64, Uuid) = fetch_one!(tx, sql, outside.uuid(), kind, year)?;
    Ok((format!("{kind}{year}-{last:04}"), row))
}

/// The number of a kind that will be taken next in a year, if nobody takes it before.
pub async fn coming_number(tx: &mut Tx, (kind, year): (&str, i64)) -> Result<String> {
    let sql = "SELECT last FROM agreement_counter WHERE kind = $1 AND year = $2";
    let row: Option<(i64,)> = fetch_optional!(tx, sql, kind, year)?;
    Ok(format!("{kind}{year}-{:04}", row.map_or(0, |(last,)| last) + 1))
}

/// An agreement.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Agreement>> {
    let sql = AssertSqlSafe(format!("SELECT {COLUMNS} FROM agreement WHERE id = $1"));
    let row: Option<Row> = fetch_optional!(tx, sql, id)?;
    row.map(read).transpose()
}

/// Agreements of a call.
pub async fn of_call(tx: &mut Tx, call: Uuid) -> Result<Vec<Agreement>> {
    let sql = AssertSqlSafe(format!("SELECT {COLUMNS} FROM agreement WHERE call = $1 ORDER BY number"));
    let rows: Vec<Row> = fetch_all!(tx, sql, call)?;
    rows.into_iter().map(read).collect()
}

/// Agreements of a contract, by number, without what they come to.
pub async fn on_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<Agreement>> {
    let sql = AssertSqlSafe(format!("SELECT {COLUMNS} FROM agreement WHERE contract = $1 ORDER BY number"));
    let rows: Vec<Row> = fetch_all!(tx, sql, contract)?;
    rows.into_iter().map(read).collect()
}

/// These agreements.
pub async fn these(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Agreement>> {
    let rows: Vec<Row> =
        super::among(tx, &format!("SELECT {COLUMNS} FROM agreement WHERE id IN ({{rows}})"), ids).await?;
    rows.into_iter().map(read).collect()
}

/// Contracts where an organisation has an agreement, as the one who acts or who pays.
pub async fn contracts_of(tx: &mut Tx, organisation: Uuid) -> Result<Vec<Uuid>> {
    let sql = "SELECT DISTINCT contract FROM agreement WHERE carrier = $1 OR payer = $1";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, organisation)?;
    Ok(rows.into_iter().map(|(contract,)| contract).collect())
}

/// Who pays on a contract: the organisation or the funder itself, and the funder of a call.
pub async fn payers(tx: &mut Tx, contract: Uuid) -> Result<Vec<(Uuid, Uuid)>> {
    fetch_all!(tx, "SELECT DISTINCT payer, call_funder FROM agreement WHERE contract = $1", contract)
}

/// On PostgreSQL, others who change this agreement or what is paid of it wait; SQLite has one writer.
pub async fn hold(tx: &mut Tx, id: Uuid) -> Result<()> {
    if tx.is_postgres() {
        let _: Option<(Uuid,)> = fetch_optional!(tx, "SELECT id FROM agreement WHERE id = $1 FOR UPDATE", id)?;
    }
    Ok(())
}

/// Puts an agreement in; gives whether there was none yet.
pub async fn insert(tx: &mut Tx, one: &Agreement) -> Result<bool> {
    let count = execute!(
        tx,
        "INSERT INTO agreement (id, contract, call, call_funder, payer, carrier, number, formula, made_at, by_name) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
        one.id,
        one.contract,
        one.call,
        one.call_funder,
        one.payer,
        one.carrier,
        &one.number,
        one.formula.code(),
        one.made_at.0,
        &one.by_name
    )?;
    Ok(count == 1)
}

/// Binds what was granted to an agreement; gives the row, or none when another agreement binds it.
pub async fn bind(tx: &mut Tx, outside: &Outside, funding: Uuid, agreement: Uuid) -> Result<Option<Uuid>> {
    let id = outside.uuid();
    let sql = "INSERT INTO agreement_funding (id, funding, agreement) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    Ok((execute!(tx, sql, id, funding, agreement)? == 1).then_some(id))
}

/// What agreements of a call bind: (funding, agreement).
pub async fn bound(tx: &mut Tx, call: Uuid) -> Result<Vec<(Uuid, Uuid)>> {
    let sql = "SELECT agreement_funding.funding, agreement_funding.agreement FROM agreement_funding \
               JOIN agreement ON agreement.id = agreement_funding.agreement WHERE agreement.call = $1";
    fetch_all!(tx, sql, call)
}

/// The agreement that binds a funding.
pub async fn binding(tx: &mut Tx, funding: Uuid) -> Result<Option<Uuid>> {
    let sql = "SELECT agreement FROM agreement_funding WHERE funding = $1";
    let row: Option<(Uuid,)> = fetch_optional!(tx, sql, funding)?;
    Ok(row.map(|(agreement,)| agreement))
}

#[derive(sqlx::FromRow)]
struct BriefRow {
    #[sqlx(flatten)]
    row: Row,
    version: i64,
    state: String,
    cents: i64,
    actions: i64,
    years: i64,
}

async fn briefs(tx: &mut Tx, (column, value): (&str, Uuid)) -> Result<Vec<Brief>> {
    let sql = AssertSqlSafe(format!(
        "SELECT {COLUMNS}, version.number AS version, version.state, \
         CAST(COALESCE(SUM(line.cents), 0) AS BIGINT) AS cents, COUNT(DISTINCT line.project) AS actions, \
         COUNT(DISTINCT line.year) AS years \
         FROM agreement JOIN agreement_version version ON version.agreement = agreement.id \
         LEFT JOIN agreement_line line ON line.version = version.id AND line.cents > 0 \
         WHERE agreement.{column} = $1 AND version.number = \
         (SELECT MAX(other.number) FROM agreement_version other WHERE other.agreement = agreement.id) \
         GROUP BY {COLUMNS}, version.number, version.state ORDER BY agreement.number"
    ));
    let rows: Vec<BriefRow> = fetch_all!(tx, sql, value)?;
    let unknown = |code: &str| DbError::Unreadable { place: "agreement_version.state", problem: code.to_owned() };
    rows.into_iter()
        .map(|row| {
            Ok(Brief {
                state: VersionState::from_code(&row.state).ok_or_else(|| unknown(&row.state))?,
                agreement: read(row.row)?,
                version: row.version,
                cents: row.cents,
                actions: row.actions,
                years: row.years,
            })
        })
        .collect()
}

/// Agreements of a contract with their last version, by number.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<Brief>> {
    briefs(tx, ("contract", contract)).await
}

/// Agreements of a carrier with their last version, by number.
pub async fn of_carrier(tx: &mut Tx, carrier: Uuid) -> Result<Vec<Brief>> {
    briefs(tx, ("carrier", carrier)).await
}
