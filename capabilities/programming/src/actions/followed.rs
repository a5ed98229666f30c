//! Where an amount comes from: the vote that gave it, the envelope it was taken from, and what an envelope gave.

use std::collections::{BTreeMap, HashMap};

use applications::facade::{FundingState, ProjectRow};
use database::{Result, Tx};
use jiff::civil::Date;
use kernel::{Actor, Uuid};

use super::desk;
use crate::rules::{Envelope, Vote};
use crate::{acts_committee as acts, store};

/// An envelope as it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvelopeTold {
    /// Which.
    pub id: Uuid,
    /// Funder, programme, neighbourhood.
    pub name: String,
    /// The year of the budget.
    pub year: i64,
    /// What it holds, in cents.
    pub cents: i64,
    /// Who gave it into whose hands; empty when it is the funder’s own.
    pub delegated_by: String,
}

/// A vote on an amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoteTold {
    /// Which.
    pub id: Uuid,
    /// The funding.
    pub funding: Uuid,
    /// Title of the committee.
    pub committee: String,
    /// The day it was held.
    pub held_on: Date,
    /// Number of the minutes that froze it.
    pub minutes: Option<i64>,
    /// What was decided, in French.
    pub decision: Option<&'static str>,
    /// What was proposed, for those who read committees, in cents.
    pub proposed: Option<i64>,
    /// What was voted, in cents.
    pub cents: i64,
    /// The envelope it was taken from.
    pub envelope: Option<EnvelopeTold>,
    /// Whether this reader reads the committee.
    pub is_reader: bool,
    /// Where she reads it.
    pub path: Option<String>,
}

async fn envelope(tx: &mut Tx, one: &Envelope) -> Result<EnvelopeTold> {
    let funder = accounts::facade::organisation(tx, one.terms.funder).await?.map(|card| card.name);
    let area = match one.terms.area {
        Some(area) => territory::facade::area(tx, area).await?.map(|area| area.name),
        None => None,
    };
    let parts = [funder, Some(one.terms.programme.clone()), area];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    Ok(EnvelopeTold {
        id: one.id,
        name: parts.join(", "),
        year: one.terms.year,
        cents: one.terms.cents,
        delegated_by: one.terms.delegated_by.clone(),
    })
}

async fn told(tx: &mut Tx, vote: Vote, reader: Option<&Actor>) -> Result<Option<VoteTold>> {
    let Some(committee) = store::committee::by_id(tx, vote.committee).await? else { return Ok(None) };
    let is_reader = match reader {
        Some(actor) => desk::committee(tx, actor, &acts::READ_COMMITTEE, committee.id).await.is_ok(),
        None => false,
    };
    // What is not frozen is not decided yet: nobody outside reads it.
    if !is_reader && vote.minutes.is_none() {
        return Ok(None);
    }
    let minutes = store::committee::minutes(tx, committee.id).await?;
    let minutes = minutes.into_iter().find(|one| Some(one.id) == vote.minutes);
    let from = match vote.envelope {
        Some(id) => store::envelope::by_id(tx, id).await?,
        None => None,
    };
    Ok(Some(VoteTold {
        id: vote.id,
        funding: vote.funding,
        committee: committee.terms.title,
        held_on: minutes.as_ref().map_or(committee.terms.held_on, |one| one.held_on),
        minutes: minutes.map(|one| one.number),
        decision: vote.decision.map(crate::rules::Decision::french),
        proposed: vote.proposed.filter(|_| is_reader),
        cents: vote.cents,
        envelope: match from {
            Some(one) => Some(envelope(tx, &one).await?),
            None => None,
        },
        is_reader,
        path: is_reader.then(|| format!("/gestion/programmation/{}", committee.id)),
    }))
}

/// The vote on a funding: the one that gives something, or else the last one; nothing while this reader may know of none. Who may
/// know of the funding is for the caller to say.
///
/// # Errors
/// The database failed.
pub async fn vote_on(tx: &mut Tx, funding: Uuid, reader: Option<&Actor>) -> Result<Option<VoteTold>> {
    match store::vote::last_on(tx, funding).await? {
        Some(vote) => told(tx, vote, reader).await,
        None => Ok(None),
    }
}

/// A vote by its identifier, as [`vote_on`].
///
/// # Errors
/// The database failed.
pub async fn vote(tx: &mut Tx, id: Uuid, reader: Option<&Actor>) -> Result<Option<VoteTold>> {
    match store::vote::by_id(tx, id).await? {
        Some(vote) => told(tx, vote, reader).await,
        None => Ok(None),
    }
}

/// What an envelope gave to one action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenLine {
    /// The funding.
    pub funding: Uuid,
    /// Title of the project.
    pub title: String,
    /// The organisation that carries it.
    pub carrier: Uuid,
    /// Its name.
    pub carrier_name: String,
    /// The year.
    pub year: i64,
    /// How much, in cents.
    pub cents: i64,
}

/// An envelope with what it gave, the largest amounts first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvelopeGave {
    /// It.
    pub envelope: EnvelopeTold,
    /// What this reader may know of.
    pub lines: Vec<GivenLine>,
    /// All that was voted on it, for those who read committees.
    pub voted: Option<i64>,
}

/// What an envelope gave, as this reader may know it: everybody, what carriers were told; those who read committees, the projects
/// they may read.
///
/// # Errors
/// The database failed.
pub async fn envelope_gave(tx: &mut Tx, id: Uuid, reader: Option<&Actor>) -> Result<Option<EnvelopeGave>> {
    let Some(found) = store::envelope::by_id(tx, id).await? else { return Ok(None) };
    let mut by_call: BTreeMap<Uuid, HashMap<Uuid, i64>> = BTreeMap::new();
    for (call, funding, cents) in store::vote::given(tx, id).await? {
        by_call.entry(call).or_default().insert(funding, cents);
    }
    let (mut lines, mut is_reader) = (Vec::new(), false);
    for (call, given) in by_call {
        let Some(call) = applications::facade::call_brief(tx, call).await? else { continue };
        let rows = applications::facade::projects_of_call(tx, call.id).await?;
        let own = match reader.filter(|actor| desk::verdict(actor, &acts::READ_COMMITTEE, &call).is_allowed()) {
            Some(actor) => {
                is_reader = true;
                let rows = rows.clone();
                Some(applications::facade::rows_for(tx, actor, &acts::READ_COMMITTEE, &call, rows).await?)
            }
            None => None,
        };
        let is_own = |row: &ProjectRow| own.iter().flatten().any(|one| one.project.id == row.project.id);
        for row in &rows {
            for funding in &row.fundings {
                let Some(cents) = given.get(&funding.id) else { continue };
                let is_told = funding.state == FundingState::Notified;
                if is_told || is_own(row) {
                    lines.push(GivenLine {
                        funding: funding.id,
                        title: row.project.title.clone(),
                        carrier: row.carrier,
                        carrier_name: row.carrier_name.clone(),
                        year: funding.year,
                        cents: *cents,
                    });
                }
            }
        }
    }
    lines.sort_by(|one, other| (other.cents, &one.title).cmp(&(one.cents, &other.title)));
    let voted = match is_reader {
        true => Some(desk::purse(tx, found.contract).await?.of(found.id).whole),
        false => None,
    };
    Ok(Some(EnvelopeGave { envelope: envelope(tx, &found).await?, lines, voted }))
}
