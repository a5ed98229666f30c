//! Who reports, a payment that leaves, a sum asked back, a year executed.

use std::collections::BTreeMap;

use ::agreements::actions::paying;
use ::agreements::actions::repaying::{self, Order};
use ::agreements::actions::{PaymentState, amending, circulating, desk as desks, sending, signing};
use ::agreements::acts;
use database::Tx;
use kernel::{Actor, Filled, Function, Grant, Outcome, Scope, Uuid};
use web::Keys;

use super::acting::acting;
use super::assessment::Desk;

/// Associations where two people write: whoever enters, whoever certifies.
pub type Pairs = BTreeMap<Uuid, (Actor, Actor)>;

/// Associations of the demonstration where somebody else than the president has an account.
///
/// # Errors
/// The database failed.
pub async fn pairs(tx: &mut Tx, desk: Desk<'_>) -> Outcome<Pairs> {
    let mut all = Pairs::new();
    for carrier in desk.carriers.values() {
        let now = desk.calendar.at(0, 0).now();
        let members = accounts::facade::members_of(tx, carrier.organisation, now).await?;
        let other = members.into_iter().find(|one| Some(one.account) != carrier.president.account());
        if let Some(one) = other {
            let scope = Scope::organisation(carrier.organisation);
            let grant = Grant { function: Function::CarrierEditor, scope };
            let writer = acting(one.account, &one.name, vec![grant]);
            all.insert(carrier.organisation, (writer, carrier.president.clone()));
        }
    }
    Ok(all)
}

/// What was agreed two years ago with its reports; of this year’s, the payment that is checked leaves, and a year is executed. Nobody
/// reports a year that is still to come.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn reported(tx: &mut Tx, (desk, keys): (Desk<'_>, &Keys)) -> Outcome<()> {
    let claire = desk.cast.named("claire.vidal")?;
    let call = desk.call()?;
    sent(tx, (desk, keys)).await?;
    let briefs = desks::readable(tx, claire, call.contract).await?;
    let mut signed = Vec::new();
    for brief in briefs.iter().filter(|one| one.agreement.call == call.id) {
        let Ok(whole) = desks::agreement(tx, claire, &acts::READ, brief.agreement.id).await else { continue };
        if whole.in_force().is_some() {
            signed.push(whole.agreement.id);
        }
    }
    executed(tx, desk, &signed).await
}

/// The payment that is checked leaves, and is noted as paid.
async fn sent(tx: &mut Tx, (desk, keys): (Desk<'_>, &Keys)) -> Outcome<()> {
    let (calendar, claire) = (desk.calendar, desk.cast.named("claire.vidal")?);
    let call = desk.call()?;
    let reach = desks::reach(tx, claire, call.contract).await?;
    let checked = paying::in_state(tx, call.contract, &reach, PaymentState::Checked).await?;
    let Some((first, agreement)) = checked.first() else { return Ok(()) };
    let payer = agreement.payer;
    let then = calendar.at(-3, 60);
    let on = Filled::from(Some(calendar.day(-3)));
    sending::send(tx, (&then, keys, calendar.zone()), claire, (call.contract, payer), on).await?;
    let day = calendar.day(-2);
    let (euros, cents) = (first.cents / 100, first.cents % 100);
    let lines = format!(
        "reference;montant;date\n{};{euros},{cents:02};{:02}/{:02}/{}\n",
        first.reference,
        day.day(),
        day.month(),
        day.year()
    );
    sending::reconcile(tx, &calendar.at(-2, 0), claire, call.contract, lines.as_bytes()).await?;
    Ok(())
}

/// What was paid too much is asked back on a day; a half came back a month after.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn asked_back(tx: &mut Tx, desk: Desk<'_>, (id, day): (Uuid, i64)) -> Outcome<()> {
    let (calendar, claire) = (desk.calendar, desk.cast.named("claire.vidal")?);
    let Some((_, cents, reason)) = repaying::left_to_ask(tx, id).await? else { return Ok(()) };
    let then = calendar.at(day, 30);
    let town = desk.told.territory.intercommunality.name.as_str();
    let order = Order { cents, reason, due_on: Some(calendar.day(30)) };
    let asked = repaying::draw(tx, (&then, calendar.zone(), town), claire, id, Filled::from(order)).await?;
    let Some(order) = repaying::keep(tx, (&then, calendar.zone()), claire, asked).await? else { return Ok(()) };
    let half = Filled::from((cents / 2, Some(calendar.day(day + 30))));
    if cents > 1 {
        repaying::receive(tx, (&calendar.at(day + 31, 60), calendar.zone()), claire, order, half).await?;
    }
    Ok(())
}

/// The first agreement over several years has the second one executed: its paper goes round.
async fn executed(tx: &mut Tx, desk: Desk<'_>, signed: &[Uuid]) -> Outcome<()> {
    let (calendar, claire) = (desk.calendar, desk.cast.named("claire.vidal")?);
    for id in signed {
        let whole = desks::agreement(tx, claire, &acts::WRITE, *id).await?;
        let Some(year) = whole.last().and_then(|version| version.forecast.first().copied()) else { continue };
        amending::execute(tx, &calendar.at(-1, 0), claire, (*id, Some(year))).await?;
        let name = desk.told.territory.intercommunality.name.clone();
        let town = circulating::Town { zone: calendar.zone().clone(), name };
        let set = circulating::draw(tx, &calendar.at(-1, 5), claire, &town, *id).await?;
        circulating::keep(tx, &calendar.at(-1, 10), claire, set).await?;
        let (_, signatures) = signing::round(tx, claire, &acts::SIGN, *id).await?;
        if let Some(first) = signatures.first() {
            let days = Filled::from((Some(calendar.day(-1)), None));
            let at = (*id, first.id, first.revision);
            signing::note(tx, (&calendar.at(0, 0), calendar.zone()), claire, at, days).await?;
        }
        return Ok(());
    }
    Ok(())
}
