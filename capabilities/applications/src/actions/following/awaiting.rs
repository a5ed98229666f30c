//! What awaits each side of applications: messages not read, things asked, things given back.

use database::{Result, Tx};
use jiff::tz::TimeZone;
use kernel::{Actor, Awaited, Moment, Scope, Uuid, french};

use crate::actions::looking::recusals_of;
use crate::rules::following::{agents_path, carrier_path};
use crate::rules::{Side, carries};
use crate::store::event::Whose;
use crate::{acts, store};

/// What awaits this person about applications, on whichever side she is.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor, now: Moment) -> Result<Vec<Awaited>> {
    if actor.person().is_none() {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    carriers(tx, actor, now, &mut all).await?;
    if actor.may_somewhere(&acts::INSTRUCT).is_allowed() {
        agents(tx, actor, &mut all).await?;
    }
    Ok(all)
}

/// The organisations somebody writes for.
fn carried(actor: &Actor) -> Vec<Uuid> {
    let grants = actor.person().map(|person| person.grants.as_slice()).unwrap_or_default();
    let mut all: Vec<Uuid> = grants.iter().filter_map(|grant| grant.scope.organisation).collect();
    all.sort_unstable();
    all.dedup();
    all.retain(|organisation| carries(actor, &acts::CARRY, *organisation));
    all
}

async fn carriers(tx: &mut Tx, actor: &Actor, now: Moment, all: &mut Vec<Awaited>) -> Result<()> {
    for organisation in carried(actor) {
        let whose = Whose::Carrier(organisation);
        for (application, _, _, due_on) in store::event::open_completions(tx, false, whose).await? {
            let day = french::date(due_on);
            let is_late = now.day(&TimeZone::UTC) > due_on;
            let why = if is_late { format!("La date du {day} est passée.") } else { format!("Jusqu’au {day}.") };
            let path = format!("{}/complement", carrier_path(application));
            all.push(Awaited::new("Compléter votre dossier", why, path));
        }
        for (application, _, count) in store::event::unread_of(tx, Side::Agents, whose).await? {
            let what = format!("Lire {}", french::count(count, "message du service", "messages du service"));
            all.push(Awaited::new(what, "", format!("{}/messages", carrier_path(application))));
        }
    }
    Ok(())
}

/// For those who answer carriers on a contract: not on what they stay out of, nor on what they carry themselves.
async fn agents(tx: &mut Tx, actor: &Actor, all: &mut Vec<Awaited>) -> Result<()> {
    let (recusals, own) = (recusals_of(tx, actor).await?, carried(actor));
    let answers = |application: Uuid, organisation: Uuid| {
        !own.contains(&organisation) && !recusals.iter().any(|recusal| recusal.keeps_out(application, organisation))
    };
    for contract in store::call::contracts(tx).await? {
        if !actor.may(&acts::INSTRUCT, &Scope::contract(contract)).is_allowed() {
            continue;
        }
        let whose = Whose::Contract(contract);
        for (application, organisation, number, _) in store::event::open_completions(tx, true, whose).await? {
            if answers(application, organisation) {
                let what = format!("Relire le complément du dossier {}", number.unwrap_or_default());
                let path = format!("{}/complement", agents_path(application));
                all.push(Awaited::new(what, "L’association a répondu.", path));
            }
        }
        for (application, organisation, count) in store::event::unread_of(tx, Side::Carrier, whose).await? {
            if answers(application, organisation) {
                let many = french::count(count, "message d’une association", "messages d’une association");
                let path = format!("{}/messages", agents_path(application));
                all.push(Awaited::new(format!("Lire {many}"), "", path));
            }
        }
    }
    Ok(())
}
