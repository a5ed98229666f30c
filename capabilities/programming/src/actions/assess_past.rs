//! What a carrier asked before, and who else pays it.

use applications::facade::{self as files, ApplicationView, FundingState, ProjectRow};
use database::Tx;
use kernel::text::search_key;
use kernel::{Actor, Cents, Outcome, Uuid};

use super::assess_file::Dossier;
use crate::acts;

/// Files of a carrier that are looked at, the last ones.
const MOST: usize = 12;

/// A project of last year, to set beside this one.
#[derive(Clone, Debug)]
pub struct Before {
    /// Its application.
    pub view: ApplicationView,
    /// It.
    pub row: ProjectRow,
}

/// Money of one funder for one carrier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paid {
    /// The funder.
    pub funder: String,
    /// For which project.
    pub title: String,
    /// The year.
    pub year: i64,
    /// What was asked.
    pub asked: Cents,
    /// What was decided, once it is told.
    pub decided: Option<Cents>,
    /// Where it stands.
    pub state: &'static str,
}

/// What a carrier asked before and asks besides, as far as this actor may read it.
#[derive(Clone, Debug, Default)]
pub struct Past {
    /// The project this one goes on from: named by the carrier, or of the same title a year before.
    pub before: Option<Before>,
    /// What other funders are asked or gave, for any project.
    pub paid: Vec<Paid>,
}

/// Looks a carrier’s other files up, each with its own right.
///
/// # Errors
/// The database failed.
pub async fn of_project(tx: &mut Tx, actor: &Actor, dossier: &Dossier, project: Uuid) -> Outcome<Past> {
    let Some(own) = dossier.row(project) else { return Ok(Past::default()) };
    let mut past = Past::default();
    let mut like: Option<(bool, i64, ApplicationView, Uuid)> = None;
    for id in files::filed_by(tx, own.carrier).await?.into_iter().take(MOST) {
        let Ok(view) = files::assessed_for(tx, actor, &acts::READ, id).await else { continue };
        for one in &view.projects {
            let asked = view.fundings.iter().filter(|funding| funding.project == one.id && one.id != project);
            for funding in asked.filter(|funding| funding.state != FundingState::Withdrawn) {
                let funder = view.call.funders.iter().find(|funder| funder.id == funding.funder);
                past.paid.push(Paid {
                    funder: funder.map(|funder| funder.name.clone()).unwrap_or_default(),
                    title: one.title.clone(),
                    year: funding.year,
                    asked: funding.asked,
                    decided: funding.decided,
                    state: funding.state.french(),
                });
            }
            let is_named = own.project.renewed_from == Some(one.id);
            let is_alike = search_key(&one.title) == search_key(&own.project.title);
            let is_earlier = view.call.year < dossier.view.call.year;
            let rank = (is_named, view.call.year);
            let is_better = like.as_ref().is_none_or(|(named, year, ..)| rank > (*named, *year));
            if is_earlier && (is_named || is_alike) && is_better {
                like = Some((is_named, view.call.year, view.clone(), one.id));
            }
        }
    }
    past.paid.sort_by(|one, other| (other.year, &one.funder, &one.title).cmp(&(one.year, &other.funder, &other.title)));
    // Only the one that is set beside this one is read whole.
    if let Some((.., view, id)) = like {
        let row = files::rows_of(tx, &view).await?.into_iter().find(|row| row.project.id == id);
        past.before = row.map(|row| Before { view, row });
    }
    Ok(past)
}
