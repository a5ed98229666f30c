//! What members and services await of one another: opinions to give and to read, referrals to answer.

use database::{Result, Tx};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Actor, Awaited, Moment, Uuid};

use super::{place, recusing};
use crate::facade::is_kept_out;
use crate::rules::{Assembly, Member, ReferralState, Satisfaction, SubmissionState};
use crate::{acts, store};

/// The end of a day, for what is due that day.
fn end_of(day: Date) -> Option<Moment> {
    let next = day.tomorrow().ok()?.to_zoned(TimeZone::UTC).ok()?;
    Some(Moment(next.timestamp().as_millisecond() - 1))
}

/// Something to do, with its day.
fn until(what: Awaited, day: Date) -> Awaited {
    match end_of(day) {
        Some(end) => what.due(end),
        None => what,
    }
}

/// What awaits somebody: as a member, in each body she sits in; as a service, from each body it asked.
///
/// # Errors
/// The database failed.
pub async fn all(tx: &mut Tx, actor: &Actor) -> Result<Vec<Awaited>> {
    let mut all = Vec::new();
    let hers = match actor.account() {
        Some(account) => store::member::of_account(tx, account).await?,
        None => Vec::new(),
    };
    for member in hers.into_iter().filter(Member::sits) {
        if let Some(assembly) = store::assembly::by_id(tx, member.assembly).await? {
            of_member(tx, &assembly, &member, &mut all).await?;
        }
    }
    let is_service = [&acts::ASK, &acts::ANSWER].iter().any(|act| actor.may_somewhere(act).is_allowed());
    if is_service {
        for assembly in store::assembly::all(tx).await? {
            let place = place(&assembly.terms);
            if actor.may(&acts::ASK, &place).is_allowed() {
                of_service(tx, actor, &assembly, &mut all).await?;
            }
            if actor.may(&acts::ANSWER, &place).is_allowed() {
                to_answer(tx, &assembly, &mut all).await?;
            }
        }
    }
    Ok(all)
}

/// Opinions she has not given, answers the body has not judged.
async fn of_member(tx: &mut Tx, assembly: &Assembly, member: &Member, all: &mut Vec<Awaited>) -> Result<()> {
    for one in store::submission::of_assembly(tx, assembly.id).await? {
        let has_spoken =
            |id: Uuid, voices: &[store::deliberation::Voice]| voices.iter().any(|voice| voice.member == id);
        if one.state != SubmissionState::Open
            || has_spoken(member.id, &store::deliberation::voices(tx, one.id).await?)
            || recusing::cause(tx, &one, member).await?.is_some()
        {
            continue;
        }
        let what = format!("Donner votre avis : {}", one.terms.title);
        let path = format!("/conseil/avis/{}", one.id);
        all.push(until(Awaited::new(what, &assembly.terms.name, path), one.terms.due_on));
    }
    for one in store::referral::of_assembly(tx, assembly.id).await? {
        let is_unsaid = one.state == ReferralState::Answered && one.satisfaction == Satisfaction::None;
        if is_unsaid && super::referral::may_write_down(member, &one) {
            let what = format!("Dire si la réponse satisfait l’instance : {}", one.terms.subject);
            all.push(Awaited::new(what, &assembly.terms.name, format!("/conseil/saisines/{}", one.id)));
        }
    }
    Ok(())
}

/// Referrals without an answer.
async fn to_answer(tx: &mut Tx, assembly: &Assembly, all: &mut Vec<Awaited>) -> Result<()> {
    for one in store::referral::of_assembly(tx, assembly.id).await? {
        let Some(due) = one.due_on.filter(|_| one.state == ReferralState::Adopted) else { continue };
        let what = format!("Répondre à la saisine : {}", one.terms.subject);
        let path = format!("/gestion/saisines/{}", one.id);
        all.push(until(Awaited::new(what, &assembly.terms.name, path), due));
    }
    Ok(())
}

/// Opinions adopted that nobody said to have read.
async fn of_service(tx: &mut Tx, actor: &Actor, assembly: &Assembly, all: &mut Vec<Awaited>) -> Result<()> {
    for one in store::submission::of_assembly(tx, assembly.id).await? {
        if is_kept_out(tx, actor, &one).await? {
            continue;
        }
        if one.adopted.is_some() && one.received_at.is_none() {
            let what = format!("Lire l’avis rendu : {}", one.terms.title);
            all.push(Awaited::new(what, &assembly.terms.name, format!("/gestion/avis/{}", one.id)));
        }
    }
    Ok(())
}
