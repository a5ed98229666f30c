//! Piles of scanned pages: given in one file, sorted each time they are shown, put with their agreements once somebody confirms
//! it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use database::Tx;
use files::{Kind, Limits, Prepared, Vault};
use jobs::{CancelOutcome, JobState, NewJob};
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};
use scans::Pile;
use serde_json::json;

use super::scan_reading::gathered;
use super::{desk, signing};
use crate::rules::{Printed, Sorted, Stack, sort};
use crate::store::scanning::{self as archive, ScanBatch};
use crate::{acts, store};

/// The kind of job that reads piles.
pub const READ: &str = "agreements.scans";

/// Days a pile is kept.
pub const DAYS_KEPT: i64 = 30;

/// What may be given: one PDF, as large as any file.
pub const fn limits(largest_bytes: u64) -> Limits<'static> {
    Limits { largest_bytes, kinds: &[Kind::Pdf] }
}

/// Whether this actor gives signed papers back on a contract, for the whole or for a funder of one of its calls.
async fn authorised(tx: &mut Tx, actor: &Actor, contract: Uuid) -> Outcome<()> {
    let may = |payer| desk::verdict(actor, &acts::SIGN, contract, payer).is_allowed();
    if may(None) {
        return Ok(());
    }
    let calls = applications::facade::calls_of(tx, contract).await?;
    match calls.iter().flat_map(|call| &call.funders).any(|one| may(one.organisation)) {
        true => Ok(()),
        false => Err(Refusal::NotFound.into()),
    }
}

/// A pile that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given {
    /// Which.
    pub id: Uuid,
    /// Whether it was not there before.
    pub is_new: bool,
}

/// Takes a pile in, to be read by a job. The same file given again is the same pile: what was stopped begins again. Ring the
/// bell after the commit.
///
/// # Errors
/// Not there or not this actor’s; no file.
pub async fn give(
    tx: &mut Tx,
    (outside, vault): (&Outside, &dyn Vault),
    actor: &Actor,
    contract: Uuid,
    file: Option<(Prepared, String)>,
) -> Outcome<Given> {
    authorised(tx, actor, contract).await?;
    let (file, content) = file.ok_or_else(|| Failure::field("fichier", "Choisissez le PDF des pages numérisées"))?;
    if let Some(known) = archive::by_content(tx, contract, &content).await? {
        let job = jobs::find(tx, known.job).await?;
        if job.is_none_or(|job| matches!(job.state, JobState::Failed | JobState::Cancelled)) {
            again(tx, outside, actor, &known).await?;
        }
        return Ok(Given { id: known.id, is_new: false });
    }
    let id = outside.uuid();
    let job = jobs::enqueue(tx, outside, reading(actor, id)).await?;
    let name = file.name().to_owned();
    let kept = files::attach(tx, vault, outside, file, "agreements.scans", actor.account()).await;
    let kept = kept.map_err(|error| error.at_field("fichier"))?;
    let one = ScanBatch {
        id,
        contract,
        file: kept.id,
        content,
        name,
        pages: 0,
        job: job.id,
        asked_at: outside.now().0,
        account: actor.account(),
        by_name: actor.journal_name(),
    };
    if !archive::insert(tx, &one).await? {
        return Err(Failure::conflict("ce lot de pages", &[]));
    }
    let touched = [("scan_batch", id), ("file", kept.id)];
    let detail = json!({ "acte": "pages numérisées déposées", "octets": kept.size });
    let entry = Entry::on(acts::SIGN.code, "contract", contract).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(Given { id, is_new: true })
}

fn reading(actor: &Actor, batch: Uuid) -> NewJob {
    let job = NewJob::new(READ, json!({ "lot": batch.to_string() })).unique(batch.to_string());
    match actor.account() {
        Some(account) => job.requested_by(account),
        None => job,
    }
}

async fn again(tx: &mut Tx, outside: &Outside, actor: &Actor, batch: &ScanBatch) -> Outcome<()> {
    jobs::try_again(tx, outside, batch.job).await?;
    let detail = json!({ "acte": "lecture des pages reprise" });
    let entry = Entry::on(acts::SIGN.code, "contract", batch.contract).detail(detail);
    journal::record(tx, outside, actor, entry.touched(&[("scan_batch", batch.id)])).await?;
    Ok(())
}

