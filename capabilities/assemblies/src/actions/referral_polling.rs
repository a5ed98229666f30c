//! Members vote on a referral they prepare, as they do on a draft opinion: each once, in secret or by name; carried, it is adopted
//! in the same move.

use database::Tx;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Actor, Filled, Outcome, Outside, Uuid};

use super::polling::{begin, cast, closed};
use super::referral::{adopt, mine, only, record, writes_down};
use crate::rules::{Assembly, PollState, Referral, ReferralState, Text, Vote};
use crate::{acts, store};

/// A referral that is prepared, for whoever keeps its vote.
async fn keeper(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Assembly, Referral)> {
    let (assembly, member, found) = mine(tx, actor, id).await?;
    only(&found, ReferralState::Draft)?;
    writes_down(&member, &found)?;
    Ok((assembly, found))
}

/// Opens a vote of members on a referral.
///
/// # Errors
/// She does not sit there, or may not; adopted already; a vote is open; something to correct.
pub async fn open_vote(
    tx: &mut Tx,
    around: (&Outside, &TimeZone),
    actor: &Actor,
    id: Uuid,
    asked: Filled<(bool, Option<Date>)>,
) -> Outcome<Uuid> {
    let (_, found) = keeper(tx, actor, id).await?;
    let row = begin(tx, around, Text::Referral(id), asked).await?;
    record(tx, around.0, (actor, &acts::SIT), &found, "vote ouvert", &[row]).await?;
    Ok(id)
}

/// A member votes, once; an alternate does not, she sits when somebody else cannot.
///
/// # Errors
/// She does not sit there or does not count; no vote is open, or it is over; nothing chosen; she voted.
pub async fn vote(
    tx: &mut Tx,
    around: (&Outside, &TimeZone),
    actor: &Actor,
    id: Uuid,
    vote: Option<Vote>,
) -> Outcome<Uuid> {
    let (_, member, found) = mine(tx, actor, id).await?;
    let row = cast(tx, around, (&member, Text::Referral(id)), vote).await?;
    // What she chose is in no entry: of a secret vote, nothing leads to it.
    record(tx, around.0, (actor, &acts::SIT), &found, "vote d’un membre", &[row]).await?;
    Ok(id)
}

/// Closes a vote, once its last day is past or everybody voted. A referral carried is adopted: dated, numbered, sealed.
///
/// # Errors
/// She does not sit there, or may not; no vote is open; it goes on; somebody changed the text since `revision`.
pub async fn close_vote(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    (id, revision): (Uuid, i64),
    is_public: bool,
) -> Outcome<Uuid> {
    let (assembly, found) = keeper(tx, actor, id).await?;
    let members = store::member::of_assembly(tx, assembly.id).await?;
    let closed = closed(tx, outside.now().day(zone), Text::Referral(id), (&members, &[])).await?;
    record(tx, outside, (actor, &acts::SIT), &found, closed.state.french(), &closed.touched).await?;
    if closed.state == PollState::Carried {
        adopt(tx, (outside, zone), actor, (id, revision), (closed.cast, is_public)).await?;
    }
    Ok(id)
}
