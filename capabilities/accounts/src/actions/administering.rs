//! Others' accounts: names, functions, second factors.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Filled, Function, Grant, Moment, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;

use super::creating::{check_person, give, taken};
use crate::rules::reach::Reach;
use crate::store::account::Account;
use crate::store::function::Given;
use crate::{acts, store};

/// A function to give.
#[derive(Clone, Debug)]
pub struct Gift<'a> {
    /// What, and where.
    pub grant: Grant,
    /// From when; none: now.
    pub since: Option<Moment>,
    /// Until when, not included.
    pub until: Option<Moment>,
    /// Why.
    pub reason: &'a str,
}

/// The account, if this actor reaches it: through one of her organisations, or everywhere.
pub(crate) async fn visible(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<Account> {
    let account = store::account::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let is_seen = match Reach::of(actor) {
        Reach::Everything => true,
        reach => store::organisation::of_account(tx, id).await?.iter().any(|member| reach.covers(member.organisation)),
    };
    if is_seen { Ok(account) } else { Err(Refusal::NotFound.into()) }
}

/// Refuses that somebody gives herself a function, even through the person she acts for.
pub(super) fn refuse_herself(actor: &Actor, account: Uuid) -> Outcome<()> {
    let is_herself = actor.account() == Some(account)
        || actor.person().and_then(|person| person.acting_for.as_ref()).is_some_and(|(other, _)| *other == account);
    if !is_herself {
        return Ok(());
    }
    Err(Refusal::rule(
        "On ne se donne pas une fonction à soi-même",
        "Demandez à une autre personne qui administre la plateforme : ainsi, deux personnes savent toujours qui peut quoi.",
    )
    .into())
}

/// Refuses that nobody administers the platform any more.
pub(super) async fn keep_an_administrator(tx: &mut Tx, now: Moment) -> Outcome<()> {
    if store::function::administrator_count(tx, now).await? > 0 {
        return Ok(());
    }
    Err(Refusal::rule(
        "Il faut garder une personne qui administre la plateforme",
        "C’est la dernière. Donnez d’abord cette fonction à quelqu’un d’autre, sans date de fin, puis recommencez.",
    )
    .into())
}

/// Changes somebody's name and address. Her sign-in links no longer serve.
///
/// # Errors
/// Not this actor's; something to correct; somebody changed it since `revision`.
pub async fn amend_account(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    revision: i64,
    name: &str,
    email: &str,
) -> Outcome<()> {
    actor.authorise(&acts::MANAGE, &Scope::EVERYWHERE)?;
    let before = visible(tx, actor, id).await?;
    Failure::unless_empty(check_person(name, email))?;
    if !store::account::rename(tx, id, revision, name.trim(), email.trim()).await.map_err(taken)? {
        return Err(Failure::conflict("ce compte", &[("Nom", name), ("Adresse électronique", email)]));
    }
    store::link::spoil(tx, id, outside.now()).await?;
    let touched = [("account", id)];
    let detail = json!({ "acte": "modification", "avant": { "nom": before.name, "adresse": before.email } });
    let entry = Entry::on(acts::MANAGE.code, "account", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Gives somebody a function.
///
/// # Errors
/// Not this actor's to give; to herself; something to correct.
pub async fn give_function(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    account: Uuid,
    gift: impl Into<Filled<Gift<'_>>>,
) -> Outcome<Uuid> {
    let mut form = gift.into();
    let place = form.value.grant.scope;
    let person = visible(tx, actor, account).await?;
    actor.authorise(&acts::MEMBERS, &place)?;
    refuse_herself(actor, account)?;
    let now = outside.now();
    form.find(check_gift(actor, &person, &form.value, now));
    let gift = form.sound()?;
    let given = Given {
        id: outside.uuid(),
        account,
        grant: gift.grant,
        since: gift.since.unwrap_or(now),
        until: gift.until,
        given_by: actor.account(),
        reason: gift.reason.trim().to_owned(),
        withdrawn_at: None,
    };
    store::function::insert(tx, &given).await?;
    let touched = [("account_function", given.id)];
    let detail = json!({ "acte": "fonction donnée", "fonction": given.grant.function.code(), "à": person.name });
    let entry = Entry::on(acts::MEMBERS.code, "account", account).detail(detail).why(&given.reason).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(given.id)
}

/// What is wrong with a function to give to somebody.
fn check_gift(actor: &Actor, person: &Account, gift: &Gift<'_>, now: Moment) -> Vec<FieldError> {
    let (function, organisation) = (gift.grant.function, gift.grant.scope.organisation);
    let mut errors = Vec::new();
    if !Reach::of(actor).may_give(function, organisation) {
        errors.push(FieldError::new("fonction", "Vous pouvez donner seulement les fonctions de votre organisation"));
    } else if !person.is_open() {
        errors.push(FieldError::new("fonction", "Ce compte est fermé : invitez de nouveau cette personne"));
    }
    if crate::rules::codes::OF_ASSOCIATIONS.contains(&function) && organisation.is_none() {
        errors.push(FieldError::new("organisation", "Choisissez l’organisation pour laquelle cette personne agit"));
    }
    if gift.until.is_some_and(|until| until <= gift.since.unwrap_or(now) || until <= now) {
        errors.push(FieldError::new("fin", "Le dernier jour doit être à venir et après le premier"));
    }
    if gift.reason.trim().is_empty() {
        errors.push(FieldError::new("motif", "Écrivez pourquoi, par exemple « prise de poste »"));
    }
    errors
}

/// Withdraws a function. Gives the account.
///
/// # Errors
/// Not this actor's; already withdrawn; the last administrator's; no reason.
pub async fn withdraw_function(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid, reason: &str) -> Outcome<Uuid> {
    let given = store::function::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let place = given.grant.scope;
    visible(tx, actor, given.account).await?;
    if !Reach::of(actor).may_give(given.grant.function, place.organisation) {
        return Err(Refusal::NotFound.into());
    }
    actor.authorise(&acts::MEMBERS, &place)?;
    if reason.trim().is_empty() {
        return Err(Failure::field("motif", "Écrivez pourquoi cette fonction est retirée"));
    }
    let now = outside.now();
    let before = match place.organisation {
        Some(organisation) => store::function::carrier_administrators(tx, organisation, now).await?,
        None => Vec::new(),
    };
    if !store::function::withdraw(tx, id, now).await? {
        return Err(Refusal::NotFound.into());
    }
    if given.grant.function == Function::Administrator {
        keep_an_administrator(tx, now).await?;
    }
    if let Some(organisation) = place.organisation {
        super::carriers::keep_one(tx, actor, organisation, (now, &before)).await?;
    }
    let touched = [("account_function", id)];
    let detail = json!({ "acte": "fonction retirée", "fonction": given.grant.function.code() });
    let entry =
        Entry::on(acts::MEMBERS.code, "account", given.account).detail(detail).why(reason.trim()).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(given.account)
}

/// Takes somebody's second factor away, when telephone and recovery codes are lost: she will set up another one.
/// Her sessions end.
///
/// # Errors
/// Not this actor's; her own; no reason.
pub async fn forget_second_factor(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    reason: &str,
) -> Outcome<()> {
    actor.authorise(&acts::MANAGE, &Scope::EVERYWHERE)?;
    visible(tx, actor, id).await?;
    refuse_herself(actor, id)?;
    if reason.trim().is_empty() {
        return Err(Failure::field("motif", "Écrivez comment vous avez vérifié l’identité de la personne"));
    }
    store::account::forget_second_factor(tx, id).await?;
    store::second_factor::drop_setup(tx, id).await?;
    store::second_factor::drop_codes(tx, id).await?;
    store::session::end_others(tx, id, None).await?;
    let touched = [("account", id)];
    let detail = json!({ "acte": "second facteur retiré" });
    let entry = Entry::on(acts::MANAGE.code, "account", id).detail(detail).why(reason.trim()).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Gives functions from now on; for invitations accepted.
pub(super) async fn give_all(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    account: Uuid,
    grants: &[Grant],
    reason: &str,
) -> Outcome<Vec<Uuid>> {
    let now = outside.now();
    let held = super::entering::grants_in_force(tx, account, now).await?;
    let mut all = Vec::new();
    for grant in grants.iter().filter(|grant| !held.contains(grant)) {
        all.push(give(tx, outside, actor, account, *grant, now, reason).await?);
    }
    Ok(all)
}
