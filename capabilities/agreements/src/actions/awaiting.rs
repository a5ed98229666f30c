//! Reports that await somebody: to certify or correct for an association, to examine for services.

use std::collections::HashMap;

use database::Tx;
use kernel::{Actor, Awaited, Uuid, french};

use super::desk;
use super::mine::{all, carried};
use super::paying::accounts_of;
use crate::rules::ReportState;
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
    let given = store::report::given(tx).await?;
    if given.is_empty() {
        return Ok(Vec::new());
    }
    let kept = desk::kept_out(tx, actor).await?;
    let mut counts: HashMap<Uuid, i64> = HashMap::new();
    for (contract, payer, call_funder, carrier) in given {
        let payer = (payer != call_funder).then_some(payer);
        let may = desk::verdict(actor, &acts::ACCEPT_REPORT, contract, payer).is_allowed();
        if may && !kept.out_of(carrier, []) {
            *counts.entry(contract).or_default() += 1;
        }
    }
    let mut awaited = Vec::new();
    for contract in strategy::facade::contracts(tx).await? {
        let Some(count) = counts.get(&contract.id) else { continue };
        let what = format!("Examiner {}", french::count(*count, "compte rendu", "comptes rendus"));
        let path = format!("/gestion/comptes-rendus?contrat={}&etat=given", contract.code);
        awaited.push(Awaited::new(what, contract.title, path));
    }
    Ok(awaited)
}
