//! Payments and the batches they leave in.

use database::{DbError, Result, Tx, execute, fetch_all, fetch_optional};
use jiff::civil::Date;
use kernel::{Moment, Uuid};
use sqlx::AssertSqlSafe;

use crate::rules::{Payment, PaymentState};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    agreement: Uuid,
    mark: Uuid,
    reference: String,
    cents: i64,
    state: String,
    proposed_by: Option<Uuid>,
    proposed_for: Option<Uuid>,
    proposed_name: String,
    proposed_at: i64,
    checked_name: Option<String>,
    checked_at: Option<i64>,
    batch: Option<Uuid>,
    sent_at: Option<i64>,
    paid_on: Option<String>,
    reason: String,
    revision: i64,
}

fn read(row: Row) -> Result<Payment> {
    let unknown = || DbError::Unreadable { place: "payment.state", problem: row.state.clone() };
    let unread = |text: &str| DbError::Unreadable { place: "payment.paid_on", problem: text.to_owned() };
    let paid_on = row.paid_on.as_deref().map(|text| text.parse().map_err(|_| unread(text))).transpose()?;
    Ok(Payment {
        state: PaymentState::from_code(&row.state).ok_or_else(unknown)?,
        paid_on,
        id: row.id,
        agreement: row.agreement,
        mark: row.mark,
        reference: row.reference,
        cents: row.cents,
        proposed_by: [row.proposed_by, row.proposed_for],
        proposed_name: row.proposed_name,
        proposed_at: Moment(row.proposed_at),
        checked_name: row.checked_name,
        checked_at: row.checked_at.map(Moment),
        batch: row.batch,
        sent_at: row.sent_at.map(Moment),
        reason: row.reason,
        revision: row.revision,
    })
}

const SELECT: &str = "SELECT payment.id, payment.agreement, payment.mark, payment.reference, payment.cents, payment.state, \
                      payment.proposed_by, payment.proposed_for, payment.proposed_name, payment.proposed_at, \
                      payment.checked_name, payment.checked_at, payment.batch, payment.sent_at, payment.paid_on, \
                      payment.reason, payment.revision FROM payment";

/// Payments of an agreement, the first first.
pub async fn of_agreement(tx: &mut Tx, agreement: Uuid) -> Result<Vec<Payment>> {
    let sql = AssertSqlSafe(format!("{SELECT} WHERE payment.agreement = $1 ORDER BY payment.reference"));
    let rows: Vec<Row> = fetch_all!(tx, sql, agreement)?;
    rows.into_iter().map(read).collect()
}

/// Payments of the agreements of a contract, the first first.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<Payment>> {
    let join = "JOIN agreement ON agreement.id = payment.agreement";
    let sql = AssertSqlSafe(format!("{SELECT} {join} WHERE agreement.contract = $1 ORDER BY payment.reference"));
    let rows: Vec<Row> = fetch_all!(tx, sql, contract)?;
    rows.into_iter().map(read).collect()
}

/// A payment.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Payment>> {
    let sql = AssertSqlSafe(format!("{SELECT} WHERE payment.id = $1"));
    let row: Option<Row> = fetch_optional!(tx, sql, id)?;
    row.map(read).transpose()
}

/// Puts a payment in; gives whether its instalment had none that counts.
pub async fn insert(tx: &mut Tx, one: &Payment) -> Result<bool> {
    let [by, acting_for] = one.proposed_by;
    let count = execute!(
        tx,
        "INSERT INTO payment (id, agreement, mark, reference, cents, state, proposed_by, proposed_for, proposed_name, \
         proposed_at, reason, revision) VALUES ($1, $2, $3, $4, $5, 'proposed', $6, $7, $8, $9, '', 1) ON CONFLICT DO NOTHING",
        one.id,
        one.agreement,
        one.mark,
        &one.reference,
        one.cents,
        by,
        acting_for,
        &one.proposed_name,
        one.proposed_at.0
    )?;
    Ok(count == 1)
}

