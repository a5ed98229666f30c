//! What becomes of a funding, told in the timeline and in the journal.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::looking;
use crate::rules::{Application, Event, EventKind, FundingState, Side, Stage, Step, stage_of};
use crate::{acts, store};

/// Something to tell of an application.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// About one of its projects.
    pub project: Option<Uuid>,
    /// About one of its fundings.
    pub funding: Option<Uuid>,
    /// What.
    pub kind: EventKind,
    /// What is said of it.
    pub note: &'a str,
    /// Whether the carrier reads it.
    pub is_shown: bool,
}

/// Puts an event in the timeline. Gives its row, for the journal.
pub(crate) async fn tell(
    tx: &mut Tx,
    outside: &Outside,
    (actor, side): (&Actor, Side),
    application: Uuid,
    told: Told<'_>,
) -> database::Result<Uuid> {
    let one = Event {
        id: outside.uuid(),
        application,
        project: told.project,
        funding: told.funding,
        kind: told.kind,
        at: outside.now(),
        by_name: actor.journal_name(),
        side,
        note: told.note.to_owned(),
        is_shown: told.is_shown,
    };
    store::event::insert(tx, &one).await?;
    Ok(one.id)
}

/// Moves a funding to another state.
///
/// # Errors
/// Not there or not this actor's: a funder moves what is asked of it only; a move the rule does not know; an amount or
/// a reason missing; somebody changed it meanwhile.
pub async fn advance(tx: &mut Tx, outside: &Outside, actor: &Actor, funding: Uuid, step: Step<'_>) -> Outcome<()> {
    let before = store::funding::by_id(tx, funding).await?.ok_or(Refusal::NotFound)?;
    let project = store::project::by_id(tx, before.project).await?.ok_or(Refusal::NotFound)?;
    let mut found = looking::for_agents(tx, actor, &acts::ADVANCE, project.application).await?;
    let funder = store::call::funder(tx, before.funder).await?.ok_or(Refusal::NotFound)?;
    found.ground.asked.retain(|organisation| Some(*organisation) == funder.organisation);
    if !found.ground.verdict(actor, &acts::ADVANCE).is_allowed() {
        return Err(Refusal::NotFound.into());
    }
    let after = before.after(step, outside.now()).map_err(Failure::Input)?;
    if !store::funding::save(tx, &after, before.revision).await? {
        return Err(Failure::conflict("cette demande", &[("Motif", step.note)]));
    }
    let told = Told {
        project: Some(project.id),
        funding: Some(funding),
        kind: step.to.event(),
        note: step.note,
        is_shown: step.to.shown() == step.to,
    };
    let event = tell(tx, outside, (actor, Side::Agents), project.application, told).await?;
    let mut touched = vec![("funding", funding), ("application_event", event)];
    let (from, years) = (found.application.stage, found.application.years);
    touched.extend(settle_stage(tx, outside, found.application, (from, years)).await?);
    let detail = json!({
        "financeur": funder.name,
        "de": before.state.code(),
        "à": after.state.code(),
        "montant": after.decided.map(|amount| amount.0),
    });
    let entry = Entry::on(acts::ADVANCE.code, "application", project.application).detail(detail).why(step.note);
    journal::record(tx, outside, actor, entry.touched(&touched)).await?;
    Ok(())
}

/// Says how far an application is after its fundings, from the stage it is thought to be at, and how many years it lasts. Gives
/// its row, if something of it changed.
pub(super) async fn settle_stage(
    tx: &mut Tx,
    outside: &Outside,
    mut application: Application,
    (from, years): (Stage, i64),
) -> Outcome<Option<(&'static str, Uuid)>> {
    let fundings = store::funding::of_application(tx, application.id).await?;
    let states: Vec<FundingState> = fundings.iter().map(|one| one.state).collect();
    let stage = stage_of(from, &states);
    if (stage, years) == (application.stage, application.years) {
        return Ok(None);
    }
    if stage != application.stage {
        (application.stage, application.stage_at) = (stage, outside.now());
    }
    application.years = years;
    if !store::application::save(tx, &application, application.revision).await? {
        return Err(Failure::conflict("ce dossier", &[]));
    }
    Ok(Some(("application", application.id)))
}
