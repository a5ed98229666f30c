//! What other slices may ask of the plan of action.

mod answers;
mod printed;
pub mod tables;
mod whole;

use database::{Result, Tx};
use interface::Html;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Actor, Awaited, Moment, Uuid, french};
use strategy::facade::{NodeTie, TieKind};
use web::house::Boxed;

use crate::actions::Reach;
pub use crate::actions::index_all;
use crate::rules::{Filters, Section, Status};
use crate::store::board;
use crate::{acts, rules};

pub use crate::rules::{Coverage, Deployment, Involvement, LinkKind, Nature, Term, Use};
pub use crate::rules::{Indicator, Linked, Mean, Partner, Place, Step};

/// Where a published sheet is read.
pub fn path(address: &str) -> String {
    format!("/actions/{address}")
}

/// Where a sheet is kept in the back office.
pub fn back_office_path(id: Uuid) -> String {
    format!("/gestion/actions/{id}")
}

/// Where an action stands, for readers of other slices.
pub use crate::rules::Status as ActionStatus;

/// A sheet in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetBrief {
    /// Which.
    pub id: Uuid,
    /// Its contract.
    pub contract: Uuid,
    /// Its code: « F030 ».
    pub code: String,
    /// Its title.
    pub title: String,
    /// Its public address, see [`path`]; only a published sheet is read there.
    pub address: String,
    /// Its operational objective, or the strategic one.
    pub objective: Option<Uuid>,
    /// Who leads, or nothing.
    pub lead: String,
    /// First day.
    pub starts_on: Option<Date>,
    /// Last day.
    pub ends_on: Option<Date>,
    /// Where it stands.
    pub status: ActionStatus,
    /// Since when.
    pub since: Date,
    /// According to what.
    pub source: String,
    /// Whether anybody reads it; a draft otherwise.
    pub is_published: bool,
}

fn brief(line: board::Line) -> SheetBrief {
    SheetBrief {
        id: line.id,
        contract: line.contract,
        code: line.code,
        title: line.title,
        address: line.address,
        objective: line.objective,
        lead: line.lead,
        starts_on: line.starts_on,
        ends_on: line.ends_on,
        status: line.state.status,
        since: line.state.since,
        source: line.state.source,
        is_published: line.is_published,
    }
}

/// Sheets looked for at most.
const MOST: i64 = 10_000;

/// Sheets of a contract, by address: those anybody reads, or drafts too.
///
/// # Errors
/// The database failed.
pub async fn sheets(tx: &mut Tx, contract: Uuid, with_drafts: bool) -> Result<Vec<SheetBrief>> {
    let filters = Filters { contract: Some(contract), ..Filters::default() };
    Ok(board::lines(tx, !with_drafts, &filters, (MOST, 0)).await?.into_iter().map(brief).collect())
}

/// Sheets of a contract that somebody proposed and that wait to be validated, by address.
///
/// # Errors
/// The database failed.
pub async fn proposed_sheets(tx: &mut Tx, contract: Uuid) -> Result<Vec<SheetBrief>> {
    let filters = Filters { contract: Some(contract), is_proposed: true, ..Filters::default() };
    Ok(board::lines(tx, false, &filters, (MOST, 0)).await?.into_iter().map(brief).collect())
}

/// Sheets of a neighbourhood, by address: those anybody reads, or drafts too.
///
/// # Errors
/// The database failed.
pub async fn sheets_of_area(tx: &mut Tx, area: Uuid, with_drafts: bool) -> Result<Vec<SheetBrief>> {
    let filters = Filters { area: Some(area), ..Filters::default() };
    Ok(board::lines(tx, !with_drafts, &filters, (MOST, 0)).await?.into_iter().map(brief).collect())
}

/// Neighbourhoods of the sheets of a contract: `(sheet, neighbourhood)`, drafts too.
///
/// # Errors
/// The database failed.
pub async fn areas_of_sheets(tx: &mut Tx, contract: Uuid) -> Result<Vec<(Uuid, Uuid)>> {
    let filters = Filters { contract: Some(contract), ..Filters::default() };
    board::areas(tx, false, &filters, (MOST, 0)).await
}

pub use answers::{answer_counts, answered_among, may_on_sheet, published, release_need, sheets_among};
pub use printed::printed;
pub use whole::{Photo, SheetWhole, common_law_of_year, planned, planned_of_contract, published_at, sheet};

/// What was typed or pasted from a word processor, as formatted text is kept, see [`printed`] and [`formatted_html`].
pub fn tidied(typed: &str) -> String {
    rules::tidied(typed)
}

/// Formatted text as pages show it.
pub fn formatted_html(text: &str) -> Html {
    crate::pages::formatted(text)
}

/// A lead with what was studied of it for a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeadBrief {
    /// The lead, as the listening keeps it.
    pub proposal: Uuid,
    /// Its code.
    pub code: String,
    /// Its label.
    pub label: String,
    /// Who covers it already, once studied.
    pub coverage: Option<Coverage>,
    /// Whether it was studied twice.
    pub is_qualified: bool,
    /// The sheet it became.
    pub sheet: Option<Uuid>,
}