/// A pile, for whoever gave it or follows the whole contract: otherwise nothing is there.
///
/// # Errors
/// Not there or not this actor’s: the two look alike.
pub async fn batch(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<ScanBatch> {
    let found = archive::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    authorised(tx, actor, found.contract).await?;
    if is_seen(actor, &found) { Ok(found) } else { Err(Refusal::NotFound.into()) }
}

fn is_seen(actor: &Actor, batch: &ScanBatch) -> bool {
    let is_own = actor.account().is_some() && actor.account() == batch.account;
    is_own || desk::verdict(actor, &acts::SIGN, batch.contract, None).is_allowed()
}

/// Piles of a contract this actor sees, the last first.
///
/// # Errors
/// Not this actor’s; the database failed.
pub async fn batches(tx: &mut Tx, actor: &Actor, contract: Uuid) -> Outcome<Vec<ScanBatch>> {
    authorised(tx, actor, contract).await?;
    let all = archive::of_contract(tx, contract).await?;
    Ok(all.into_iter().filter(|one| is_seen(actor, one)).collect())
}

/// What a pile holds, sorted for this actor.
///
/// # Errors
/// The database failed.
pub async fn sorted(tx: &mut Tx, actor: &Actor, batch: &ScanBatch) -> Outcome<Sorted> {
    let pages = archive::pages(tx, batch.id).await?;
    let mut codes: Vec<String> =
        pages.iter().filter_map(|page| page.mark.as_ref().map(|(code, _)| code.clone())).collect();
    codes.sort_unstable();
    codes.dedup();
    let known = archive::printed(tx, &codes).await?;
    let hers = hers(tx, actor, batch.contract, &known).await?;
    Ok(sort(&pages, &known, |one| hers.contains(&one.version)))
}

/// Versions whose signed paper this actor may give back.
async fn hers(tx: &mut Tx, actor: &Actor, contract: Uuid, known: &HashMap<String, Printed>) -> Outcome<HashSet<Uuid>> {
    let kept = desk::kept_out(tx, actor).await?;
    let agreements: Vec<Uuid> = known.values().map(|one| one.agreement).collect();
    let held = store::version::applications(tx, &agreements).await?;
    let is_hers = |one: &&Printed| {
        let own = held.iter().filter(|(agreement, _)| *agreement == one.agreement);
        let lines = own.map(|(_, application)| *application);
        one.contract == contract
            && desk::verdict(actor, &acts::SIGN, contract, one.payer).is_allowed()
            && !kept.out_of(one.carrier, lines)
    };
    Ok(known.values().filter(is_hers).map(|one| one.version).collect())
}

/// Stops the reading of a pile. What was read stays.
///
/// # Errors
/// Not there or not this actor’s; it is over.
pub async fn stop(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<()> {
    let batch = batch(tx, actor, id).await?;
    if jobs::cancel(tx, outside, batch.job).await? == CancelOutcome::TooLate {
        return Err(Refusal::rule("La lecture est déjà terminée", "Revenez au lot pour voir ce qui a été lu.").into());
    }
    let detail = json!({ "acte": "lecture des pages arrêtée" });
    let entry = Entry::on(acts::SIGN.code, "contract", batch.contract).detail(detail);
    journal::record(tx, outside, actor, entry.touched(&[("scan_batch", id)])).await?;
    Ok(())
}

/// Begins again a reading that was stopped, where it was. Ring the bell after the commit.
///
/// # Errors
/// Not there or not this actor’s; it was not stopped.
pub async fn resume(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<()> {
    let batch = batch(tx, actor, id).await?;
    let job = jobs::find(tx, batch.job).await?;
    if !job.is_some_and(|job| matches!(job.state, JobState::Failed | JobState::Cancelled)) {
        return Err(Refusal::rule("La lecture n’est pas arrêtée", "Revenez au lot pour voir où elle en est.").into());
    }
    again(tx, outside, actor, &batch).await
}

/// A paper put together, ready to be given back.
pub struct Bound {
    agreement: Uuid,
    version: Uuid,
    file: Prepared,
}

/// Puts chosen papers of a pile together, in no writing transaction.
///
/// # Errors
/// A file is refused; the vault failed.
pub async fn bind(vault: &dyn Vault, pile: &Arc<Pile>, stacks: &[&Stack], largest_bytes: u64) -> Outcome<Vec<Bound>> {
    let mut all = Vec::new();
    for stack in stacks {
        let bytes = gathered(pile.clone(), stack.positions.clone()).await?;
        let name = format!("{}-signee.pdf", kernel::text::slug(&stack.printed.number, '-', 40));
        let received = files::receive(vault, &name, limits(largest_bytes), &mut bytes.as_slice()).await;
        let file = received.map_err(|error| error.at_field("conventions"))?;
        all.push(Bound { agreement: stack.printed.agreement, version: stack.printed.version, file });
    }
    Ok(all)
}

/// Gives back the papers that were put together, each as if it had been given on the page of its agreement. What somebody gave
/// back meanwhile is left alone. Gives how many were.
///
/// # Errors
/// One of them is not this actor’s any more; the database failed.
pub async fn give_back(
    tx: &mut Tx,
    (outside, vault): (&Outside, &dyn Vault),
    actor: &Actor,
    (id, all): (Uuid, Vec<Bound>),
) -> Outcome<usize> {
    let batch = batch(tx, actor, id).await?;
    // Always in the same order, so that two who confirm the same pile wait for each other.
    let mut all = all;
    all.sort_by_key(|one| one.version);
    for one in &all {
        store::agreement::hold(tx, one.agreement).await?;
    }
    let sorted = sorted(tx, actor, &batch).await?;
    let still: HashSet<Uuid> = sorted.whole().map(|stack| stack.printed.version).collect();
    let mut count = 0;
    for one in all.into_iter().filter(|one| still.contains(&one.version)) {
        let which = (one.agreement, Some(one.version));
        signing::deposit(tx, (outside, vault), actor, which, Some(one.file), None).await?;
        count += 1;
    }
    Ok(count)
}

/// Forgets piles whose days are over: their pages, and their file. Gives how many.
///
/// # Errors
/// The database failed.
pub async fn purge(tx: &mut Tx, outside: &Outside, actor: &Actor) -> Outcome<usize> {
    let gone = archive::asked_before(tx, outside.now().plus_days(-DAYS_KEPT)).await?;
    let mut touched = Vec::new();
    for one in &gone {
        touched.extend(archive::forget(tx, one.id).await?);
        if files::mark_deleted(tx, one.file, outside.now()).await? {
            touched.push(("file", one.file));
        }
    }
    if !gone.is_empty() {
        let detail = json!({ "acte": "purge", "lots": gone.len() });
        let entry = Entry::general(acts::SIGN.code, "scan_batch").detail(detail);
        journal::record(tx, outside, actor, entry.touched(&touched)).await?;
    }
    Ok(gone.len())
}
