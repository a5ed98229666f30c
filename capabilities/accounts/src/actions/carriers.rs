//! The people of an organisation, for the slice that keeps its sheet: founded by one of them, others admitted, handed over.

use database::Tx;
use journal::Entry;
use kernel::{Act, Actor, Breakdown, Filled, Function, Grant, Moment, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;

use super::administering::{give_all, refuse_herself};
use super::organisations::{check, record, siret_taken};
use crate::rules::codes::OF_ASSOCIATIONS;
use crate::rules::organisation::OrganisationTerms;
use crate::rules::reach::Reach;
use crate::store::organisation::Membership;
use crate::{acts, store};

/// Refuses that nobody administers an organisation any more, when somebody did (`before`). Whoever administers the platform may:
/// people disappear, and she then names another.
///
/// # Errors
/// A refusal told on its own page.
pub(super) async fn keep_one(
    tx: &mut Tx,
    actor: &Actor,
    organisation: Uuid,
    (now, before): (Moment, &[Uuid]),
) -> Outcome<()> {
    let is_kept = before.is_empty()
        || Reach::of(actor) == Reach::Everything
        || !store::function::carrier_administrators(tx, organisation, now).await?.is_empty();
    if is_kept {
        return Ok(());
    }
    Err(Refusal::rule(
        "Il faut garder une personne qui administre l’association",
        "C’est la dernière. Confiez d’abord l’administration à un autre membre, puis recommencez.",
    )
    .into())
}

/// Founds an organisation for somebody signed in, who becomes its member with every function of associations: there is nobody else
/// to give them. What she says of it is checked by an agent afterwards.
///
/// # Errors
/// Nobody signed in; something to correct; the SIRET is another’s.
pub async fn found(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (act, role): (&'static Act, &str),
    terms: impl Into<Filled<OrganisationTerms>>,
) -> Outcome<Uuid> {
    actor.authorise(act, &Scope::EVERYWHERE)?;
    let account = actor.account().ok_or(Refusal::NotFound)?;
    let mut form = terms.into();
    form.find(check(&form.value));
    let terms = form.sound()?;
    let id = outside.uuid();
    store::organisation::insert(tx, id, &terms, outside.now()).await.map_err(siret_taken)?;
    record(tx, outside, actor, id, "création par la personne qui la déclare", &terms.name).await?;
    let functions = (&OF_ASSOCIATIONS[..], "organisation déclarée par cette personne");
    seat(tx, outside, actor, (act, id, account, role), functions).await?;
    Ok(id)
}

/// Changes the name and the SIRET of an organisation for the slice that keeps its sheet, under the act of that slice.
///
/// # Errors
/// Not this actor’s; something to correct; the SIRET is another’s.
pub async fn rename(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (act, id): (&'static Act, Uuid),
    (name, siret): (&str, Option<String>),
) -> Outcome<()> {
    let before = store::organisation::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    if !actor.may(act, &Scope::organisation(id)).is_allowed() && !actor.may_somewhere(act).is_allowed() {
        return Err(Refusal::NotFound.into());
    }
    let terms = OrganisationTerms { name: name.to_owned(), siret, ..before.terms.clone() };
    if terms == before.terms {
        return Ok(());
    }
    let mut form = Filled::from(terms);
    form.find(check(&form.value));
    let terms = form.sound()?;
    if !store::organisation::update(tx, id, before.revision, &terms).await.map_err(siret_taken)? {
        return Err(Breakdown::because("an organisation changed in one transaction").into());
    }
    record(tx, outside, actor, id, "modification", &terms.name).await
}

/// Admits somebody who has an account to an organisation, with functions of associations, under the act of another slice, which the
/// actor must hold at the organisation or, for agents, somewhere.
///
/// # Errors
/// Not this actor’s; to herself; a closed account; a function that is none of associations.
pub async fn admit(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (act, organisation, account, role): (&'static Act, Uuid, Uuid, &str),
    (functions, reason): (&[Function], &str),
) -> Outcome<()> {
    if !actor.may(act, &Scope::organisation(organisation)).is_allowed() && !actor.may_somewhere(act).is_allowed() {
        return Err(Refusal::NotFound.into());
    }
    refuse_herself(actor, account)?;
    if functions.iter().any(|function| !OF_ASSOCIATIONS.contains(function)) {
        return Err(Breakdown::because("a slice gave a function that is none of associations").into());
    }
    let person = store::account::by_id(tx, account).await?;
    person.filter(store::account::Account::is_open).ok_or(Refusal::NotFound)?;
    seat(tx, outside, actor, (act, organisation, account, role), (functions, reason)).await
}

async fn seat(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (act, organisation, account, role): (&'static Act, Uuid, Uuid, &str),
    (functions, reason): (&[Function], &str),
) -> Outcome<()> {
    let member = Membership { id: outside.uuid(), account, organisation, role: role.trim().to_owned() };
    let mut touched = Vec::new();
    if store::organisation::join(tx, &member, outside.now()).await? {
        touched.push(("membership", member.id));
    }
    let scope = Scope::organisation(organisation);
    let grants: Vec<Grant> = functions.iter().map(|function| Grant { function: *function, scope }).collect();
    let given = give_all(tx, outside, actor, account, &grants, reason).await?;
    touched.extend(given.into_iter().map(|id| ("account_function", id)));
    let codes: Vec<&str> = functions.iter().map(|function| function.code()).collect();
    let detail = json!({ "acte": "membre admis", "compte": account.to_string(), "fonctions": codes });
    let entry = Entry::on(act.code, "organisation", organisation).detail(detail).why(reason).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Hands over what somebody holds for an organisation to another of its members, then takes her out of it. Her account stays, with
/// what she does elsewhere. She may go by herself; those who administer the organisation may have her go.
///
/// # Errors
/// Not this actor’s; not a member; the other one is none, or is herself; nobody would administer the organisation any more.
pub async fn hand_over(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (organisation, from): (Uuid, Uuid),
    (to, reason): (Option<Uuid>, &str),
) -> Outcome<()> {
    let is_herself = actor.account() == Some(from);
    let membership = store::organisation::membership(tx, from, organisation).await?.ok_or(Refusal::NotFound)?;
    let place = Scope::organisation(organisation);
    if !is_herself && !actor.may(&acts::MEMBERS, &place).is_allowed() {
        return Err(Refusal::NotFound.into());
    }
    let now = outside.now();
    if let Some(to) = to {
        let other = store::organisation::membership(tx, to, organisation).await?;
        other.filter(|_| to != from).ok_or(Refusal::NotFound)?;
        refuse_herself(actor, to)?;
    }
    let before = store::function::carrier_administrators(tx, organisation, now).await?;
    let (mut touched, mut grants) = (vec![("membership", membership.id)], Vec::new());
    for given in store::function::of_account(tx, from).await? {
        let is_of_it = given.grant.scope.organisation == Some(organisation);
        if is_of_it && given.is_current(now) && OF_ASSOCIATIONS.contains(&given.grant.function) {
            store::function::withdraw(tx, given.id, now).await?;
            touched.push(("account_function", given.id));
            grants.push(given.grant);
        }
    }
    store::organisation::leave(tx, membership.id).await?;
    if let Some(to) = to {
        let given = give_all(tx, outside, actor, to, &grants, reason).await?;
        touched.extend(given.into_iter().map(|id| ("account_function", id)));
    }
    keep_one(tx, actor, organisation, (outside.now(), &before)).await?;
    let detail = json!({
        "acte": "départ d’un membre", "compte": from.to_string(), "repris par": to.map(|to| to.to_string())
    });
    let entry =
        Entry::on(acts::MEMBERS.code, "organisation", organisation).detail(detail).why(reason).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
