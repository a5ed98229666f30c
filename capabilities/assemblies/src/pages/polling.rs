//! Members vote on a draft opinion or on a referral: the vote is opened, each votes, it is closed.

use std::sync::Arc;

use axum::extract::State;
use database::Tx;
use jiff::civil::Date;
use kernel::{Uuid, french};
use web::{Answer, Fields, House, PathId, Reading, Visit, answer};

use super::opinions::{draw, own_file_path};
use super::referral::draw as draw_referral;
use super::referrals::own_referral_path;
use crate::actions::{polling, referral_polling};
use crate::rules::{Member, Poll, PollState, Referral, Submission, Text, Vote};
use crate::store;

/// Who voted, and how when it is told by name.
pub(super) type Ballots = Vec<(Uuid, Option<Vote>)>;

/// A vote of members, as those who take part read it.
pub(super) struct PollShown {
    pub is_secret: bool,
    pub closes_on: String,
    /// « 3 membres sur 8 ont voté ».
    pub turnout: String,
    pub has_voted: bool,
    pub may_vote: bool,
}

/// Votes on a text, the last first, with who voted.
pub(super) async fn polls_of(tx: &mut Tx, text: Text) -> database::Result<Vec<(Poll, Ballots)>> {
    let mut polls = Vec::new();
    for poll in store::poll::of(tx, text).await? {
        let voters = store::poll::voters(tx, &poll).await?;
        polls.push((poll, voters));
    }
    Ok(polls)
}

/// The vote that is open, as this member reads it, and those that are over, in words; of a vote by name, who voted what.
pub(super) fn polls_told(
    polls: &[(Poll, Ballots)],
    (member, may_vote): (&Member, usize),
    name: impl Fn(Uuid) -> String,
) -> (Option<PollShown>, Vec<String>) {
    let shown = |(poll, voters): &(Poll, Ballots)| PollShown {
        is_secret: poll.is_secret,
        closes_on: french::date(poll.closes_on),
        turnout: format!("{} sur {may_vote} ont voté", voters.len()),
        has_voted: voters.iter().any(|(voter, _)| *voter == member.id),
        may_vote: member.counts(),
    };
    let past = |(poll, voters): &(Poll, Ballots)| {
        let named = voters.iter().filter_map(|(who, vote)| Some(format!("{} : {}", name(*who), (*vote)?.french())));
        let named = named.collect::<Vec<_>>().join(", ");
        let named = if named.is_empty() { named } else { format!(". {named}") };
        let count = french::count(i64::try_from(voters.len()).unwrap_or(i64::MAX), "votant", "votants");
        french::spaced(&format!("Vote nᵒ {}, {}, {count}{named}", poll.rank, poll.state.french()))
    };
    let (open, over): (Vec<_>, Vec<_>) = polls.iter().partition(|(poll, _)| poll.state == PollState::Open);
    (open.first().map(|poll| shown(poll)), over.into_iter().map(past).collect())
}

/// What is asked of a vote that opens: whether it is secret, its last day.
fn asked(typed: &mut Reading<'_>, fields: &Fields) -> (bool, Option<Date>) {
    (fields.is_ticked("secret"), typed.day("vote-jusqu-au", "le dernier jour du vote"))
}

pub async fn open(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Submission>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.settings.zone);
    let mut typed = Reading::of(&fields);
    let asked = asked(&mut typed, &fields);
    let outcome = polling::open_vote(&mut tx, around, &visit.actor, id.uuid(), typed.filled(asked)).await;
    let again = async |form| draw(&house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (own_file_path, "enregistre"), &fields, again).await
}

pub async fn vote(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Submission>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.settings.zone);
    let chosen = Vote::from_code(fields.text("vote"));
    let outcome = polling::vote(&mut tx, around, &visit.actor, id.uuid(), chosen).await;
    let again = async |form| draw(&house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (own_file_path, "enregistre"), &fields, again).await
}

pub async fn close(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Submission>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (at, around) = ((id.uuid(), fields.revision()), (&house.outside, &house.settings.zone));
    let outcome = polling::close_vote(&mut tx, around, &visit.actor, at, fields.is_ticked("public")).await;
    let again = async |form| draw(&house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (own_file_path, "enregistre"), &fields, again).await
}

pub async fn open_on_referral(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Referral>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.settings.zone);
    let mut typed = Reading::of(&fields);
    let asked = asked(&mut typed, &fields);
    let outcome = referral_polling::open_vote(&mut tx, around, &visit.actor, id.uuid(), typed.filled(asked)).await;
    let again = async |form| draw_referral(&house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (own_referral_path, "enregistre"), &fields, again).await
}

pub async fn vote_on_referral(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Referral>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.settings.zone);
    let chosen = Vote::from_code(fields.text("vote"));
    let outcome = referral_polling::vote(&mut tx, around, &visit.actor, id.uuid(), chosen).await;
    let again = async |form| draw_referral(&house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (own_referral_path, "enregistre"), &fields, again).await
}

pub async fn close_on_referral(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Referral>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (at, around) = ((id.uuid(), fields.revision()), (&house.outside, &house.settings.zone));
    let outcome = referral_polling::close_vote(&mut tx, around, &visit.actor, at, fields.is_ticked("public")).await;
    let again = async |form| draw_referral(&house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (own_referral_path, "enregistre"), &fields, again).await
}
