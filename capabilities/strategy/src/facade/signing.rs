//! Who signs a contract, and what each brings, for documents.

use database::{Result, Tx};
use kernel::Uuid;

use crate::store;

/// A signatory in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatoryBrief {
    /// The body, or the family of bodies.
    pub name: String,
    /// What the law says of its signature, in French.
    pub requirement: &'static str,
    /// What is known of its signature, in French.
    pub status: &'static str,
    /// What it commits to in a few words, or nothing.
    pub commitment: String,
    /// What it brings, line by line, in French.
    pub brought: Vec<String>,
}

/// Signatories of a contract, in order.
///
/// # Errors
/// The database failed.
pub async fn signatories(tx: &mut Tx, contract: Uuid) -> Result<Vec<SignatoryBrief>> {
    let commitments = store::commitment::of_contract(tx, contract).await?;
    let brief = |one: crate::rules::Signatory| {
        let own = commitments.iter().filter(|line| line.signatory == one.id);
        let told = |line: &crate::rules::Commitment| {
            let parts = [line.terms.measure(), line.terms.words.clone(), line.terms.when()];
            let parts: Vec<String> = parts.into_iter().filter(|part| !part.trim().is_empty()).collect();
            format!("{} : {}", line.terms.kind.french(), parts.join(", "))
        };
        SignatoryBrief {
            brought: own.map(told).collect(),
            name: one.terms.name,
            requirement: one.terms.requirement.french(),
            status: one.terms.status.french(),
            commitment: one.terms.commitment,
        }
    };
    Ok(store::signatory::of_contract(tx, contract).await?.into_iter().map(brief).collect())
}
