//! One function per act. Each authorises, loads, applies the rule, saves, and records once.

pub mod agenda;
pub mod calendar;
pub mod deciding;
pub mod telling;

pub use crate::rules::{DecisionState, DecisionTerms, Object, ObjectKind, StepTerms};

use assemblies::facade::steering::{self, MeetingTold, SteeringBody};
use database::Tx;
use kernel::{Act, Actor, Outcome, Refusal, Uuid};

/// The body, when this actor may do this there: otherwise nothing is there.
///
/// # Errors
/// Not there, not a body that steers, or not this actor's.
pub async fn led(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<SteeringBody> {
    let found = steering::body(tx, id).await?.ok_or(Refusal::NotFound)?;
    if actor.may(act, &found.scope).is_allowed() { Ok(found) } else { Err(Refusal::NotFound.into()) }
}

/// The meeting and its body, when this actor may do this there.
///
/// # Errors
/// Not there, not a meeting of a body that steers, or not this actor's.
pub async fn held(
    tx: &mut Tx,
    actor: &Actor,
    act: &'static Act,
    meeting: Uuid,
) -> Outcome<(SteeringBody, MeetingTold)> {
    let found = steering::meeting(tx, meeting).await?.ok_or(Refusal::NotFound)?;
    Ok((led(tx, actor, act, found.body).await?, found))
}
