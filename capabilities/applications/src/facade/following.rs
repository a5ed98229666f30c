//! What follows a filed application, for other slices: what is asked again, messages, who stays out, what may be told of a
//! project to everybody.

use database::{Result, Tx};
use jiff::tz::TimeZone;
use kernel::{Actor, Awaited, Cents, Moment, Outcome, Outside, Uuid};
use web::house::Boxed;

use crate::actions::following::{awaiting, mailing, messaging};
use crate::actions::{completing, looking};
use crate::rules::{FundingState, Recusal, Side};
use crate::store;

/// Accepts what a carrier gave back, or ends a request whose last day is past. Gives the application.
///
/// # Errors
/// Not there or not this actor's; nothing was asked; its carrier still has time; somebody changed it since `revision`.
pub async fn accept_completion(
    tx: &mut Tx,
    around: (&Outside, &TimeZone),
    actor: &Actor,
    at: (Uuid, i64),
) -> Outcome<Uuid> {
    completing::accept(tx, around, actor, at).await
}

/// Closes whatever is still asked of an application, because it is complete; the caller has looked it up and records the
/// rows given.
///
/// # Errors
/// The database failed, or somebody changed it meanwhile.
pub async fn close_completions(tx: &mut Tx, outside: &Outside, id: Uuid) -> Outcome<Vec<(&'static str, Uuid)>> {
    completing::close(tx, outside, id).await
}

/// Writes to a carrier that something is asked of its application; `origin` is the start of our addresses. Ring the bell
/// after the commit.
///
/// # Errors
/// The database failed.
pub async fn tell_asked(tx: &mut Tx, outside: &Outside, origin: &str, application: Uuid) -> Result<()> {
    mailing::tell_asked(tx, (outside, origin), application).await
}

/// How many messages of its carrier services have not read; the caller has looked the application up.
///
/// # Errors
/// The database failed.
pub async fn unread_messages(tx: &mut Tx, application: Uuid) -> Result<usize> {
    Ok(messaging::unread(&store::event::messages(tx, application).await?, Side::Agents))
}

/// What awaits this person about applications, on whichever side she is.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor, now: Moment) -> Result<Vec<Awaited>> {
    awaiting::awaited(tx, actor, now).await
}

/// Whether this actor stays out of what is told under the reference of an application or a project (`2026-0004`,
/// `2026-0004-2`), or of whatever that organisation asks: what slices that cannot know applications are told.
pub fn keeps_out<'a>(
    tx: &'a mut Tx,
    actor: &'a Actor,
    organisation: Option<Uuid>,
    reference: &'a str,
) -> Boxed<'a, Result<bool>> {
    Box::pin(stays_out(tx, actor, organisation, reference))
}

async fn stays_out(tx: &mut Tx, actor: &Actor, organisation: Option<Uuid>, reference: &str) -> Result<bool> {
    let recusals = looking::recusals_of(tx, actor).await?;
    let reference = reference.trim();
    if recusals.is_empty() {
        return Ok(false);
    }
    let found = match store::application::by_number(tx, reference).await? {
        Some(found) => Some(found),
        None => match reference.rsplit_once('-') {
            Some((number, _)) => store::application::by_number(tx, number).await?,
            None => None,
        },
    };
    let is_out = |recusal: &Recusal| {
        let is_told = recusal.organisation.is_some() && recusal.organisation == organisation;
        is_told || found.as_ref().is_some_and(|one| recusal.keeps_out(one.id, one.organisation))
    };
    Ok(recusals.iter().any(is_out))
}

/// What may be told of a project of a filed application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectTold {
    /// The project.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// Who carries it; a natural person is named to agents only.
    pub carrier: String,
    /// The contract of its call.
    pub contract: Uuid,
    /// The number of its application.
    pub number: String,
    /// Whether everybody reads it: money was granted, and its carrier was told.
    pub is_public: bool,
    /// What was granted and told: funding, funder, year, amount.
    pub granted: Vec<(Uuid, String, i64, Cents)>,
    /// When the last of them was told.
    pub told_at: Option<Moment>,
    /// Where this reader opens its application; nothing when she may not.
    pub path: Option<String>,
}

/// What this reader may know of a project: an agent who reads its application, anything; anybody else, what was granted
/// once its carrier was told.
///
/// # Errors
/// The database failed.
pub async fn project_told(tx: &mut Tx, project: Uuid, reader: Option<&Actor>) -> Result<Option<ProjectTold>> {
    let Some(found) = store::project::by_id(tx, project).await? else { return Ok(None) };
    let Some(application) = store::application::by_id(tx, found.application).await? else { return Ok(None) };
    let Some(call) = store::call::by_id(tx, application.call).await? else { return Ok(None) };
    let is_reader = match reader {
        None => false,
        Some(actor) => looking::is_readable(tx, actor, &application).await?,
    };
    let funders = store::call::funders(tx, call.id).await?;
    let fundings = store::funding::of_application(tx, application.id).await?;
    let told: Vec<_> = fundings
        .into_iter()
        .filter(|one| one.project == project && one.state == FundingState::Notified)
        .filter(|one| one.decision.is_some_and(FundingState::grants))
        .collect();
    if !is_reader && told.is_empty() {
        return Ok(None);
    }
    let name = |id: Uuid| funders.iter().find(|one| one.id == id).map(|one| one.name.clone()).unwrap_or_default();
    let granted =
        told.iter().map(|one| (one.id, name(one.funder), one.year, one.decided.unwrap_or_default())).collect();
    let carrier = match is_reader {
        true => crate::actions::writing::carrier::name(tx, application.organisation).await?,
        false => super::followed::public_name(tx, application.organisation).await?,
    };
    Ok(Some(ProjectTold {
        id: project,
        title: if found.title.is_empty() { format!("Action {}", found.position) } else { found.title },
        carrier,
        contract: call.contract,
        number: application.number.clone().unwrap_or_default(),
        is_public: !told.is_empty(),
        granted,
        told_at: told.iter().map(|one| one.state_at).max(),
        path: is_reader.then(|| crate::rules::following::agents_path(application.id)),
    }))
}
