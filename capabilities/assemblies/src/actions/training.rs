//! Sessions of training and support, entered by whoever keeps the body or the member designated for attendance.

use database::Tx;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Act, Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::assembly::led;
use super::member;
use crate::rules::{Assembly, Member, Training, TrainingTerms, check_training};
use crate::{acts, store};

/// The body, for whoever enters its sessions, with the act it is done under.
///
/// # Errors
/// Not there, or not this actor's.
pub async fn keeper(tx: &mut Tx, actor: &Actor, assembly: Uuid) -> Outcome<(Assembly, &'static Act)> {
    if let Ok(found) = led(tx, actor, &acts::LEAD, assembly).await {
        return Ok((found, &acts::LEAD));
    }
    let (found, member) = member::mine(tx, actor, assembly).await?;
    match member.terms.is_secretary {
        true => Ok((found, &acts::SIT)),
        false => Err(Refusal::NotFound.into()),
    }
}

/// A session, for whoever enters those of its body.
///
/// # Errors
/// Not there, or not this actor's.
pub async fn kept(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Assembly, Training, &'static Act)> {
    let found = store::training::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let (assembly, act) = keeper(tx, actor, found.assembly).await?;
    Ok((assembly, found, act))
}

/// Members who may have come: those of the body, whatever became of their mandate since.
fn check(terms: &TrainingTerms, members: &[Member]) -> Vec<FieldError> {
    let is_known = |id: &Uuid| members.iter().any(|one| one.id == *id);
    match terms.members.is_empty() || !terms.members.iter().all(is_known) {
        true => vec![FieldError::new("membres", "Cochez les membres qui sont venus")],
        false => Vec::new(),
    }
}

async fn record(
    tx: &mut Tx,
    outside: &Outside,
    (actor, act): (&Actor, &'static Act),
    of: &Training,
    (what, members): (&str, Vec<Uuid>),
) -> Outcome<()> {
    let mut touched = vec![("assembly_training", of.id)];
    touched.extend(members.into_iter().map(|row| ("assembly_training_member", row)));
    let detail = json!({ "acte": what, "formation": of.id.to_string() });
    let entry = Entry::on(act.code, "assembly", of.assembly).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Enters a session. Gives its body.
///
/// # Errors
/// Not this actor's; something to correct.
pub async fn enter(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    assembly: Uuid,
    terms: impl Into<Filled<TrainingTerms>>,
) -> Outcome<Uuid> {
    let (assembly, act) = keeper(tx, actor, assembly).await?;
    let mut form = terms.into();
    let members = store::member::of_assembly(tx, assembly.id).await?;
    form.find(check_training(&form.value, outside.now().day(zone)));
    form.find(check(&form.value, &members));
    let one = Training { id: outside.uuid(), assembly: assembly.id, terms: form.sound()?, revision: 1 };
    let rows = store::training::insert(tx, outside, &one).await?;
    record(tx, outside, (actor, act), &one, ("formation notée", rows)).await?;
    Ok(assembly.id)
}

/// Changes a session. Gives its body.
///
/// # Errors
/// Not this actor's; something to correct; somebody changed it since `revision`.
pub async fn amend(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    (id, revision): (Uuid, i64),
    terms: impl Into<Filled<TrainingTerms>>,
) -> Outcome<Uuid> {
    let (assembly, before, act) = kept(tx, actor, id).await?;
    let mut form = terms.into();
    let members = store::member::of_assembly(tx, assembly.id).await?;
    form.find(check_training(&form.value, outside.now().day(zone)));
    form.find(check(&form.value, &members));
    let after = Training { terms: form.sound()?, ..before };
    let Some(rows) = store::training::save(tx, outside, &after, revision).await? else {
        let kept = [("Thème", after.terms.theme.as_str()), ("Organisée par", &after.terms.organiser)];
        return Err(Failure::conflict("cette formation", &kept));
    };
    record(tx, outside, (actor, act), &after, ("formation modifiée", rows)).await?;
    Ok(assembly.id)
}
