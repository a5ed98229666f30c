//! Who acts for an organisation. The accounts keep it; here it is said in the space of the association.

use accounts::facade::{MemberBrief, NewInvitation};
use database::Tx;
use kernel::{Actor, Function, Outcome, Outside, Refusal, Scope, Uuid};

use super::{reached, read};
use crate::acts;

/// The members, for whoever reads the sheet.
///
/// # Errors
/// Not this actor’s.
pub async fn all(tx: &mut Tx, outside: &Outside, actor: &Actor, organisation: Uuid) -> Outcome<Vec<MemberBrief>> {
    read(tx, actor, organisation).await?;
    Ok(accounts::facade::members_of(tx, organisation, outside.now()).await?)
}

/// Invites somebody to act for the organisation.
///
/// # Errors
/// Not this actor’s; something to correct.
pub async fn invite(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    organisation: Uuid,
    ((email, functions), (address, service)): ((&str, &[Function]), (&str, &str)),
) -> Outcome<()> {
    reached(tx, actor, (&acts::MEMBERS, None), organisation).await?;
    let new = NewInvitation { email, functions, scope: Scope::organisation(organisation), address, service };
    accounts::facade::invite_member(tx, outside, actor, &new).await?;
    Ok(())
}

/// Gives a member functions she has not.
///
/// # Errors
/// Not this actor’s; not a member; herself.
pub async fn charge(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (organisation, account): (Uuid, Uuid),
    functions: &[Function],
) -> Outcome<()> {
    let (_, act) = reached(tx, actor, (&acts::MEMBERS, Some(&acts::MANAGE)), organisation).await?;
    let members = accounts::facade::members_of(tx, organisation, outside.now()).await?;
    let member = members.iter().find(|one| one.account == account).ok_or(Refusal::NotFound)?;
    if functions.is_empty() {
        return Err(kernel::Failure::field("fonctions", "Choisissez au moins une fonction"));
    }
    let who = (act, organisation, account, member.role.as_str());
    accounts::facade::admit(tx, outside, actor, who, (functions, "fonction confiée par l’association")).await
}

/// Somebody leaves; what she held goes to another member, or to nobody.
///
/// # Errors
/// Not this actor’s; not a member; the last one who administers leaves without successor.
pub async fn leave(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (organisation, from): (Uuid, Uuid),
    to: Option<Uuid>,
) -> Outcome<()> {
    let is_herself = actor.account() == Some(from);
    if !is_herself {
        reached(tx, actor, (&acts::MEMBERS, None), organisation).await?;
    }
    let reason = if is_herself { "départ décidé par la personne" } else { "départ dit par l’association" };
    accounts::facade::hand_over(tx, outside, actor, (organisation, from), (to, reason)).await
}
