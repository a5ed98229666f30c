//! What signatories promise, as figures, for whoever sets it beside what was brought.

use database::{Result, Tx};
use kernel::{Cents, Uuid};

use crate::store;

pub use crate::rules::CommitmentKind;

/// A signatory of a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatoryName {
    /// Which.
    pub id: Uuid,
    /// Its contract.
    pub contract: Uuid,
    /// The body, or the family of bodies.
    pub name: String,
}

/// Something a signatory promises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pledge {
    /// Who.
    pub signatory: Uuid,
    /// What.
    pub kind: CommitmentKind,
    /// Money, when it is said in money.
    pub amount: Option<Cents>,
    /// People’s time, in hundredths of a post.
    pub fte_hundredths: Option<i64>,
    /// The year; none: the whole contract.
    pub year: Option<i64>,
}

/// Signatories of a contract, in order.
///
/// # Errors
/// The database failed.
pub async fn signatory_names(tx: &mut Tx, contract: Uuid) -> Result<Vec<SignatoryName>> {
    let all = store::signatory::of_contract(tx, contract).await?;
    Ok(all.into_iter().map(|one| SignatoryName { id: one.id, contract: one.contract, name: one.terms.name }).collect())
}

/// One signatory.
///
/// # Errors
/// The database failed.
pub async fn signatory_name(tx: &mut Tx, id: Uuid) -> Result<Option<SignatoryName>> {
    let found = store::signatory::by_id(tx, id).await?;
    Ok(found.map(|one| SignatoryName { id: one.id, contract: one.contract, name: one.terms.name }))
}

/// What the signatories of a contract promise, line by line.
///
/// # Errors
/// The database failed.
pub async fn pledges(tx: &mut Tx, contract: Uuid) -> Result<Vec<Pledge>> {
    let all = store::commitment::of_contract(tx, contract).await?;
    let pledge = |one: crate::rules::Commitment| Pledge {
        signatory: one.signatory,
        kind: one.terms.kind,
        amount: one.terms.amount,
        fte_hundredths: one.terms.fte_hundredths,
        year: one.terms.year,
    };
    Ok(all.into_iter().map(pledge).collect())
}
