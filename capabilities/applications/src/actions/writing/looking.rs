//! Whoever may write an application: its carrier, or whoever types for it.

use database::Tx;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid, Verdict};

use crate::actions::completing::is_reopened;
use crate::actions::following::mailing;
use crate::actions::looking::{Found, for_carrier, is_recused};
use crate::actions::practices;
use crate::rules::{Application, ApplicationState, Side};
use crate::{acts, store};

/// An application for whoever writes it.
///
/// # Errors
/// Not there, or not this actor's: the two look alike.
pub async fn opened(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<Found> {
    match for_carrier(tx, actor, &acts::CARRY, id).await {
        Ok(found) => Ok(found),
        Err(_) => for_typist(tx, actor, id).await,
    }
}

/// An application for whoever types it with its carrier: an agent, or somebody of a function its contract has type.
///
/// # Errors
/// As [`opened`].
async fn for_typist(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<Found> {
    let application = store::application::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let is_hers = application.typed_by.is_some() && application.typed_by == actor.account();
    if !is_hers || is_recused(tx, actor, &application).await? {
        return Err(Refusal::NotFound.into());
    }
    let ground = store::application::ground(tx, &application).await?;
    match practices::typing(tx, actor, ground.contract, &ground.places()).await? {
        Verdict::Allowed(_) => Ok(Found { application, ground, side: Side::Agents }),
        verdict @ Verdict::SecondFactorMissing(_) => Err(Refusal::NotAllowed { act: &acts::TYPE, verdict }.into()),
        _ => Err(Refusal::NotFound.into()),
    }
}

/// Applications this actor types with their carriers, the last begun first.
///
/// # Errors
/// The database failed.
pub async fn typed(tx: &mut Tx, actor: &Actor) -> Outcome<Vec<Application>> {
    let Some(account) = actor.account() else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for one in store::application::typed_by(tx, account).await? {
        if let Ok(found) = for_typist(tx, actor, one.id).await {
            all.push(found.application);
        }
    }
    Ok(all)
}

/// Whether somebody who writes an application reads what stands elsewhere of its carrier, its sheet and its safe: its members, and
/// agents who read them anyway. Whoever only types does not.
pub fn reads_carrier(actor: &Actor, found: &Found) -> bool {
    found.side == Side::Carrier || actor.may_somewhere(&directory::acts::READ).is_allowed()
}

/// The same as [`opened`], when this part of it may be changed now: it is being written, or this was asked after filing.
///
/// # Errors
/// As [`opened`]; it is filed and nobody asked for this, or withdrawn.
pub async fn writable(tx: &mut Tx, actor: &Actor, id: Uuid, part: Option<Uuid>, keys: &[&str]) -> Outcome<Found> {
    let found = opened(tx, actor, id).await?;
    if let Some(project) = part {
        let known = store::project::by_id(tx, project).await?;
        known.filter(|project| project.application == id).ok_or(Refusal::NotFound)?;
    }
    match found.application.state {
        ApplicationState::Draft => Ok(found),
        ApplicationState::Withdrawn => {
            let told = "Un dossier retiré ne se modifie plus. Vous pouvez en commencer un autre.";
            Err(Refusal::rule("Ce dossier est retiré", told).into())
        }
        ApplicationState::Filed => {
            let asked = store::event::completions(tx, id).await?;
            if keys.iter().any(|key| is_reopened(&asked, part, key)) {
                return Ok(found);
            }
            let told = "Il ne se modifie plus, sauf ce que le service instructeur vous redemande. Pour corriger quelque \
                        chose, écrivez-lui depuis le suivi du dossier.";
            Err(Refusal::rule("Ce dossier est déposé", told).into())
        }
    }
}

/// Says that something of an application was changed. When whoever types for its carrier changes what the carrier had confirmed,
/// it must confirm again, and is told so: nothing is filed that it did not read. Gives the row written, for the journal.
///
/// # Errors
/// It was filed, or confirmed again, meanwhile.
pub(super) async fn changed(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    of: &Application,
) -> Outcome<Option<(&'static str, Uuid)>> {
    let typist = of.typed_by.filter(|typist| of.confirmed_at.is_some() && Some(*typist) == actor.account());
    let Some(typist) = typist.filter(|_| of.state == ApplicationState::Draft) else { return Ok(None) };
    if !store::application::unconfirm(tx, of.id, typist).await? {
        return Err(Failure::conflict("ce dossier", &[]));
    }
    mailing::tell_changed(tx, outside, of).await?;
    Ok(Some(("application", of.id)))
}
