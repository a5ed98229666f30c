//! What awaits each side of applications: messages not read, things asked, things given back.

use database::{Result, Tx};
use jiff::tz::TimeZone;
use kernel::{Actor, Awaited, Moment, Scope, Uuid, french};

use crate::rules::following::{agents_path, carrier_path};
use crate::rules::{Side, carries};
use crate::{acts, store};

/// Whether an application is this agent's to answer: the right on its call, and nothing that keeps her out.
async fn answers(tx: &mut Tx, actor: &Actor, (application, call, organisation): (Uuid, Uuid, Uuid)) -> Result<bool> {
    let Some(call) = store::call::by_id(tx, call).await? else { return Ok(false) };
    if !actor.may(&acts::INSTRUCT, &Scope::contract(call.contract)).is_allowed() {
        return Ok(false);
    }
    if carries(actor, &acts::CARRY, organisation) {
        return Ok(false);
    }
    match store::application::by_id(tx, application).await? {
        Some(found) => Ok(!crate::actions::looking::is_recused(tx, actor, &found).await?),
        None => Ok(false),
    }
}

/// What awaits this person about applications, on whichever side she is.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor, now: Moment) -> Result<Vec<Awaited>> {
    if actor.person().is_none() {
        return Ok(Vec::new());
    }
    let (is_agent, is_carrier) =
        (actor.may_somewhere(&acts::INSTRUCT).is_allowed(), actor.holds_any(acts::CARRY.functions));
    let mut all = Vec::new();
    if is_carrier {
        for (application, _, organisation, due_on, is_answered) in store::event::open_completions(tx).await? {
            if is_answered || !carries(actor, &acts::CARRY, organisation) {
                continue;
            }
            let day = french::date(due_on);
            let is_late = now.day(&TimeZone::UTC) > due_on;
            let why = if is_late { format!("La date du {day} est passée.") } else { format!("Jusqu’au {day}.") };
            let path = format!("{}/complement", carrier_path(application));
            all.push(Awaited::new("Compléter votre dossier", why, path));
        }
        for (application, _, organisation, count) in store::event::unread_of(tx, Side::Agents).await? {
            if carries(actor, &acts::CARRY, organisation) {
                let what = format!("Lire {}", french::count(count, "message du service", "messages du service"));
                let path = format!("{}/messages", carrier_path(application));
                all.push(Awaited::new(what, "", path));
            }
        }
    }
    if is_agent {
        for (application, call, organisation, _, is_answered) in store::event::open_completions(tx).await? {
            if is_answered && answers(tx, actor, (application, call, organisation)).await? {
                let path = format!("{}/complement", agents_path(application));
                let number = store::application::by_id(tx, application).await?.and_then(|one| one.number);
                let what = format!("Relire le complément du dossier {}", number.unwrap_or_default());
                all.push(Awaited::new(what, "L’association a répondu.", path));
            }
        }
        for (application, call, organisation, count) in store::event::unread_of(tx, Side::Carrier).await? {
            if answers(tx, actor, (application, call, organisation)).await? {
                let many = french::count(count, "message d’une association", "messages d’une association");
                let path = format!("{}/messages", agents_path(application));
                all.push(Awaited::new(format!("Lire {many}"), "", path));
            }
        }
    }
    Ok(all)
}
