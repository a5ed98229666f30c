//! Staying out of an application one is tied to.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::looking;
use crate::rules::Recusal;
use crate::{acts, store};

/// Whom a recusal concerns, and how far it goes.
#[derive(Clone, Copy, Debug)]
pub struct NewRecusal<'a> {
    /// Who stays out; nobody named: whoever declares it.
    pub account: Option<Uuid>,
    /// Whether it is about everything the same organisation asks.
    pub is_whole_organisation: bool,
    /// Why.
    pub reason: &'a str,
}

/// Declares that somebody stays out of an application from now on.
///
/// # Errors
/// Not there or not this actor's; no reason.
pub async fn declare(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    application: Uuid,
    new: NewRecusal<'_>,
) -> Outcome<Uuid> {
    let found = looking::for_agents(tx, actor, &acts::RECUSE, application).await?;
    let account = new.account.or(actor.account()).ok_or(Refusal::NotFound)?;
    let reason = new.reason.trim();
    if reason.is_empty() || reason.chars().count() > 500 {
        return Err(Failure::field("raison", "Dites quel lien, en moins de 500 signes"));
    }
    let one = Recusal {
        id: outside.uuid(),
        account,
        application: (!new.is_whole_organisation).then_some(application),
        organisation: new.is_whole_organisation.then_some(found.application.organisation),
        reason: reason.to_owned(),
        declared_at: outside.now(),
    };
    store::recusal::insert(tx, &one, actor.account()).await?;
    let detail = json!({ "acte": "retrait d’un dossier", "toute l’association": new.is_whole_organisation });
    let touched = [("recusal", one.id)];
    let entry = Entry::on(acts::RECUSE.code, "application", application).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(one.id)
}
