//! What was paid too much: asked back by a numbered letter, followed until it came back.

use database::{Db, Tx};
use documents::{Block, Document, Run};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, Cents, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid, french};
use serde_json::json;

use super::desk::{self, Whole};
use super::{mine, paper};
use crate::rules::{Repayment, ReportState, VersionState, check_order, check_receipt, still_held};
use crate::{acts, store};

/// What is asked back, as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// How much, in cents.
    pub cents: i64,
    /// Why.
    pub reason: String,
    /// Until when.
    pub due_on: Option<Date>,
}

/// What is left to ask back after the reports of an agreement: report, how much, how it was counted.
///
/// # Errors
/// The database failed.
pub async fn left_to_ask(tx: &mut Tx, id: Uuid) -> database::Result<Option<(Uuid, i64, String)>> {
    let orders = store::repayment::of_agreement(tx, id).await?;
    let payments = store::payment::of_agreement(tx, id).await?;
    let back = store::repayment::back_of(tx, id).await?;
    let held = still_held(&payments, &back);
    for one in store::report::of_agreement(tx, id).await? {
        let asked: i64 = orders.iter().filter(|order| order.report == Some(one.id)).map(|order| order.cents).sum();
        let left = (one.over.unwrap_or_default() - one.released - asked).min(held);
        if one.state == ReportState::Accepted && left > 0 {
            return Ok(Some((one.id, left, one.settled)));
        }
    }
    Ok(None)
}

/// An order whose letter is set, to be kept.
pub struct Asked {
    one: Repayment,
    content: Vec<u8>,
}

/// Sets the letter that asks back what was paid too much, in no writing transaction: nobody waits meanwhile. Its number is the
/// next one; [`keep`] says whether it still is.
///
/// # Errors
/// Not there or not this actor’s; nothing signed; something to correct: more than what was paid, no reason.
pub async fn draw(
    tx: &mut Tx,
    (outside, zone, town): (&Outside, &TimeZone, &str),
    actor: &Actor,
    id: Uuid,
    typed: Filled<Order>,
) -> Outcome<Asked> {
    let (whole, typed, report) = sound(tx, (outside, zone), actor, id, typed).await?;
    let today = outside.now().day(zone);
    let number = store::agreement::coming_number(tx, (KIND, i64::from(today.year()))).await?;
    let one = Repayment {
        id: outside.uuid(),
        agreement: id,
        report,
        name: format!("reversement-{}.pdf", kernel::text::slug(&number, '-', 40)),
        number,
        cents: typed.cents,
        reason: typed.reason.trim().to_owned(),
        due_on: typed.due_on.unwrap_or(today),
        issued_at: outside.now(),
        by_name: actor.journal_name(),
        receipts: Vec::new(),
    };
    let content = paper::set(document(&whole, &one, (town, today)), outside).await?;
    Ok(Asked { one, content })
}

/// What numbers of orders begin with.
const KIND: &str = "R";

/// What may be asked back: the agreement, what is asked, the report it comes from.
async fn sound(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    id: Uuid,
    typed: Filled<Order>,
) -> Outcome<(Whole, Order, Option<Uuid>)> {
    let whole = desk::agreement(tx, actor, &acts::RECOVER, id).await?;
    if whole.versions.iter().all(|one| one.state != VersionState::Signed) {
        return Err(Refusal::NotFound.into());
    }
    let payments = store::payment::of_agreement(tx, id).await?;
    let held = still_held(&payments, &store::repayment::back_of(tx, id).await?);
    let today = outside.now().day(zone);
    let mut form = typed;
    let due_on = form.value.due_on.unwrap_or(today);
    form.find(check_order((form.value.cents, &form.value.reason), held, (due_on, today)));
    let typed = form.sound()?;
    let report = left_to_ask(tx, id).await?.filter(|(_, left, _)| typed.cents <= *left).map(|(report, ..)| report);
    Ok((whole, typed, report))
}

/// Asks back by a letter that was set. Gives the order; none when somebody took its number, or changed what it is of, meanwhile.
///
/// # Errors
/// Not there or not this actor’s; it is no longer owed.
pub async fn keep(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    asked: Asked,
) -> Outcome<Option<Uuid>> {
    let Asked { one, content } = asked;
    let id = one.agreement;
    store::agreement::hold(tx, id).await?;
    let order = Order { cents: one.cents, reason: one.reason.clone(), due_on: Some(one.due_on) };
    let (.., report) = sound(tx, (outside, zone), actor, id, Filled::new(order, Vec::new())).await?;
    let year = i64::from(one.issued_at.day(zone).year());
    let (number, counter) = store::agreement::next_number(tx, outside, (KIND, year)).await?;
    if number != one.number || report != one.report {
        return Ok(None);
    }
    store::repayment::insert(tx, &one, content).await?;
    let detail = json!({ "acte": "reversement demandé", "reference": one.number, "montant": one.cents });
    let touched = [("repayment", one.id), ("agreement_counter", counter)];
    let entry = Entry::on(acts::RECOVER.code, "agreement", id).detail(detail).why(&one.reason).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(Some(one.id))
}

