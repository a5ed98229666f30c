//! Gifts of firms, endowment funds and their years.

use std::collections::HashMap;

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Outside, Uuid};
use sqlx::AssertSqlSafe;

use super::{amount, day, known};
use crate::rules::{EndowmentFund, EndowmentYear, EndowmentYearTerms, Sponsorship, SponsorshipKind, SponsorshipTerms};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    contract: Uuid,
    firm: String,
    kind: String,
    told: String,
    cents: Option<i64>,
    year: i64,
    fund: Option<Uuid>,
    source: String,
    counted_on: String,
    note: String,
    is_public: bool,
    revision: i64,
}

const SELECT: &str = "SELECT id, contract, firm, kind, told, cents, year, fund, source, counted_on, note, is_public, \
                      revision FROM sponsorship";

fn read(row: Row, sheets: Vec<Uuid>) -> Result<Sponsorship> {
    Ok(Sponsorship {
        id: row.id,
        contract: row.contract,
        terms: SponsorshipTerms {
            firm: row.firm,
            kind: known("sponsorship.kind", &row.kind, SponsorshipKind::from_code(&row.kind))?,
            amount: amount("sponsorship.told", &row.told, row.cents)?,
            year: row.year,
            fund: row.fund,
            source: row.source,
            counted_on: day("sponsorship.counted_on", &row.counted_on)?,
            note: row.note,
            sheets,
            is_public: row.is_public,
        },
        revision: row.revision,
    })
}

/// One gift.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Sponsorship>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    let Some(row) = row else { return Ok(None) };
    let sql = "SELECT sheet FROM sponsorship_sheet WHERE sponsorship = $1 ORDER BY id";
    let sheets: Vec<(Uuid,)> = fetch_all!(tx, sql, id)?;
    Ok(Some(read(row, sheets.into_iter().map(|(sheet,)| sheet).collect())?))
}

/// Gifts of a contract, the last year first.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<Sponsorship>> {
    let sql = AssertSqlSafe(format!("{SELECT} WHERE contract = $1 ORDER BY year DESC, firm, id"));
    let rows: Vec<Row> = fetch_all!(tx, sql, contract)?;
    let sql = "SELECT s.sponsorship, s.sheet FROM sponsorship_sheet s JOIN sponsorship g ON g.id = s.sponsorship \
               WHERE g.contract = $1 ORDER BY s.id";
    let pairs: Vec<(Uuid, Uuid)> = fetch_all!(tx, sql, contract)?;
    let mut sheets: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for (gift, sheet) in pairs {
        sheets.entry(gift).or_default().push(sheet);
    }
    rows.into_iter()
        .map(|row| {
            let own = sheets.remove(&row.id).unwrap_or_default();
            read(row, own)
        })
        .collect()
}

/// Writes a gift: put in when `revision` is nought, changed if nobody did since otherwise.
pub async fn save(tx: &mut Tx, outside: &Outside, one: &Sponsorship, revision: i64) -> Result<bool> {
    let terms = &one.terms;
    let sql = if revision == 0 {
        "INSERT INTO sponsorship (firm, kind, told, cents, year, fund, source, counted_on, note, is_public, contract, id, \
         revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13 + 1)"
    } else {
        "UPDATE sponsorship SET firm = $1, kind = $2, told = $3, cents = $4, year = $5, fund = $6, source = $7, \
         counted_on = $8, note = $9, is_public = $10, revision = revision + 1 \
         WHERE contract = $11 AND id = $12 AND revision = $13"
    };
    let count = execute!(
        tx,
        sql,
        &terms.firm,
        terms.kind.code(),
        terms.amount.code(),
        terms.amount.cents(),
        terms.year,
        terms.fund,
        &terms.source,
        terms.counted_on.to_string(),
        &terms.note,
        terms.is_public,
        one.contract,
        one.id,
        revision
    )?;
    if count != 1 {
        return Ok(false);
    }
    execute!(tx, "DELETE FROM sponsorship_sheet WHERE sponsorship = $1", one.id)?;
    for sheet in &terms.sheets {
        let sql = "INSERT INTO sponsorship_sheet (id, sponsorship, sheet) VALUES ($1, $2, $3)";
        execute!(tx, sql, outside.uuid(), one.id, *sheet)?;
    }
    Ok(true)
}

