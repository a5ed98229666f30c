//! Calls and applications in plain structs.

use std::collections::HashMap;

use database::{Result, Tx};
use kernel::{Actor, Moment, Outcome, Refusal, Uuid};
use strategy::facade::ContractBrief;

use crate::actions::looking;
use crate::rules::{
    Answer, Application, ApplicationState, Call, CallFunder, CallState, CallStep, CallTerms, Completion, Criterion,
    Event, Funding, Opening, Project, Side, Totals,
};
use crate::store;
pub use crate::store::funding::Granted;

/// A call in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallBrief {
    /// Which.
    pub id: Uuid,
    /// Its contract.
    pub contract: Uuid,
    /// Its name in addresses.
    pub address: String,
    /// Its title.
    pub title: String,
    /// The year projects are for.
    pub year: i64,
    /// Name of the time zone its hours are said in: « Europe/Paris ».
    pub zone: &'static str,
    /// What follows an hour: « heure de Paris ».
    pub hour_of: &'static str,
    /// When it opens.
    pub opens_at: Option<Moment>,
    /// When it closes.
    pub closes_at: Option<Moment>,
    /// Whether it is published and not withdrawn.
    pub is_published: bool,
    /// Number of its last version.
    pub version: i64,
    /// Who answers by telephone.
    pub phone: String,
    /// Who answers by mail.
    pub email: String,
    /// Months of silence that make a refusal; zero: not said.
    pub silence_months: i64,
    /// Funders taking part, in order.
    pub funders: Vec<CallFunder>,
    /// Steps after closing, by date.
    pub steps: Vec<CallStep>,
}

impl CallBrief {
    /// Where everybody reads it.
    pub fn path(&self) -> String {
        format!("/appels/{}", self.address)
    }
}

async fn brief(tx: &mut Tx, call: Call) -> Result<CallBrief> {
    let (funders, steps) = (store::call::funders(tx, call.id).await?, store::call::steps(tx, call.id).await?);
    Ok(CallBrief {
        is_published: call.state == CallState::Published,
        id: call.id,
        contract: call.contract,
        address: call.address,
        title: call.title,
        year: call.year,
        zone: call.zone.time_zone_name(),
        hour_of: call.zone.hour_of(),
        opens_at: call.opens_at,
        closes_at: call.closes_at,
        version: call.version,
        phone: call.phone,
        email: call.email,
        silence_months: call.silence_months,
        funders,
        steps,
    })
}

/// One call.
///
/// # Errors
/// The database failed.
pub async fn call_brief(tx: &mut Tx, id: Uuid) -> Result<Option<CallBrief>> {
    match store::call::by_id(tx, id).await? {
        Some(call) => Ok(Some(brief(tx, call).await?)),
        None => Ok(None),
    }
}

/// The call of that address, published or not, and whether one may apply at `now`.
///
/// # Errors
/// The database failed.
pub async fn call_by_address(tx: &mut Tx, address: &str, now: Moment) -> Result<Option<(CallBrief, Opening)>> {
    let Some(call) = store::call::by_address(tx, address).await? else { return Ok(None) };
    let opening = call.opening(now);
    Ok(Some((brief(tx, call).await?, opening)))
}

/// A call anybody may answer now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenCall {
    /// Its title.
    pub title: String,
    /// Where everybody reads it.
    pub path: String,
    /// Until when, in French: « 20 décembre 2026 à 23 h 59, heure de Paris ».
    pub until: String,
}

/// Calls open at `now`, the first to close first.
///
/// # Errors
/// The database failed.
pub async fn open_calls(tx: &mut Tx, now: Moment) -> Result<Vec<OpenCall>> {
    let mut all = store::call::all(tx).await?;
    all.retain(|call| call.state == CallState::Published && call.opening(now) == Opening::Open);
    all.sort_by_key(|call| call.closes_at);
    let told = |call: &Call| OpenCall {
        title: call.title.clone(),
        path: crate::pages::open_path(call),
        until: call.closes_at.map_or_else(String::new, |at| crate::pages::moment(call, at)),
    };
    Ok(all.iter().map(told).collect())
}

