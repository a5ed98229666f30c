//! What members and services await of one another: opinions to give, opinions to read.

use database::{Result, Tx};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Actor, Awaited, Moment, Uuid};

use super::{place, recusing};
use crate::rules::{Assembly, Member, SubmissionState};
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
    if actor.may_somewhere(&acts::ASK).is_allowed() {
        for assembly in store::assembly::all(tx).await? {
            if actor.may(&acts::ASK, &place(&assembly.terms)).is_allowed() {
                of_service(tx, &assembly, &mut all).await?;
            }
        }
    }
    Ok(all)
}

/// Opinions she has not given.
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
    Ok(())
}

/// Opinions adopted that nobody said to have read.
async fn of_service(tx: &mut Tx, assembly: &Assembly, all: &mut Vec<Awaited>) -> Result<()> {
    for one in store::submission::of_assembly(tx, assembly.id).await? {
        if one.adopted.is_some() && one.received_at.is_none() {
            let what = format!("Lire l’avis rendu : {}", one.terms.title);
            all.push(Awaited::new(what, &assembly.terms.name, format!("/gestion/avis/{}", one.id)));
        }
    }
    Ok(())
}
