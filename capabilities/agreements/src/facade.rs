//! What the binary may ask of agreements, and what it tells other slices.

pub mod spending;

use database::{Result, Tx};
use jiff::civil::Date;
use kernel::{Actor, Awaited, Uuid};
use web::house::Boxed;

pub use crate::actions::followed::{
    ActionReported, AgreementTold, LineTold, PaymentTold, ReportTold, agreement_told, binding, of_payment, of_report,
};

/// What awaits somebody here.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor) -> Result<Vec<Awaited>> {
    let mut all = crate::actions::mine::awaited(tx, actor).await?;
    all.extend(crate::actions::awaiting::own(tx, actor).await?);
    all.extend(crate::actions::paying::awaited(tx, actor).await?);
    all.extend(crate::actions::awaiting::services(tx, actor).await?);
    Ok(all)
}

/// What `applications` hears keeps an organisation from asking funders again on a day: organisation, funders, contract.
pub fn owed(
    tx: &mut Tx,
    (carrier, payers, contract): (Uuid, Vec<Uuid>, Uuid),
    on: Date,
) -> Boxed<'_, Result<Vec<String>>> {
    Box::pin(async move { crate::actions::dues::owed(tx, (carrier, &payers, contract), on).await })
}

/// What those who judge a new application hear of the reports of a carrier on a contract, as far as this actor may read them.
pub fn reported<'a>(
    tx: &'a mut Tx,
    actor: &'a Actor,
    of: (Uuid, Uuid),
    on: Date,
) -> Boxed<'a, Result<Vec<programming::facade::PastReport>>> {
    Box::pin(crate::actions::told::reported(tx, actor, of, on))
}

/// What `directory` hears of an organisation: the contracts where it has a file, an agreement or a payment, or where it pays.
pub fn deals(tx: &mut Tx, organisation: Uuid) -> Boxed<'_, Result<Vec<Uuid>>> {
    Box::pin(async move {
        let mut all = applications::facade::contracts_of(tx, organisation).await?;
        all.extend(crate::store::agreement::contracts_of(tx, organisation).await?);
        Ok(all)
    })
}
