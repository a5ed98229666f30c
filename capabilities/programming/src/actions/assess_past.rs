//! What a carrier asked before, and who else pays it.

use applications::facade::{self as files, ApplicationView, FundingState, ProjectRow};
use database::Tx;
use kernel::text::search_key;
use kernel::{Actor, Cents, Outcome, Uuid};

use super::assess_file::Dossier;
use crate::acts;

/// Files of a carrier told on a page.
pub const ON_A_PAGE: u32 = 12;

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
    /// What the very budget of this project counts on besides the funders of the call: who pays, the year, how much.
    pub counted_on: Vec<(String, i64, Cents)>,
    /// How many files the carrier filed.
    pub files: usize,
    /// The page of them that is told.
    pub page: u32,
}

/// Looks a carrier’s other files up, some of them at a time, each with its own right.
///
/// # Errors
/// The database failed.
pub async fn of_project(tx: &mut Tx, actor: &Actor, dossier: &Dossier, (project, page): (Uuid, u32)) -> Outcome<Past> {
    let Some(own) = dossier.row(project) else { return Ok(Past::default()) };
    let all = files::filed_by(tx, own.carrier).await?;
    let pages = u32::try_from(all.len()).unwrap_or(u32::MAX).div_ceil(ON_A_PAGE).max(1);
    let page = page.clamp(1, pages);
    let mut past = Past { files: all.len(), page, ..Past::default() };
    past.counted_on = files::counted_on(tx, (own.application, project)).await?;
    // The one it goes on from is set beside it, however many came since.
    let named = match own.project.renewed_from {
        Some(before) => files::application_of_project(tx, before).await?,
        None => None,
    };
    let first = (page as usize - 1) * ON_A_PAGE as usize;
    let told: Vec<Uuid> = all.iter().skip(first).take(ON_A_PAGE as usize).copied().collect();
    let mut looked: Vec<Uuid> = told.clone();
    looked.extend(all.iter().take(ON_A_PAGE as usize).copied().chain(named).filter(|id| !told.contains(id)));
    looked.dedup();
    let mut like: Option<(bool, i64, ApplicationView, Uuid)> = None;
    for id in looked {
        let Ok(view) = files::assessed_for(tx, actor, &acts::READ, id).await else { continue };
        for one in &view.projects {
            let asked = view.fundings.iter().filter(|funding| funding.project == one.id && one.id != project);
            let is_told = told.contains(&id);
            for funding in asked.filter(|funding| is_told && funding.state != FundingState::Withdrawn) {
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
