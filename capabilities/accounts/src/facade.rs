//! What other slices, and the binary, may ask about people.

use std::net::IpAddr;
use std::sync::OnceLock;

use database::{Result, Tx};
use kernel::{Actor, Awaited, Function, Moment, Outcome, Outside, Person, Scope, Uuid, french};
use web::House;
use web::house::Boxed;

use crate::actions::guessing;
use crate::rules::limits::network;
use crate::{actions, store};

pub use crate::actions::carriers::{admit, found, hand_over, rename};
pub use crate::actions::{Called, NewInvitation, create_organisation, invite as invite_member, welcome};
pub use crate::gate::Gate;
pub use crate::rules::codes::OF_ASSOCIATIONS;

/// The name of an account; `None` when there is no such account or its name was erased.
///
/// # Errors
/// The database failed.
pub async fn account_name(tx: &mut Tx, id: Uuid) -> Result<Option<String>> {
    let account = store::account::by_id(tx, id).await?;
    Ok(account.map(|account| account.name).filter(|name| !name.is_empty()))
}

/// Where to write to whoever holds an account; `None` when it is closed or erased.
///
/// # Errors
/// The database failed.
pub async fn account_email(tx: &mut Tx, id: Uuid) -> Result<Option<String>> {
    let account = store::account::by_id(tx, id).await?;
    Ok(account
        .filter(|account| account.status == "open")
        .map(|account| account.email)
        .filter(|email| !email.is_empty()))
}

/// Invites somebody for another slice, under the act of that slice, which the actor must hold at the place. Gives the
/// invitation; once it is accepted, whoever was told ([`tell_accepted`]) hears of it in the same transaction.
///
/// # Errors
/// Not this actor's; an address that is none, or her own; a function or a place that slices may not give.
pub async fn invite(tx: &mut Tx, outside: &Outside, actor: &Actor, called: &Called<'_>) -> Outcome<Uuid> {
    actions::invite_called(tx, outside, actor, called).await
}

/// Hears that an invitation was accepted: `(invitation, account)`, done by that person. Gives where she goes on, when it was
/// theirs.
pub type Accepted = for<'a> fn(&'a mut Tx, &'a Outside, &'a Actor, (Uuid, Uuid)) -> Boxed<'a, Outcome<Option<String>>>;

static ACCEPTED: OnceLock<Accepted> = OnceLock::new();

/// Tells who hears that an invitation was accepted; said once, at start.
pub fn tell_accepted(accepted: Accepted) {
    let _ = ACCEPTED.set(accepted);
}

/// Says that an invitation was accepted to whoever was told.
pub(crate) async fn accepted(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    what: (Uuid, Uuid),
) -> Outcome<Option<String>> {
    match ACCEPTED.get() {
        Some(accepted) => accepted(tx, outside, actor, what).await,
        None => Ok(None),
    }
}

/// Counts a try of a visitor before it is made, by her network and for all nodes together: what another slice lets people guess.
/// `allowed` is the name of what is counted, and how many tries a quarter of an hour allows one network.
///
/// # Errors
/// [`kernel::Refusal::TooMany`], with the time to wait.
pub async fn count_try(house: &House, allowed: guessing::Allowed, client: IpAddr) -> Outcome<()> {
    guessing::count(&house.db, &house.outside, &house.keys, allowed, &network(client)).await
}

/// Somebody as she may act now, for what is done in her name out of sight: with her own functions, or with those of the
/// person she was acting for while a delegation lasts. None: her account is closed, or nobody lends her anything any more.
///
/// # Errors
/// The database failed.
pub async fn acting(tx: &mut Tx, (account, acting_for): (Uuid, Option<Uuid>), now: Moment) -> Result<Option<Actor>> {
    let Some(account) = store::account::by_id(tx, account).await?.filter(store::account::Account::is_open) else {
        return Ok(None);
    };
    let own = actions::grants_in_force(tx, account.id, now).await?;
    let lent = match acting_for {
        None => None,
        Some(giver) => {
            let all = store::delegation::of_account(tx, account.id).await?;
            let Some(lent) = all.into_iter().find(|one| one.giver == giver && one.lends_to(account.id, now)) else {
                return Ok(None);
            };
            Some(lent)
        }
    };
    let person = actions::standing(tx, (account, own), lent, now).await?;
    Ok(Some(Actor::Person(Person { has_second_factor: true, ..person })))
}

