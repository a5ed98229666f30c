//! Reports that await somebody: to certify or correct for an association, to examine for services.

use std::collections::HashMap;

use database::Tx;
use kernel::{Actor, Awaited, Uuid, french};

use super::desk;
use super::mine::{all, carried};
use super::paying::accounts_of;
use crate::rules::{Agreement, ReportState};
use crate::{acts, store};

/// Reports of one’s association that somebody else wrote, to certify; and those sent back.
///
/// # Errors
/// The database failed.
pub async fn own(tx: &mut Tx, actor: &Actor) -> database::Result<Vec<Awaited>> {
    if carried(actor).is_empty() {
        return Ok(Vec::new());
    }
    let may_certify = actor.holds_any(acts::CERTIFY_REPORT.functions);
    let mut awaited = Vec::new();
    for brief in all(tx, actor).await? {
        for one in store::report::of_agreement(tx, brief.agreement.id).await? {
            let verb = match one.state {
                ReportState::Written if may_certify && one.is_written_by_others(accounts_of(actor)) => "Certifier",
                ReportState::Returned => "Corriger",
                _ => continue,
            };
            let what = format!("{verb} le {}", one.called().to_lowercase());
            let about = format!("convention {}", brief.agreement.number);
            let path = format!("/conventions/{}/comptes-rendus/{}", brief.agreement.id, one.id);
            awaited.push(Awaited::new(what, about, path));
        }
    }
    Ok(awaited)
}

/// Reports given that services may accept, counted on each contract.
///
/// # Errors
/// The database failed.
pub async fn services(tx: &mut Tx, actor: &Actor) -> database::Result<Vec<Awaited>> {
    if !actor.holds_any(acts::ACCEPT_REPORT.functions) {
        return Ok(Vec::new());
    }
    let kept = desk::kept_out(tx, actor).await?;
    let mut awaited = Vec::new();
    for contract in strategy::facade::contracts(tx).await? {
        let given = store::report::of_contract(tx, contract.id).await?;
        let given: Vec<Uuid> =
            given.iter().filter(|one| one.state == ReportState::Given).map(|one| one.agreement).collect();
        if given.is_empty() {
            continue;
        }
        let briefs = store::agreement::of_contract(tx, contract.id).await?;
        let known: HashMap<Uuid, Agreement> = briefs.into_iter().map(|one| (one.agreement.id, one.agreement)).collect();
        let is_hers = |id: &&Uuid| {
            known.get(*id).is_some_and(|one| {
                let payer = one.organisation();
                !kept.out_of(one.carrier, [])
                    && desk::verdict(actor, &acts::ACCEPT_REPORT, contract.id, payer).is_allowed()
            })
        };
        let count = given.iter().filter(is_hers).count() as i64;
        if count > 0 {
            let what = format!("Examiner {}", french::count(count, "compte rendu", "comptes rendus"));
            let path = format!("/gestion/comptes-rendus?contrat={}&etat=given", contract.code);
            awaited.push(Awaited::new(what, contract.title, path));
        }
    }
    Ok(awaited)
}
