//! What a committee works on: projects, what they ask, what is said of it, envelopes; and who may do what with it.

use std::collections::{HashMap, HashSet};

use applications::facade::{CallBrief, CallFunder, Funding, FundingState, ProjectRow};
use database::Tx;
use jiff::civil::Date;
use kernel::{Act, Actor, Grant, Outcome, Refusal, Scope, Uuid, Verdict};

use crate::rules::{Committee, CommitteeSetting, Elsewhere, Line, Places, Purse, Vote};
use crate::{acts_committee as acts, store};

/// Everything a committee works on.
pub struct Desk {
    /// The committee.
    pub committee: Committee,
    /// Its call.
    pub call: CallBrief,
    /// Projects, in the order of their numbers.
    pub rows: Vec<ProjectRow>,
    /// What is said of each funding.
    pub votes: HashMap<Uuid, Vote>,
    /// Envelopes of the contract.
    pub purse: Purse,
    /// Waves, in order.
    pub waves: Vec<(Uuid, String)>,
    /// The wave of each project that has one.
    pub wave_of: HashMap<Uuid, Uuid>,
    /// Applications this actor stays out of, or carries: they keep their amounts in the totals and show nothing else.
    pub closed: HashSet<Uuid>,
    /// Fundings that another committee of the call holds.
    pub elsewhere: HashMap<Uuid, Elsewhere>,
    /// The day of the committee that each minutes tell.
    pub held: HashMap<Uuid, Date>,
    /// Whether every project of the call is here: an agent limited to neighbourhoods has theirs only.
    pub is_whole: bool,
    /// What is set for the committees of the contract.
    pub setting: CommitteeSetting,
}

impl Desk {
    /// The line of a funding as it stands.
    pub fn line(&self, funding: &Funding) -> Line {
        let vote = self.votes.get(&funding.id);
        Line {
            funding: funding.id,
            project: funding.project,
            funder: funding.funder,
            year: funding.year,
            asked: funding.asked.0,
            proposed: vote.and_then(|vote| vote.proposed),
            decision: vote.and_then(|vote| vote.decision),
            voted: vote.map_or(0, |vote| vote.cents),
            envelope: vote.and_then(|vote| vote.envelope),
        }
    }

    /// Lines of some projects; what its carrier took back is asked no more, and counts nowhere.
    pub fn lines<'a>(&'a self, rows: impl IntoIterator<Item = &'a ProjectRow>) -> Vec<Line> {
        let asked = rows.into_iter().flat_map(|row| &row.fundings).filter(|one| one.state != FundingState::Withdrawn);
        asked.map(|funding| self.line(funding)).collect()
    }

    /// Where projects take place, with the weight of each neighbourhood.
    pub fn places(&self) -> Places {
        self.rows.iter().map(|row| (row.project.id, row.areas.clone())).collect()
    }

    /// A funder of the call.
    pub fn funder(&self, id: Uuid) -> Option<&CallFunder> {
        self.call.funders.iter().find(|one| one.id == id)
    }

    /// Its name.
    pub fn funder_name(&self, id: Uuid) -> &str {
        self.funder(id).map_or("", |one| one.name.as_str())
    }

    /// What each funder has left in its envelopes of the year of the call, in cents.
    pub fn left(&self) -> HashMap<Uuid, i64> {
        let year = self.call.year;
        let of = |funder: &CallFunder| funder.organisation.map_or(0, |own| self.purse.left_of(own, year)).max(0);
        self.call.funders.iter().map(|funder| (funder.id, of(funder))).collect()
    }

    /// Whether this committee may say something of a funding.
    pub fn may_decide(&self, funding: &Funding) -> bool {
        is_votable(funding.state) && !self.elsewhere.contains_key(&funding.id)
    }

    /// Whether minutes tell something that this actor does not read.
    pub fn hides(&self, minutes: Uuid) -> bool {
        let closed = || self.rows.iter().filter(|row| self.closed.contains(&row.application));
        let is_told = |funding: &Funding| self.votes.get(&funding.id).is_some_and(|vote| vote.minutes == Some(minutes));
        !self.is_whole || closed().flat_map(|row| &row.fundings).any(is_told)
    }
}

/// Whether a committee may say something of a funding that stands there.
pub fn is_votable(state: FundingState) -> bool {
    use FundingState::{Admissible, Assessed, Conditional, Partial, Postponed, Proposed, Refused, Voted};
    matches!(state, Admissible | Assessed | Proposed | Postponed | Voted | Partial | Conditional | Refused)
}

/// Places where an act on this call may take place: the contract, the contract for one of the funders, or one of these
/// neighbourhoods.
fn places(call: &CallBrief, areas: &[Uuid]) -> Vec<Scope> {
    let whole = Scope::contract(call.contract);
    let funders = call.funders.iter().filter_map(|one| one.organisation);
    let funders = funders.map(|organisation| Scope { organisation: Some(organisation), ..whole });
    let areas = areas.iter().map(|area| Scope { territory: Some(*area), ..whole });
    std::iter::once(whole).chain(funders).chain(areas).collect()
}

/// What this actor may do on a call, for the whole of it or for one of its funders.
pub fn verdict(actor: &Actor, act: &Act, call: &CallBrief) -> Verdict {
    verdict_among(actor, act, call, &[])
}

/// What this actor may do on a call, somewhere at least: for the whole of it, for one of its funders, or in one of these
/// neighbourhoods.
pub fn verdict_among(actor: &Actor, act: &Act, call: &CallBrief, areas: &[Uuid]) -> Verdict {
    let all: Vec<Verdict> = places(call, areas).iter().map(|place| actor.may(act, place)).collect();
    let best = all.iter().find(|verdict| verdict.is_allowed());
    let nearly = || all.iter().find(|verdict| matches!(verdict, Verdict::SecondFactorMissing(_)));
    best.or_else(nearly).or(all.first()).copied().unwrap_or(Verdict::NoFunction)
}

