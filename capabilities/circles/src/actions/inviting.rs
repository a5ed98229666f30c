//! Asking an association of the directory to come; its answer; putting one out.

use database::Tx;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};

use super::looking::{binds, invited, led};
use super::mailing::{Notice, Place, name, write_to_leads};
use super::record;
use crate::rules::{Member, MemberState, circle_path, invitation_path, may_be_invited};
use crate::{acts, store};

/// Invites an association of the directory; whoever binds it is told by mail. Ring the bell after the commit.
///
/// # Errors
/// Not this actor’s to lead; no such association in the directory; it may not be asked now.
pub async fn invite(
    tx: &mut Tx,
    (outside, place): (&Outside, Place<'_>),
    actor: &Actor,
    (id, organisation): (Uuid, Option<Uuid>),
) -> Outcome<()> {
    let found = led(tx, actor, id).await?;
    let listed = directory::facade::listed(tx).await?;
    let known = listed.iter().find(|one| Some(one.id) == organisation);
    let known = known.ok_or_else(|| Failure::field("association", "Choisissez une association de l’annuaire"))?;
    let all = store::member::of_circle(tx, id).await?;
    let now = outside.now();
    may_be_invited(&all, known.id, now).map_err(|sentence| Failure::field("association", sentence))?;
    let member =
        Member { id: outside.uuid(), circle: id, organisation: known.id, state: MemberState::Invited, since: now };
    let row = store::member::put(tx, &member).await?;
    let asking = name(tx, found.circle.owner).await?;
    let notice = Notice {
        kind: "circles.invite",
        subject: "Une invitation dans un groupe d’associations",
        sentence: &format!(
            "L’association {asking} invite la vôtre, {}, dans le groupe privé « {} ». Une personne qui signe pour l’association ou \
             l’administre accepte ou refuse sur la plateforme.",
            known.name, found.circle.name
        ),
        path: &invitation_path(id),
    };
    write_to_leads(tx, (outside, place), known.id, notice).await?;
    record(tx, outside, (actor, &acts::LEAD), (id, "association invitée"), &[("circle_member", row)]).await
}

/// Answers an invitation for an association. The one that holds the group is told by mail. Ring the bell after the commit.
///
/// # Errors
/// Not asked, or not any more; she does not bind it; no answer given; no association chosen among several.
pub async fn answer(
    tx: &mut Tx,
    (outside, place): (&Outside, Place<'_>),
    actor: &Actor,
    id: Uuid,
    (organisation, is_accepted): (Option<Uuid>, Option<bool>),
) -> Outcome<bool> {
    let found = invited(tx, actor, id).await?;
    let organisation = found
        .speaking(organisation)
        .ok_or_else(|| Failure::field("association", "Choisissez l’association pour laquelle vous répondez"))?;
    binds(actor, organisation)?;
    let unsaid = || Failure::field("reponse", "Dites si votre association accepte ou refuse l’invitation");
    let is_accepted = is_accepted.ok_or_else(unsaid)?;
    let member = found.own.iter().find(|one| one.organisation == organisation).ok_or(Refusal::NotFound)?;
    let to = if is_accepted { MemberState::Member } else { MemberState::Refused };
    if !store::member::step(tx, member.id, (MemberState::Invited, to), outside.now()).await? {
        return Err(Refusal::NotFound.into());
    }
    let (answering, said) = (name(tx, organisation).await?, if is_accepted { "accepte" } else { "refuse" });
    let notice = Notice {
        kind: "circles.answer",
        subject: "Une réponse à votre invitation",
        sentence: &format!("L’association {answering} {said} l’invitation dans le groupe « {} ».", found.circle.name),
        path: &circle_path(id),
    };
    write_to_leads(tx, (outside, place), found.circle.owner, notice).await?;
    let what = if is_accepted { "invitation acceptée" } else { "invitation refusée" };
    record(tx, outside, (actor, &acts::LEAD), (id, what), &[("circle_member", member.id)]).await?;
    Ok(is_accepted)
}

/// Puts an association out of a group, or asks it no more. It reads nothing of the group from then on.
///
/// # Errors
/// Not this actor’s to lead; the association that holds it; not there.
pub async fn remove(tx: &mut Tx, outside: &Outside, actor: &Actor, (id, organisation): (Uuid, Uuid)) -> Outcome<()> {
    let found = led(tx, actor, id).await?;
    if organisation == found.circle.owner {
        let told = "Passez la main à une autre association, ou fermez le groupe.";
        return Err(Refusal::rule("L’association qui tient le groupe ne se retire pas elle-même", told).into());
    }
    let member = store::member::of(tx, id, organisation).await?.ok_or(Refusal::NotFound)?;
    let is_there = matches!(member.state, MemberState::Member | MemberState::Invited);
    let step = (member.state, MemberState::Removed);
    if !is_there || !store::member::step(tx, member.id, step, outside.now()).await? {
        return Err(Refusal::NotFound.into());
    }
    record(tx, outside, (actor, &acts::LEAD), (id, "association retirée"), &[("circle_member", member.id)]).await
}
