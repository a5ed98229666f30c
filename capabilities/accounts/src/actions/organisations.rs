//! Organisations and their members.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;

use crate::rules::organisation::OrganisationTerms;
use crate::rules::reach::Reach;
use crate::store::organisation::Membership;
use crate::{acts, store};

pub(super) fn check(terms: &OrganisationTerms) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if terms.name.trim().is_empty() {
        errors.push(FieldError::new("nom", "Saisissez le nom de l’organisation"));
    } else if terms.name.chars().count() > 200 {
        errors.push(FieldError::new("nom", "Le nom doit faire 200 signes au plus"));
    }
    errors
}

pub(super) fn siret_taken(error: database::DbError) -> Failure {
    if error.is_unique_violation() {
        return Failure::field("siret", "Une organisation porte déjà ce numéro SIRET : cherchez-la dans la liste");
    }
    error.into()
}

/// Creates an organisation.
///
/// # Errors
/// Not this actor's; something to correct; the SIRET is another's.
pub async fn create_organisation(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    terms: impl Into<Filled<OrganisationTerms>>,
) -> Outcome<Uuid> {
    actor.authorise(&acts::MANAGE, &Scope::EVERYWHERE)?;
    let mut form = terms.into();
    form.find(check(&form.value));
    let terms = form.sound()?;
    let id = outside.uuid();
    store::organisation::insert(tx, id, &terms, outside.now()).await.map_err(siret_taken)?;
    record(tx, outside, actor, id, "création", &terms.name).await?;
    Ok(id)
}

/// Changes an organisation. Its own administrator may.
///
/// # Errors
/// Not this actor's; something to correct; somebody changed it since `revision`.
pub async fn amend_organisation(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    revision: i64,
    terms: impl Into<Filled<OrganisationTerms>>,
) -> Outcome<()> {
    visible(tx, actor, id).await?;
    actor.authorise(&acts::MEMBERS, &Scope::organisation(id))?;
    let mut form = terms.into();
    form.find(check(&form.value));
    let terms = form.sound()?;
    if !store::organisation::update(tx, id, revision, &terms).await.map_err(siret_taken)? {
        return Err(Failure::conflict(
            "cette organisation",
            &[("Nom", &terms.name), ("SIRET", terms.siret.as_deref().unwrap_or_default())],
        ));
    }
    record(tx, outside, actor, id, "modification", &terms.name).await?;
    Ok(())
}

/// The organisation, if this actor reaches it.
pub(crate) async fn visible(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<store::organisation::Organisation> {
    let organisation = store::organisation::by_id(tx, id).await?;
    Ok(organisation.filter(|_| Reach::of(actor).covers(id)).ok_or(Refusal::NotFound)?)
}

/// Makes somebody a member of an organisation.
///
/// # Errors
/// Not this actor's; no such account or organisation.
pub async fn join(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    account: Uuid,
    organisation: Uuid,
    role: &str,
) -> Outcome<()> {
    visible(tx, actor, organisation).await?;
    actor.authorise(&acts::MEMBERS, &Scope::organisation(organisation))?;
    let person =
        store::account::by_id(tx, account).await?.filter(|account| account.is_open()).ok_or(Refusal::NotFound)?;
    let membership = Membership { id: outside.uuid(), account, organisation, role: role.trim().to_owned() };
    if !store::organisation::join(tx, &membership, outside.now()).await? {
        return Err(Failure::field("email", "Cette personne est déjà membre de l’organisation"));
    }
    let touched = [("membership", membership.id)];
    let detail = json!({ "acte": "membre ajouté", "personne": person.name });
    let entry = Entry::on(acts::MEMBERS.code, "organisation", organisation).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Takes somebody out of an organisation: the functions she held for it are withdrawn.
///
/// # Errors
/// Not this actor's; not a member.
pub async fn leave_organisation(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    account: Uuid,
    organisation: Uuid,
) -> Outcome<()> {
    visible(tx, actor, organisation).await?;
    actor.authorise(&acts::MEMBERS, &Scope::organisation(organisation))?;
    let membership = store::organisation::membership(tx, account, organisation).await?.ok_or(Refusal::NotFound)?;
    store::organisation::leave(tx, membership.id).await?;
    let (now, reach) = (outside.now(), Reach::of(actor));
    let before = store::function::carrier_administrators(tx, organisation, now).await?;
    let mut touched = vec![("membership", membership.id)];
    for given in store::function::of_account(tx, account).await? {
        let place = given.grant.scope.organisation;
        if given.is_current(now) && place == Some(organisation) && reach.may_give(given.grant.function, place) {
            store::function::withdraw(tx, given.id, now).await?;
            touched.push(("account_function", given.id));
        }
    }
    super::carriers::keep_one(tx, actor, organisation, (now, &before)).await?;
    let entry = Entry::on(acts::MEMBERS.code, "organisation", organisation)
        .detail(json!({ "acte": "membre retiré", "compte": account.to_string() }))
        .touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

pub(super) async fn record(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    what: &str,
    name: &str,
) -> Outcome<()> {
    let touched = [("organisation", id)];
    let detail = json!({ "acte": what, "nom": name });
    let entry = Entry::on(acts::MEMBERS.code, "organisation", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
