//! Agreements of one’s own association, once their paper is made.

use database::Tx;
use kernel::{Act, Actor, Outcome, Refusal, Scope, Uuid, Verdict};

use super::desk::{self, Whole};
use crate::rules::VersionState;
use crate::{acts, store};

/// The organisations somebody follows agreements for.
pub fn carried(actor: &Actor) -> Vec<Uuid> {
    let Some(person) = actor.person() else { return Vec::new() };
    let mut all = Vec::new();
    for grant in person.grants.iter().filter(|grant| acts::CARRY.functions.contains(&grant.function)) {
        if let Some(organisation) = grant.scope.organisation.filter(|one| !all.contains(one)) {
            all.push(organisation);
        }
    }
    all
}

/// An agreement of one’s association, without what is still being written; nothing before its first paper.
///
/// # Errors
/// Not there or not this actor’s: the two look alike; the database failed.
pub async fn agreement(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<Whole> {
    let found = store::agreement::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    if !carried(actor).contains(&found.carrier) {
        return Err(Refusal::NotFound.into());
    }
    match actor.may(act, &Scope::organisation(found.carrier)) {
        Verdict::Allowed(_) => {}
        verdict => return Err(Refusal::NotAllowed { act, verdict }.into()),
    }
    let mut whole = desk::whole(tx, found).await?;
    whole.versions.retain(|one| one.state != VersionState::Draft);
    if whole.versions.is_empty() {
        return Err(Refusal::NotFound.into());
    }
    Ok(whole)
}