/// Somebody who holds functions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Her account.
    pub account: Uuid,
    /// Her name.
    pub name: String,
    /// Those of her functions that were looked for, with where she holds them.
    pub grants: Vec<kernel::Grant>,
}

/// Open accounts that hold one of these functions now, by name.
///
/// # Errors
/// The database failed.
pub async fn holders(tx: &mut Tx, functions: &[kernel::Function], now: Moment) -> Result<Vec<Holder>> {
    let given = store::function::all_current(tx, now).await?;
    let names = store::account::open_names(tx).await?;
    let mut held: std::collections::BTreeMap<Uuid, Vec<kernel::Grant>> = std::collections::BTreeMap::new();
    for one in given.into_iter().filter(|one| one.is_in_force(now) && functions.contains(&one.grant.function)) {
        held.entry(one.account).or_default().push(one.grant);
    }
    let named = held.into_iter().filter_map(|(account, grants)| {
        let name = names.get(&account).filter(|name| !name.is_empty())?.clone();
        Some(Holder { account, name, grants })
    });
    let mut all: Vec<Holder> = named.collect();
    all.sort_by_cached_key(|one| kernel::text::search_key(&one.name));
    Ok(all)
}

/// An organisation in two words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganisationBrief {
    /// Which.
    pub id: Uuid,
    /// Its name.
    pub name: String,
}

/// An organisation as its sheet begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganisationCard {
    /// Which.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: crate::OrganisationKind,
    /// Its SIRET, fourteen digits, when it has one.
    pub siret: Option<String>,
}

impl From<store::organisation::Organisation> for OrganisationCard {
    fn from(one: store::organisation::Organisation) -> Self {
        Self { id: one.id, name: one.terms.name, kind: one.terms.kind, siret: one.terms.siret }
    }
}

/// One organisation.
///
/// # Errors
/// The database failed.
pub async fn organisation(tx: &mut Tx, id: Uuid) -> Result<Option<OrganisationCard>> {
    Ok(store::organisation::by_id(tx, id).await?.map(OrganisationCard::from))
}

/// Every organisation as its sheet begins, by name.
///
/// # Errors
/// The database failed.
pub async fn organisation_cards(tx: &mut Tx) -> Result<Vec<OrganisationCard>> {
    Ok(store::organisation::all(tx).await?.into_iter().map(OrganisationCard::from).collect())
}

/// Names of organisations, those asked for only.
///
/// # Errors
/// The database failed.
pub async fn organisation_names(tx: &mut Tx, ids: &[Uuid]) -> Result<std::collections::HashMap<Uuid, String>> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    Ok(store::organisation::names(tx, &ids).await?.into_iter().collect())
}

/// Organisations that are perhaps the one declared: of that SIRET, or of that name whatever its accents and capitals.
///
/// # Errors
/// The database failed.
pub async fn organisations_alike(tx: &mut Tx, name: &str, siret: Option<&str>) -> Result<Vec<OrganisationCard>> {
    let mut all = match siret {
        Some(siret) => store::organisation::by_siret(tx, siret).await?.into_iter().collect(),
        None => Vec::new(),
    };
    for one in store::organisation::by_name_key(tx, &kernel::text::search_key(name)).await? {
        if all.iter().all(|known: &store::organisation::Organisation| known.id != one.id) {
            all.push(one);
        }
    }
    Ok(all.into_iter().map(OrganisationCard::from).collect())
}

/// Whether somebody holds any function now.
///
/// # Errors
/// The database failed.
pub async fn holds_something(tx: &mut Tx, account: Uuid, now: Moment) -> Result<bool> {
    Ok(store::function::of_account(tx, account).await?.iter().any(|given| given.is_in_force(now)))
}

/// A member of an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberBrief {
    /// Her account.
    pub account: Uuid,
    /// Her name.
    pub name: String,
    /// Where to write to her.
    pub email: String,
    /// What she does there, in her words.
    pub role: String,
    /// The functions of associations she holds for it now.
    pub functions: Vec<Function>,
}

