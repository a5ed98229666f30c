//! What signatories bring, line by line.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::authorise_on;
use crate::acts;
use crate::rules::{Commitment, CommitmentTerms, check_commitment};
use crate::store;

/// The first and last years of a contract.
async fn years(tx: &mut Tx, contract: Uuid) -> Outcome<(i64, i64)> {
    let terms = store::contract::by_id(tx, contract).await?.ok_or(Refusal::NotFound)?.terms;
    Ok((i64::from(terms.starts_on.year()), i64::from(terms.ends_on.year())))
}

/// Adds a line to what a signatory brings, last. Gives the line.
///
/// # Errors
/// Not this actor's; something to correct; no such signatory.
pub async fn add_commitment(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    signatory: Uuid,
    terms: impl Into<Filled<CommitmentTerms>>,
) -> Outcome<Uuid> {
    let signatory = store::signatory::by_id(tx, signatory).await?.ok_or(Refusal::NotFound)?;
    authorise_on(actor, signatory.contract)?;
    let mut form = terms.into();
    form.find(check_commitment(&form.value, years(tx, signatory.contract).await?));
    let terms = form.sound()?;
    let (contract, signatory) = (signatory.contract, signatory.id);
    let one = Commitment { id: outside.uuid(), contract, signatory, terms, revision: 1 };
    store::commitment::insert(tx, &one).await?;
    record(tx, outside, actor, "ajout d’un engagement", &one).await?;
    Ok(one.id)
}

/// Changes a line. Gives its contract.
///
/// # Errors
/// Not this actor's; something to correct; somebody changed it since `revision`.
pub async fn amend_commitment(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    terms: impl Into<Filled<CommitmentTerms>>,
) -> Outcome<Uuid> {
    let before = store::commitment::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    authorise_on(actor, before.contract)?;
    let mut form = terms.into();
    form.find(check_commitment(&form.value, years(tx, before.contract).await?));
    let terms = form.sound()?;
    if !store::commitment::update(tx, id, revision, &terms).await? {
        let kept = [("Mesure", terms.measure()), ("Période", terms.when()), ("Précision", terms.words.clone())];
        return Err(Failure::conflict("cet engagement", &kept.each_ref().map(|(label, text)| (*label, text.as_str()))));
    }
    let contract = before.contract;
    record(tx, outside, actor, "modification d’un engagement", &Commitment { terms, ..before }).await?;
    Ok(contract)
}

/// Takes a line out. Gives its contract.
///
/// # Errors
/// Not this actor's; no such line.
pub async fn remove_commitment(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<Uuid> {
    let before = store::commitment::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    authorise_on(actor, before.contract)?;
    store::commitment::delete(tx, id).await?;
    record(tx, outside, actor, "retrait d’un engagement", &before).await?;
    Ok(before.contract)
}

async fn record(tx: &mut Tx, outside: &Outside, actor: &Actor, what: &str, one: &Commitment) -> Outcome<()> {
    let touched = [("contract_commitment", one.id)];
    let terms = &one.terms;
    let detail = json!({ "acte": what, "nature": terms.kind.french(), "mesure": terms.measure(), "annee": terms.year });
    let entry = Entry::on(acts::AMEND.code, "contract", one.contract).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
