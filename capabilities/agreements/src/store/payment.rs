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

/// Payments of the agreements of a contract in one state, the first first.
pub async fn in_state(tx: &mut Tx, contract: Uuid, state: PaymentState) -> Result<Vec<Payment>> {
    let join = "JOIN agreement ON agreement.id = payment.agreement";
    let sql =
        format!("{SELECT} {join} WHERE agreement.contract = $1 AND payment.state = $2 ORDER BY payment.reference");
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), contract, state.code())?;
    rows.into_iter().map(read).collect()
}

/// What payments of a contract come to, for one funder in one state.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PaymentSum {
    /// Who pays.
    pub payer: Uuid,
    /// A funder of a call it pays as.
    pub call_funder: Uuid,
    /// The state.
    pub state: String,
    /// How many payments.
    pub count: i64,
    /// How much, in cents.
    pub cents: i64,
}

/// What payments of a contract come to, by funder and state; of the agreements of one carrier only when it is named.
pub async fn sums(tx: &mut Tx, contract: Uuid, carrier: Option<Uuid>) -> Result<Vec<PaymentSum>> {
    let own = if carrier.is_some() { "AND agreement.carrier = $2 " } else { "" };
    let sql = AssertSqlSafe(format!(
        "SELECT agreement.payer, agreement.call_funder, payment.state, COUNT(*) AS count, \
         CAST(SUM(payment.cents) AS BIGINT) AS cents \
         FROM payment JOIN agreement ON agreement.id = payment.agreement WHERE agreement.contract = $1 {own}\
         GROUP BY agreement.payer, agreement.call_funder, payment.state"
    ));
    match carrier {
        Some(carrier) => fetch_all!(tx, sql, contract, carrier),
        None => fetch_all!(tx, sql, contract),
    }
}

/// A payment that waits for somebody to check it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PaymentWaiting {
    /// The contract.
    pub contract: Uuid,
    /// Who pays.
    pub payer: Uuid,
    /// The funder of the call.
    pub call_funder: Uuid,
    /// Who is paid.
    pub carrier: Uuid,
    /// Who proposed it.
    pub proposed_by: Option<Uuid>,
    /// For whom she acted.
    pub proposed_for: Option<Uuid>,
}

/// Payments that wait for somebody to check them, on every contract.
pub async fn waiting(tx: &mut Tx) -> Result<Vec<PaymentWaiting>> {
    let sql = "SELECT agreement.contract, agreement.payer, agreement.call_funder, agreement.carrier, payment.proposed_by, \
               payment.proposed_for FROM payment JOIN agreement ON agreement.id = payment.agreement \
               WHERE payment.state = 'proposed'";
    fetch_all!(tx, sql)
}

/// Agreements with an instalment that nobody proposed and whose own condition is met on a day, by number: signed by all and not being
/// amended; so many after so many others.
pub async fn open(
    tx: &mut Tx,
    contract: Uuid,
    today: Date,
    (most, after): (usize, usize),
) -> Result<Vec<(Uuid, Uuid, Uuid, Uuid)>> {
    let sql = "SELECT agreement.id, agreement.payer, agreement.call_funder, agreement.carrier FROM agreement \
               JOIN agreement_version version ON version.agreement = agreement.id \
               WHERE agreement.contract = $1 AND version.state = 'signed' AND version.number = \
               (SELECT MAX(other.number) FROM agreement_version other WHERE other.agreement = agreement.id) AND EXISTS \
               (SELECT 1 FROM agreement_instalment plan WHERE plan.version = version.id AND NOT EXISTS \
               (SELECT 1 FROM payment WHERE payment.mark = plan.mark AND payment.state <> 'refused') AND \
               (plan.wait = 'signature' OR plan.wait = 'day' AND plan.day <= $2 OR plan.wait = 'report' AND EXISTS \
               (SELECT 1 FROM agreement_report report WHERE report.agreement = agreement.id AND report.year = plan.year \
               AND report.kind = 'final' AND report.state = 'accepted'))) \
               ORDER BY agreement.number LIMIT $3 OFFSET $4";
    fetch_all!(tx, sql, contract, today.to_string(), most as i64, after as i64)
}

/// Instalments of these agreements that are proposed, under way or paid: (agreement, instalment).
pub async fn engaged(tx: &mut Tx, agreements: &[Uuid]) -> Result<Vec<(Uuid, Uuid)>> {
    let sql = "SELECT agreement, mark FROM payment WHERE state <> 'refused' AND agreement IN ({rows})";
    super::among(tx, sql, agreements).await
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
    /// What the bank reads otherwise than it is written here, a sentence a line.
    pub spelt: String,
}

const BATCH: &str =
    "SELECT id, contract, payer, reference, pay_on, made_at, by_name, cents, count, spelt FROM payment_batch";

/// A batch in a list.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct BatchBrief {
    /// It.
    #[sqlx(flatten)]
    pub batch: PaymentBatch,
    /// Whether it has transfers.
    pub has_transfers: bool,
    /// How many of its payments are not known as paid.
    pub unpaid: i64,
}

/// Batches of a contract, the last first, so many.
pub async fn batches(tx: &mut Tx, contract: Uuid, most: usize) -> Result<Vec<BatchBrief>> {
    let columns = BATCH.replace(" FROM payment_batch", "");
    let sql = AssertSqlSafe(format!(
        "{columns}, transfers IS NOT NULL AS has_transfers, \
         (SELECT COUNT(*) FROM payment WHERE payment.batch = payment_batch.id AND payment.paid_on IS NULL) AS unpaid \
         FROM payment_batch WHERE contract = $1 ORDER BY made_at DESC, reference DESC LIMIT $2"
    ));
    fetch_all!(tx, sql, contract, most as i64)
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
        "INSERT INTO payment_batch (id, contract, payer, reference, pay_on, made_at, by_name, cents, count, listing, transfers, spelt) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
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
        transfers,
        &one.spelt
    )?;
    Ok(())
}

/// The sealed files of a batch.
pub async fn files(tx: &mut Tx, id: Uuid) -> Result<Option<(Vec<u8>, Option<Vec<u8>>)>> {
    fetch_optional!(tx, "SELECT listing, transfers FROM payment_batch WHERE id = $1", id)
}