/// Calls of a contract, the last year first, drafts too.
///
/// # Errors
/// The database failed.
pub async fn calls_of(tx: &mut Tx, contract: Uuid) -> Result<Vec<CallBrief>> {
    let mut all = Vec::new();
    for call in store::call::of_contract(tx, contract).await? {
        all.push(brief(tx, call).await?);
    }
    Ok(all)
}

/// What a version of a call says.
///
/// # Errors
/// The database failed.
pub async fn terms(tx: &mut Tx, call_version: Uuid) -> Result<Option<CallTerms>> {
    Ok(store::call::version(tx, call_version).await?.map(|version| version.terms))
}

/// The grid of assessment of a version of a call.
///
/// # Errors
/// The database failed.
pub async fn criteria(tx: &mut Tx, call_version: Uuid) -> Result<Vec<Criterion>> {
    Ok(terms(tx, call_version).await?.map(|terms| terms.criteria).unwrap_or_default())
}

/// An application with what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationView {
    /// It.
    pub application: Application,
    /// Its call.
    pub call: CallBrief,
    /// What the version it began with says.
    pub terms: CallTerms,
    /// The name of who asks.
    pub carrier: String,
    /// Its projects, in order.
    pub projects: Vec<Project>,
    /// Its fundings, by project, year and funder.
    pub fundings: Vec<Funding>,
    /// The side of whoever asked to read it.
    pub side: Side,
}

/// An application for whoever may read it: right and recusal in one move.
///
/// # Errors
/// Not there, not this actor's, or she stays out of it: the three look alike.
pub async fn application_for(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<ApplicationView> {
    let found = looking::readable(tx, actor, id).await?;
    view_of(tx, found).await
}

/// An application that was looked up, with what it holds.
pub(crate) async fn view_of(tx: &mut Tx, found: looking::Found) -> Outcome<ApplicationView> {
    let id = found.application.id;
    let call = call_brief(tx, found.application.call).await?.ok_or(Refusal::NotFound)?;
    let terms = terms(tx, found.application.version).await?.ok_or(Refusal::NotFound)?;
    let carrier = crate::actions::writing::carrier::name(tx, found.application.organisation).await?;
    let projects = store::project::of_application(tx, id).await?;
    let fundings = store::funding::of_application(tx, id).await?;
    Ok(ApplicationView { application: found.application, call, terms, carrier, projects, fundings, side: found.side })
}

/// Answers of an application; the caller has looked it up with [`application_for`].
///
/// # Errors
/// The database failed.
pub async fn answers(tx: &mut Tx, application: Uuid) -> Result<Vec<Answer>> {
    store::answer::of_application(tx, application).await
}

/// What happened to an application, the first first; the caller has looked it up with [`application_for`].
///
/// # Errors
/// The database failed.
pub async fn events(tx: &mut Tx, application: Uuid) -> Result<Vec<Event>> {
    store::event::of_application(tx, application).await
}

/// What was asked of its carrier, the first first; the caller has looked it up with [`application_for`].
///
/// # Errors
/// The database failed.
pub async fn completions(tx: &mut Tx, application: Uuid) -> Result<Vec<Completion>> {
    store::event::completions(tx, application).await
}

/// A project of a filed application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectRow {
    /// The project.
    pub project: Project,
    /// Its application.
    pub application: Uuid,
    /// The number of its application.
    pub number: String,
    /// How far its application is.
    pub stage: crate::rules::Stage,
    /// The version it began with.
    pub version: Uuid,
    /// When it was filed.
    pub filed_at: Option<Moment>,
    /// Who asks.
    pub carrier: Uuid,
    /// Its name.
    pub carrier_name: String,
    /// Neighbourhoods with their share, in thousandths.
    pub areas: Vec<(Uuid, i64)>,
    /// Objectives of the contract, the main one first.
    pub nodes: Vec<Uuid>,
    /// People it is for.
    pub people: i64,
    /// Its budget, as typed.
    pub totals: Totals,
    /// What it asks, by year and funder.
    pub fundings: Vec<Funding>,
}

