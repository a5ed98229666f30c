//! What became of the money of a project, as a reader may know it: agents, all but the code; everybody, what a committee gave.

use database::{Result, Tx};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Actor, Uuid};

use crate::rules::{Fund, MovementKind, Project, ProjectMoney, ProjectState, Tally, report_until};
use crate::{acts, store};

/// A project with its money, from its envelope to its report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectFollowed {
    /// Which.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// The name the group gives itself.
    pub group_name: String,
    /// The neighbourhood.
    pub area: String,
    /// Name of the fund.
    pub fund: String,
    /// Where everybody reads the fund.
    pub fund_path: String,
    /// The contract.
    pub contract: Uuid,
    /// How far it is, in French.
    pub state: &'static str,
    /// What is asked, in cents.
    pub asked: i64,
    /// The day it was filed.
    pub filed_on: Date,
    /// The envelope it is paid from: year, who gives it, what it holds.
    pub envelope: Option<(i64, String, i64)>,
    /// The decision that gave something: its identifier, the day, the votes, the amount.
    pub decision: Option<(Uuid, Date, String, i64)>,
    /// Its money.
    pub money: ProjectMoney,
    /// What was paid, given back or put back: row, day, what, amount.
    pub movements: Vec<(Uuid, Date, MovementKind, i64)>,
    /// Its report, once accepted, or given for agents: identifier, day, whether accepted, what was spent, how many came.
    pub report: Option<(Uuid, Date, bool, i64, i64)>,
    /// The last day of the report awaited.
    pub until: Option<Date>,
    /// Whether everybody reads it.
    pub is_public: bool,
    /// Where this reader opens it.
    pub path: Option<String>,
}

/// A project, as this reader may know it.
///
/// # Errors
/// The database failed.
pub async fn project_followed(
    tx: &mut Tx,
    id: Uuid,
    reader: Option<&Actor>,
    zone: &TimeZone,
) -> Result<Option<ProjectFollowed>> {
    let Some(one) = store::project::by_id(tx, id).await? else { return Ok(None) };
    let Some(fund) = store::fund::by_id(tx, one.fund).await? else { return Ok(None) };
    let is_reader = reader.is_some_and(|actor| actor.may(&acts::READ, &fund.scope()).is_allowed());
    let is_public = matches!(one.state, ProjectState::Granted | ProjectState::Reported | ProjectState::Closed);
    if !is_reader && !is_public {
        return Ok(None);
    }
    Ok(Some(followed(tx, (&fund, one), (is_reader, is_public), zone).await?))
}

async fn followed(
    tx: &mut Tx,
    (fund, one): (&Fund, Project),
    (is_reader, is_public): (bool, bool),
    zone: &TimeZone,
) -> Result<ProjectFollowed> {
    let area = match one.terms.area {
        Some(area) => territory::facade::area(tx, area).await?.map(|area| area.name).unwrap_or_default(),
        None => String::new(),
    };
    let envelope = match one.envelope {
        Some(id) => store::fund::envelopes(tx, fund.id).await?.into_iter().find(|one| one.id == id),
        None => None,
    };
    let mut decision = None;
    for given in store::session::of_project(tx, one.id).await?.into_iter().filter(|given| given.cents > 0) {
        let Some(session) = store::session::by_id(tx, given.session).await? else { continue };
        let tally = Tally::of(&store::session::ballots(tx, given.id).await?);
        decision = Some((given.id, session.held_on, tally.french(), given.cents));
    }
    let report = store::report::of_project(tx, one.id).await?.filter(|report| is_reader || report.is_accepted);
    Ok(ProjectFollowed {
        until: report_until(&one, fund.terms.report_days),
        money: store::money::of_project(tx, one.id).await?,
        movements: store::money::moved(tx, one.id).await?,
        report: report.map(|report| {
            let terms = &report.terms;
            (report.id, report.sent_at.day(zone), report.is_accepted, terms.spent, terms.people)
        }),
        envelope: envelope.map(|one| (one.terms.year, one.terms.source, one.terms.cents)),
        decision,
        id: one.id,
        number: one.number,
        title: one.terms.title,
        group_name: one.terms.group_name,
        area,
        fund: fund.terms.name.clone(),
        fund_path: format!("/fonds/{}", fund.address),
        contract: fund.contract,
        state: one.state.french(),
        asked: one.terms.asked,
        filed_on: one.filed_at.day(zone),
        is_public,
        path: is_reader.then(|| format!("/gestion/fonds/projets/{}", one.id)),
    })
}

/// The project of a decision, of a payment or of a report of funds; none when it is of another slice.
///
/// # Errors
/// The database failed.
pub async fn project_behind(tx: &mut Tx, id: Uuid) -> Result<Option<Uuid>> {
    if let Some(decision) = store::session::decision(tx, id).await? {
        return Ok(Some(decision.project));
    }
    if let Some(project) = store::money::project_of(tx, id).await? {
        return Ok(Some(project));
    }
    store::report::project_of(tx, id).await
}
