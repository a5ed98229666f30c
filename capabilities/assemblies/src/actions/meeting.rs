//! Meetings: planned, changed, cancelled; minutes written and approved.

use database::Tx;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Act, Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::assembly::led;
use super::convening::{self, News, Post};
use super::member;
use crate::rules::{Assembly, Body, Meeting, MeetingState, MeetingTerms, Member, MinutesState, check_meeting};
use crate::{acts, store};

/// The meeting and its body, for whoever keeps the life of the body.
///
/// # Errors
/// Not there, or not this actor's.
pub async fn kept(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Assembly, Meeting)> {
    let found = store::meeting::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    Ok((led(tx, actor, &acts::LEAD, found.assembly).await?, found))
}

/// The meeting, its body and who the signed-in account is there; otherwise nothing is there.
///
/// # Errors
/// Not there, or she does not sit in that body.
pub async fn mine(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Assembly, Member, Meeting)> {
    let found = store::meeting::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let (assembly, member) = member::mine(tx, actor, found.assembly).await?;
    Ok((assembly, member, found))
}

/// The meeting, for whoever enters attendance and minutes: the member designated for it, or whoever keeps the body. Gives
/// the act it is done under.
///
/// # Errors
/// Not there, or not this actor's.
pub async fn entered(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Assembly, Meeting, &'static Act)> {
    if let Ok((assembly, found)) = kept(tx, actor, id).await {
        return Ok((assembly, found, &acts::LEAD));
    }
    let (assembly, member, found) = mine(tx, actor, id).await?;
    match member.terms.is_secretary {
        true => Ok((assembly, found, &acts::SIT)),
        false => Err(Refusal::NotFound.into()),
    }
}

pub(super) async fn save(tx: &mut Tx, after: &Meeting, revision: i64) -> Outcome<()> {
    if store::meeting::save(tx, after, revision).await? {
        return Ok(());
    }
    let kept =
        [("Ordre du jour", after.terms.agenda.as_str()), ("Compte rendu", &after.minutes), ("Raison", &after.reason)];
    Err(Failure::conflict("cette réunion", &kept))
}