/// Projects of the filed applications of a call, by number and rank. Who may read them is for the caller to say.
///
/// # Errors
/// The database failed.
pub async fn projects_of_call(tx: &mut Tx, call: Uuid) -> Result<Vec<ProjectRow>> {
    let filed = store::application::of_call(tx, call).await?.into_iter();
    let filed: Vec<Application> = filed.filter(|one| one.state == ApplicationState::Filed).collect();
    let carriers: Vec<Uuid> = filed.iter().map(|one| one.organisation).collect();
    let names = accounts::facade::organisation_names(tx, &carriers).await?;
    let mut fundings: HashMap<Uuid, Vec<Funding>> = HashMap::new();
    for one in store::funding::of_call(tx, call).await? {
        fundings.entry(one.project).or_default().push(one);
    }
    let mut whole = store::project::of_call(tx, call).await?;
    let mut all = Vec::new();
    for application in filed {
        for project in whole.projects.remove(&application.id).unwrap_or_default() {
            let id = project.id;
            all.push(ProjectRow {
                project,
                application: application.id,
                number: application.number.clone().unwrap_or_default(),
                stage: application.stage,
                version: application.version,
                filed_at: application.filed_at,
                carrier: application.organisation,
                carrier_name: names.get(&application.organisation).cloned().unwrap_or_default(),
                areas: whole.areas.remove(&id).unwrap_or_default(),
                nodes: whole.nodes.remove(&id).unwrap_or_default(),
                people: whole.people.get(&id).copied().unwrap_or_default(),
                totals: whole.totals.get(&id).copied().unwrap_or_default(),
                fundings: fundings.remove(&id).unwrap_or_default(),
            });
        }
    }
    Ok(all)
}

/// What was given on a call and told, to one carrier or to all, by number, project, year and funder.
///
/// # Errors
/// The database failed.
pub async fn granted(tx: &mut Tx, call: Uuid, carrier: Option<Uuid>) -> Result<Vec<Granted>> {
    store::funding::granted(tx, call, carrier).await
}

/// What was given and told by year, on the calls of a contract for these years, to one carrier or to all: carrier, year, cents.
///
/// # Errors
/// The database failed.
pub async fn granted_by_year(
    tx: &mut Tx,
    contract: Uuid,
    years: (i64, i64),
    carrier: Option<Uuid>,
) -> Result<Vec<(Uuid, i64, i64)>> {
    store::funding::granted_by_year(tx, contract, years, carrier).await
}

/// What the filed applications of a call ask, by number, project, year and funder.
///
/// # Errors
/// The database failed.
pub async fn fundings_of_call(tx: &mut Tx, call: Uuid) -> Result<Vec<Funding>> {
    store::funding::of_call(tx, call).await
}

/// Every contract with its calls.
///
/// # Errors
/// The database failed.
pub async fn contracts_with_calls(tx: &mut Tx) -> Result<Vec<(ContractBrief, Vec<CallBrief>)>> {
    let mut all = Vec::new();
    for contract in strategy::facade::contracts(tx).await? {
        let calls = calls_of(tx, contract.id).await?;
        all.push((contract, calls));
    }
    Ok(all)
}

/// The contract asked for by its code among those somebody may see: the first when none is, and none when there is none.
///
/// # Errors
/// Not one of those.
pub fn asked_among<T>(mine: Vec<(ContractBrief, T)>, code: &str) -> Outcome<Option<(ContractBrief, T)>> {
    let mut mine = mine.into_iter();
    match code {
        "" => Ok(mine.next()),
        code => Ok(Some(mine.find(|(one, _)| one.code == code).ok_or(Refusal::NotFound)?)),
    }
}
