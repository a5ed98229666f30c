//! Posts and their kinds.

use database::Tx;
use journal::Entry;
use kernel::{Act, Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;

pub use crate::rules::{Post, PostTerms};
use crate::rules::{PostKind, check_post, check_post_kind};
use crate::{acts, store};

/// A post this actor may do this to. Not hers and not there look alike.
///
/// # Errors
/// Not there or not this actor’s; the database failed.
pub async fn post(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<Post> {
    let found = store::post::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    if !actor.may(&acts::READ, &found.scope()).is_allowed() {
        return Err(Refusal::NotFound.into());
    }
    actor.authorise(act, &found.scope())?;
    Ok(found)
}

/// Kinds of posts of a contract: those everybody knows, then its own.
///
/// # Errors
/// The database failed.
pub async fn kinds(tx: &mut Tx, contract: Uuid) -> database::Result<Vec<(String, String)>> {
    let known = PostKind::ALL.iter().map(|kind| (kind.code().to_owned(), kind.french().to_owned()));
    let own = store::post::kinds(tx, contract).await?;
    Ok(known.chain(own.into_iter().map(|(id, label)| (id.to_string(), label))).collect())
}

/// Adds a kind of posts to a contract.
///
/// # Errors
/// Not this actor’s; something to correct.
pub async fn add_kind(tx: &mut Tx, outside: &Outside, actor: &Actor, contract: Uuid, label: &str) -> Outcome<()> {
    let contract = strategy::facade::contract(tx, contract).await?.ok_or(Refusal::NotFound)?;
    actor.authorise(&acts::MANAGE, &Scope::contract(contract.id))?;
    let known: Vec<String> = kinds(tx, contract.id).await?.into_iter().map(|(_, label)| label).collect();
    Failure::unless_empty(check_post_kind(label, &known))?;
    let id = outside.uuid();
    store::post::add_kind(tx, (id, contract.id), label).await?;
    let touched = [("post_kind", id)];
    let detail = json!({ "acte": "type de poste ajouté", "type": label });
    let entry = Entry::on(acts::MANAGE.code, "post_kind", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Writes a post; a new one when `known` is none. Gives it.
///
/// # Errors
/// Not there or not this actor’s; something to correct; somebody else changed it.
pub async fn keep_post(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (contract, known): (Uuid, Option<(Uuid, i64)>),
    typed: impl Into<Filled<PostTerms>>,
) -> Outcome<Uuid> {
    let contract = strategy::facade::contract(tx, contract).await?.ok_or(Refusal::NotFound)?;
    actor.authorise(&acts::MANAGE, &Scope::contract(contract.id))?;
    let mut form = typed.into();
    form.find(check_post(&form.value));
    if kinds(tx, contract.id).await?.iter().all(|(code, _)| *code != form.value.kind) {
        form.find([FieldError::new("type", "Choisissez un type de poste de la liste")]);
    }
    for (field, id, sentence) in [
        ("employeur", form.value.employer, "Choisissez l’employeur dans la liste"),
        ("financeur", form.value.funder, "Choisissez le financeur dans la liste"),
    ] {
        if accounts::facade::organisation(tx, id).await?.is_none() {
            form.find([FieldError::new(field, sentence)]);
        }
    }
    if form.value.area.is_some_and(|area| !contract.area_ids.contains(&area)) {
        form.find([FieldError::new("quartier", "Choisissez un quartier de ce contrat, ou tout le contrat")]);
    }
    let terms = form.sound()?;
    let (id, revision) = known.unwrap_or_else(|| (outside.uuid(), 0));
    let one = Post { id, contract: contract.id, terms, revision };
    if !store::post::save(tx, &one, revision).await? {
        return Err(Failure::conflict("ce poste", &[("Mission", &one.terms.mission)]));
    }
    record(tx, outside, actor, "poste enregistré", id).await?;
    Ok(id)
}

/// Takes a post out. Gives its contract.
///
/// # Errors
/// Not there or not this actor’s.
pub async fn remove_post(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<Uuid> {
    let found = post(tx, actor, &acts::MANAGE, id).await?;
    store::post::delete(tx, id).await?;
    record(tx, outside, actor, "poste retiré", id).await?;
    Ok(found.contract)
}

async fn record(tx: &mut Tx, outside: &Outside, actor: &Actor, what: &str, id: Uuid) -> Outcome<()> {
    let touched = [("post", id)];
    let entry = Entry::on(acts::MANAGE.code, "post", id).detail(json!({ "acte": what })).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
