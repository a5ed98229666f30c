//! What is said of a line: proposed, voted, amended. One line, one transaction, one funder's right.

use applications::facade::{CallFunder, Funding, FundingState, ProjectRow};
use database::Tx;
use journal::Entry;
use kernel::{Actor, Cents, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::assess_thread::{Rows, tie_decision};
use super::desk::{self, deciding, is_votable, may_propose};
use crate::rules::{Ballot, Cast, Committee, Decision, Elsewhere, Vote, judge};
use crate::store::committee::Change;
use crate::store::envelope::Override;
use crate::{acts_committee as acts, store};

/// What somebody says of a line. Nothing said of a part leaves it as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Cents proposed; none inside: nothing is proposed any more.
    pub proposed: Option<Option<i64>>,
    /// The decision.
    pub ballot: Option<Ballot>,
    /// The envelope it is charged on.
    pub envelope: Option<Uuid>,
    /// Why an envelope is exceeded.
    pub override_reason: String,
    /// Why a frozen decision changes.
    pub amendment_reason: String,
}

/// A line, with what surrounds it.
pub struct Standing {
    /// The committee.
    pub committee: Committee,
    /// Its call.
    pub call: applications::facade::CallBrief,
    /// The project.
    pub row: applications::facade::ApplicationView,
    /// The funding.
    pub funding: Funding,
    /// Its funder.
    pub funder: CallFunder,
    /// What is said of it.
    pub vote: Vote,
    /// The other committee that holds it.
    pub elsewhere: Option<Elsewhere>,
}

/// A line for whoever reads the committee, does not stay out of its application and does not write for its association.
///
/// # Errors
/// Not there, not this actor's, she stays out of it, or she carries it: the four look alike.
pub async fn standing(tx: &mut Tx, actor: &Actor, id: Uuid, (application, funding): (Uuid, Uuid)) -> Outcome<Standing> {
    let (committee, call) = desk::committee(tx, actor, &acts::READ_COMMITTEE, id).await?;
    let row = applications::facade::assessed_for(tx, actor, &acts::READ_COMMITTEE, application).await?;
    if row.application.call != committee.call {
        return Err(Refusal::NotFound.into());
    }
    let found = row.fundings.iter().find(|one| one.id == funding).cloned().ok_or(Refusal::NotFound)?;
    let funder = call.funders.iter().find(|one| one.id == found.funder).cloned().ok_or(Refusal::NotFound)?;
    let vote = store::vote::on(tx, id, funding).await?;
    let vote = vote.unwrap_or_else(|| Vote { committee: id, funding, ..Vote::default() });
    let elsewhere = store::vote::held_elsewhere_on(tx, id, funding).await?;
    Ok(Standing { committee, call, row, funding: found, funder, vote, elsewhere })
}