/// The members of an organisation whose accounts are open, in the order they joined it.
///
/// # Errors
/// The database failed.
pub async fn members_of(tx: &mut Tx, organisation: Uuid, now: Moment) -> Result<Vec<MemberBrief>> {
    let mut all = Vec::new();
    for member in store::organisation::of_organisation(tx, organisation).await? {
        let account = store::account::by_id(tx, member.account).await?;
        let Some(account) = account.filter(store::account::Account::is_open) else { continue };
        let mut functions = Vec::new();
        for given in store::function::of_account(tx, account.id).await? {
            let is_held = given.is_in_force(now) && given.grant.scope.organisation == Some(organisation);
            if is_held && crate::rules::codes::OF_ASSOCIATIONS.contains(&given.grant.function) {
                functions.push(given.grant.function);
            }
        }
        functions.sort_unstable();
        functions.dedup();
        let (name, email) = (account.name, account.email);
        all.push(MemberBrief { account: member.account, name, email, role: member.role, functions });
    }
    Ok(all)
}

/// Every organisation, by name.
///
/// # Errors
/// The database failed.
pub async fn organisations(tx: &mut Tx) -> Result<Vec<OrganisationBrief>> {
    let all = store::organisation::all(tx).await?;
    Ok(all.into_iter().map(|one| OrganisationBrief { id: one.id, name: one.terms.name }).collect())
}

/// The organisations somebody belongs to, in the order she joined them.
///
/// # Errors
/// The database failed.
pub async fn organisations_of(tx: &mut Tx, account: Uuid) -> Result<Vec<OrganisationBrief>> {
    let mut all = Vec::new();
    for membership in store::organisation::of_account(tx, account).await? {
        if let Some(one) = store::organisation::by_id(tx, membership.organisation).await? {
            all.push(OrganisationBrief { id: one.id, name: one.terms.name });
        }
    }
    Ok(all)
}

/// Where those who have an open account in an organisation are written to: address and name, by name.
///
/// # Errors
/// The database failed.
pub async fn mailboxes_of(tx: &mut Tx, organisation: Uuid) -> Result<Vec<(String, String)>> {
    let all = store::account::of_organisation(tx, organisation).await?;
    Ok(all.into_iter().filter(|one| one.status == "open").map(|one| (one.email, one.name)).collect())
}

/// A contract or a neighbourhood a function can be limited to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The limit.
    pub scope: Scope,
    /// What screens say: « Quartier La Conte ».
    pub name: String,
}

/// Lists the places; the binary knows the slices that have them.
pub type Places = for<'a> fn(&'a mut Tx) -> Boxed<'a, Result<Vec<Place>>>;

static PLACES: OnceLock<Places> = OnceLock::new();

/// Tells which contracts and neighbourhoods a function can be limited to; said once, at start. Without it,
/// functions are limited to organisations only.
pub fn tell_places(places: Places) {
    let _ = PLACES.set(places);
}

/// The places told.
pub(crate) async fn places(tx: &mut Tx) -> Result<Vec<Place>> {
    match PLACES.get() {
        Some(places) => places(tx).await,
        None => Ok(Vec::new()),
    }
}

/// Days before an end at which it is told.
const DAYS_BEFORE: i64 = 7;

/// What awaits this person here: invitations nobody answered, her own delegations that end.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor, now: Moment) -> Result<Vec<Awaited>> {
    let Some(account) = actor.account() else { return Ok(Vec::new()) };
    let (mut all, until) = (Vec::new(), now.plus_days(DAYS_BEFORE));
    if actor.may_somewhere(&crate::acts::MANAGE).is_allowed() {
        let (count, first) = store::invitation::ending(tx, now, until).await?;
        if let Some(first) = first {
            let what = format!("Relancer {} sans réponse", french::count(count, "invitation", "invitations"));
            let why = "Passé ce jour, il faudra inviter de nouveau.";
            all.push(Awaited::new(what, why, "/gestion/invitations").due(Moment(first)));
        }
    }
    for (name, ends) in store::delegation::ending(tx, account, now, until).await? {
        let what = format!("Prolonger la délégation à {name}, ou la laisser finir");
        all.push(Awaited::new(what, "Ensuite, personne n’agira pour vous.", "/compte/delegations").due(Moment(ends)));
    }
    Ok(all)
}
