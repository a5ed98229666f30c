//! Looking up an application: who it is for and who may not read it, in one move.

use database::Tx;
use kernel::{Act, Actor, Outcome, Refusal, Uuid, Verdict};

use crate::rules::{Application, ApplicationState, Ground, Recusal, Side, carries};
use crate::{acts, store};

/// An application, what decides who reads it, and on which side this actor stands.
#[derive(Clone, Debug)]
pub struct Found {
    /// It.
    pub application: Application,
    /// What decides who reads it.
    pub ground: Ground,
    /// The side of whoever asked.
    pub side: Side,
}

/// Whether a recusal keeps its account from an application.
fn keeps_out(recusal: &Recusal, of: &Application) -> bool {
    recusal.application == Some(of.id) || recusal.organisation == Some(of.organisation)
}

/// Whether this actor must stay out: she, or the person she acts for.
///
/// # Errors
/// The database failed.
pub async fn is_recused(tx: &mut Tx, actor: &Actor, of: &Application) -> database::Result<bool> {
    let Some(person) = actor.person() else { return Ok(false) };
    let accounts = std::iter::once(person.account).chain(person.acting_for.as_ref().map(|(account, _)| *account));
    for account in accounts {
        if store::recusal::of_account(tx, account).await?.iter().any(|recusal| keeps_out(recusal, of)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// An application for this act of services. Drafts are nobody's but their carrier's, and whoever types for it.
///
/// # Errors
/// Not there, not this actor's, or she stays out of it: the three look alike.
pub async fn for_agents(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<Found> {
    let application = store::application::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let ground = store::application::ground(tx, &application).await?;
    let verdict = ground.verdict(actor, act);
    let is_own_draft = application.typed_by.is_some() && application.typed_by == actor.account();
    let is_open = application.state != ApplicationState::Draft || is_own_draft || matches!(actor, Actor::Platform(_));
    if !is_open || is_recused(tx, actor, &application).await? {
        return Err(Refusal::NotFound.into());
    }
    match verdict {
        Verdict::Allowed(_) => Ok(Found { application, ground, side: Side::Agents }),
        Verdict::SecondFactorMissing(_) => Err(Refusal::NotAllowed { act, verdict }.into()),
        _ => Err(Refusal::NotFound.into()),
    }
}

/// An application of an organisation this actor writes for.
///
/// # Errors
/// Not there, or not this actor's: the two look alike.
pub async fn for_carrier(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<Found> {
    let application = store::application::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    if !carries(actor, act, application.organisation) {
        return Err(Refusal::NotFound.into());
    }
    let ground = store::application::ground(tx, &application).await?;
    Ok(Found { application, ground, side: Side::Carrier })
}

/// An application for whoever may read it, on either side; the carrier's side first.
///
/// # Errors
/// Not there, not this actor's, or she stays out of it: the three look alike.
pub async fn readable(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<Found> {
    if matches!(actor, Actor::Person(_))
        && let Ok(found) = for_carrier(tx, actor, &acts::CARRY, id).await
    {
        return Ok(found);
    }
    for_agents(tx, actor, &acts::READ, id).await
}
