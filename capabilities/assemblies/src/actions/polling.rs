//! Members vote on a draft, each for herself, once; whoever keeps the vote closes it, and a text carried is adopted in the same
//! move. The count typed by one of them, after a show of hands, stays possible.

use database::Tx;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Actor, Failure, Filled, Outcome, Outside, Refusal, Uuid};

use super::opinion::{adopt, deliberating, may_adopt};
use super::recusing;
use super::submitting::record;
use super::voting::Cast;
use crate::rules::{Member, Poll, PollState, Submission, Vote, Way, check_poll};
use crate::{acts, store};

/// The vote that is open on a file, if one is.
///
/// # Errors
/// The database failed.
pub(super) async fn open_poll(tx: &mut Tx, submission: Uuid) -> database::Result<Option<Poll>> {
    let all = store::poll::of_submission(tx, submission).await?;
    Ok(all.into_iter().find(|poll| poll.state == PollState::Open))
}

/// Refuses while members vote: what they vote on does not change.
pub(super) async fn nobody_votes(tx: &mut Tx, submission: Uuid) -> Outcome<()> {
    match open_poll(tx, submission).await? {
        None => Ok(()),
        Some(_) => {
            let what = "Les membres votent sur ce texte : il ne change pas avant la clôture du vote.";
            Err(Refusal::rule("Un vote est ouvert", what).into())
        }
    }
}

/// Opens a vote of members on the draft.
///
/// # Errors
/// She does not sit there, stays out, or may not; nothing drafted; a vote is open; something to correct.
pub async fn open_vote(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    id: Uuid,
    asked: Filled<(bool, Option<Date>)>,
) -> Outcome<Uuid> {
    let (_, _, found) = keeper(tx, actor, id).await?;
    nobody_votes(tx, id).await?;
    let mut form = asked;
    form.find(check_poll(form.value.1, outside.now().day(zone)));
    let (is_secret, closes_on) = form.sound()?;
    let rank = store::poll::of_submission(tx, id).await?.first().map_or(1, |last| last.rank + 1);
    let closes_on = closes_on.unwrap_or_default();
    let one = Poll { id: outside.uuid(), submission: id, rank, is_secret, closes_on, state: PollState::Open };
    if !store::poll::insert(tx, outside, &one).await? {
        return Err(Failure::conflict("ce vote", &[]));
    }
    record(tx, outside, (actor, &acts::SIT), &found, "vote ouvert", &[("assembly_poll", one.id)]).await?;
    Ok(id)
}

