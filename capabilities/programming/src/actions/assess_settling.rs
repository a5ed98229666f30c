//! When everything that was asked of readers, services and bodies about a project is in, what is admissible is assessed: its carrier
//! reads the day.

use applications::facade::{self as files, FundingState};
use database::Tx;
use jiff::civil::Date;
use kernel::{Actor, Moment, Outcome, Outside, Uuid};

use super::assess_alerting::watched;
use super::assess_file::reference;
use crate::store;

const PLATFORM: Actor = Actor::Platform("instruction");

/// Whether everything asked about a project is in, when something was asked: readings of those who do not stay out, opinions of
/// services, opinions of bodies.
async fn is_settled(tx: &mut Tx, view: &files::ApplicationView, project: Uuid) -> database::Result<bool> {
    let id = view.application.id;
    let out = files::recused(tx, view).await?;
    let readings = store::reading::of_application(tx, id).await?;
    let counts = |reader: Uuid| !out.iter().any(|(account, ..)| *account == reader);
    let own = readings.iter().filter(|one| one.project == project && counts(one.reader));
    let mut asked: Vec<bool> = own.map(|one| one.is_given()).collect();
    let services = store::opinion::of_application(tx, id).await?;
    let services =
        services.iter().filter(|one| one.project == project && (one.answered_at.is_some() || counts(one.asked_of)));
    asked.extend(services.map(|one| one.answered_at.is_some()));
    let number = view.application.number.clone().unwrap_or_default();
    if let Some(found) = view.projects.iter().find(|one| one.id == project) {
        let reference = reference(&number, found.position, view.projects.len() == 1);
        // Only whether a body still has to answer is read here, not where it stands today.
        let bodies = assemblies::facade::opinions_on(tx, &reference, Date::MIN).await?;
        asked.extend(bodies.iter().map(|one| one.due_on.is_none()));
    }
    Ok(!asked.is_empty() && asked.into_iter().all(|is_in| is_in))
}

/// Says that opinions are in, for what is admissible of a project, once everything asked of it is.
///
/// # Errors
/// The database failed, or somebody moved it meanwhile.
pub(super) async fn settle(tx: &mut Tx, outside: &Outside, (application, project): (Uuid, Uuid)) -> Outcome<()> {
    let view = files::application_for(tx, &PLATFORM, application).await?;
    let own = view.fundings.iter().filter(|one| one.project == project && one.state == FundingState::Admissible);
    let own: Vec<Uuid> = own.map(|one| one.id).collect();
    if own.is_empty() || !is_settled(tx, &view, project).await? {
        return Ok(());
    }
    for funding in own {
        files::advance(tx, outside, &PLATFORM, funding, FundingState::Assessed, None, "").await?;
    }
    Ok(())
}

/// The same for every project of the calls that are watched: bodies give their opinion where nobody here hears it.
///
/// # Errors
/// The database failed.
pub async fn sweep(tx: &mut Tx, outside: &Outside, now: Moment) -> Outcome<()> {
    for call in watched(tx, now).await? {
        let mut admissible: Vec<(Uuid, Uuid)> = Vec::new();
        for one in files::requests(tx, call.id).await? {
            let at = (one.application, one.project);
            if one.state == FundingState::Admissible && !admissible.contains(&at) {
                admissible.push(at);
            }
        }
        for at in admissible {
            settle(tx, outside, at).await?;
        }
    }
    Ok(())
}
