//! What both sides say to each other once an application is filed: messages, what was missing given back, what is taken back.

use ::applications::actions::following::withdrawing::{NewWithdrawal, Withdrawal, withdraw};
use ::applications::actions::following::{giving, messaging};
use ::applications::facade::{self, Side};
use database::Tx;
use kernel::{Actor, Filled, Outcome};

use super::acting::missing;
use super::applications::Sown;
use super::assessment::Desk;
use crate::applications::Fate;

/// Start of the addresses mails name.
const ADDRESS: &str = "https://demo.parvis.example";

/// Everything both sides say.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn exchanges(tx: &mut Tx, desk: Desk<'_>) -> Outcome<()> {
    for (rank, one) in (0_i64..).zip(desk.current().filter(|one| one.filed.is_some())) {
        if one.told.fate == Fate::Answered {
            given_back(tx, desk, one).await?;
        }
        written(tx, desk, (rank, one)).await?;
        if one.told.fate == Fate::Withdrawn {
            let signs = desk.cast.named("josiane.marty")?;
            taken_back(tx, desk, (one, signs), (Withdrawal::Whole, -20)).await?;
        } else if !one.told.takes_back.is_empty() {
            let own = one.projects.iter().find(|(_, told)| told.title == one.told.takes_back);
            let (project, _) = own.ok_or_else(|| missing(&one.told.takes_back))?;
            let signs = desk.cast.named("josiane.marty")?;
            taken_back(tx, desk, (one, signs), (Withdrawal::Project(*project), -6)).await?;
        }
    }
    Ok(())
}

/// What was asked of a carrier, given back whole.
async fn given_back(tx: &mut Tx, desk: Desk<'_>, one: &Sown) -> Outcome<()> {
    let signs = desk.cast.named("josiane.marty")?;
    let asked = facade::completions(tx, one.id).await?.pop().ok_or_else(|| missing("completion"))?;
    for item in &asked.items {
        let then = desk.calendar.at(-4, 0);
        giving::mark(tx, &then, signs, (one.id, item.id), (true, &one.told.reply)).await?;
    }
    let revision = facade::completions(tx, one.id).await?.pop().map_or(0, |one| one.revision);
    let then = desk.calendar.at(-4, 10);
    giving::send(tx, (&then, desk.calendar.zone(), ADDRESS), signs, (one.id, revision)).await
}

/// Messages, in turn, the carrier first.
async fn written(tx: &mut Tx, desk: Desk<'_>, (rank, one): (i64, &Sown)) -> Outcome<()> {
    let (carrier, service) = (desk.cast.named("josiane.marty")?, desk.cast.named("lucie.armengol")?);
    for (turn, text) in (0_i64..).zip(&one.told.messages) {
        let (actor, side) = if turn % 2 == 0 { (carrier, Side::Carrier) } else { (service, Side::Agents) };
        let then = desk.calendar.at(-8 + turn, rank);
        messaging::send(tx, (&then, ADDRESS), actor, (side, one.id), text).await?;
    }
    Ok(())
}

/// An application, or one of its actions, taken back.
async fn taken_back(
    tx: &mut Tx,
    desk: Desk<'_>,
    (one, signs): (&Sown, &Actor),
    (what, day): (Withdrawal, i64),
) -> Outcome<()> {
    let new = NewWithdrawal { what: Some(what), reason: one.told.why.clone(), is_confirmed: true };
    let then = desk.calendar.at(day, 0);
    withdraw(tx, (&then, ADDRESS), signs, one.id, Filled::from(new)).await
}
