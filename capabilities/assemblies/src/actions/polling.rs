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
use crate::rules::{Member, Poll, PollState, Submission, Text, Vote, Way, check_poll};
use crate::{acts, store};

/// The vote that is open on a text, if one is.
///
/// # Errors
/// The database failed.
pub(super) async fn open_poll(tx: &mut Tx, text: Text) -> database::Result<Option<Poll>> {
    let all = store::poll::of(tx, text).await?;
    Ok(all.into_iter().find(|poll| poll.state == PollState::Open))
}

/// Refuses while members vote: what they vote on does not change.
pub(super) async fn nobody_votes(tx: &mut Tx, text: Text) -> Outcome<()> {
    match open_poll(tx, text).await? {
        None => Ok(()),
        Some(_) => {
            let what = "Les membres votent sur ce texte : il ne change pas avant la clôture du vote.";
            Err(Refusal::rule("Un vote est ouvert", what).into())
        }
    }
}

/// Opens a vote on a text. Gives the row.
pub(super) async fn begin(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    text: Text,
    asked: Filled<(bool, Option<Date>)>,
) -> Outcome<(&'static str, Uuid)> {
    nobody_votes(tx, text).await?;
    let mut form = asked;
    form.find(check_poll(form.value.1, outside.now().day(zone)));
    let (is_secret, closes_on) = form.sound()?;
    let rank = store::poll::of(tx, text).await?.first().map_or(1, |last| last.rank + 1);
    let closes_on = closes_on.unwrap_or_default();
    let one = Poll { id: outside.uuid(), text, rank, is_secret, closes_on, state: PollState::Open };
    if !store::poll::insert(tx, outside, &one).await? {
        return Err(Failure::conflict("ce vote", &[]));
    }
    Ok((store::poll::tables(text).poll, one.id))
}

/// Keeps the vote of a member, once. Gives the row that says she voted.
pub(super) async fn cast(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    (member, text): (&Member, Text),
    vote: Option<Vote>,
) -> Outcome<(&'static str, Uuid)> {
    let poll = open_poll(tx, text).await?.filter(|poll| poll.closes_on >= outside.now().day(zone));
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
    Ok((store::poll::tables(text).voter, row))
}

/// A vote that was closed.
pub(super) struct Closed {
    /// How it ended.
    pub state: PollState,
    /// What it counted.
    pub cast: Cast,
    /// The rows it wrote.
    pub touched: Vec<(&'static str, Uuid)>,
}

/// Closes the vote on a text, once its last day is past or everybody voted; those who stay out do not.
pub(super) async fn closed(
    tx: &mut Tx,
    today: Date,
    text: Text,
    (members, out): (&[Member], &[Uuid]),
) -> Outcome<Closed> {
    let Some(poll) = open_poll(tx, text).await? else {
        return Err(Refusal::rule("Aucun vote n’est ouvert", "Relisez où en est ce texte.").into());
    };
    let voters: Vec<Uuid> = store::poll::voters(tx, &poll).await?.into_iter().map(|(voter, _)| voter).collect();
    let awaits = |one: &&Member| one.counts() && !out.contains(&one.id) && !voters.contains(&one.id);
    let waiting = members.iter().filter(awaits).count();
    if waiting > 0 && poll.closes_on >= today {
        let what = format!(
            "Le vote court jusqu’au {}, ou jusqu’à ce que tous aient voté.",
            kernel::french::date(poll.closes_on)
        );
        return Err(Refusal::rule("Des membres n’ont pas encore voté", what).into());
    }
    let counts = store::poll::counts(tx, &poll).await?;
    let of = |vote: Vote| counts.iter().filter(|row| row.1 == vote).map(|row| row.2).sum();
    let (in_favour, against, abstention) = (of(Vote::For), of(Vote::Against), of(Vote::Abstention));
    let state = match voters.iter().any(|voter| out.contains(voter)) {
        true => PollState::Cancelled,
        false if in_favour > against => PollState::Carried,
        false => PollState::Rejected,
    };
    if !store::poll::end(tx, &poll, state).await? {
        return Err(Failure::conflict("ce vote", &[]));
    }
    let tables = store::poll::tables(text);
    let mut touched = vec![(tables.poll, poll.id)];
    touched.extend(counts.iter().map(|row| (tables.count, row.0)));
    let cast = Cast { way: Some(Way::Written), meeting: None, on: Some(today), in_favour, against, abstention };
    Ok(Closed { state, cast, touched })
}

/// Opens a vote of members on the draft.
///
/// # Errors
/// She does not sit there, stays out, or may not; nothing drafted; a vote is open; something to correct.
pub async fn open_vote(
    tx: &mut Tx,
    around: (&Outside, &TimeZone),
    actor: &Actor,
    id: Uuid,
    asked: Filled<(bool, Option<Date>)>,
) -> Outcome<Uuid> {
    let (_, _, found) = keeper(tx, actor, id).await?;
    let row = begin(tx, around, Text::Opinion(id), asked).await?;
    record(tx, around.0, (actor, &acts::SIT), &found, "vote ouvert", &[row]).await?;
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
    around: (&Outside, &TimeZone),
    actor: &Actor,
    id: Uuid,
    vote: Option<Vote>,
) -> Outcome<Uuid> {
    let (_, member, found) = deliberating(tx, actor, id).await?;
    let row = cast(tx, around, (&member, Text::Opinion(id)), vote).await?;
    // What she chose is in no entry: of a secret vote, nothing leads to it.
    record(tx, around.0, (actor, &acts::SIT), &found, "vote d’un membre", &[row]).await?;
    Ok(id)
}

/// Ends an open vote that counts for nothing any more. Gives the row, when one was open.
pub(super) async fn cancel(tx: &mut Tx, submission: Uuid) -> database::Result<Option<Uuid>> {
    let Some(poll) = open_poll(tx, Text::Opinion(submission)).await? else { return Ok(None) };
    Ok(store::poll::end(tx, &poll, PollState::Cancelled).await?.then_some(poll.id))
}

/// Whether somebody voted in the vote that is open on a file.
pub(super) async fn has_voted(tx: &mut Tx, submission: Uuid, member: Uuid) -> database::Result<bool> {
    let Some(poll) = open_poll(tx, Text::Opinion(submission)).await? else { return Ok(false) };
    Ok(store::poll::voters(tx, &poll).await?.iter().any(|(voter, _)| *voter == member))
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
    let members = store::member::of_assembly(tx, assembly.id).await?;
    let mut out = Vec::new();
    for one in &members {
        if recusing::cause(tx, &found, one).await?.is_some() {
            out.push(one.id);
        }
    }
    let closed = closed(tx, outside.now().day(zone), Text::Opinion(id), (&members, &out)).await?;
    record(tx, outside, (actor, &acts::SIT), &found, closed.state.french(), &closed.touched).await?;
    if closed.state == PollState::Carried {
        adopt(tx, (outside, zone), actor, (id, revision), (closed.cast, is_public)).await?;
    }
    Ok(id)
}
