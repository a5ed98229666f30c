//! Amendments, and versions of the tree that are named.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::{Value, json};

use super::authorise_on;
use super::gesture::hold;
use crate::acts;
use crate::rules::{Amendment, AmendmentTerms, NamedVersion, check_amendment, check_version};
use crate::store;

/// Numbers of the other amendments of a contract.
async fn taken(tx: &mut Tx, contract: Uuid, own: Option<Uuid>) -> Outcome<Vec<i64>> {
    let all = store::amendment::of_contract(tx, contract).await?;
    Ok(all.into_iter().filter(|one| Some(one.id) != own).map(|one| one.terms.number).collect())
}

/// Adds an amendment to a contract.
///
/// # Errors
/// Not this actor's; something to correct; a number already taken.
pub async fn add_amendment(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    contract: Uuid,
    terms: impl Into<Filled<AmendmentTerms>>,
) -> Outcome<Uuid> {
    hold(tx, actor, contract).await?;
    let mut form = terms.into();
    if !form.is_wrong("numero") {
        form.find(check_amendment(&form.value, &taken(tx, contract, None).await?));
    }
    let terms = form.sound()?;
    let one = Amendment { id: outside.uuid(), contract, terms, revision: 1 };
    store::amendment::insert(tx, &one).await?;
    record_amendment(tx, outside, actor, "ajout d’un avenant", &one).await?;
    Ok(one.id)
}

/// Changes an amendment. Gives its contract.
///
/// # Errors
/// Not this actor's; something to correct; somebody changed it since `revision`.
pub async fn amend_amendment(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    terms: impl Into<Filled<AmendmentTerms>>,
) -> Outcome<Uuid> {
    let before = store::amendment::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    hold(tx, actor, before.contract).await?;
    let mut form = terms.into();
    if !form.is_wrong("numero") {
        form.find(check_amendment(&form.value, &taken(tx, before.contract, Some(id)).await?));
    }
    let terms = form.sound()?;
    if !store::amendment::update(tx, id, revision, &terms).await? {
        return Err(Failure::conflict("cet avenant", &[("Ce que l’avenant change", &terms.changes)]));
    }
    let contract = before.contract;
    record_amendment(tx, outside, actor, "modification d’un avenant", &Amendment { terms, ..before }).await?;
    Ok(contract)
}

/// Takes an amendment out. Gives its contract.
///
/// # Errors
/// Not this actor's; no such amendment.
pub async fn remove_amendment(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<Uuid> {
    let before = store::amendment::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    authorise_on(actor, before.contract)?;
    store::amendment::delete(tx, id).await?;
    record_amendment(tx, outside, actor, "retrait d’un avenant", &before).await?;
    Ok(before.contract)
}

async fn record_amendment(tx: &mut Tx, outside: &Outside, actor: &Actor, what: &str, one: &Amendment) -> Outcome<()> {
    let signed_on = one.terms.signed_on.map(|day| day.to_string());
    let detail = json!({ "acte": what, "numero": one.terms.number, "signe_le": signed_on });
    record(tx, outside, actor, one.contract, ("contract_amendment", one.id), detail).await
}

/// Names the tree as it stands.
///
/// # Errors
/// Not this actor's; a name to correct, or already given.
pub async fn name_version(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    contract: Uuid,
    (name, note): (&str, &str),
) -> Outcome<Uuid> {
    let seq = hold(tx, actor, contract).await?;
    let known = store::amendment::versions(tx, contract).await?;
    let names: Vec<String> = known.into_iter().map(|version| version.name).collect();
    Failure::unless_empty(check_version(name, note, &names))?;
    let version = NamedVersion {
        id: outside.uuid(),
        contract,
        name: name.to_owned(),
        seq,
        taken_at: outside.now(),
        author: actor.journal_name(),
        note: note.to_owned(),
    };
    store::amendment::insert_version(tx, &version).await?;
    let detail = json!({ "acte": "version nommée", "nom": version.name });
    record(tx, outside, actor, contract, ("contract_version", version.id), detail).await?;
    Ok(version.id)
}

async fn record(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    contract: Uuid,
    touched: (&str, Uuid),
    detail: Value,
) -> Outcome<()> {
    let touched = [touched];
    let entry = Entry::on(acts::AMEND.code, "contract", contract).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
