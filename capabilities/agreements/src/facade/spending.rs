//! What was paid of what was decided, for whoever sets it beside other money.

use std::collections::HashMap;

use database::{Result, Tx};
use jiff::civil::Date;
use kernel::Uuid;
use settlement::share_out;

use crate::rules::{PaymentState, Version, VersionState};
use crate::store;

/// A payment made, as far as one decision is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaidPart {
    /// What was decided.
    pub funding: Uuid,
    /// The agreement: « C2026-0001 ».
    pub agreement: String,
    /// The day the money left.
    pub paid_on: Date,
    /// How much of it, in cents.
    pub cents: i64,
}

/// Payments made on the signed agreements of a contract. A payment of an agreement of several actions is shared out between them by
/// their amounts, to the cent. What was paid back afterwards is not taken off.
///
/// # Errors
/// The database failed.
pub async fn paid_parts(tx: &mut Tx, contract: Uuid) -> Result<Vec<PaidPart>> {
    let mut signed: HashMap<Uuid, Version> = HashMap::new();
    for version in store::version::of_contract(tx, contract).await? {
        if version.state == VersionState::Signed {
            signed.insert(version.agreement, version);
        }
    }
    let numbers: HashMap<Uuid, String> = store::agreement::of_contract(tx, contract)
        .await?
        .into_iter()
        .map(|one| (one.agreement.id, one.agreement.number))
        .collect();
    let mut all = Vec::new();
    for payment in store::payment::of_contract(tx, contract).await? {
        let (PaymentState::Paid, Some(paid_on)) = (payment.state, payment.paid_on) else { continue };
        let Some(version) = signed.get(&payment.agreement) else { continue };
        // Amounts beyond 42 million euros weigh as much as that.
        let weights: Vec<u32> =
            version.lines.iter().map(|line| u32::try_from(line.cents).unwrap_or(u32::MAX)).collect();
        let number = numbers.get(&payment.agreement).cloned().unwrap_or_default();
        for (line, cents) in version.lines.iter().zip(share_out(payment.cents, &weights)) {
            all.push(PaidPart { funding: line.funding, agreement: number.clone(), paid_on, cents });
        }
    }
    Ok(all)
}
