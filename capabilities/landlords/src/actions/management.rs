//! Urban management: agreements and what is done each year.

use database::Tx;
use journal::Entry;
use kernel::{Act, Actor, Failure, Filled, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;

pub use crate::rules::{
    ManagementAction, ManagementActionTerms, ManagementState, ManagementTerms, ManagementTheme, UrbanManagement,
};
use crate::rules::{check_management, check_management_action};
use crate::{acts, store};

/// An agreement of urban management this actor may do this to.
///
/// # Errors
/// Not there or not this actor’s; the database failed.
pub async fn management(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<UrbanManagement> {
    let found = store::management::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    if !actor.may(&acts::READ, &found.scope()).is_allowed() {
        return Err(Refusal::NotFound.into());
    }
    actor.authorise(act, &found.scope())?;
    Ok(found)
}

/// Writes an agreement of urban management; a new one for a contract when `known` is none.
///
/// # Errors
/// Not there or not this actor’s; something to correct; somebody else changed it.
pub async fn keep_management(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (contract, known): (Uuid, Option<(Uuid, i64)>),
    typed: impl Into<Filled<ManagementTerms>>,
) -> Outcome<Uuid> {
    let contract = strategy::facade::contract(tx, contract).await?.ok_or(Refusal::NotFound)?;
    actor.authorise(&acts::MANAGE, &Scope::contract(contract.id))?;
    let mut form = typed.into();
    form.find(check_management(&form.value, &contract.area_ids));
    let terms = form.sound()?;
    let (id, revision) = known.unwrap_or_else(|| (outside.uuid(), 0));
    let one = UrbanManagement { id, contract: contract.id, terms, revision };
    if !store::management::save(tx, outside, &one, revision).await? {
        let kept = [("Nom", one.terms.title.as_str()), ("Partenaires", &one.terms.partners), ("Note", &one.terms.note)];
        return Err(Failure::conflict("cette convention", &kept));
    }
    let touched = [("urban_management", id)];
    let detail = json!({ "acte": "convention de gestion urbaine enregistrée", "publique": one.terms.is_public });
    let entry = Entry::on(acts::MANAGE.code, "urban_management", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(id)
}

fn years(one: &UrbanManagement) -> (i64, i64) {
    (one.terms.starts_on.year().into(), one.terms.ends_on.year().into())
}

/// Adds an action of a year.
///
/// # Errors
/// Not there or not this actor’s; something to correct.
pub async fn add_management_action(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    typed: impl Into<Filled<ManagementActionTerms>>,
) -> Outcome<Uuid> {
    let agreement = management(tx, actor, &acts::MANAGE, id).await?;
    let mut form = typed.into();
    form.find(check_management_action(&form.value, years(&agreement)));
    let one = ManagementAction { id: outside.uuid(), agreement: id, terms: form.sound()?, revision: 1 };
    store::management::insert_action(tx, &one, outside.now()).await?;
    record(tx, outside, actor, one.id).await?;
    Ok(one.id)
}

/// Changes an action of a year. Gives its agreement.
///
/// # Errors
/// Not there or not this actor’s; something to correct; somebody else changed it.
pub async fn change_management_action(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    typed: impl Into<Filled<ManagementActionTerms>>,
) -> Outcome<Uuid> {
    let one = store::management::action(tx, id).await?.ok_or(Refusal::NotFound)?;
    let agreement = management(tx, actor, &acts::MANAGE, one.agreement).await?;
    let mut form = typed.into();
    form.find(check_management_action(&form.value, years(&agreement)));
    let terms = form.sound()?;
    if !store::management::save_action(tx, (id, revision), &terms).await? {
        return Err(Failure::conflict("cette action", &[("Action", &terms.title), ("Suite", &terms.note)]));
    }
    record(tx, outside, actor, id).await?;
    Ok(agreement.id)
}

async fn record(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<()> {
    let touched = [("urban_management_action", id)];
    let detail = json!({ "acte": "action de gestion urbaine enregistrée" });
    let entry = Entry::on(acts::MANAGE.code, "urban_management_action", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
