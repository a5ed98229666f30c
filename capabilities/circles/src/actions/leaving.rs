//! Leaving a group, handing it over, closing it.

use database::Tx;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};

use super::looking::{binds, led, member};
use super::mailing::{Notice, Place, write_to_leads};
use super::record;
use crate::rules::{MemberState, circle_path};
use crate::{acts, store};

/// An association leaves a group; its messages stay.
///
/// # Errors
/// Not a member; she does not bind it; it holds the group; no association chosen among several.
pub async fn leave(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, organisation): (Uuid, Option<Uuid>),
) -> Outcome<()> {
    let found = member(tx, actor, id).await?;
    let organisation = found
        .speaking(organisation)
        .ok_or_else(|| Failure::field("association", "Choisissez l’association qui quitte le groupe"))?;
    binds(actor, organisation)?;
    let one = found.own.iter().find(|one| one.organisation == organisation).ok_or(Refusal::NotFound)?;
    if !store::circle::is_left_by(tx, id, organisation).await? {
        let told = "Passez d’abord la main à une autre association, ou fermez le groupe.";
        return Err(Refusal::rule("Votre association tient ce groupe", told).into());
    }
    if !store::member::step(tx, one.id, (MemberState::Member, MemberState::Left), outside.now()).await? {
        return Err(Refusal::NotFound.into());
    }
    let touched = [("circle", id), ("circle_member", one.id)];
    record(tx, outside, (actor, &acts::LEAD), (id, "groupe quitté"), &touched).await
}

/// Gives a group to another association that takes part in it. It is told by mail. Ring the bell after the commit.
///
/// # Errors
/// Not this actor’s to lead; no such member; somebody gave it meanwhile.
pub async fn hand_over(
    tx: &mut Tx,
    (outside, place): (&Outside, Place<'_>),
    actor: &Actor,
    (id, to): (Uuid, Option<Uuid>),
) -> Outcome<()> {
    let found = led(tx, actor, id).await?;
    let owner = found.circle.owner;
    let unsaid = || Failure::field("relais", "Choisissez une association du groupe");
    let to = to.filter(|to| *to != owner).ok_or_else(unsaid)?;
    if !store::circle::give(tx, id, owner, to).await? {
        return Err(Failure::conflict("ce groupe", &[]));
    }
    // Looked at once the group is held: whoever leaves meanwhile has left already, or waits.
    let member = store::member::of(tx, id, to).await?;
    member.filter(|one| one.state == MemberState::Member).ok_or_else(unsaid)?;
    let notice = Notice {
        kind: "circles.hand_over",
        subject: "Votre association tient maintenant un groupe",
        sentence: &format!(
            "Votre association tient maintenant le groupe « {} » : elle invite, retire et peut le fermer.",
            found.circle.name
        ),
        path: &circle_path(id),
    };
    write_to_leads(tx, (outside, place), to, notice).await?;
    record(tx, outside, (actor, &acts::LEAD), (id, "main passée"), &[("circle", id)]).await
}

/// Closes a group: its members read it for a year more, nobody writes, then it is erased. They are told by mail. Ring the bell after
/// the commit.
///
/// # Errors
/// Not this actor’s to lead; not confirmed; closed already.
pub async fn close(
    tx: &mut Tx,
    (outside, place): (&Outside, Place<'_>),
    actor: &Actor,
    (id, is_sure): (Uuid, bool),
) -> Outcome<()> {
    let found = led(tx, actor, id).await?;
    if !is_sure {
        return Err(Failure::field("sur", "Cochez la case pour fermer le groupe"));
    }
    if !store::circle::close(tx, id, outside.now()).await? {
        return Err(Refusal::NotFound.into());
    }
    for one in store::member::of_circle(tx, id).await? {
        if one.state != MemberState::Member || one.organisation == found.circle.owner {
            continue;
        }
        let notice = Notice {
            kind: "circles.close",
            subject: "Un groupe d’associations est fermé",
            sentence: &format!(
                "Le groupe « {} » est fermé. Vous lisez encore ses messages pendant un an, puis ils sont effacés.",
                found.circle.name
            ),
            path: &circle_path(id),
        };
        write_to_leads(tx, (outside, place), one.organisation, notice).await?;
    }
    record(tx, outside, (actor, &acts::LEAD), (id, "groupe fermé"), &[("circle", id)]).await
}