/// What this actor may do for one organisation: only a function limited to it counts. The platform does what it was
/// written to do.
pub fn own_verdict(actor: &Actor, act: &Act, contract: Uuid, organisation: Uuid) -> Verdict {
    let place = Scope { contract: Some(contract), territory: None, organisation: Some(organisation) };
    let Actor::Person(person) = actor else { return actor.may(act, &place) };
    let is_own = |grant: &&Grant| act.functions.contains(&grant.function) && grant.scope.organisation.is_some();
    let mut own = person.clone();
    own.grants = person.grants.iter().filter(is_own).copied().collect();
    if own.grants.is_empty() { Verdict::NoFunction } else { Actor::Person(own).may(act, &place) }
}

/// Which act decides of the lines of a funder, and whether this actor may do it.
pub fn deciding(actor: &Actor, call: &CallBrief, funder: &CallFunder) -> (&'static Act, Verdict) {
    match funder.organisation {
        Some(organisation) => (&acts::VOTE, own_verdict(actor, &acts::VOTE, call.contract, organisation)),
        None => (&acts::NOTE_VOTE, actor.may(&acts::NOTE_VOTE, &Scope::contract(call.contract))),
    }
}

/// Whether this actor may propose on the lines of a funder: on the contract, or for that funder.
pub fn may_propose(actor: &Actor, call: &CallBrief, funder: &CallFunder) -> bool {
    let on_contract = actor.may(&acts::PROPOSE, &Scope::contract(call.contract)).is_allowed();
    let own = |organisation| {
        let place = Scope { contract: Some(call.contract), territory: None, organisation: Some(organisation) };
        actor.may(&acts::PROPOSE, &place).is_allowed()
    };
    // A funder of the whole contract proposes for nobody else than its own organisation.
    let is_team = actor.person().is_none_or(|person| {
        person.grants.iter().any(|grant| {
            matches!(grant.function, kernel::Function::ProjectManager | kernel::Function::CaseOfficer)
                && grant.scope.covers(&Scope::contract(call.contract))
        })
    });
    (on_contract && is_team) || funder.organisation.is_some_and(own)
}

/// The committee and its call, for whoever may do this there; otherwise nothing is there.
///
/// # Errors
/// Not there or not this actor's; the database failed.
pub async fn committee(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<(Committee, CallBrief)> {
    let found = store::committee::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let call = applications::facade::call_brief(tx, found.call).await?.ok_or(Refusal::NotFound)?;
    // Neighbourhoods open a committee to be read, not to be held.
    let is_reading = act.code == acts::READ_COMMITTEE.code;
    let areas = match is_reading && !verdict(actor, act, &call).is_allowed() {
        true => strategy::facade::contract(tx, call.contract).await?.map(|one| one.area_ids).unwrap_or_default(),
        false => Vec::new(),
    };
    match verdict_among(actor, act, &call, &areas) {
        Verdict::Allowed(_) => Ok((found, call)),
        verdict @ Verdict::SecondFactorMissing(_) => Err(Refusal::NotAllowed { act, verdict }.into()),
        _ => Err(Refusal::NotFound.into()),
    }
}

/// Everything a committee works on, for whoever may do this there. Applications she stays out of keep their amounts in
/// the totals and show nothing else; whoever is limited to neighbourhoods has their projects only.
///
/// # Errors
/// Not there or not this actor's; the database failed.
pub async fn desk(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<Desk> {
    let (committee, call) = self::committee(tx, actor, act, id).await?;
    let mut rows = applications::facade::projects_of_call(tx, committee.call).await?;
    let is_whole = verdict(actor, act, &call).is_allowed();
    if !is_whole {
        rows = applications::facade::rows_for(tx, actor, act, &call, rows).await?;
    }
    let votes = store::vote::of_committee(tx, id).await?;
    let purse = purse(tx, committee.contract).await?;
    let waves = store::committee::waves(tx, id).await?;
    let wave_of = store::committee::placed(tx, id).await?.into_iter().collect();
    let closed = closed(tx, actor, &rows).await?;
    let (setting, _) = store::setting::of_contract(tx, committee.contract).await?;
    let votes = votes.into_iter().map(|vote| (vote.funding, vote)).collect();
    let elsewhere = store::vote::held_elsewhere(tx, id, committee.call).await?.into_iter().collect();
    let minutes = store::committee::minutes(tx, id).await?;
    let held = minutes.into_iter().map(|one| (one.id, one.held_on)).collect();
    Ok(Desk { committee, call, rows, votes, purse, waves, wave_of, closed, elsewhere, held, is_whole, setting })
}

/// Envelopes of a contract with what was voted on them.
///
/// # Errors
/// The database failed.
pub async fn purse(tx: &mut Tx, contract: Uuid) -> database::Result<Purse> {
    let envelopes = store::envelope::of_contract(tx, contract).await?;
    Ok(Purse::new(envelopes, store::envelope::votes(tx, contract).await?))
}

/// Applications among these that this actor stays out of, or carries.
async fn closed(tx: &mut Tx, actor: &Actor, rows: &[ProjectRow]) -> database::Result<HashSet<Uuid>> {
    let (applications, organisations) = applications::facade::kept_from(tx, actor).await?;
    let is_closed = |row: &&ProjectRow| applications.contains(&row.application) || organisations.contains(&row.carrier);
    Ok(rows.iter().filter(is_closed).map(|row| row.application).collect())
}
