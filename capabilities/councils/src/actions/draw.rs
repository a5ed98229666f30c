//! A draw: who may lead it, where it stands, what it is made of.

use beacon::proof;
use database::Tx;
use jobs::{Job, NewJob};
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};
use serde_json::json;
use sortition::contents::CONTENTS;
use sortition::dossier::{self, Files};
use sortition::mailing;
use web::Keys;

use super::beacon::{ORDER, PROOF, order_seed};
use super::importing::free;
use super::{college, current, secrets};
use crate::rules::{College, Council, DrawKind, DrawState, Hash, Working};
use crate::store::draw::Draw;
use crate::{acts, store};

/// Who does what a job does.
pub(super) const PLATFORM: Actor = Actor::Platform("tirage au sort");
/// The kind of job that freezes a pool.
pub const FREEZE: &str = "councils.freeze";
/// The kind of job that computes a lottery and its proof.
pub const PUBLISH: &str = "councils.publish";

/// The draw and everything above it, when this actor may do this there.
pub(crate) async fn draw(
    tx: &mut Tx,
    actor: &Actor,
    act: &'static kernel::Act,
    id: Uuid,
) -> Outcome<(Council, College, Draw)> {
    let found = store::draw::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let (council, college) = college(tx, actor, act, found.college).await?;
    Ok((council, college, found))
}

/// Whether a draw goes on.
pub(crate) const fn is_open(state: DrawState) -> bool {
    matches!(state, DrawState::Prepared | DrawState::Frozen | DrawState::Published | DrawState::Drawn)
}

/// Saves where a draw stands, or tells that somebody moved it on meanwhile.
pub(super) async fn save(tx: &mut Tx, one: &Draw, from: DrawState, revision: i64) -> Outcome<()> {
    if store::draw::save(tx, one, (from, revision)).await? {
        return Ok(());
    }
    let explanation =
        "Quelqu’un d’autre a fait avancer ce tirage au même moment : un seul geste a compté. Relisez où il en est.";
    Err(Refusal::Conflict { explanation: explanation.to_owned(), kept: Vec::new() }.into())
}