/// Takes a gift out.
pub async fn delete(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM sponsorship_sheet WHERE sponsorship = $1", id)?;
    execute!(tx, "DELETE FROM sponsorship WHERE id = $1", id)?;
    Ok(())
}

/// Endowment funds of a contract, by name.
pub async fn funds(tx: &mut Tx, contract: Uuid) -> Result<Vec<EndowmentFund>> {
    let sql = "SELECT id, contract, name FROM endowment_fund WHERE contract = $1 ORDER BY name";
    let rows: Vec<(Uuid, Uuid, String)> = fetch_all!(tx, sql, contract)?;
    Ok(rows.into_iter().map(|(id, contract, name)| EndowmentFund { id, contract, name }).collect())
}

/// One endowment fund.
pub async fn fund(tx: &mut Tx, id: Uuid) -> Result<Option<EndowmentFund>> {
    let sql = "SELECT id, contract, name FROM endowment_fund WHERE id = $1";
    let row: Option<(Uuid, Uuid, String)> = fetch_optional!(tx, sql, id)?;
    Ok(row.map(|(id, contract, name)| EndowmentFund { id, contract, name }))
}

/// Puts an endowment fund in; gives whether there was none of that name.
pub async fn insert_fund(tx: &mut Tx, one: &EndowmentFund) -> Result<bool> {
    let sql = "INSERT INTO endowment_fund (id, contract, name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    Ok(execute!(tx, sql, one.id, one.contract, &one.name)? == 1)
}

type YearRow = (Uuid, Uuid, i64, i64, i64, String, String, String, i64);

/// Years of the endowment funds of a contract, the last first.
pub async fn years(tx: &mut Tx, contract: Uuid) -> Result<Vec<EndowmentYear>> {
    let sql = "SELECT y.id, y.fund, y.year, y.collected_cents, y.used_cents, y.note, y.source, y.counted_on, y.revision \
               FROM endowment_year y JOIN endowment_fund f ON f.id = y.fund WHERE f.contract = $1 ORDER BY y.year DESC, y.id";
    let rows: Vec<YearRow> = fetch_all!(tx, sql, contract)?;
    rows.into_iter()
        .map(|(id, fund, year, collected, used, note, source, counted_on, revision)| {
            let counted_on = day("endowment_year.counted_on", &counted_on)?;
            let terms = EndowmentYearTerms { year, collected, used, note, source, counted_on };
            Ok(EndowmentYear { id, fund, terms, revision })
        })
        .collect()
}

/// Writes a year of an endowment fund: put in when `revision` is nought, changed if nobody did since otherwise.
pub async fn save_year(tx: &mut Tx, one: &EndowmentYear, revision: i64) -> Result<bool> {
    let terms = &one.terms;
    let sql = if revision == 0 {
        "INSERT INTO endowment_year (collected_cents, used_cents, note, source, counted_on, fund, year, id, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9 + 1) ON CONFLICT DO NOTHING"
    } else {
        "UPDATE endowment_year SET collected_cents = $1, used_cents = $2, note = $3, source = $4, counted_on = $5, \
         revision = revision + 1 WHERE fund = $6 AND year = $7 AND id = $8 AND revision = $9"
    };
    let count = execute!(
        tx,
        sql,
        terms.collected,
        terms.used,
        &terms.note,
        &terms.source,
        terms.counted_on.to_string(),
        one.fund,
        terms.year,
        one.id,
        revision
    )?;
    Ok(count == 1)
}
