//! What was paid of what was decided, and paid back, for whoever sets it beside other money.

use std::collections::HashMap;

use database::{Result, Tx};
use jiff::civil::Date;
use kernel::Uuid;
use settlement::share_out;

use crate::rules::{PaymentState, Version};
use crate::store;

/// A payment made or paid back, as far as one decision is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaidPart {
    /// What was decided.
    pub funding: Uuid,
    /// The agreement: « C2026-0001 ».
    pub agreement: String,
    /// The day the money left, or came back.
    pub paid_on: Date,
    /// How much of it, in cents.
    pub cents: i64,
}

/// Money that moved on a contract, in parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// Payments made.
    pub paid: Vec<PaidPart>,
    /// What carriers paid back.
    pub back: Vec<PaidPart>,
}

/// Payments made on the signed agreements of a contract, and what was paid back of them. A sum of an agreement of several actions is
/// shared out between them by their amounts, to the cent.
///
/// # Errors
/// The database failed.
pub async fn moved(tx: &mut Tx, contract: Uuid) -> Result<Moved> {
    let versions = store::version::signed_on(tx, contract).await?;
    let signed: HashMap<Uuid, Version> = versions.into_iter().map(|one| (one.agreement, one)).collect();
    let numbers: HashMap<Uuid, String> =
        store::agreement::on_contract(tx, contract).await?.into_iter().map(|one| (one.id, one.number)).collect();
    let parts = |agreement: Uuid, paid_on: Date, cents: i64| -> Vec<PaidPart> {
        let lines = signed.get(&agreement).map(|version| version.lines.as_slice()).unwrap_or_default();
        // Amounts beyond 42 million euros weigh as much as that.
        let weights: Vec<u32> = lines.iter().map(|line| u32::try_from(line.cents).unwrap_or(u32::MAX)).collect();
        let number = numbers.get(&agreement).cloned().unwrap_or_default();
        let part = |(funding, cents)| PaidPart { funding, agreement: number.clone(), paid_on, cents };
        lines.iter().map(|line| line.funding).zip(share_out(cents, &weights)).map(part).collect()
    };
    let mut all = Moved::default();
    for payment in store::payment::in_state(tx, contract, PaymentState::Paid).await? {
        if let Some(paid_on) = payment.paid_on {
            all.paid.extend(parts(payment.agreement, paid_on, payment.cents));
        }
    }
    for order in store::repayment::of_contract(tx, contract).await? {
        for (cents, on) in order.receipts {
            all.back.extend(parts(order.agreement, on, cents));
        }
    }
    Ok(all)
}
