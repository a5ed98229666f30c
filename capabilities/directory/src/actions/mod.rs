//! One function per act. Each authorises, loads, applies the rule, saves, and records once.

mod awaiting;
pub mod bank;
pub mod commitments;
pub mod contacting;
pub mod declaring;
pub mod documents;
pub mod lines;
pub mod listing;
pub mod members;
mod purging;
pub mod sheet;

pub(crate) use awaiting::FUNCTIONS;
pub use awaiting::{accepted, awaited};
pub use purging::purge;

pub use crate::rules::{
    Approval, Charter, Contact, DocumentKind, Identity, Listing, PersonTerms, Public, Quality, Relations, YearTerms,
};

use accounts::facade::OrganisationCard;
use database::Tx;
use journal::Entry;
use kernel::{Act, Actor, Outcome, Outside, Refusal, Scope, Uuid, Verdict};
use serde_json::json;

use crate::acts;
use crate::facade::is_kept_out;
use crate::rules::{Check, Sheet, checks};
use crate::store;

/// The organisation, for whoever may do `own` for it or, as an agent, `agent`; with the act it is done under. An agent who stays
/// out of what it asks opens nothing of it.
///
/// # Errors
/// Not there, not this actor’s, or she stays out of it: the three look alike. Hers, without her second factor: told.
pub async fn reached(
    tx: &mut Tx,
    actor: &Actor,
    (own, agent): (&'static Act, Option<&'static Act>),
    id: Uuid,
) -> Outcome<(OrganisationCard, &'static Act)> {
    let card = accounts::facade::organisation(tx, id).await?.ok_or(Refusal::NotFound)?;
    let verdict = actor.may(own, &Scope::organisation(id));
    if verdict.is_allowed() {
        return Ok((card, own));
    }
    if let Some(agent) = agent
        && actor.may_somewhere(agent).is_allowed()
        && !is_kept_out(tx, actor, id).await?
    {
        return Ok((card, agent));
    }
    match verdict {
        Verdict::SecondFactorMissing(_) => Err(Refusal::NotAllowed { act: own, verdict }.into()),
        _ => Err(Refusal::NotFound.into()),
    }
}

/// The organisation, for whoever fills its sheet: its people, or an agent with them.
///
/// # Errors
/// Not there, or not this actor’s.
pub async fn filled(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(OrganisationCard, &'static Act)> {
    reached(tx, actor, (&acts::FILL, Some(&acts::MANAGE)), id).await
}

/// The organisation, for whoever reads its sheet.
///
/// # Errors
/// Not there, or not this actor’s.
pub async fn read(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(OrganisationCard, &'static Act)> {
    reached(tx, actor, (&acts::FILL, Some(&acts::READ)), id).await
}

/// Lets an agent’s act go on: sheets are of no contract, so it is enough to hold its function somewhere.
fn somewhere(actor: &Actor, act: &'static Act) -> Outcome<()> {
    match actor.may_somewhere(act) {
        verdict if verdict.is_allowed() => Ok(()),
        verdict => Err(Refusal::NotAllowed { act, verdict }.into()),
    }
}

/// The sheet of an organisation, empty when nothing was written on it yet.
///
/// # Errors
/// The database failed.
pub(crate) async fn sheet_of(tx: &mut Tx, id: Uuid) -> database::Result<Sheet> {
    let empty = Sheet {
        identity_revision: 1,
        contact_revision: 1,
        relations_revision: 1,
        listing_revision: 1,
        ..Sheet::default()
    };
    Ok(store::sheet::of(tx, id).await?.unwrap_or(empty))
}

/// What is missing or expired in the sheet of an organisation on a day.
///
/// # Errors
/// The database failed.
pub(crate) async fn checked(
    tx: &mut Tx,
    card: &OrganisationCard,
    on: jiff::civil::Date,
) -> database::Result<Vec<Check>> {
    let sheet = sheet_of(tx, card.id).await?;
    let people = store::lines::people(tx, card.id).await?;
    let years = store::lines::years(tx, card.id).await?;
    let accounts = store::bank::of(tx, card.id).await?;
    let bank = accounts.iter().find(|one| one.is_current()).or_else(|| accounts.iter().find(|one| one.is_waiting()));
    let documents = store::document::of(tx, card.id).await?;
    let is_committed = commitments::is_signed(tx, card.id).await?;
    let who = (card.name.as_str(), card.siret.as_deref(), &sheet);
    Ok(checks(who, &people, &years, bank, &documents, is_committed, on))
}

/// Records an act on the sheet of an organisation. The journal names no person of it and holds nothing typed.
pub(crate) async fn record(
    tx: &mut Tx,
    outside: &Outside,
    (actor, act): (&Actor, &'static Act),
    (organisation, what): (Uuid, &str),
    touched: &[(&'static str, Uuid)],
) -> Outcome<()> {
    let entry = Entry::on(act.code, "organisation", organisation).detail(json!({ "acte": what })).touched(touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
