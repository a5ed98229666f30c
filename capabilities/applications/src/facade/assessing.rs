//! What those who assess may read of applications, each for its own act; right and recusal in one move.

use database::{Result, Tx};
use kernel::{Act, Actor, Cents, Moment, Outcome, Uuid};

use super::reading::{ApplicationView, CallBrief, ProjectRow, view_of};
use crate::actions::looking;
use crate::rules::{ApplicationState, EventKind, Ground};
use crate::store;

pub use crate::store::assessing::{Joined, Request};

/// An application for this act of services. Whoever writes for the organisation that asks is not one of them, whatever else
/// she may do.
///
/// # Errors
/// Not there, not this actor’s, she stays out of it, or she carries it: the four look alike.
pub async fn assessed_for(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<ApplicationView> {
    let found = looking::for_services(tx, actor, act, id).await?;
    view_of(tx, found).await
}

/// The application of a project.
///
/// # Errors
/// The database failed.
pub async fn application_of_project(tx: &mut Tx, project: Uuid) -> Result<Option<Uuid>> {
    Ok(store::project::by_id(tx, project).await?.map(|project| project.application))
}

/// The project of a funding.
///
/// # Errors
/// The database failed.
pub async fn project_of_funding(tx: &mut Tx, funding: Uuid) -> Result<Option<Uuid>> {
    Ok(store::funding::by_id(tx, funding).await?.map(|funding| funding.project))
}

/// Those of the projects of a call that this actor may read for this act: the others are not there for her.
///
/// # Errors
/// The database failed.
pub async fn rows_for(
    tx: &mut Tx,
    actor: &Actor,
    act: &'static Act,
    call: &CallBrief,
    rows: Vec<ProjectRow>,
) -> Result<Vec<ProjectRow>> {
    let (closed, organisations) = super::people::kept_from(tx, actor).await?;
    let mut kept = Vec::with_capacity(rows.len());
    let mut rows = rows.into_iter().peekable();
    while let Some(first) = rows.next() {
        let (application, carrier) = (first.application, first.carrier);
        let mut own = vec![first];
        while let Some(next) = rows.next_if(|row| row.application == application) {
            own.push(next);
        }
        let asked = own.iter().flat_map(|row| &row.fundings).map(|funding| funding.funder);
        let organisation =
            |id| call.funders.iter().find(|funder| funder.id == id).and_then(|funder| funder.organisation);
        let ground = Ground {
            contract: call.contract,
            carrier,
            areas: own.iter().flat_map(|row| &row.areas).map(|(area, _)| *area).collect(),
            asked: asked.filter_map(organisation).collect(),
        };
        let is_out = closed.contains(&application) || organisations.contains(&carrier);
        if ground.verdict(actor, act).is_allowed() && !is_out {
            kept.extend(own);
        }
    }
    Ok(kept)
}

/// Accounts that stay out of an application, with the reason and since when; the caller has looked it up.
///
/// # Errors
/// The database failed.
pub async fn recused(tx: &mut Tx, of: &ApplicationView) -> Result<Vec<(Uuid, String, Moment)>> {
    let all = store::recusal::of_application(tx, of.application.id, of.application.organisation).await?;
    Ok(all.into_iter().map(|one| (one.account, one.reason, one.declared_at)).collect())
}

/// Who stays out of what: an account, an application or an organisation. Who may hear it is for the caller to say.
///
/// # Errors
/// The database failed.
pub async fn recusals(tx: &mut Tx) -> Result<Vec<(Uuid, Option<Uuid>, Option<Uuid>)>> {
    let all = store::recusal::all(tx).await?;
    Ok(all.into_iter().map(|one| (one.account, one.application, one.organisation)).collect())
}

/// Projects of an application with all they hold; the caller has looked it up.
///
/// # Errors
/// The database failed.
pub async fn rows_of(tx: &mut Tx, of: &ApplicationView) -> Result<Vec<ProjectRow>> {
    let mut held = store::project::held_by(tx, of.application.id).await?;
    let mut all = Vec::with_capacity(of.projects.len());
    for project in &of.projects {
        let id = project.id;
        all.push(ProjectRow {
            project: project.clone(),
            application: of.application.id,
            number: of.application.number.clone().unwrap_or_default(),
            stage: of.application.stage,
            version: of.application.version,
            filed_at: of.application.filed_at,
            carrier: of.application.organisation,
            carrier_name: of.carrier.clone(),
            areas: held.areas.remove(&id).unwrap_or_default(),
            nodes: held.nodes.remove(&id).unwrap_or_default(),
            people: held.people.get(&id).copied().unwrap_or_default(),
            totals: held.totals.get(&id).copied().unwrap_or_default(),
            fundings: of.fundings.iter().filter(|funding| funding.project == id).cloned().collect(),
        });
    }
    Ok(all)
}

/// Documents joined to an application; the caller has looked it up.
///
/// # Errors
/// The database failed.
pub async fn joined(tx: &mut Tx, application: Uuid) -> Result<Vec<Joined>> {
    store::assessing::joined(tx, application).await
}

/// Amounts of the budgets of the projects of an application, as typed: project, year, side (`charge`, `product`,
/// `kind_charge`, `kind_product`), total; the caller has looked it up.
///
/// # Errors
/// The database failed.
pub async fn budgets(tx: &mut Tx, application: Uuid) -> Result<Vec<(Uuid, i64, String, Cents)>> {
    store::assessing::budgets(tx, application).await
}

/// What happened to the filed applications of a call, the first first: application, funding, what, when. Only what delays are
/// counted from: complete, inadmissible, decided, notified.
///
/// # Errors
/// The database failed.
pub async fn milestones(tx: &mut Tx, call: Uuid) -> Result<Vec<(Uuid, Option<Uuid>, EventKind, Moment)>> {
    store::assessing::milestones(tx, call).await
}

/// What the filed applications of a call ask, in one reading: what delays are counted on.
///
/// # Errors
/// The database failed.
pub async fn requests(tx: &mut Tx, call: Uuid) -> Result<Vec<Request>> {
    store::assessing::requests(tx, call).await
}

/// What an application is called where it was brought from; nothing when it was written here.
///
/// # Errors
/// The database failed.
pub async fn reference_elsewhere(tx: &mut Tx, application: Uuid) -> Result<Option<String>> {
    store::bringing::label_of(tx, application).await
}

/// What projects of a call answered to one question: project, what was typed.
///
/// # Errors
/// The database failed.
pub async fn answers_of_call(tx: &mut Tx, call: Uuid, key: &str) -> Result<Vec<(Uuid, String)>> {
    store::assessing::answers_of_call(tx, call, key).await
}

/// The filed applications of an organisation, the last begun first. Who may read them is for the caller to say.
///
/// # Errors
/// The database failed.
pub async fn filed_by(tx: &mut Tx, organisation: Uuid) -> Result<Vec<Uuid>> {
    let all = store::application::of_organisation(tx, organisation).await?;
    Ok(all.into_iter().filter(|one| one.state == ApplicationState::Filed).map(|one| one.id).collect())
}

/// The call of an application, whoever asks: to come back to its list after a recusal.
///
/// # Errors
/// The database failed.
pub async fn call_of(tx: &mut Tx, application: Uuid) -> Result<Option<CallBrief>> {
    match store::application::by_id(tx, application).await? {
        Some(found) => super::reading::call_brief(tx, found.call).await,
        None => Ok(None),
    }
}