/// Every lead, with what was studied of it for a contract.
///
/// # Errors
/// The database failed.
pub async fn leads(tx: &mut Tx, contract: Uuid) -> Result<Vec<LeadBrief>> {
    let all = crate::actions::leads(tx, contract).await?.into_iter();
    Ok(all
        .map(|lead| LeadBrief {
            is_qualified: lead.is_qualified(),
            coverage: lead.study.as_ref().map(|study| study.coverage),
            sheet: lead.study.as_ref().and_then(|study| study.sheet),
            proposal: lead.proposal,
            code: lead.code,
            label: lead.label,
        })
        .collect())
}

/// How many published actions stand in each state in a neighbourhood, as told there.
///
/// # Errors
/// The database failed.
pub async fn counts_of_area(tx: &mut Tx, area: Uuid) -> Result<Vec<(ActionStatus, i64)>> {
    let filters = Filters { area: Some(area), ..Filters::default() };
    let counts = board::by_area(tx, true, &filters).await?;
    Ok(counts.into_iter().filter(|(of, ..)| *of == area).map(|(_, status, count)| (status, count)).collect())
}

/// Names of the lists of a sheet, as screens say them: stable code, then French.
pub fn sections() -> impl Iterator<Item = (&'static str, &'static str)> {
    Section::ALL.iter().map(|section| (section.code(), section.french()))
}

/// What is tied to the nodes of a contract, for whoever reads the tree: sheets anybody reads, drafts for those who
/// read the plan.
pub fn node_ties<'a>(tx: &'a mut Tx, actor: &'a Actor, contract: Uuid) -> Boxed<'a, Result<Vec<NodeTie>>> {
    Box::pin(async move {
        let Some(brief) = strategy::facade::contract(tx, contract).await? else { return Ok(Vec::new()) };
        let reach = crate::actions::reach(actor, &acts::READ, &brief);
        let all = sheets(tx, contract, !reach.is_nothing()).await?;
        let placed = match &reach {
            Reach::Within(areas) if !areas.is_empty() => areas_of_sheets(tx, contract).await?,
            _ => Vec::new(),
        };
        let may_read = |sheet: Uuid| {
            let start = placed.partition_point(|(of, _)| *of < sheet);
            let own = placed[start..].iter().take_while(|(of, _)| *of == sheet);
            reach.covers(&own.map(|(_, area)| *area).collect::<Vec<_>>())
        };
        Ok(all
            .into_iter()
            .filter(|one| one.is_published || may_read(one.id))
            .filter_map(|one| {
                let path = if one.is_published { path(&one.address) } else { back_office_path(one.id) };
                Some(NodeTie {
                    node: one.objective?,
                    kind: TieKind::Sheet,
                    label: format!("{} {}", one.code, one.title),
                    path,
                    status: one.status.french().to_owned(),
                })
            })
            .collect())
    })
}

/// What awaits this person here: what is late, leads to study.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor, now: Moment) -> Result<Vec<Awaited>> {
    let mut all = to_validate(tx, actor).await?;
    if !actor.may_somewhere(&acts::EDIT).is_allowed() {
        return Ok(all);
    }
    let today = now.day(&TimeZone::UTC).to_string();
    let day = now.day(&TimeZone::UTC);
    let steps = board::late_steps(tx, &today).await?;
    let sheets = board::overdue_counts(tx, &today).await?;
    for contract in strategy::facade::contracts(tx).await? {
        let of =
            |counts: &[(Uuid, i64)]| counts.iter().find(|(id, _)| *id == contract.id).map_or(0, |(_, count)| *count);
        let (steps, sheets) = match crate::actions::reach(actor, &acts::EDIT, &contract).within() {
            None => (of(&steps), of(&sheets)),
            Some(areas) if areas.is_empty() => continue,
            within => {
                let own = Filters { contract: Some(contract.id), within, ..Filters::default() };
                board::count_late(tx, &own, day).await?
            }
        };
        let at = format!("/gestion/actions?contrat={}", contract.code);
        if steps > 0 {
            let what = format!("Mettre à jour {} en retard", french::count(steps, "étape", "étapes"));
            all.push(Awaited::new(what, contract.title.clone(), at.clone()));
        }
        if sheets > 0 {
            let what = format!("Dire où en sont {} en retard", french::count(sheets, "action", "actions"));
            all.push(Awaited::new(what, contract.title.clone(), at));
        }
    }
    Ok(all)
}

/// Sheets proposed that this person may validate, by contract.
async fn to_validate(tx: &mut Tx, actor: &Actor) -> Result<Vec<Awaited>> {
    let mut all = Vec::new();
    if !actor.may_somewhere(&acts::VALIDATE).is_allowed() {
        return Ok(all);
    }
    let waiting = board::waiting_contracts(tx).await?;
    for id in waiting {
        let Some(contract) = strategy::facade::contract(tx, id).await? else { continue };
        let reach = crate::actions::reach(actor, &acts::VALIDATE, &contract);
        if reach.is_nothing() {
            continue;
        }
        let filters =
            Filters { contract: Some(contract.id), within: reach.within(), is_proposed: true, ..Filters::default() };
        let count = board::count(tx, false, &filters).await?;
        if count > 0 {
            let what = format!("Valider {}", french::count(count, "fiche proposée", "fiches proposées"));
            let at = format!("/gestion/actions?contrat={}&validation=attendue", contract.code);
            all.push(Awaited::new(what, contract.title.clone(), at));
        }
    }
    Ok(all)
}

/// Whether an action of this state is still to be done.
pub const fn is_open(status: ActionStatus) -> bool {
    Status::is_open(status)
}
