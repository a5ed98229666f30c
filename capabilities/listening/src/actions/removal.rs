//! Taking out what was put in by mistake, with the reason, and never what something else needs.

use database::{Tx, search};
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::{needs::anywhere, place};
use crate::rules::Removable;
use crate::{acts, store};

/// What would be taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    /// What it is called.
    pub label: String,
    /// The consultation it belongs to, when it belongs to one.
    pub consultation: Option<Uuid>,
    /// Why it cannot go, when it cannot.
    pub refusal: Option<String>,
}

/// What would be taken out and whether it can be, for whoever may do it: for anybody else it is not there.
///
/// # Errors
/// Not there, or not this actor's.
pub async fn removal(tx: &mut Tx, actor: &Actor, kind: Removable, id: Uuid) -> Outcome<Removal> {
    let (label, consultation) = store::removal::told(tx, kind, id).await?.ok_or(Refusal::NotFound)?;
    let scope = match consultation {
        Some(of) => place(store::setting::consultation(tx, of).await?.and_then(|found| found.contract), None),
        None => anywhere(actor),
    };
    if !actor.may(&acts::LEAD, &scope).is_allowed() {
        return Err(Refusal::NotFound.into());
    }
    let held = store::removal::held(tx, kind, id).await?;
    let mut refusal = kind.refusal(&held);
    if refusal.is_none() && kind == Removable::Gathering {
        let kept = crate::facade::gathering_holders(tx, id).await?;
        refusal = kept.map(|what| format!("Cette rencontre ne peut pas être retirée : {what} en dépend"));
    }
    Ok(Removal { label, consultation, refusal })
}

/// Takes it out.
///
/// # Errors
/// As [`removal`]; no reason; something needs it.
pub async fn remove(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (kind, id): (Removable, Uuid),
    why: &str,
) -> Outcome<Removal> {
    let found = removal(tx, actor, kind, id).await?;
    if let Some(refusal) = found.refusal {
        return Err(Failure::field("motif", refusal));
    }
    if why.trim().is_empty() {
        return Err(Failure::field("motif", "Écrivez pourquoi, par exemple : saisi deux fois"));
    }
    let inside = store::removal::delete(tx, kind, id).await.map_err(held_elsewhere)?;
    if kind == Removable::Need {
        search::forget(tx, "besoin", id).await?;
    }
    let mut touched = vec![(kind.table(), id)];
    touched.extend(inside);
    for link in lineage::before(tx, id, i64::MAX).await? {
        lineage::untie(tx, outside, actor, link.id, why).await?;
        touched.push(("lineage_link", link.id));
    }
    let entry = Entry::on(acts::LEAD.code, kind.table(), id)
        .why(why)
        .detail(json!({ "acte": "retrait", "libelle": found.label }))
        .touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(found)
}

/// What another slice refers to stays: the database says so, and the person reads why.
fn held_elsewhere(error: database::DbError) -> Failure {
    match error.is_foreign_key_violation() {
        true => Failure::field(
            "motif",
            "Des paroles, des réponses ou des réunions s’y rattachent encore : retirez-les d’abord, ou gardez-le",
        ),
        false => error.into(),
    }
}
