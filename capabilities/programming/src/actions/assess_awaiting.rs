//! What awaits whoever assesses.

use applications::facade::CallBrief;
use database::{Result, Tx};
use jiff::tz::TimeZone;
use kernel::{Actor, Awaited, Function, Moment, Uuid, french};

use super::assess_alerting::{endings, has_endings, watched};
use super::assess_list::may_on;
use crate::rules::DueState;
use crate::{acts, store};

/// Neighbourhoods of the contract of a call.
async fn areas_of(tx: &mut Tx, call: &CallBrief) -> Result<Vec<Uuid>> {
    Ok(strategy::facade::contract(tx, call.contract).await?.map(|one| one.area_ids).unwrap_or_default())
}

/// Readings and opinions asked of this person, and files she holds whose delay comes to its end.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor, now: Moment) -> Result<Vec<Awaited>> {
    let Some(account) = actor.account() else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    let readings = store::reading::awaited(tx, account).await?;
    let mut calls: Vec<_> = readings.iter().map(|(.., call)| *call).collect();
    calls.sort_unstable();
    calls.dedup();
    for call in calls {
        let count = readings.iter().filter(|(.., of)| *of == call).count();
        let Some(brief) = applications::facade::call_brief(tx, call).await? else { continue };
        let many = french::count(i64::try_from(count).unwrap_or(i64::MAX), "projet", "projets");
        let path = format!("/gestion/dossiers?appel={}&lecteur={account}", brief.address);
        all.push(Awaited::new(format!("Instruire {many}"), format!("{}.", brief.title), path));
    }
    let today = now.day(&TimeZone::UTC);
    for opinion in store::opinion::awaited(tx, account).await? {
        let what = format!("Donner l’avis de votre service ({})", opinion.service);
        all.push(Awaited::new(what, opinion.standing(today), format!("/gestion/avis-services/{}", opinion.id)));
    }
    if !actor.may_somewhere(&acts::READ).is_allowed() {
        return Ok(all);
    }
    let leads = actor.holds_any(&[Function::ProjectManager, Function::CaseOfficer]);
    for call in watched(tx, now).await? {
        // Nobody else holds a file of the call: nothing of it is read.
        let is_hers = leads || readings.iter().any(|(.., of)| *of == call.id);
        if !is_hers || !may_on(actor, &acts::READ, &call, &areas_of(tx, &call).await?) {
            continue;
        }
        if !has_endings(tx, &call, (today, &TimeZone::UTC)).await? {
            continue;
        }
        let own = endings(tx, &call, (now, today, &TimeZone::UTC), Some(account)).await?;
        let own: Vec<_> = own.into_iter().filter(|ending| ending.holders.contains(&account)).collect();
        if own.is_empty() {
            continue;
        }
        let over = own.iter().filter(|ending| ending.due.state == DueState::Over).count();
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let many = french::count(count(own.len()), "dossier", "dossiers");
        let why = match over {
            0 => format!("{} : leur délai arrive à son terme.", call.title),
            over => {
                format!("{} : délai dépassé pour {}.", call.title, french::count(count(over), "dossier", "dossiers"))
            }
        };
        let path = format!("/gestion/dossiers?appel={}&tri=echeance&sens=croissant", call.address);
        all.push(Awaited::new(format!("Répondre à temps : {many}"), french::spaced(&why), path));
    }
    Ok(all)
}
