//! Those who sign.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::authorise_on;
use crate::acts;
use crate::rules::{Signatory, SignatoryTerms, check_signatory};
use crate::store;

/// Adds a signatory, last.
///
/// # Errors
/// Not this actor's; something to correct; no such contract.
pub async fn add_signatory(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    contract: Uuid,
    terms: impl Into<Filled<SignatoryTerms>>,
) -> Outcome<Uuid> {
    store::contract::by_id(tx, contract).await?.ok_or(Refusal::NotFound)?;
    authorise_on(actor, contract)?;
    let mut form = terms.into();
    form.find(check_signatory(&form.value));
    let terms = form.sound()?;
    let signatory = Signatory { id: outside.uuid(), contract, terms, revision: 1 };
    store::signatory::insert(tx, &signatory).await?;
    record(tx, outside, actor, "ajout", &signatory).await?;
    Ok(signatory.id)
}

/// Changes what is written of a signatory.
///
/// # Errors
/// Not this actor's; something to correct; somebody changed it since `revision`.
pub async fn amend_signatory(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    revision: i64,
    terms: impl Into<Filled<SignatoryTerms>>,
) -> Outcome<Uuid> {
    let before = store::signatory::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    authorise_on(actor, before.contract)?;
    let mut form = terms.into();
    form.find(check_signatory(&form.value));
    let terms = form.sound()?;
    if !store::signatory::update(tx, id, revision, &terms).await? {
        let kept = [("Nom", terms.name.as_str()), ("Engagement", &terms.commitment)];
        return Err(Failure::conflict("ce signataire", &kept));
    }
    let contract = before.contract;
    record(tx, outside, actor, "modification", &Signatory { terms, ..before }).await?;
    Ok(contract)
}

/// Takes a signatory out, with what it was to bring. Gives its contract.
///
/// # Errors
/// Not this actor's; no such signatory.
pub async fn remove_signatory(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<Uuid> {
    let before = store::signatory::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    authorise_on(actor, before.contract)?;
    let gone = store::commitment::delete_of(tx, id).await?;
    store::signatory::delete(tx, id).await?;
    record_with(tx, outside, actor, "retrait", &before, gone).await?;
    Ok(before.contract)
}

async fn record(tx: &mut Tx, outside: &Outside, actor: &Actor, what: &str, signatory: &Signatory) -> Outcome<()> {
    record_with(tx, outside, actor, what, signatory, Vec::new()).await
}

async fn record_with(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    what: &str,
    signatory: &Signatory,
    commitments: Vec<Uuid>,
) -> Outcome<()> {
    let mut touched = vec![("contract_signatory", signatory.id)];
    touched.extend(commitments.into_iter().map(|id| ("contract_commitment", id)));
    let detail = json!({ "acte": what, "signataire": signatory.terms.name, "etat": signatory.terms.status.code() });
    let entry = Entry::on(acts::AMEND.code, "contract", signatory.contract).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
