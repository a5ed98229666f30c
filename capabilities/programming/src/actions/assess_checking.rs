//! Whether a file is complete, and whether a funder may take a project.

use applications::facade::{self as files, Asked, FundingState, NewCompletion};
use database::Tx;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::{assess_file, assess_settling, assess_thread};
use crate::acts;
use crate::rules::{Check, Met, missing};

/// Says that a file is complete: what each funder is asked moves on, and the thread ties its objectives to it. What the checks
/// find missing needs a reason.
///
/// # Errors
/// Not there or not this actor’s; complete already; something is missing and no reason says why it goes on.
pub async fn complete(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    id: Uuid,
    reason: &str,
) -> Outcome<Uuid> {
    let today = outside.now().day(zone);
    let dossier = assess_file::open(tx, (today, zone), actor, &acts::CHECK, id).await?;
    let waiting: Vec<Uuid> =
        dossier.view.fundings.iter().filter(|one| one.state == FundingState::Asked).map(|one| one.id).collect();
    if waiting.is_empty() {
        return Err(Refusal::rule(
            "Ce dossier est déjà complet",
            "Chaque financeur peut dire si les projets sont recevables.",
        )
        .into());
    }
    let (lacks, reason) = (missing(&dossier.checks), reason.trim());
    if lacks > 0 && reason.is_empty() {
        let sentence = "Des points manquent : demandez un complément, ou dites pourquoi le dossier avance sans eux";
        return Err(Failure::field("pourquoi", sentence));
    }
    if reason.chars().count() > 1_000 {
        return Err(Failure::field("pourquoi", "La raison doit faire 1 000 signes au plus"));
    }
    for funding in waiting {
        files::advance(tx, outside, actor, funding, FundingState::Complete, None, reason).await?;
    }
    // A complete file is asked nothing any more.
    let mut touched = files::close_completions(tx, outside, id).await?;
    touched.extend(assess_thread::tie_objectives(tx, outside, actor, &dossier.rows).await?);
    let detail = json!({ "acte": "dossier complet", "points manquants": lacks });
    let entry = Entry::on(acts::CHECK.code, "application", id).detail(detail).why(reason).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(id)
}

/// What the checks find missing that the carrier can give, each once: proposed when something is asked of it.
pub fn proposed(checks: &[Check], may_ask: impl Fn(&Check) -> bool) -> Vec<&Check> {
    let mut all: Vec<&Check> = Vec::new();
    for check in checks.iter().filter(|check| check.met == Met::No && !check.key.is_empty() && may_ask(check)) {
        if all.iter().all(|known| (known.project, &known.key) != (check.project, &check.key)) {
            all.push(check);
        }
    }
    all
}

/// Asks the carrier for what is missing, and writes to it; only that opens again. What it gave back before is closed by
/// this. Ring the bell after the commit.
///
/// # Errors
/// Not there or not this actor’s; nothing chosen, no sentence, no day to come; a request waits already.
pub async fn ask_more(
    tx: &mut Tx,
    (outside, zone, origin): (&Outside, &TimeZone, &str),
    actor: &Actor,
    id: Uuid,
    (items, due_on, note): (Vec<Asked>, Option<jiff::civil::Date>, String),
) -> Outcome<Uuid> {
    files::assessed_for(tx, actor, &acts::CHECK, id).await?;
    files::ask_completion(tx, (outside, zone), actor, id, NewCompletion { items, due_on, note }).await?;
    files::tell_asked(tx, outside, origin, id).await?;
    Ok(id)
}

/// Accepts what the carrier gave back, or ends a request whose last day is past.
///
/// # Errors
/// Not there or not this actor’s; nothing is asked; its carrier still has time; somebody changed it since `revision`.
pub async fn accept(
    tx: &mut Tx,
    around: (&Outside, &TimeZone),
    actor: &Actor,
    (id, revision): (Uuid, i64),
) -> Outcome<Uuid> {
    files::assessed_for(tx, actor, &acts::CHECK, id).await?;
    files::accept_completion(tx, around, actor, (id, revision)).await
}

/// Says for one funder whether it may take a project. A funder says it for itself only.
///
/// # Errors
/// Not there, not this actor’s, or another funder’s; not complete yet; no reason for a refusal.
pub async fn admit(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    funding: Uuid,
    (is_admissible, reason): (Option<bool>, &str),
) -> Outcome<Uuid> {
    let project = files::project_of_funding(tx, funding).await?.ok_or(Refusal::NotFound)?;
    let id = files::application_of_project(tx, project).await?.ok_or(Refusal::NotFound)?;
    files::assessed_for(tx, actor, &acts::ADMIT, id).await?;
    let Some(is_admissible) = is_admissible else {
        return Err(Failure::field("etat", "Choisissez recevable ou non recevable"));
    };
    let to = if is_admissible { FundingState::Admissible } else { FundingState::Inadmissible };
    files::advance(tx, outside, actor, funding, to, None, reason).await?;
    // What was read before it could be taken counts from now on.
    assess_settling::settle(tx, outside, (id, project)).await?;
    Ok(project)
}