/// Asks for the pool to be frozen, or for the lottery to be computed: a job does it.
///
/// # Errors
/// Not this actor's; not the moment; doubts are open; somebody moved it on since `revision`.
pub async fn ask(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    what: Step,
) -> Outcome<()> {
    let (council, college, before) = draw(tx, actor, &acts::DRAW, id).await?;
    let (from, working, job, told) = match what {
        Step::Freeze => (DrawState::Prepared, Working::Freezing, FREEZE, "clôture du vivier demandée"),
        Step::Publish => (DrawState::Frozen, Working::Publishing, PUBLISH, "loterie demandée"),
    };
    if what == Step::Freeze && store::doubt::count_open(tx, college.id).await? > 0 {
        let what = "Décidez d’abord des doublons possibles : quelqu’un aurait deux fois sa chance.";
        return Err(Refusal::rule("Le vivier ne peut pas encore être clos", what).into());
    }
    match what {
        Step::Freeze => free(tx, college.id).await?,
        Step::Publish => drop(order_seed(tx, &before).await?),
    }
    let after = Draw { working, problem: String::new(), ..before };
    save(tx, &after, from, revision).await?;
    let job = NewJob::new(job, json!({ "tirage": id.to_string() })).unique(id.to_string()).max_attempts(3);
    let job = match actor.account() {
        Some(account) => job.requested_by(account),
        None => job,
    };
    jobs::enqueue(tx, outside, job).await?;
    let touched = [("draw", id)];
    let entry = Entry::on(acts::DRAW.code, "council", council.id).detail(json!({ "acte": told })).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// The job that does the step a draw awaits, if one runs or waits.
///
/// # Errors
/// The database failed.
pub(crate) async fn step_job(tx: &mut Tx, draw: Uuid) -> Outcome<Option<Job>> {
    current(tx, &[FREEZE, PUBLISH], draw).await
}

/// Stops the step a job does: nothing of it is published.
///
/// # Errors
/// Not this actor's; it is done; somebody moved the draw on since `revision`.
pub async fn stop_step(tx: &mut Tx, outside: &Outside, actor: &Actor, (id, revision): (Uuid, i64)) -> Outcome<()> {
    let (council, _, before) = draw(tx, actor, &acts::DRAW, id).await?;
    if before.working == Working::Idle {
        let what = "Rechargez la page : l’étape est faite, ou n’a pas eu lieu.";
        return Err(Refusal::rule("Aucune étape n’est en cours", what).into());
    }
    if let Some(job) = step_job(tx, id).await? {
        jobs::cancel(tx, outside, job.id).await?;
    }
    let from = before.state;
    // Whoever does the step sees it before the end: a draw that moved on is not saved.
    save(tx, &Draw { working: Working::Idle, ..before }, from, revision).await?;
    let touched = [("draw", id)];
    let detail = json!({ "acte": "étape du tirage arrêtée" });
    let entry = Entry::on(acts::DRAW.code, "council", council.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// What is asked of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Close the pool.
    Freeze,
    /// Compute and publish the lottery.
    Publish,
}

/// Gives a draw up before chance is known, with the reason: what was published stays.
///
/// # Errors
/// Not this actor's; chance has spoken; no reason; somebody moved it on since `revision`.
pub async fn abandon(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    reason: &str,
) -> Outcome<()> {
    let (council, _, before) = draw(tx, actor, &acts::DRAW, id).await?;
    let reason = reason.trim();
    if !is_open(before.state) || before.dice.is_some() {
        let what = "Un nombre a été tiré : ce tirage va à son terme. Un nouveau tirage demandera une raison écrite, et les deux resteront publics.";
        return Err(Refusal::rule("Ce tirage ne s’abandonne plus", what).into());
    }
    if reason.is_empty() || reason.chars().count() > 1_000 {
        return Err(Failure::field("raison", "Dites pourquoi, en moins de 1 000 signes : cette raison est publiée"));
    }
    let from = before.state;
    let after =
        Draw { state: DrawState::Abandoned, working: Working::Idle, abandon_reason: reason.to_owned(), ..before };
    save(tx, &after, from, revision).await?;
    let touched = [("draw", id)];
    let entry = Entry::on(acts::DRAW.code, "council", council.id)
        .why(reason)
        .detail(json!({ "acte": "tirage abandonné avant le hasard", "tirage": after.rank }))
        .touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// The code of the receipt of somebody in a draw.
pub(super) fn receipt_code(keys: &Keys, draw: Uuid, candidate: Uuid) -> String {
    // Thirty-two signs none of which is taken for another.
    const SIGNS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let digest = secrets::digest(keys, "councils.receipt", format!("{draw}|{candidate}").as_bytes());
    digest[..12].iter().map(|byte| char::from(SIGNS[usize::from(byte % 32)])).collect()
}

/// What a receipt's code is found by.
pub(super) fn receipt_mark(keys: &Keys, draw: Uuid, code: &str) -> String {
    secrets::mark(keys, "councils.receipt-mark", &format!("{draw}|{code}"), 16)
}

/// The secret in the leaf of somebody.
pub(super) fn salt(keys: &Keys, draw: Uuid, candidate: Uuid) -> Hash {
    secrets::digest(keys, "councils.salt", format!("{draw}|{candidate}").as_bytes())
}

/// The files of a draw that make its dossier.
pub(crate) async fn dossier_of(tx: &mut Tx, id: Uuid) -> database::Result<Files> {
    let files = store::draw::files(tx, id).await?;
    Ok(files.into_iter().filter(|(name, _)| is_of_dossier(name)).collect())
}

/// Whether a file of a draw belongs to its dossier: what anybody may take away, that names nobody.
pub(crate) fn is_of_dossier(name: &str) -> bool {
    let proofs = [PROOF, ORDER, proof::RENEWAL, proof::RENEWAL_RULES];
    dossier::NAMES.contains(&name) || mailing::NAMES.contains(&name) || proofs.contains(&name)
}

/// The draw whose dossier tells of this one: who leaves is written in the dossier of those who sat.
pub(crate) const fn told_in(one: &Draw) -> Uuid {
    match (one.kind, one.follows) {
        (DrawKind::Renewal, Some(follows)) => follows,
        _ => one.id,
    }
}

/// Lists the files of a dossier anew, so that none can go unseen; answers the row that was written.
pub(super) async fn bind(tx: &mut Tx, outside: &Outside, id: Uuid) -> database::Result<Uuid> {
    let mut files = dossier_of(tx, id).await?;
    sortition::contents::bind(&mut files);
    let bytes = files.remove(CONTENTS).unwrap_or_default();
    store::draw::put_file(tx, outside.uuid(), id, CONTENTS, &bytes).await
}
