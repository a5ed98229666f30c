//! What a filed application awaits from those who assess and decide, as its carrier reads it: no name of an agent, nothing of
//! what anybody thinks.

use applications::facade::{self as files, FundingState, Pending};
use database::{Result, Tx};
use jiff::civil::Date;
use kernel::{Actor, Uuid};

use super::assess_file::reference;
use crate::store;

const PLATFORM: Actor = Actor::Platform("suivi des dossiers");

/// Opinions not given yet and the committee to come.
///
/// # Errors
/// The database failed.
pub async fn pending(tx: &mut Tx, application: Uuid) -> Result<Vec<Pending>> {
    let Ok(view) = files::application_for(tx, &PLATFORM, application).await else { return Ok(Vec::new()) };
    let is_open = |state: FundingState| {
        !matches!(state, FundingState::Notified | FundingState::Inadmissible | FundingState::Withdrawn)
    };
    if !view.fundings.iter().any(|one| is_open(one.state)) {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    let awaited = |project: Uuid, what: String, expected_on: Option<Date>| Pending {
        project: Some(project),
        funding: None,
        what,
        expected_on,
    };
    for one in store::opinion::of_application(tx, application).await? {
        if one.answered_at.is_none() {
            all.push(awaited(one.project, "Avis d’un service".to_owned(), Some(one.due_on)));
        }
    }
    let number = view.application.number.clone().unwrap_or_default();
    for project in &view.projects {
        let reference = reference(&number, project.position, view.projects.len() == 1);
        // Only what a body was asked and when it is due is read here, not where it stands today.
        for opinion in assemblies::facade::opinions_on(tx, &reference, Date::MIN).await? {
            if opinion.due_on.is_some() {
                let what = format!("Avis de l’instance « {} »", opinion.assembly);
                all.push(awaited(project.id, what, opinion.due_on));
            }
        }
    }
    for committee in store::committee::all(tx).await? {
        if committee.call == view.call.id && !committee.is_frozen {
            all.push(Pending {
                project: None,
                funding: None,
                what: "Comité des financeurs".to_owned(),
                expected_on: Some(committee.terms.held_on),
            });
        }
    }
    Ok(all)
}
