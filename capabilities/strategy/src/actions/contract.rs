//! Opening a contract and changing its terms.

use database::Tx;
use database::search;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;

use super::authorise_on;
use super::gesture::index_nodes;
use crate::acts;
use crate::rules::{Contract, ContractTerms, check_code, check_period, check_terms};
use crate::store;

/// Opens a contract over these neighbourhoods, in order. Gives its identifier.
///
/// # Errors
/// Not this actor's; a term to correct; a code already used.
pub async fn create_contract(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    code: &str,
    terms: impl Into<Filled<ContractTerms>>,
    areas: &[Uuid],
) -> Outcome<Uuid> {
    actor.authorise(&acts::CREATE, &Scope::EVERYWHERE)?;
    let mut form = terms.into();
    form.find(check_code(code));
    if store::contract::by_code(tx, code).await?.is_some() {
        let sentence = "Un autre contrat porte déjà ce nom court : choisissez-en un autre";
        form.find([FieldError::new("reference", sentence)]);
    }
    check(&mut form);
    let terms = form.sound()?;
    let contract = Contract { id: outside.uuid(), code: code.to_owned(), terms, revision: 1 };
    store::contract::insert(tx, &contract).await?;
    let placed: Vec<(Uuid, Uuid)> = areas.iter().map(|area| (outside.uuid(), *area)).collect();
    store::contract::replace_areas(tx, contract.id, &placed).await?;
    indexed(tx, &contract).await?;
    let mut touched = vec![("contract", contract.id)];
    touched.extend(placed.iter().map(|(row, _)| ("contract_area", *row)));
    let entry = Entry::on(acts::CREATE.code, "contract", contract.id)
        .detail(json!({ "titre": contract.terms.title }))
        .touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(contract.id)
}

/// Changes the terms of a contract.
///
/// # Errors
/// Not this actor's; a term to correct; somebody changed it since `revision`.
pub async fn amend_contract(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    revision: i64,
    terms: impl Into<Filled<ContractTerms>>,
) -> Outcome<()> {
    let before = store::contract::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    authorise_on(actor, id)?;
    let mut form = terms.into();
    check(&mut form);
    let terms = form.sound()?;
    if !store::contract::update(tx, id, revision, &terms).await? {
        let kept = [("Titre", terms.title.as_str()), ("Source", &terms.source), ("Note", &terms.note)];
        return Err(Failure::conflict("ce contrat", &kept));
    }
    let detail = json!({
        "avant": { "titre": before.terms.title, "debut": before.terms.starts_on.to_string(), "fin": before.terms.ends_on.to_string(), "etat": before.terms.status.code() },
        "apres": { "titre": terms.title, "debut": terms.starts_on.to_string(), "fin": terms.ends_on.to_string(), "etat": terms.status.code() },
    });
    indexed(tx, &Contract { terms, ..before }).await?;
    let touched = [("contract", id)];
    let entry = Entry::on(acts::AMEND.code, "contract", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Gives a contract its neighbourhoods, in order.
///
/// # Errors
/// Not this actor's; no such contract.
pub async fn set_areas(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid, areas: &[Uuid]) -> Outcome<()> {
    let contract = store::contract::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    authorise_on(actor, id)?;
    let placed: Vec<(Uuid, Uuid)> = areas.iter().map(|area| (outside.uuid(), *area)).collect();
    store::contract::replace_areas(tx, id, &placed).await?;
    indexed(tx, &contract).await?;
    let touched: Vec<(&str, Uuid)> = placed.iter().map(|(row, _)| ("contract_area", *row)).collect();
    let entry =
        Entry::on(acts::AMEND.code, "contract", id).detail(json!({ "quartiers": areas.len() })).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

fn check(form: &mut Filled<ContractTerms>) {
    form.find(check_terms(&form.value));
    if !form.is_wrong("debut") && !form.is_wrong("fin") {
        form.find(check_period(&form.value));
    }
}

pub(crate) async fn indexed(tx: &mut Tx, contract: &Contract) -> Outcome<()> {
    let url = crate::facade::path(&contract.code);
    let areas = store::contract::areas(tx, contract.id).await?;
    let entry = search::Entry::new("contrat", contract.id, search::Audience::Public)
        .told(&contract.terms.title, &contract.terms.note, &url)
        .of(contract.id)
        .at(&areas)
        .on(contract.terms.starts_on);
    search::index(tx, &entry).await?;
    Ok(())
}

/// Puts contracts and the elements of their trees into the site’s search again, after a version reads them otherwise.
///
/// # Errors
/// The database failed.
pub async fn index_all(tx: &mut Tx) -> Outcome<()> {
    for contract in store::contract::all(tx).await? {
        indexed(tx, &contract).await?;
        let nodes = store::tree::nodes(tx, contract.id).await?;
        index_nodes(tx, contract.id, nodes.iter()).await?;
    }
    Ok(())
}
