//! Agreements of what the first wave was told: some signed and paid in part, some going round, the rest in writing.

use ::agreements::actions::PaymentState;
use ::agreements::actions::paying::{self, Checking};
use ::agreements::actions::{circulating, desk as desks, preparing, signing};
use ::agreements::acts;
use database::Tx;
use kernel::{Filled, Outcome, Uuid};

use super::acting::missing;
use super::assessment::Desk;

/// Papers made: few, for each is set on paper.
const PAPERS: usize = 4;

/// Of which signed by all.
const SIGNED: usize = 3;

/// Agreements, signatures and payments.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn agreements(tx: &mut Tx, desk: Desk<'_>) -> Outcome<()> {
    let (calendar, claire) = (desk.calendar, desk.cast.named("claire.vidal")?);
    let call = desk.call()?;
    preparing::prepare(tx, &calendar.at(-14, 0), claire, call.id).await?;
    let mut briefs = desks::readable(tx, claire, call.contract).await?;
    briefs.retain(|one| one.agreement.call == call.id);
    // Those of associations that write with two people, and those over several years, first.
    let pairs = super::reporting::pairs(tx, desk).await?;
    briefs.sort_by_key(|one| (!pairs.contains_key(&one.agreement.carrier), one.years < 2));
    let own: Vec<(Uuid, Uuid)> = briefs.iter().map(|one| (one.agreement.id, one.agreement.call_funder)).collect();
    let town =
        circulating::Town { zone: calendar.zone().clone(), name: desk.told.territory.intercommunality.name.clone() };
    for (id, _) in own.iter().take(PAPERS) {
        let set = circulating::draw(tx, &calendar.at(-13, 0), claire, &town, *id).await?;
        circulating::keep(tx, &calendar.at(-13, 5), claire, set).await?;
    }
    for (id, _) in own.iter().take(SIGNED) {
        let (_, signatures) = signing::round(tx, claire, &acts::SIGN, *id).await?;
        for (one, days) in signatures.iter().zip([-9, -6]) {
            let then = calendar.at(days, 0);
            let signed = Filled::from((Some(calendar.day(-12)), Some(calendar.day(days))));
            signing::note(tx, (&then, calendar.zone()), claire, (*id, one.id, one.revision), signed).await?;
        }
    }
    paid(tx, desk, &own).await
}

/// Payments of what is signed: proposed by one person, the first checked by the funder that pays.
async fn paid(tx: &mut Tx, desk: Desk<'_>, own: &[(Uuid, Uuid)]) -> Outcome<()> {
    let (calendar, claire) = (desk.calendar, desk.cast.named("claire.vidal")?);
    let call = desk.call()?;
    let reach = desks::reach(tx, claire, call.contract).await?;
    let then = calendar.at(-4, 0);
    let (ready, _) = paying::ready(tx, (&then, calendar.zone()), call.contract, &reach, usize::MAX).await?;
    let is_own = |id: Uuid| own.iter().any(|(known, _)| *known == id);
    for one in ready.iter().filter(|one| is_own(one.agreement.id)) {
        let carrier = ::directory::facade::carrier(tx, one.agreement.carrier).await?;
        if carrier.is_none_or(|carrier| carrier.bank.is_none()) {
            continue;
        }
        paying::propose(tx, (&then, calendar.zone()), claire, (one.agreement.id, one.instalment.mark)).await?;
    }
    let mut payments = paying::in_state(tx, call.contract, &reach, PaymentState::Proposed).await?;
    payments.retain(|(_, of)| is_own(of.id));
    // Of an association that writes with two people: its report is told too.
    let pairs = super::reporting::pairs(tx, desk).await?;
    let first = payments.iter().find(|(_, of)| pairs.contains_key(&of.carrier)).or(payments.first());
    if let Some((first, _)) = first {
        let funder = own.iter().find(|(id, _)| *id == first.agreement).map(|(_, funder)| *funder);
        let name = call.funders.iter().find(|one| Some(one.id) == funder).map_or("", |one| one.name.as_str());
        let told = desk.told.calls.funders.iter().find(|one| one.name == name);
        let checker = desk.cast.of_funder(&told.ok_or_else(|| missing("funder of an agreement"))?.key)?;
        paying::check(tx, &calendar.at(-3, 0), checker, (first.id, first.revision), Checking::Accept).await?;
    }
    Ok(())
}
