//! What contracts set, and the texts of funders.

use database::{Result, Tx, execute, fetch_one, fetch_optional};
use kernel::Uuid;
use settlement::Thresholds;

use crate::rules::Setting;

#[derive(sqlx::FromRow)]
struct Row {
    agreement_cents: i64,
    accounts_cents: i64,
    deposit_cents: i64,
    objectives_cents: i64,
    annex_cents: i64,
    advance_permille: i64,
    report_months: i64,
    source: String,
    revision: i64,
    gap_percent: i64,
    gap_floor_cents: i64,
    tolerance_cents: i64,
    reminder_days: String,
}

/// What a contract sets, with its revision; what the law says and 0 while there is nothing.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<(Setting, i64)> {
    let sql = "SELECT agreement_cents, accounts_cents, deposit_cents, objectives_cents, annex_cents, advance_permille, \
               report_months, source, revision, gap_percent, gap_floor_cents, tolerance_cents, reminder_days \
               FROM agreement_setting WHERE contract = $1";
    let row: Option<Row> = fetch_optional!(tx, sql, contract)?;
    let Some(row) = row else { return Ok((Setting::default(), 0)) };
    let thresholds = Thresholds {
        agreement: row.agreement_cents,
        accounts: row.accounts_cents,
        deposit: row.deposit_cents,
        objectives: row.objectives_cents,
        annex: row.annex_cents,
        ..Thresholds::default()
    };
    let reminders = crate::rules::read_days(&row.reminder_days).unwrap_or_default();
    let setting = Setting {
        thresholds,
        advance_permille: row.advance_permille,
        report_months: row.report_months,
        gap_percent: row.gap_percent,
        gap_floor: row.gap_floor_cents,
        tolerance: row.tolerance_cents,
        reminders,
        source: row.source,
    };
    Ok((setting, row.revision))
}

/// Sets it, if nobody did since `revision`. Gives the row.
pub async fn save(tx: &mut Tx, new: Uuid, (contract, revision): (Uuid, i64), one: &Setting) -> Result<Option<Uuid>> {
    let of = &one.thresholds;
    let days = one.reminders.iter().map(u16::to_string).collect::<Vec<_>>().join(", ");
    let count = if revision == 0 {
        let sql = "INSERT INTO agreement_setting (id, contract, agreement_cents, accounts_cents, deposit_cents, \
                   objectives_cents, annex_cents, advance_permille, report_months, source, gap_percent, gap_floor_cents, \
                   tolerance_cents, reminder_days, revision) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1) ON CONFLICT DO NOTHING";
        execute!(
            tx,
            sql,
            new,
            contract,
            of.agreement,
            of.accounts,
            of.deposit,
            of.objectives,
            of.annex,
            one.advance_permille,
            one.report_months,
            &one.source,
            one.gap_percent,
            one.gap_floor,
            one.tolerance,
            &days
        )?
    } else {
        let sql = "UPDATE agreement_setting SET agreement_cents = $1, accounts_cents = $2, deposit_cents = $3, \
                   objectives_cents = $4, annex_cents = $5, advance_permille = $6, report_months = $7, source = $8, \
                   gap_percent = $9, gap_floor_cents = $10, tolerance_cents = $11, reminder_days = $12, \
                   revision = revision + 1 WHERE contract = $13 AND revision = $14";
        execute!(
            tx,
            sql,
            of.agreement,
            of.accounts,
            of.deposit,
            of.objectives,
            of.annex,
            one.advance_permille,
            one.report_months,
            &one.source,
            one.gap_percent,
            one.gap_floor,
            one.tolerance,
            &days,
            contract,
            revision
        )?
    };
    if count != 1 {
        return Ok(None);
    }
    let (id,): (Uuid,) = fetch_one!(tx, "SELECT id FROM agreement_setting WHERE contract = $1", contract)?;
    Ok(Some(id))
}

/// The text of a funder, with its revision.
pub async fn template(tx: &mut Tx, contract: Uuid, payer: Uuid) -> Result<Option<(String, i64)>> {
    let sql = "SELECT body, revision FROM agreement_template WHERE contract = $1 AND payer = $2";
    fetch_optional!(tx, sql, contract, payer)
}

/// Keeps the text of a funder, if nobody did since `revision`. Gives the row.
pub async fn save_template(
    tx: &mut Tx,
    new: Uuid,
    (contract, payer, revision): (Uuid, Uuid, i64),
    body: &str,
) -> Result<Option<Uuid>> {
    let count = if revision == 0 {
        let sql = "INSERT INTO agreement_template (id, contract, payer, body, revision) VALUES ($1, $2, $3, $4, 1) \
                   ON CONFLICT DO NOTHING";
        execute!(tx, sql, new, contract, payer, body)?
    } else {
        let sql = "UPDATE agreement_template SET body = $1, revision = revision + 1 \
                   WHERE contract = $2 AND payer = $3 AND revision = $4";
        execute!(tx, sql, body, contract, payer, revision)?
    };
    if count != 1 {
        return Ok(None);
    }
    let sql = "SELECT id FROM agreement_template WHERE contract = $1 AND payer = $2";
    let (id,): (Uuid,) = fetch_one!(tx, sql, contract, payer)?;
    Ok(Some(id))
}
