//! What is asked back, and what came back.

use std::collections::HashMap;

use database::{DbError, Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use jiff::civil::Date;
use kernel::{Moment, Uuid};
use sqlx::AssertSqlSafe;

use crate::rules::{Back, Repayment};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    agreement: Uuid,
    report: Option<Uuid>,
    number: String,
    cents: i64,
    reason: String,
    due_on: String,
    issued_at: i64,
    by_name: String,
    name: String,
}

fn day(text: &str) -> Result<Date> {
    text.parse().map_err(|_| DbError::Unreadable { place: "repayment day", problem: text.to_owned() })
}

fn read(row: Row) -> Result<Repayment> {
    Ok(Repayment {
        due_on: day(&row.due_on)?,
        id: row.id,
        agreement: row.agreement,
        report: row.report,
        number: row.number,
        cents: row.cents,
        reason: row.reason,
        issued_at: Moment(row.issued_at),
        by_name: row.by_name,
        name: row.name,
        receipts: Vec::new(),
    })
}

async fn where_is(tx: &mut Tx, (column, value): (&str, Uuid)) -> Result<Vec<Repayment>> {
    let join = "JOIN agreement ON agreement.id = repayment.agreement";
    let sql = format!(
        "SELECT repayment.id, repayment.agreement, repayment.report, repayment.number, repayment.cents, repayment.reason, \
         repayment.due_on, repayment.issued_at, repayment.by_name, repayment.name FROM repayment {join} \
         WHERE {column} = $1 ORDER BY repayment.number"
    );
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), value)?;
    let mut all: Vec<Repayment> = rows.into_iter().map(read).collect::<Result<_>>()?;
    let places: HashMap<Uuid, usize> = all.iter().enumerate().map(|(rank, one)| (one.id, rank)).collect();
    let sql = format!(
        "SELECT receipt.repayment, receipt.cents, receipt.received_on FROM repayment_receipt receipt \
         JOIN repayment ON repayment.id = receipt.repayment {join} WHERE {column} = $1 ORDER BY receipt.received_on, receipt.id"
    );
    let receipts: Vec<(Uuid, i64, String)> = fetch_all!(tx, AssertSqlSafe(sql), value)?;
    for (repayment, cents, on) in receipts {
        let on = day(&on)?;
        if let Some(one) = places.get(&repayment).and_then(|rank| all.get_mut(*rank)) {
            one.receipts.push((cents, on));
        }
    }
    Ok(all)
}

/// What is asked back of an agreement, the first first.
pub async fn of_agreement(tx: &mut Tx, agreement: Uuid) -> Result<Vec<Repayment>> {
    where_is(tx, ("repayment.agreement", agreement)).await
}

/// What is asked back on a contract, the first first.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<Repayment>> {
    where_is(tx, ("agreement.contract", contract)).await
}

/// One sum asked back.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Repayment>> {
    Ok(where_is(tx, ("repayment.id", id)).await?.pop())
}

/// What reports and repayments change in what an agreement comes to.
pub async fn back_of(tx: &mut Tx, agreement: Uuid) -> Result<Back> {
    let sql = "SELECT CAST(COALESCE(SUM(released_cents), 0) AS BIGINT) FROM agreement_report \
               WHERE agreement = $1 AND state = 'accepted'";
    let (released,): (i64,) = fetch_one!(tx, sql, agreement)?;
    let orders = of_agreement(tx, agreement).await?;
    let (asked, repaid) = (orders.iter().map(|one| one.cents).sum(), orders.iter().map(Repayment::repaid).sum());
    Ok(Back { released, asked, repaid })
}

/// Keeps what is asked back, with its letter.
pub async fn insert(tx: &mut Tx, one: &Repayment, content: Vec<u8>) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO repayment (id, agreement, report, number, cents, reason, due_on, issued_at, by_name, name, content) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        one.id,
        one.agreement,
        one.report,
        &one.number,
        one.cents,
        &one.reason,
        one.due_on.to_string(),
        one.issued_at.0,
        &one.by_name,
        &one.name,
        content
    )?;
    Ok(())
}

/// The letter of what is asked back.
pub async fn letter(tx: &mut Tx, id: Uuid) -> Result<Option<Vec<u8>>> {
    let row: Option<(Vec<u8>,)> = fetch_optional!(tx, "SELECT content FROM repayment WHERE id = $1", id)?;
    Ok(row.map(|(content,)| content))
}

/// Notes what came back.
pub async fn receive(
    tx: &mut Tx,
    (id, repayment): (Uuid, Uuid),
    (cents, on): (i64, Date),
    (by_name, at): (&str, Moment),
) -> Result<()> {
    let sql = "INSERT INTO repayment_receipt (id, repayment, cents, received_on, noted_at, by_name) \
               VALUES ($1, $2, $3, $4, $5, $6)";
    execute!(tx, sql, id, repayment, cents, on.to_string(), at.0, by_name)?;
    Ok(())
}
