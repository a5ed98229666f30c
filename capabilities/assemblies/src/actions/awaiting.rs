//! What awaits whoever keeps the life of a body.

use database::Tx;
use jiff::ToSpan;
use jiff::tz::TimeZone;
use kernel::{Awaited, Moment, french};

use crate::rules::{Assembly, Body, Meeting, MeetingState, Member, MinutesState, Quorum};
use crate::store;

/// Months before its end at which a mandate is told.
const MONTHS_BEFORE: i64 = 3;
/// Days after a meeting at which minutes are missing.
const DAYS_FOR_MINUTES: i64 = 15;
/// Days without answer after which an invitation is told. Past that it opens nothing.
const DAYS_FOR_INVITATION: i64 = 14;

/// What awaits in one body: attendance and minutes missing, a quorum not met, mandates that end, invitations without answer.
///
/// # Errors
/// The database failed.
pub async fn of_assembly(tx: &mut Tx, of: &Assembly, now: Moment, zone: &TimeZone) -> database::Result<Vec<Awaited>> {
    let (today, name) = (now.day(zone), &of.terms.name);
    let path = format!("/gestion/instances/{}", of.id);
    let mut all = Vec::new();
    let meetings = store::meeting::of_assembly(tx, of.id).await?;
    let own: Vec<&Meeting> = meetings.iter().filter(|one| one.body == Body::Own).collect();
    for one in own.iter().filter(|one| one.state != MeetingState::Cancelled && one.terms.held_on < today) {
        let (day, at) = (french::date(one.terms.held_on), format!("/gestion/reunions/{}", one.id));
        if one.quorum_base.is_none() {
            let what = format!("Saisir les présences du {day}");
            all.push(Awaited::new(what, name, format!("{at}/presences")));
        }
        let waited = i64::from((today - one.terms.held_on).get_days());
        if one.minutes_state == MinutesState::None && waited >= DAYS_FOR_MINUTES {
            all.push(Awaited::new(format!("Écrire le compte rendu du {day}"), name, format!("{at}/compte-rendu")));
        }
    }
    if let Some(last) = own.iter().find(|one| one.quorum_base.is_some()) {
        let attendances = store::meeting::attendances(tx, last.id).await?;
        let present = store::meeting::seats_filled(&attendances);
        let quorum = last.quorum_base.and_then(|base| Quorum::of(of.terms.quorum_percent, base, present));
        let has_next = own.iter().any(|one| one.is_to_come(today));
        if let Some(quorum) = quorum.filter(|quorum| !quorum.is_met() && !has_next) {
            let told = french::count(present, "présent·e", "présent·es");
            let why = format!("{name} : {told}, {} à réunir.", quorum.needed);
            let what = "Prévoir une autre réunion : le quorum n’était pas atteint";
            all.push(Awaited::new(what, french::spaced(&why), format!("{path}/reunions")));
        }
    }
    let members = store::member::of_assembly(tx, of.id).await?;
    let told = |count: usize, one: &str, many: &str| french::count(count.try_into().unwrap_or(i64::MAX), one, many);
    let soon = today.checked_add(MONTHS_BEFORE.months()).unwrap_or(today);
    let ending = members.iter().filter(|one| one.sits() && one.terms.ends_on.is_some_and(|end| end <= soon)).count();
    if ending > 0 {
        let what = format!("Préparer {}", told(ending, "fin de mandat", "fins de mandat"));
        all.push(Awaited::new(what, format!("{name}, dans les trois mois."), format!("{path}/membres")));
    }
    let silent = |one: &&Member| {
        let sent = one.invited_at.filter(|_| one.account.is_none() && one.sits());
        sent.is_some_and(|at| at.plus_days(DAYS_FOR_INVITATION) <= now)
    };
    let silent = members.iter().filter(silent).count();
    if silent > 0 {
        let what = format!("Relancer {}", told(silent, "invitation de membre", "invitations de membres"));
        all.push(Awaited::new(what, format!("{name}, sans réponse depuis quatorze jours."), format!("{path}/membres")));
    }
    Ok(all)
}
