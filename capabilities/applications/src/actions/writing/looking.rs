//! Whoever may write an application: its carrier, or the agent who types for it.

use database::Tx;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};

use crate::actions::completing::is_reopened;
use crate::actions::following::mailing;
use crate::actions::looking::{Found, for_agents, for_carrier};
use crate::rules::{Application, ApplicationState};
use crate::{acts, store};

/// An application for whoever writes it.
///
/// # Errors
/// Not there, or not this actor's: the two look alike.
pub async fn opened(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<Found> {
    match for_carrier(tx, actor, &acts::CARRY, id).await {
        Ok(found) => Ok(found),
        Err(_) => {
            let found = for_agents(tx, actor, &acts::INSTRUCT, id).await?;
            match found.application.typed_by {
                Some(typist) if Some(typist) == actor.account() => Ok(found),
                _ => Err(Refusal::NotFound.into()),
            }
        }
    }
}

/// The same, when this part of it may be changed now: it is being written, or this was asked after filing.
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