pub(super) async fn record(
    tx: &mut Tx,
    outside: &Outside,
    (actor, act): (&Actor, &'static Act),
    of: &Meeting,
    what: &str,
    touched: &[(&str, Uuid)],
) -> Outcome<()> {
    let detail = json!({ "acte": what, "reunion": of.id.to_string(), "instance": of.body.code() });
    let entry = Entry::on(act.code, "assembly", of.assembly).detail(detail).touched(touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Plans a meeting of the body, or notes one of another body where it has seats. Gives its identifier.
///
/// # Errors
/// Not this actor's; something to correct.
pub async fn plan(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (assembly, body): (Uuid, Body),
    terms: impl Into<Filled<MeetingTerms>>,
) -> Outcome<Uuid> {
    let assembly = led(tx, actor, &acts::LEAD, assembly).await?;
    let mut form = terms.into();
    form.find(check_meeting(&form.value));
    let (terms, now) = (form.sound()?, outside.now());
    let one = Meeting {
        id: outside.uuid(),
        assembly: assembly.id,
        body,
        terms,
        state: MeetingState::Planned,
        reason: String::new(),
        convened_at: None,
        sequence: 0,
        quorum_base: None,
        minutes: String::new(),
        minutes_state: MinutesState::None,
        approved_in: None,
        changed_at: now,
        revision: 1,
    };
    store::meeting::insert(tx, &one, now).await?;
    record(tx, outside, (actor, &acts::LEAD), &one, "réunion prévue", &[("assembly_meeting", one.id)]).await?;
    Ok(one.id)
}

/// Refuses to go on with a meeting that took place or was cancelled.
fn planned(of: &Meeting) -> Outcome<()> {
    match of.state {
        MeetingState::Planned => Ok(()),
        state => {
            let what = "Elle ne se modifie plus. Prévoyez une autre réunion si besoin.";
            Err(Refusal::rule(format!("Cette réunion est {}", state.french()), what).into())
        }
    }
}

/// Changes a meeting to come. Those convened are told, once, when it moved.
///
/// # Errors
/// Not this actor's; over or cancelled; something to correct; somebody changed it since `revision`.
pub async fn amend(
    tx: &mut Tx,
    post: Post<'_>,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    terms: impl Into<Filled<MeetingTerms>>,
) -> Outcome<usize> {
    let (assembly, before) = kept(tx, actor, id).await?;
    planned(&before)?;
    let mut form = terms.into();
    form.find(check_meeting(&form.value));
    let terms = form.sound()?;
    let is_moved = before.convened_at.is_some() && terms.is_moved_from(&before.terms);
    let sequence = before.sequence + i64::from(is_moved);
    let after = Meeting { terms, sequence, changed_at: post.outside.now(), ..before };
    save(tx, &after, revision).await?;
    let mut touched = vec![("assembly_meeting", id)];
    let told = match is_moved {
        true => convening::tell_those_convened(tx, post, (&assembly, &after), News::Moved, &mut touched).await?,
        false => 0,
    };
    let what = if is_moved { "réunion déplacée" } else { "réunion modifiée" };
    record(tx, post.outside, (actor, &acts::LEAD), &after, what, &touched).await?;
    Ok(told)
}

/// Adds points to the agenda of a meeting to come, after those that are there; what is there already is not put twice.
///
/// # Errors
/// Not this actor's; over or cancelled; an agenda that is too long; somebody changed it since `revision`.
pub async fn add_points(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    points: &[String],
) -> Outcome<()> {
    let (_, before) = kept(tx, actor, id).await?;
    planned(&before)?;
    let mut terms = before.terms.clone();
    for point in points {
        if !before.terms.points().contains(&point.as_str()) {
            if !terms.agenda.is_empty() && !terms.agenda.ends_with('\n') {
                terms.agenda.push('\n');
            }
            terms.agenda.push_str(point);
        }
    }
    Failure::unless_empty(check_meeting(&terms))?;
    let after = Meeting { terms, changed_at: outside.now(), ..before };
    save(tx, &after, revision).await?;
    record(tx, outside, (actor, &acts::LEAD), &after, "ordre du jour complété", &[("assembly_meeting", id)]).await
}

/// Cancels a meeting to come. Those convened are told, once.
///
/// # Errors
/// Not this actor's; over or cancelled; no reason; somebody changed it since `revision`.
pub async fn cancel(
    tx: &mut Tx,
    post: Post<'_>,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    reason: String,
) -> Outcome<usize> {
    let (assembly, before) = kept(tx, actor, id).await?;
    planned(&before)?;
    if reason.is_empty() || reason.chars().count() > 500 {
        return Err(Failure::field("raison", "Dites pourquoi, en moins de 500 signes : les membres le liront"));
    }
    let after = Meeting {
        state: MeetingState::Cancelled,
        reason,
        sequence: before.sequence + 1,
        changed_at: post.outside.now(),
        ..before
    };
    save(tx, &after, revision).await?;
    let mut touched = vec![("assembly_meeting", id)];
    let told = convening::tell_those_convened(tx, post, (&assembly, &after), News::Cancelled, &mut touched).await?;
    record(tx, post.outside, (actor, &acts::LEAD), &after, "réunion annulée", &touched).await?;
    Ok(told)
}

/// Writes the minutes of a meeting that took place; they wait for the next one to approve them.
///
/// # Errors
/// Not this actor's; approved already; nothing written; somebody changed it since `revision`.
pub async fn write_minutes(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    (id, revision): (Uuid, i64),
    minutes: String,
) -> Outcome<Uuid> {
    let (_, before, act) = entered(tx, actor, id).await?;
    if before.minutes_state == MinutesState::Approved {
        let what = "Une erreur se corrige dans le compte rendu suivant : ce qui est approuvé reste tel quel.";
        return Err(Refusal::rule("Ce compte rendu est approuvé", what).into());
    }
    let is_over = before.state != MeetingState::Cancelled && before.terms.held_on <= outside.now().day(zone);
    if !is_over {
        let what = "Son compte rendu s’écrit à partir du jour où elle se tient.";
        return Err(Refusal::rule("Cette réunion ne s’est pas tenue", what).into());
    }
    if minutes.is_empty() || minutes.chars().count() > 60_000 {
        return Err(Failure::field("compte-rendu", "Écrivez ce qui s’est dit et décidé, en moins de 60 000 signes"));
    }
    let after = Meeting {
        state: MeetingState::Held,
        minutes,
        minutes_state: MinutesState::Draft,
        changed_at: outside.now(),
        ..before
    };
    save(tx, &after, revision).await?;
    record(tx, outside, (actor, act), &after, "compte rendu écrit", &[("assembly_meeting", id)]).await?;
    Ok(id)
}

/// Meetings that may approve the minutes of this one: of the same body, held since.
///
/// # Errors
/// The database failed.
pub async fn approvers(tx: &mut Tx, of: &Meeting) -> Outcome<Vec<Meeting>> {
    let all = store::meeting::of_assembly(tx, of.assembly).await?;
    let is_after = |one: &Meeting| {
        one.body == Body::Own && one.state == MeetingState::Held && one.terms.start() > of.terms.start()
    };
    Ok(all.into_iter().filter(is_after).collect())
}

/// Says which later meeting approved the minutes.
///
/// # Errors
/// Not this actor's; nothing to approve; no such meeting; somebody changed it since `revision`.
pub async fn approve_minutes(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    by: Option<Uuid>,
) -> Outcome<Uuid> {
    let (_, before, act) = entered(tx, actor, id).await?;
    if before.minutes_state != MinutesState::Draft {
        let what = "Il n’est pas écrit, ou il est approuvé déjà.";
        return Err(Refusal::rule("Aucun compte rendu n’attend d’approbation", what).into());
    }
    let approvers = approvers(tx, &before).await?;
    let Some(by) = by.filter(|by| approvers.iter().any(|one| one.id == *by)) else {
        let told = FieldError::new("approuve-en", "Choisissez la réunion qui l’a approuvé, tenue depuis");
        return Err(Failure::Input(vec![told]));
    };
    let after =
        Meeting { minutes_state: MinutesState::Approved, approved_in: Some(by), changed_at: outside.now(), ..before };
    save(tx, &after, revision).await?;
    record(tx, outside, (actor, act), &after, "compte rendu approuvé", &[("assembly_meeting", id)]).await?;
    Ok(id)
}