/// A file whose draft may be voted on, for whoever keeps its vote.
async fn keeper(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(crate::rules::Assembly, Member, Submission)> {
    let found = deliberating(tx, actor, id).await?;
    if !may_adopt(&found.1, &found.2) {
        let what = "La personne qui rédige, ou celle qui tient le compte rendu, ouvre et clôt le vote.";
        return Err(Refusal::rule("Vous ne tenez pas ce vote", what).into());
    }
    if found.2.draft.is_empty() || found.2.draft_sense.is_none() {
        return Err(Refusal::rule("Il n’y a pas encore de projet d’avis", "Écrivez-le avant de le voter.").into());
    }
    Ok(found)
}

/// A member votes, once. Who stays out does not; an alternate neither, she sits when somebody else cannot.
///
/// # Errors
/// She does not sit there, stays out or does not count; no vote is open, or it is over; nothing chosen; she voted.
pub async fn vote(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    id: Uuid,
    vote: Option<Vote>,
) -> Outcome<Uuid> {
    let (_, member, found) = deliberating(tx, actor, id).await?;
    let poll = open_poll(tx, id).await?.filter(|poll| poll.closes_on >= outside.now().day(zone));
    let Some(poll) = poll else {
        return Err(
            Refusal::rule("Aucun vote n’est ouvert", "Il n’a pas commencé, ou son dernier jour est passé.").into()
        );
    };
    if !member.counts() {
        return Err(
            Refusal::rule("Vous ne votez pas", "Un membre suppléant vote quand il remplace, en réunion.").into()
        );
    }
    let Some(vote) = vote else { return Err(Failure::field("vote", "Choisissez : pour, contre ou abstention")) };
    let Some(row) = store::poll::cast(tx, outside, &poll, (member.id, vote)).await? else {
        let explanation = "Vous avez déjà voté : un seul vote compte, et il ne se change pas.".to_owned();
        return Err(Refusal::Conflict { explanation, kept: Vec::new() }.into());
    };
    // What she chose is in no entry: of a secret vote, nothing leads to it.
    record(tx, outside, (actor, &acts::SIT), &found, "vote d’un membre", &[("assembly_poll_voter", row)]).await?;
    Ok(id)
}

/// Ends an open vote that counts for nothing any more. Gives the row, when one was open.
pub(super) async fn cancel(tx: &mut Tx, submission: Uuid) -> database::Result<Option<Uuid>> {
    let Some(poll) = open_poll(tx, submission).await? else { return Ok(None) };
    Ok(store::poll::end(tx, poll.id, PollState::Cancelled).await?.then_some(poll.id))
}

/// Whether somebody voted in the vote that is open on a file.
pub(super) async fn has_voted(tx: &mut Tx, submission: Uuid, member: Uuid) -> database::Result<bool> {
    let Some(poll) = open_poll(tx, submission).await? else { return Ok(false) };
    Ok(store::poll::voters(tx, poll.id).await?.iter().any(|(voter, _)| *voter == member))
}

/// Closes a vote, once its last day is past or everybody voted. A text carried is adopted: dated, numbered, sealed. When a
/// member who voted stays out meanwhile, the vote is cancelled: nobody knows which one was hers.
///
/// # Errors
/// She does not sit there, stays out, or may not; no vote is open; it goes on; somebody changed the text since `revision`.
pub async fn close_vote(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    (id, revision): (Uuid, i64),
    is_public: bool,
) -> Outcome<Uuid> {
    let (assembly, _, found) = keeper(tx, actor, id).await?;
    let Some(poll) = open_poll(tx, id).await? else {
        return Err(Refusal::rule("Aucun vote n’est ouvert", "Relisez où en est ce dossier.").into());
    };
    let members = store::member::of_assembly(tx, assembly.id).await?;
    let mut out = Vec::new();
    for one in &members {
        if recusing::cause(tx, &found, one).await?.is_some() {
            out.push(one.id);
        }
    }
    let voters: Vec<Uuid> = store::poll::voters(tx, poll.id).await?.into_iter().map(|(voter, _)| voter).collect();
    let today = outside.now().day(zone);
    let awaits = |one: &&Member| one.counts() && !out.contains(&one.id) && !voters.contains(&one.id);
    let waiting = members.iter().filter(awaits).count();
    if waiting > 0 && poll.closes_on >= today {
        let what = format!(
            "Le vote court jusqu’au {}, ou jusqu’à ce que tous aient voté.",
            kernel::french::date(poll.closes_on)
        );
        return Err(Refusal::rule("Des membres n’ont pas encore voté", what).into());
    }
    let counts = store::poll::counts(tx, poll.id).await?;
    let of = |vote: Vote| counts.iter().filter(|row| row.1 == vote).map(|row| row.2).sum();
    let (in_favour, against, abstention) = (of(Vote::For), of(Vote::Against), of(Vote::Abstention));
    let state = match voters.iter().any(|voter| out.contains(voter)) {
        true => PollState::Cancelled,
        false if in_favour > against => PollState::Carried,
        false => PollState::Rejected,
    };
    if !store::poll::end(tx, poll.id, state).await? {
        return Err(Failure::conflict("ce vote", &[]));
    }
    let mut touched = vec![("assembly_poll", poll.id)];
    touched.extend(counts.iter().map(|row| ("assembly_poll_count", row.0)));
    record(tx, outside, (actor, &acts::SIT), &found, state.french(), &touched).await?;
    if state == PollState::Carried {
        let cast = Cast { way: Some(Way::Written), meeting: None, on: Some(today), in_favour, against, abstention };
        adopt(tx, (outside, zone), actor, (id, revision), (cast, is_public)).await?;
    }
    Ok(id)
}
