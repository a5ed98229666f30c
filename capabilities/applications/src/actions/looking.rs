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

impl Found {
    /// Whether this actor signs for its carrier: files it, sends what is asked again, takes it back.
    pub fn may_sign(&self, actor: &Actor) -> bool {
        carries(actor, &acts::FILE, self.application.organisation)
    }
}

/// What keeps this actor out: her recusals, and those of the person she acts for.
///
/// # Errors
/// The database failed.
pub async fn recusals_of(tx: &mut Tx, actor: &Actor) -> database::Result<Vec<Recusal>> {
    let Some(person) = actor.person() else { return Ok(Vec::new()) };
    let mut all = store::recusal::of_account(tx, person.account).await?;
    if let Some((account, _)) = &person.acting_for {
        all.extend(store::recusal::of_account(tx, *account).await?);
    }
    Ok(all)
}

/// Whether this actor must stay out: she, or the person she acts for.
///
/// # Errors
/// The database failed.
pub async fn is_recused(tx: &mut Tx, actor: &Actor, of: &Application) -> database::Result<bool> {
    Ok(recusals_of(tx, actor).await?.iter().any(|recusal| recusal.keeps_out(of.id, of.organisation)))
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

/// The same, for services who are none of those who carry it: whoever writes for the organisation that asks is not one of
/// them, whatever else she may do.
///
/// # Errors
/// As [`for_agents`]; she carries it.
pub async fn for_services(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<Found> {
    let found = for_agents(tx, actor, act, id).await?;
    if actor.person().is_some() && carries(actor, &acts::CARRY, found.application.organisation) {
        return Err(Refusal::NotFound.into());
    }
    Ok(found)
}

/// Whether services, she among them, may read an application: as [`for_services`] says it, without looking it up again.
///
/// # Errors
/// The database failed.
pub async fn is_readable(tx: &mut Tx, actor: &Actor, of: &Application) -> database::Result<bool> {
    let is_own = actor.person().is_some() && carries(actor, &acts::CARRY, of.organisation);
    if is_own || of.state == ApplicationState::Draft || is_recused(tx, actor, of).await? {
        return Ok(false);
    }
    Ok(store::application::ground(tx, of).await?.verdict(actor, &acts::READ).is_allowed())
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

/// The same, for whoever signs for the organisation.
///
/// # Errors
/// As [`for_carrier`].
pub async fn for_signatory(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<Found> {
    for_carrier(tx, actor, &acts::FILE, id).await
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