/// Keeps what is said of a line: votes only by the funder of the line, proposals by it or by those who instruct.
///
/// # Errors
/// Not there or not this actor's; something to correct; somebody changed it since `revision`.
pub async fn say(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    (application, funding, revision): (Uuid, Uuid, i64),
    said: impl Into<Filled<Said>>,
) -> Outcome<()> {
    store::committee::hold(tx, id).await?;
    let at = standing(tx, actor, id, (application, funding)).await?;
    let mut form = said.into();
    authorise(actor, &at, &form.value)?;
    let (before, now) = (at.vote.clone(), outside.now());
    let is_frozen = before.minutes.is_some();
    if !is_votable(at.funding.state) {
        let state = at.funding.state.french();
        let sentence = match at.funding.state {
            FundingState::Notified => "Le porteur a reçu cette décision : elle ne change plus".to_owned(),
            _ => format!("Cette demande est « {state} » : le comité n’en décide qu’une fois recevable"),
        };
        form.find([FieldError::new("", sentence)]);
    } else if let Some(elsewhere) = &at.elsewhere {
        form.find([FieldError::new("", elsewhere.sentence())]);
    }
    let purse = if form.value.ballot.is_some() {
        store::envelope::hold(tx, at.committee.contract).await?;
        Some(desk::purse(tx, at.committee.contract).await?)
    } else {
        None
    };
    let mut over = Vec::new();
    if let (Some(ballot), Some(purse)) = (&form.value.ballot, &purse) {
        let cast = Cast {
            asked: at.funding.asked.0,
            before: (before.envelope, before.cents),
            ballot,
            envelope: form.value.envelope.filter(|_| ballot.given() > 0),
            override_reason: &form.value.override_reason,
            is_frozen,
            amendment_reason: &form.value.amendment_reason,
        };
        let mut found = Vec::new();
        match judge(purse, &cast) {
            Ok(passed) => over = passed,
            Err(errors) => found = errors,
        }
        found.extend(wrong_envelope(&at, purse, cast.envelope));
        form.find(found);
    }
    if let Some(Some(cents)) = form.value.proposed
        && !(0..=crate::rules::LARGEST).contains(&cents)
    {
        form.find([FieldError::new("propose", "Le montant proposé est entre 0 et 10 milliards d’euros")]);
    }
    let said = form.sound()?;
    let after = changed(outside, actor, &at, &said);
    if !store::vote::save(tx, &Vote { revision, ..after.clone() }).await? {
        let amount = said.ballot.as_ref().and_then(|ballot| ballot.cents).or(said.proposed.flatten());
        let amount = amount.map(|cents| kernel::french::euros(Cents(cents))).unwrap_or_default();
        let ballot = said.ballot.clone().unwrap_or_default();
        let decision = ballot.decision.map_or("", Decision::french);
        let kept =
            [("Décision", decision), ("Montant", &amount), ("Motif", &ballot.reason), ("Réserve", &ballot.condition)];
        return Err(Failure::conflict("cette ligne", &kept));
    }
    let mut touched = vec![("committee_vote", after.id)];
    // Whoever notes the vote of somebody else does not vote.
    if said.ballot.is_some() && *deciding(actor, &at.call, &at.funder).0 == acts::VOTE {
        for account in accounts_of(actor) {
            let row = store::vote::note_voter(tx, outside.uuid(), (funding, account)).await?;
            touched.extend(row.map(|row| ("committee_voter", row)));
        }
    }
    for (envelope, cents) in over {
        let (row, by_name) = (outside.uuid(), actor.journal_name());
        let reason = said.override_reason.clone();
        store::envelope::pass(tx, &Override { id: row, envelope, funding, cents, reason, at: now, by_name }).await?;
        touched.push(("envelope_override", row));
    }
    let kind = match (&said.ballot, is_frozen) {
        (Some(_), true) => "amendment",
        (Some(_), false) => "vote",
        (None, _) => "proposal",
    };
    let change = Change {
        id: outside.uuid(),
        committee: id,
        funding,
        kind: kind.to_owned(),
        at: now.0,
        by_name: actor.journal_name(),
        before: before.told(),
        after: after.told(),
        reason: [&said.amendment_reason, &said.override_reason]
            .into_iter()
            .filter(|text| !text.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(" ; "),
    };
    store::committee::note(tx, &change).await?;
    touched.push(("committee_change", change.id));
    let act = if said.ballot.is_some() { deciding(actor, &at.call, &at.funder).0 } else { &acts::PROPOSE };
    let detail = json!({
        "acte": kind, "avant": before.told(), "apres": after.told(), "financement": funding.to_string(), "voté": after.cents,
    });
    if is_frozen && said.ballot.is_some() {
        touched.extend(tell_decision(tx, outside, actor, &at.funding, &after).await?);
    }
    let entry = Entry::on(act.code, "committee", id).detail(detail).why(&change.reason).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// The account that acts, and the one it acts for.
fn accounts_of(actor: &Actor) -> Vec<Uuid> {
    let acted_for = actor.person().and_then(|one| one.acting_for.as_ref()).map(|(account, _)| *account);
    actor.account().into_iter().chain(acted_for).collect()
}

fn authorise(actor: &Actor, at: &Standing, said: &Said) -> Outcome<()> {
    if said.ballot.is_some() {
        let (act, verdict) = deciding(actor, &at.call, &at.funder);
        if !verdict.is_allowed() {
            return Err(Refusal::NotAllowed { act, verdict }.into());
        }
    } else if !may_propose(actor, &at.call, &at.funder) {
        let verdict = desk::verdict(actor, &acts::PROPOSE, &at.call);
        let verdict = if verdict.is_allowed() { kernel::Verdict::NoFunction } else { verdict };
        return Err(Refusal::NotAllowed { act: &acts::PROPOSE, verdict }.into());
    }
    Ok(())
}

/// A vote is charged on an envelope of its funder and of its year; one is needed as soon as the funder has any.
fn wrong_envelope(at: &Standing, purse: &crate::rules::Purse, envelope: Option<Uuid>) -> Option<FieldError> {
    let found = envelope.and_then(|id| purse.find(id))?;
    let is_own = Some(found.terms.funder) == at.funder.organisation && found.terms.year == at.funding.year;
    (!is_own).then(|| FieldError::new("enveloppe", "Cette enveloppe n’est pas de ce financeur ou de cette année"))
}

fn changed(outside: &Outside, actor: &Actor, at: &Standing, said: &Said) -> Vote {
    let before = &at.vote;
    let mut after = Vote { changed_at: outside.now(), changed_by: actor.journal_name(), ..before.clone() };
    if before.revision == 0 {
        after.id = outside.uuid();
    }
    if let Some(proposed) = said.proposed {
        after.proposed = proposed;
    }
    if let Some(ballot) = &said.ballot {
        after.decision = ballot.decision;
        after.cents = ballot.given();
        after.reason = ballot.reason.trim().to_owned();
        after.condition = if ballot.decision == Some(Decision::Conditional) {
            ballot.condition.trim().to_owned()
        } else {
            String::new()
        };
        after.envelope = said.envelope.filter(|_| ballot.given() > 0);
        after.amendments += i64::from(before.minutes.is_some());
    }
    after
}

/// The state of a funding once this is decided.
pub const fn state_of(decision: Decision) -> FundingState {
    match decision {
        Decision::Favourable => FundingState::Voted,
        Decision::Partial => FundingState::Partial,
        Decision::Conditional => FundingState::Conditional,
        Decision::Postponed => FundingState::Postponed,
        Decision::Refused => FundingState::Refused,
    }
}

/// Tells the application what was decided of one of its fundings, and ties its project to the decision. Gives the rows of the
/// thread that are new.
pub(super) async fn tell_decision(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    funding: &Funding,
    vote: &Vote,
) -> Outcome<Rows> {
    let Some(decision) = vote.decision else { return Ok(Rows::new()) };
    let note = if vote.condition.is_empty() { &vote.reason } else { &vote.condition };
    if matches!(funding.state, FundingState::Admissible | FundingState::Assessed) {
        applications::facade::advance(tx, outside, actor, funding.id, FundingState::Proposed, None, "").await?;
    }
    let decided = decision.gives().then_some(Cents(vote.cents));
    applications::facade::advance(tx, outside, actor, funding.id, state_of(decision), decided, note).await?;
    // The thread goes on: the project leads to what was decided of it.
    Ok(tie_decision(tx, outside, actor, (funding.project, vote.id)).await?.into_iter().collect())
}

/// Whether a project has a line that this actor may say something of.
pub fn has_own_line(actor: &Actor, desk: &desk::Desk, row: &ProjectRow) -> bool {
    row.fundings
        .iter()
        .filter_map(|funding| desk.funder(funding.funder))
        .any(|funder| deciding(actor, &desk.call, funder).1.is_allowed() || may_propose(actor, &desk.call, funder))
}