/// Asks back what was paid too much. Gives the order.
///
/// # Errors
/// As [`draw`]; others never stop asking back at the same moment.
pub async fn order(
    db: &Db,
    (outside, zone, town): (&Outside, &TimeZone, &str),
    actor: &Actor,
    id: Uuid,
    typed: Filled<Order>,
) -> Outcome<Uuid> {
    for _ in 0..ATTEMPTS {
        let mut tx = db.read().await?;
        let asked = draw(&mut tx, (outside, zone, town), actor, id, typed.clone()).await?;
        drop(tx);
        let mut tx = db.write().await?;
        if let Some(id) = keep(&mut tx, (outside, zone), actor, asked).await? {
            tx.commit().await?;
            return Ok(id);
        }
    }
    Err(Failure::conflict("cet ordre de reversement", &[]))
}

/// Letters set again because somebody asked back at the same moment.
const ATTEMPTS: usize = 5;

/// The letter that asks back.
fn document(whole: &Whole, one: &Repayment, (town, day): (&str, Date)) -> Document {
    let plain = |words: &str| vec![Run::plain(french::spaced(words))];
    let number = &whole.agreement.number;
    let mut document = Document::new(french::spaced(&format!("Ordre de reversement {}", one.number)), town, day);
    document.subtitle = Some(french::spaced(&whole.carrier.card.name));
    document.reference = Some(one.number.clone());
    document.author = Some(whole.funder.name.clone());
    let to = paper::representative(whole).map(|who| format!("À l’attention de {who}"));
    let ask = format!(
        "Au titre de la convention {number}, {} demande à {} de reverser {}, au plus tard le {}.",
        whole.funder.name,
        whole.carrier.card.name,
        french::euros(Cents(one.cents)),
        french::date(one.due_on)
    );
    let rule = format!("Règle du trop-perçu de la convention : {}.", whole.agreement.formula.french().to_lowercase());
    let recourse = "Cette décision peut être contestée devant le tribunal administratif dans les deux mois qui suivent sa \
                    réception. Si un paiement en plusieurs fois est nécessaire, écrivez au service avant l’échéance.";
    let reasons: Vec<Vec<Run>> = one.reason.lines().filter(|line| !line.trim().is_empty()).map(plain).collect();
    document.blocks.extend(to.map(|to| Block::Paragraph(plain(&to))));
    document.blocks.push(Block::Paragraph(plain(&ask)));
    document.blocks.push(Block::Heading { level: 1, text: "Pourquoi".to_owned() });
    document.blocks.push(Block::List { is_numbered: false, items: reasons });
    document.blocks.push(Block::Paragraph(plain(&rule)));
    document.blocks.push(Block::Heading { level: 1, text: "Vos recours".to_owned() });
    document.blocks.push(Block::Paragraph(plain(recourse)));
    document
}

/// Notes what came back.
///
/// # Errors
/// Not there or not this actor’s; something to correct: more than what is still awaited.
pub async fn receive(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    id: Uuid,
    typed: Filled<(i64, Option<Date>)>,
) -> Outcome<()> {
    let found = store::repayment::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    store::agreement::hold(tx, found.agreement).await?;
    desk::agreement(tx, actor, &acts::RECOVER, found.agreement).await?;
    let one = store::repayment::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let today = outside.now().day(zone);
    let mut form = typed;
    if form.value.1.is_none() && !form.is_wrong("recu-le") {
        form.find([FieldError::new("recu-le", "Saisissez le jour du reversement")]);
    }
    let on = form.value.1.unwrap_or(today);
    form.find(check_receipt(&one, form.value.0, (on, today)));
    let (cents, _) = form.sound()?;
    let row = outside.uuid();
    store::repayment::receive(tx, (row, id), (cents, on), (&actor.journal_name(), outside.now())).await?;
    let detail = json!({ "acte": "reversement reçu", "reference": one.number, "montant": cents });
    let touched = [("repayment_receipt", row)];
    let entry = Entry::on(acts::RECOVER.code, "agreement", one.agreement).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// What is asked back on a contract that this actor may read, each with its agreement.
///
/// # Errors
/// The database failed.
pub async fn readable(
    tx: &mut Tx,
    actor: &Actor,
    contract: Uuid,
) -> database::Result<Vec<(crate::rules::Agreement, Repayment)>> {
    let reach = desk::reach(tx, actor, contract).await?;
    let orders = store::repayment::of_contract(tx, contract).await?;
    let ids: Vec<Uuid> = orders.iter().map(|one| one.agreement).collect();
    let agreements = store::agreement::these(tx, &ids).await?;
    let told = |one: Repayment| {
        let of = agreements.iter().find(|of| of.id == one.agreement && reach.takes(of.payer, of.carrier))?;
        Some((of.clone(), one))
    };
    Ok(orders.into_iter().filter_map(told).collect())
}

/// The letter of what is asked back, for services or for the association it is asked of.
///
/// # Errors
/// Not there or not this actor’s; the database failed.
pub async fn letter(
    tx: &mut Tx,
    actor: &Actor,
    (agreement, id): (Uuid, Uuid),
    is_own: bool,
) -> Outcome<(String, Vec<u8>)> {
    match is_own {
        true => mine::agreement(tx, actor, &acts::CARRY, agreement).await?,
        false => desk::agreement(tx, actor, &acts::READ, agreement).await?,
    };
    let found = store::repayment::by_id(tx, id).await?.filter(|one| one.agreement == agreement);
    let one = found.ok_or(Refusal::NotFound)?;
    let content = store::repayment::letter(tx, id).await?.ok_or(Refusal::NotFound)?;
    Ok((one.name, content))
}
