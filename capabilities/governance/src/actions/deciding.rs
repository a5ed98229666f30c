//! Decisions: written in the register during a meeting, corrected until they are told, followed after.

use assemblies::facade::steering::{StateOfMeeting, SteeringBody};
use database::{Tx, search};
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Act, Actor, Failure, Filled, Outcome, Outside, Refusal, Uuid};
use lineage::{End, Kind};
use serde_json::json;

use super::{held, led};
use crate::rules::{Decision, DecisionState, DecisionTerms, ObjectKind, Step, StepTerms, check_decision, check_step};
use crate::{acts, facade, store};

/// Time, and the town's time zone.
pub type Around<'a> = (&'a Outside, &'a TimeZone);

/// A decision and its body, when this actor may do this there.
///
/// # Errors
/// Not there, or not this actor's.
pub async fn decided(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<(SteeringBody, Decision)> {
    let found = store::decision::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    Ok((led(tx, actor, act, found.body).await?, found))
}

async fn record(
    tx: &mut Tx,
    outside: &Outside,
    (actor, act): (&Actor, &'static Act),
    of: &Decision,
    what: &str,
    touched: &[(&'static str, Uuid)],
) -> Outcome<()> {
    let detail = json!({ "acte": what, "decision": of.reference(), "instance": of.body.to_string() });
    let entry = Entry::on(act.code, "steering_decision", of.id).detail(detail).touched(touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// What the site's search calls a decision.
const KIND: &str = "decision";

/// Lets a decision be found, by everybody where its body says so.
pub(crate) async fn indexed(tx: &mut Tx, body: &SteeringBody, one: &Decision) -> Outcome<()> {
    if one.state == DecisionState::Withdrawn {
        search::forget(tx, KIND, one.id).await?;
        return Ok(());
    }
    let is_public = body.are_decisions_public;
    let url = if is_public { format!("/decisions/{}", one.id) } else { facade::path(one.id) };
    let title = format!("Décision {} : {}", one.reference(), one.terms.title);
    let audience = if is_public { search::Audience::Public } else { search::Audience::May(&acts::READ) };
    let areas: Vec<Uuid> = body.scope.territory.into_iter().collect();
    let entry = search::Entry::new(KIND, one.id, audience)
        .told(&title, &one.terms.words, &url)
        .of(body.scope.contract)
        .held_by(body.scope.organisation)
        .at(&areas)
        .on(one.decided_on);
    search::index(tx, &entry).await?;
    Ok(())
}

/// Ties a decision to the sheet it is about; unties it from another. Gives the rows of the thread.
async fn tied(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    one: &Decision,
    before: Option<&Decision>,
) -> Outcome<Vec<(&'static str, Uuid)>> {
    let sheet =
        |of: &Decision| of.terms.object.as_ref().filter(|object| object.kind == ObjectKind::Sheet).map(|o| o.id);
    let is_gone = one.state == DecisionState::Withdrawn;
    let now = sheet(one).filter(|_| !is_gone);
    let mut touched = Vec::new();
    if before.and_then(sheet).is_some() && before.and_then(sheet) != now {
        let why = if is_gone { "Décision retirée du registre" } else { "La décision porte sur un autre objet" };
        let gone = lineage::untie_all(tx, outside, actor, one.id, why).await?;
        touched.extend(gone.into_iter().map(|link| ("lineage_link", link)));
    }
    if let Some(sheet) = now {
        let ends = (End::new(Kind::Sheet, sheet), End::new(Kind::Decision, one.id));
        let (link, is_new) = lineage::tie(tx, outside, actor, ends.0, ends.1, "").await?;
        if is_new {
            touched.push(("lineage_link", link));
        }
    }
    Ok(touched)
}

/// Writes a decision in the register, at its next number. During the meeting, or after it. Gives its identifier.
///
/// # Errors
/// Not this actor's; the meeting is to come or was cancelled; something to correct.
pub async fn decide(
    tx: &mut Tx,
    (outside, zone): Around<'_>,
    actor: &Actor,
    meeting: Uuid,
    terms: impl Into<Filled<DecisionTerms>>,
) -> Outcome<Uuid> {
    let (body, meeting) = held(tx, actor, &acts::RECORD, meeting).await?;
    if meeting.state == StateOfMeeting::Cancelled || meeting.held_on > outside.now().day(zone) {
        let what = "Les décisions s’inscrivent à partir du jour où la réunion se tient.";
        return Err(Refusal::rule("Cette réunion ne s’est pas tenue", what).into());
    }
    let mut form = terms.into();
    form.find(check_decision(&form.value, meeting.held_on));
    let terms = form.sound()?;
    let year = i64::from(meeting.held_on.year());
    let (row, number) = store::decision::next_number(tx, outside, body.id, year).await?;
    let one = Decision {
        id: outside.uuid(),
        body: body.id,
        contract: body.contract,
        meeting: meeting.id,
        year,
        number,
        decided_on: meeting.held_on,
        state: if terms.is_immediate { DecisionState::Done } else { DecisionState::Open },
        terms,
        state_on: meeting.held_on,
        told_at: None,
        revision: 1,
    };
    store::decision::insert(tx, &one, outside.now()).await?;
    indexed(tx, &body, &one).await?;
    let mut touched = vec![("steering_decision", one.id), ("steering_number", row)];
    touched.extend(tied(tx, outside, actor, &one, None).await?);
    record(tx, outside, (actor, &acts::RECORD), &one, "décision inscrite", &touched).await?;
    Ok(one.id)
}

pub(super) async fn save(tx: &mut Tx, after: &Decision, revision: i64) -> Outcome<()> {
    if store::decision::save(tx, after, revision).await? {
        return Ok(());
    }
    let kept = [("Décision", after.terms.title.as_str()), ("Motifs", &after.terms.words)];
    Err(Failure::conflict("cette décision", &kept))
}

/// Corrects a decision nobody was told of yet.
///
/// # Errors
/// Not this actor's; told already, or withdrawn; something to correct; somebody changed it since `revision`.
pub async fn amend(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    terms: impl Into<Filled<DecisionTerms>>,
) -> Outcome<()> {
    let (body, before) = decided(tx, actor, &acts::RECORD, id).await?;
    if before.told_at.is_some() || before.state == DecisionState::Withdrawn {
        let what =
            "Ce qui a été dit ne change plus. Notez une suite, ou retirez-la du registre et inscrivez-en une autre.";
        return Err(Refusal::rule("Cette décision a été envoyée", what).into());
    }
    let mut form = terms.into();
    form.find(check_decision(&form.value, before.decided_on));
    let terms = form.sound()?;
    let state = match (terms.is_immediate, before.state) {
        (true, state) if state.is_waiting() => DecisionState::Done,
        (false, DecisionState::Done) if before.terms.is_immediate => DecisionState::Open,
        (_, state) => state,
    };
    let after = Decision { terms, state, ..before.clone() };
    save(tx, &after, revision).await?;
    indexed(tx, &body, &after).await?;
    let mut touched = vec![("steering_decision", id)];
    touched.extend(tied(tx, outside, actor, &after, Some(&before)).await?);
    record(tx, outside, (actor, &acts::RECORD), &after, "décision corrigée", &touched).await
}

/// Notes what became of a decision.
///
/// # Errors
/// Not this actor's; withdrawn; something to correct; somebody changed it since `revision`.
pub async fn follow(
    tx: &mut Tx,
    (outside, zone): Around<'_>,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    step: impl Into<Filled<StepTerms>>,
) -> Outcome<()> {
    let (body, before) = decided(tx, actor, &acts::FOLLOW, id).await?;
    let mut form = step.into();
    form.find(check_step(before.state, &form.value));
    let step = form.sound()?;
    // Taking a decision out of the register belongs to whoever writes it.
    if step.state == DecisionState::Withdrawn {
        actor.authorise(&acts::RECORD, &body.scope)?;
    }
    let today = outside.now().day(zone);
    let state_on = if step.state == before.state { before.state_on } else { today };
    let after = Decision { state: step.state, state_on, ..before.clone() };
    save(tx, &after, revision).await?;
    indexed(tx, &body, &after).await?;
    let step = Step { id: outside.uuid(), noted_on: today, state: step.state, words: step.words };
    let row = store::decision::insert_step(tx, outside, id, &step).await?;
    let mut touched = vec![("steering_decision", id), ("steering_step", row)];
    touched.extend(tied(tx, outside, actor, &after, Some(&before)).await?);
    record(tx, outside, (actor, &acts::FOLLOW), &after, "suite notée", &touched).await
}

/// Puts decisions into the site’s search again, after a version reads them otherwise.
///
/// # Errors
/// The database failed.
pub async fn index_all(tx: &mut Tx) -> Outcome<()> {
    for body in assemblies::facade::steering::bodies(tx).await? {
        for decision in store::decision::of_body(tx, body.id).await? {
            indexed(tx, &body, &decision).await?;
        }
    }
    Ok(())
}
