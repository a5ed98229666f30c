//! What is paid to a group and given back by it.

use database::Tx;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::filing::project;
use super::tracing;
use crate::rules::{Movement, MovementKind, Project, ProjectMoney, ProjectState, Purse, euros};
use crate::store::project::Step;
use crate::{acts, store};

/// Money that moved, as it is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// How much, in cents.
    pub cents: i64,
    /// The day.
    pub moved_on: Option<Date>,
    /// Anything to say of it.
    pub note: String,
}

/// A project held with its envelope: what is read of its money does not change until the end.
pub(super) async fn held(tx: &mut Tx, id: Uuid) -> Outcome<(Project, Uuid, Purse, ProjectMoney)> {
    let one = store::project::hold(tx, id).await?.ok_or(Refusal::NotFound)?;
    let nothing = || Refusal::rule("Ce projet n’a pas reçu d’argent", "Le comité doit d’abord lui en accorder.");
    let envelope = one.envelope.ok_or_else(nothing)?;
    let held = store::fund::hold_envelope(tx, envelope).await?.ok_or(Refusal::NotFound)?;
    let all = store::money::of_envelope(tx, envelope).await?;
    let money = store::money::of_project(tx, id).await?;
    Ok((one, envelope, Purse { envelope: held.terms.cents, all }, money))
}

async fn move_money(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    (id, kind): (Uuid, MovementKind),
    typed: Filled<Payment>,
) -> Outcome<()> {
    project(tx, actor, &acts::PAY, id).await?;
    let (one, envelope, purse, money) = held(tx, id).await?;
    let mut form = typed;
    let today = outside.now().day(zone);
    if form.value.moved_on.is_none_or(|day| day > today) {
        form.find([FieldError::new("jour", "Saisissez le jour, passé ou aujourd’hui")]);
    }
    if form.value.note.chars().count() > 300 {
        form.find([FieldError::new("note", "La note doit faire 300 signes au plus")]);
    }
    if let Err(why) = purse.moved(money, (kind, form.value.cents)) {
        form.find([FieldError::new("montant", why.sentence(euros))]);
    }
    let payment = form.sound()?;
    let movement = Movement {
        kind,
        cents: payment.cents,
        moved_on: payment.moved_on.unwrap_or(today),
        note: payment.note,
        by_name: actor.journal_name(),
    };
    let row = outside.uuid();
    store::money::insert(tx, row, (id, envelope), &movement, outside.now()).await?;
    let mut touched = vec![("fund_movement", row)];
    if kind == MovementKind::Paid {
        touched.extend(tracing::paid(tx, outside, actor, (id, row)).await?);
    }
    let detail =
        json!({ "acte": "argent noté", "projet": one.number, "sorte": kind.code(), "centimes": movement.cents });
    let entry = Entry::on(acts::PAY.code, "fund_project", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Notes what was paid to a group: the advance, then the rest.
///
/// # Errors
/// Not there or not this actor’s; nothing was granted; more than what is left to pay.
pub async fn pay(
    tx: &mut Tx,
    around: (&Outside, &TimeZone),
    actor: &Actor,
    id: Uuid,
    typed: impl Into<Filled<Payment>>,
) -> Outcome<()> {
    let (_, one) = project(tx, actor, &acts::PAY, id).await?;
    if matches!(one.state, ProjectState::Closed | ProjectState::GivenUp) {
        return Err(Refusal::rule("Ce projet est terminé", "Rien n’est plus versé : son argent est soldé.").into());
    }
    move_money(tx, around, actor, (id, MovementKind::Paid), typed.into()).await
}

/// Notes what a group gave back: it is in the envelope again.
///
/// # Errors
/// Not there or not this actor’s; more than what the group holds.
pub async fn take_back(
    tx: &mut Tx,
    around: (&Outside, &TimeZone),
    actor: &Actor,
    id: Uuid,
    typed: impl Into<Filled<Payment>>,
) -> Outcome<()> {
    move_money(tx, around, actor, (id, MovementKind::Returned), typed.into()).await
}

/// What will not be paid goes back to its envelope. Gives the row and how much, when there was something.
pub(super) async fn release(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, envelope, today): (Uuid, Uuid, Date),
    money: ProjectMoney,
) -> Outcome<Option<(Uuid, i64)>> {
    if money.to_pay() == 0 {
        return Ok(None);
    }
    let movement = Movement {
        kind: MovementKind::Released,
        cents: money.to_pay(),
        moved_on: today,
        note: String::new(),
        by_name: actor.journal_name(),
    };
    let row = outside.uuid();
    store::money::insert(tx, row, (id, envelope), &movement, outside.now()).await?;
    Ok(Some((row, movement.cents)))
}

/// A project will not be done: what was not paid goes back to its envelope; what was paid is to be given back.
///
/// # Errors
/// Not there or not this actor’s; it is over; no reason.
pub async fn give_up(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    id: Uuid,
    why: &str,
) -> Outcome<()> {
    project(tx, actor, &acts::PAY, id).await?;
    let one = store::project::hold(tx, id).await?.ok_or(Refusal::NotFound)?;
    if matches!(one.state, ProjectState::Closed | ProjectState::GivenUp | ProjectState::Refused) {
        return Err(Refusal::rule("Ce projet est déjà terminé", "Son histoire ne change plus.").into());
    }
    if !(1..=500).contains(&why.chars().count()) {
        return Err(kernel::Failure::field(
            "pourquoi",
            "Dites pourquoi le projet est abandonné, en moins de 500 signes",
        ));
    }
    let (mut touched, mut released) = (vec![("fund_project", id)], 0);
    if one.envelope.is_some() {
        let (_, envelope, _, money) = held(tx, id).await?;
        let today = outside.now().day(zone);
        if let Some((row, cents)) = release(tx, outside, actor, (id, envelope, today), money).await? {
            touched.push(("fund_movement", row));
            released = cents;
        }
    }
    let step = Step {
        state: ProjectState::GivenUp,
        envelope: one.envelope,
        labelled_until: None,
        closed_at: Some(outside.now()),
    };
    store::project::step(tx, id, step).await?;
    let detail = json!({ "acte": "projet abandonné", "projet": one.number, "remis": released });
    let entry = Entry::on(acts::PAY.code, "fund_project", id).why(why).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
