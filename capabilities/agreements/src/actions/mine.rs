//! Agreements of one’s own association, once their paper is made.

use database::Tx;
use kernel::{Act, Actor, Awaited, Outcome, Refusal, Scope, Uuid, Verdict};

use super::desk::{self, Whole};
use crate::rules::{Brief, Side, VersionState, turn};
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

/// Agreements of one’s associations whose paper is made, by number.
///
/// # Errors
/// The database failed.
pub async fn all(tx: &mut Tx, actor: &Actor) -> database::Result<Vec<Brief>> {
    let mut all = Vec::new();
    for organisation in carried(actor) {
        let own = store::agreement::of_carrier(tx, organisation).await?;
        all.extend(own.into_iter().filter(|one| one.version > 0 || one.state != VersionState::Draft));
    }
    Ok(all)
}

/// Papers that wait for the signature of one’s association.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor) -> database::Result<Vec<Awaited>> {
    if !actor.holds_any(acts::SIGN_FOR.functions) {
        return Ok(Vec::new());
    }
    let mut awaited = Vec::new();
    for one in all(tx, actor).await?.into_iter().filter(|one| one.state == VersionState::Circulating) {
        let versions = store::version::of_agreement(tx, one.agreement.id).await?;
        let Some(last) = versions.last() else { continue };
        let signatures = store::signing::of_version(tx, last.id).await?;
        if turn(&signatures).is_some_and(|one| one.side == Side::Carrier) {
            let what = format!("Signer la convention {}", one.agreement.number);
            awaited.push(Awaited::new(
                what,
                "elle attend votre association",
                format!("/conventions/{}", one.agreement.id),
            ));
        }
    }
    Ok(awaited)
}
