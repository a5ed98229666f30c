//! Who comes, and who was there.

use database::Tx;
use jiff::tz::TimeZone;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};

use super::meeting::{entered, mine, record, save};
use crate::rules::{Assembly, Body, Meeting, MeetingState, Member, Presence, Reply};
use crate::{acts, store};

/// Says whether she comes to a meeting of her body.
///
/// # Errors
/// She does not sit there; the meeting is over, cancelled, or not the body's own.
pub async fn reply(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    id: Uuid,
    reply: Reply,
) -> Outcome<()> {
    let (_, member, meeting) = mine(tx, actor, id).await?;
    if meeting.body != Body::Own || !meeting.is_to_come(outside.now().day(zone)) {
        let what = "Elle est passée ou annulée : votre réponse n’est plus attendue.";
        return Err(Refusal::rule("On ne répond plus à cette réunion", what).into());
    }
    let row = store::meeting::reply(tx, outside, (id, member.id), reply).await?;
    let touched = [("assembly_attendance", row)];
    record(tx, outside, (actor, &acts::SIT), &meeting, "réponse à une convocation", &touched).await
}

/// The body, the meeting and the member that a convocation was about, by what its mail held. Nothing once she left.
///
/// # Errors
/// No such convocation.
pub async fn convened(tx: &mut Tx, token: &str) -> Outcome<(Assembly, Meeting, Member)> {
    let found = store::meeting::called_by(tx, &web::keys::token_hash(token)).await?;
    let (meeting, member) = found.ok_or(Refusal::NotFound)?;
    let meeting = store::meeting::by_id(tx, meeting).await?.ok_or(Refusal::NotFound)?;
    let member = store::member::by_id(tx, member).await?.filter(Member::sits).ok_or(Refusal::NotFound)?;
    let assembly = store::assembly::by_id(tx, meeting.assembly).await?.ok_or(Refusal::NotFound)?;
    Ok((assembly, meeting, member))
}

/// Says whether she comes, from the mail that convened her, without account.
///
/// # Errors
/// No such convocation; the meeting is over or cancelled; no answer chosen.
pub async fn reply_by_mail(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    token: &str,
    reply: Option<Reply>,
) -> Outcome<()> {
    let (_, meeting, member) = convened(tx, token).await?;
    if !meeting.is_to_come(outside.now().day(zone)) {
        let what = "Elle est passée ou annulée : votre réponse n’est plus attendue.";
        return Err(Refusal::rule("On ne répond plus à cette réunion", what).into());
    }
    let Some(reply) = reply.filter(|reply| *reply != Reply::None) else {
        return Err(Failure::field("reponse", "Choisissez une réponse"));
    };
    let row = store::meeting::reply(tx, outside, (meeting.id, member.id), reply).await?;
    let touched = [("assembly_attendance", row)];
    record(tx, outside, (actor, &acts::SIT), &meeting, "réponse à une convocation, par courriel", &touched).await
}

/// Ties the account of whoever is signed in to the member a convocation was sent to: who holds its mail is that member. Nothing
/// changes once she has an account.
///
/// # Errors
/// Not signed in, or acting for somebody else; no such convocation; she has another account.
pub async fn join_by_mail(tx: &mut Tx, outside: &Outside, actor: &Actor, token: &str) -> Outcome<()> {
    let person = actor.person().filter(|person| person.acting_for.is_none()).ok_or(Refusal::NotFound)?;
    let (_, meeting, before) = convened(tx, token).await?;
    match before.account {
        Some(account) if account == person.account => return Ok(()),
        Some(_) => {
            let what = "Elle a un autre compte. Demandez à qui tient l’instance de relire sa fiche.";
            return Err(Refusal::rule("Cette personne a déjà son espace", what).into());
        }
        None => {}
    }
    let revision = before.revision;
    let after = Member { account: Some(person.account), ..before };
    super::member::save(tx, &after, revision).await?;
    let touched = [("assembly_member", after.id)];
    record(tx, outside, (actor, &acts::SIT), &meeting, "espace de membre ouvert, par courriel", &touched).await
}

/// Those expected at a meeting: who sat that day. Alternates too, who do not count for the quorum.
///
/// # Errors
/// The database failed.
pub async fn expected(tx: &mut Tx, meeting: &Meeting) -> Outcome<Vec<Member>> {
    let members = store::member::of_assembly(tx, meeting.assembly).await?;
    Ok(members.into_iter().filter(|member| member.sat_on(meeting.terms.held_on)).collect())
}

/// Where a member was: there, or not, or spoken for by another.
pub type Entered = (Uuid, Presence, Option<Uuid>);

/// Enters who was there. The meeting then took place, and the quorum has its base.
///
/// # Errors
/// Not this actor's; to come or cancelled; something to correct; somebody changed it since `revision`.
pub async fn enter(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    (id, revision): (Uuid, i64),
    typed: impl Into<Filled<Vec<Entered>>>,
) -> Outcome<Uuid> {
    let (_, before, act) = entered(tx, actor, id).await?;
    if before.state == MeetingState::Cancelled || before.terms.held_on > outside.now().day(zone) {
        let what = "Les présences se saisissent à partir du jour de la réunion.";
        return Err(Refusal::rule("Cette réunion ne s’est pas tenue", what).into());
    }
    let expected = expected(tx, &before).await?;
    let mut form = typed.into();
    let (mut wrong, own) = (Vec::new(), before.body == Body::Own);
    for (member, presence, by) in &form.value {
        let is_there = |id: Uuid| form.value.iter().any(|one| one.0 == id && one.1 == Presence::Present);
        if *presence == Presence::Represented && !by.is_some_and(|by| by != *member && is_there(by)) {
            let sentence = "Choisissez qui l’a représentée, parmi les personnes présentes";
            wrong.push(FieldError::new(format!("par-{member}"), sentence));
        }
        if *presence == Presence::None && own {
            wrong.push(FieldError::new(format!("presence-{member}"), "Choisissez une ligne pour cette personne"));
        }
    }
    form.find(wrong);
    let entered = form.sound()?;
    let base = expected.iter().filter(|member| !member.terms.is_alternate).count();
    let after = Meeting {
        state: MeetingState::Held,
        quorum_base: own.then(|| i64::try_from(base).unwrap_or(i64::MAX)),
        changed_at: outside.now(),
        ..before
    };
    save(tx, &after, revision).await?;
    let mut touched = vec![("assembly_meeting", id)];
    for (member, presence, by) in entered {
        if expected.iter().all(|one| one.id != member) {
            return Err(Refusal::NotFound.into());
        }
        let by = by.filter(|_| presence == Presence::Represented);
        let row = store::meeting::be_present(tx, outside, (id, member), (presence, by)).await?;
        touched.push(("assembly_attendance", row));
    }
    record(tx, outside, (actor, act), &after, "présences saisies", &touched).await?;
    Ok(id)
}