/// Says that somebody checked a payment that was proposed, if nobody moved it since `revision`.
pub async fn check(tx: &mut Tx, (id, revision): (Uuid, i64), by_name: &str, at: Moment) -> Result<bool> {
    let sql = "UPDATE payment SET state = 'checked', checked_name = $1, checked_at = $2, revision = revision + 1 \
               WHERE id = $3 AND revision = $4 AND state = 'proposed'";
    Ok(execute!(tx, sql, by_name, at.0, id, revision)? == 1)
}

/// Sets aside a payment that did not leave, if nobody moved it since `revision`.
pub async fn refuse(tx: &mut Tx, (id, revision): (Uuid, i64), by_name: &str, at: Moment, why: &str) -> Result<bool> {
    let sql = "UPDATE payment SET state = 'refused', checked_name = $1, checked_at = $2, reason = $3, \
               revision = revision + 1 WHERE id = $4 AND revision = $5 AND state IN ('proposed', 'checked')";
    Ok(execute!(tx, sql, by_name, at.0, why, id, revision)? == 1)
}

/// Says that a checked payment left in a batch, if nobody moved it since `revision`.
pub async fn send(tx: &mut Tx, (id, revision): (Uuid, i64), batch: Uuid, at: Moment) -> Result<bool> {
    let sql = "UPDATE payment SET state = 'sent', batch = $1, sent_at = $2, revision = revision + 1 \
               WHERE id = $3 AND revision = $4 AND state = 'checked'";
    Ok(execute!(tx, sql, batch, at.0, id, revision)? == 1)
}

/// Says that a payment that left was paid. Gives whether it was not known yet.
pub async fn pay(tx: &mut Tx, id: Uuid, on: Date) -> Result<bool> {
    let sql =
        "UPDATE payment SET state = 'paid', paid_on = $1, revision = revision + 1 WHERE id = $2 AND state = 'sent'";
    Ok(execute!(tx, sql, on.to_string(), id)? == 1)
}

/// What was handed to an accountant on a day, without its files.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PaymentBatch {
    /// Which.
    pub id: Uuid,
    /// Its contract.
    pub contract: Uuid,
    /// Who pays.
    pub payer: Uuid,
    /// « L2026-0001 ».
    pub reference: String,
    /// Day the money is to leave, `YYYY-MM-DD`.
    pub pay_on: String,
    /// When it was made, in milliseconds.
    pub made_at: i64,
    /// By whom.
    pub by_name: String,
    /// What it comes to.
    pub cents: i64,
    /// How many payments.
    pub count: i64,
}

const BATCH: &str = "SELECT id, contract, payer, reference, pay_on, made_at, by_name, cents, count FROM payment_batch";

/// Batches of a contract, the last first.
pub async fn batches(tx: &mut Tx, contract: Uuid) -> Result<Vec<PaymentBatch>> {
    let sql = AssertSqlSafe(format!("{BATCH} WHERE contract = $1 ORDER BY made_at DESC, reference DESC"));
    fetch_all!(tx, sql, contract)
}

/// A batch.
pub async fn batch(tx: &mut Tx, id: Uuid) -> Result<Option<PaymentBatch>> {
    let sql = AssertSqlSafe(format!("{BATCH} WHERE id = $1"));
    fetch_optional!(tx, sql, id)
}

/// Puts a batch in, with its sealed files: the list, and the transfers when the account that pays is known.
pub async fn insert_batch(
    tx: &mut Tx,
    one: &PaymentBatch,
    (listing, transfers): (Vec<u8>, Option<Vec<u8>>),
) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO payment_batch (id, contract, payer, reference, pay_on, made_at, by_name, cents, count, listing, transfers) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        one.id,
        one.contract,
        one.payer,
        &one.reference,
        &one.pay_on,
        one.made_at,
        &one.by_name,
        one.cents,
        one.count,
        listing,
        transfers
    )?;
    Ok(())
}

/// The sealed files of a batch.
pub async fn files(tx: &mut Tx, id: Uuid) -> Result<Option<(Vec<u8>, Option<Vec<u8>>)>> {
    fetch_optional!(tx, "SELECT listing, transfers FROM payment_batch WHERE id = $1", id)
}
