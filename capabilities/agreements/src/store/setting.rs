//! What contracts set, and the texts of funders.

use database::{Result, Tx, execute, fetch_one, fetch_optional};
use kernel::Uuid;
use settlement::Thresholds;

use crate::rules::Setting;

type Row = (i64, i64, i64, i64, i64, i64, i64, String, i64);

/// What a contract sets, with its revision; what the law says and 0 while there is nothing.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<(Setting, i64)> {
    let sql = "SELECT agreement_cents, accounts_cents, deposit_cents, objectives_cents, annex_cents, advance_permille, \
               report_months, source, revision FROM agreement_setting WHERE contract = $1";
    let row: Option<Row> = fetch_optional!(tx, sql, contract)?;
    let Some((agreement, accounts, deposit, objectives, annex, advance_permille, report_months, source, revision)) =
        row
    else {
        return Ok((Setting::default(), 0));
    };
    let thresholds = Thresholds { agreement, accounts, deposit, objectives, annex, ..Thresholds::default() };
    Ok((Setting { thresholds, advance_permille, report_months, source }, revision))
}

/// Sets it, if nobody did since `revision`. Gives the row.
pub async fn save(tx: &mut Tx, new: Uuid, (contract, revision): (Uuid, i64), one: &Setting) -> Result<Option<Uuid>> {
    let of = &one.thresholds;
    let count = if revision == 0 {
        let sql = "INSERT INTO agreement_setting (id, contract, agreement_cents, accounts_cents, deposit_cents, \
                   objectives_cents, annex_cents, advance_permille, report_months, source, revision) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1) ON CONFLICT DO NOTHING";
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
            &one.source
        )?
    } else {
        let sql = "UPDATE agreement_setting SET agreement_cents = $1, accounts_cents = $2, deposit_cents = $3, \
                   objectives_cents = $4, annex_cents = $5, advance_permille = $6, report_months = $7, source = $8, \
                   revision = revision + 1 WHERE contract = $9 AND revision = $10";
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
