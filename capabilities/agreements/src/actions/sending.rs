//! Checked payments handed to the accountant of a funder: a list and a SEPA file, the same bytes each time; and what was paid.

use database::Tx;
use directory::facade::BankWhole;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, Cents, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid, french};
use serde_json::json;
use transfers::{Account, Awaited, Batch, Order, Paid, Reconciled};
use web::Keys;

use super::{desk, paying, tracing};
use crate::rules::{Agreement, Payment, PaymentState, told_spelling};
use crate::store::payment::PaymentBatch;
use crate::{acts, store};

/// Where files are sealed for.
const LISTING: &str = "payment_batch.listing";
const TRANSFERS: &str = "payment_batch.transfers";

/// Hands the checked payments of a funder over, to be paid on a day. Account numbers are read whole, each reading kept in the
/// journal. Gives the batch.
///
/// # Errors
/// Not this actor’s; nothing checked; an account is missing or cannot be paid; somebody moved a payment meanwhile.
pub async fn send(
    tx: &mut Tx,
    (outside, keys, zone): (&Outside, &Keys, &TimeZone),
    actor: &Actor,
    (contract, payer): (Uuid, Uuid),
    on: Filled<Option<Date>>,
) -> Outcome<Uuid> {
    let reach = desk::reach(tx, actor, contract).await?;
    let organisation = reach.organisation(payer).ok_or(Refusal::NotFound)?;
    let verdict = desk::verdict(actor, &acts::SEND_PAYMENTS, contract, organisation);
    if !verdict.is_allowed() {
        return Err(Refusal::NotAllowed { act: &acts::SEND_PAYMENTS, verdict }.into());
    }
    let mut form = on;
    if form.value.is_some_and(|day| day < outside.now().day(zone)) {
        form.find([FieldError::new("jour", "Le jour du paiement est aujourd’hui ou après")]);
    }
    let day = form.sound()?.unwrap_or_default();
    let checked = paying::in_state(tx, contract, &reach, PaymentState::Checked).await?;
    let all: Vec<(Payment, Agreement)> = checked.into_iter().filter(|(_, of)| of.payer == payer).collect();
    if all.is_empty() {
        let why = "Un paiement part après avoir été proposé, puis validé par une autre personne.";
        return Err(Refusal::rule("Aucun paiement validé pour ce financeur", why).into());
    }
    let year = i64::from(outside.now().day(zone).year());
    let (reference, counter) = store::agreement::next_number(tx, outside, ("L", year)).await?;
    let mut orders = Vec::new();
    let mut lines = Vec::new();
    for (payment, agreement) in &all {
        let name = accounts::facade::organisation(tx, agreement.carrier).await?.map(|one| one.name);
        let name = name.unwrap_or_default();
        let bank = account(tx, (outside, keys), actor, agreement.carrier, &name).await?;
        lines.push([
            payment.reference.clone(),
            agreement.number.clone(),
            name,
            bank.iban.clone(),
            bank.bic.clone(),
            format!("{},{:02}", payment.cents / 100, payment.cents % 100),
            day.to_string(),
        ]);
        let about = format!("Convention {} {}", agreement.number, payment.reference);
        let to = Account { name: bank.holder, iban: bank.iban, bic: bank.bic };
        orders.push(Order { reference: payment.reference.clone(), cents: payment.cents, to, about });
    }
    let transfers = match organisation {
        Some(organisation) => transfer(tx, (outside, keys), actor, organisation, (&reference, day, orders)).await?,
        None => None,
    };
    let (transfers, spelt) = transfers.unzip();
    let one = PaymentBatch {
        spelt: spelt.unwrap_or_default().join("\n"),
        id: outside.uuid(),
        contract,
        payer,
        reference,
        pay_on: day.to_string(),
        made_at: outside.now().0,
        by_name: actor.journal_name(),
        cents: all.iter().map(|(payment, _)| payment.cents).sum(),
        count: all.len() as i64,
    };
    let listing = keys.seal(outside, LISTING, one.id, listing(&lines).as_bytes())?;
    let sealed = transfers.map(|xml| keys.seal(outside, TRANSFERS, one.id, xml.as_bytes())).transpose()?;
    store::payment::insert_batch(tx, &one, (listing, sealed)).await?;
    let mut touched = vec![("payment_batch", one.id), ("agreement_counter", counter)];
    for (payment, _) in &all {
        if !store::payment::send(tx, (payment.id, payment.revision), one.id, outside.now()).await? {
            return Err(Failure::conflict("ces paiements", &[]));
        }
        touched.push(("payment", payment.id));
    }
    let detail =
        json!({ "acte": "paiements transmis", "lot": one.reference, "paiements": one.count, "montant": one.cents });
    let entry = Entry::on(acts::SEND_PAYMENTS.code, "payment_batch", one.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(one.id)
}

/// The account of an organisation, read whole; its absence is told by name.
async fn account(
    tx: &mut Tx,
    around: (&Outside, &Keys),
    actor: &Actor,
    organisation: Uuid,
    name: &str,
) -> Outcome<BankWhole> {
    match directory::facade::bank_for(tx, around, actor, organisation).await {
        Err(Failure::Refused(Refusal::NotFound)) => {
            let why =
                format!("{name} n’a pas de compte bancaire dans sa fiche : enregistrez-le, ou écartez son paiement.");
            Err(Refusal::rule("Un compte bancaire manque", why).into())
        }
        other => other,
    }
}

/// The transfers of a batch, and what the bank reads in them otherwise than it is written here; none when the funder’s own account
/// is not known here.
async fn transfer(
    tx: &mut Tx,
    around: (&Outside, &Keys),
    actor: &Actor,
    organisation: Uuid,
    (reference, on, orders): (&str, Date, Vec<Order>),
) -> Outcome<Option<(String, Vec<String>)>> {
    let bank = match directory::facade::bank_for(tx, around, actor, organisation).await {
        Err(Failure::Refused(Refusal::NotFound)) => return Ok(None),
        other => other?,
    };
    let from = Account { name: bank.holder, iban: bank.iban, bic: bank.bic };
    let batch = Batch { reference: reference.to_owned(), made_at: around.0.now().timestamp(), on, from, orders };
    match batch.to_xml(transfers::Version::Pain03) {
        Ok(made) => {
            let mut spelt: Vec<String> = made
                .changed
                .iter()
                .map(|one| told_spelling((one.from.as_str(), one.to.as_str()), one.is_cut))
                .collect();
            // An association paid twice in a batch is told of once.
            spelt.sort_unstable();
            spelt.dedup();
            Ok(Some((made.xml, spelt)))
        }
        Err(faults) => {
            let told: Vec<String> = faults.iter().map(|fault| format!("{}.", fault.sentence(&batch.orders))).collect();
            Err(Refusal::rule("Le fichier de virements ne peut pas être fait", told.join(" ")).into())
        }
    }
}

/// The list an accountant opens with a spreadsheet: semicolons, a mark, no formula.
fn listing(lines: &[[String; 7]]) -> String {
    let mut text = String::from("\u{feff}reference;convention;beneficiaire;iban;bic;montant;date\r\n");
    for line in lines {
        let cells: Vec<String> = line.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&cells.join(";"));
        text.push_str("\r\n");
    }
    text
}

fn quoted(cell: &str) -> String {
    let harmless =
        if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() };
    if harmless.contains([';', '"', '\n', '\r']) { format!("\"{}\"", harmless.replace('"', "\"\"")) } else { harmless }
}

/// A file of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The list, as CSV.
    Listing,
    /// The transfers, as pain.001.
    Transfers,
}

/// A batch, for whoever hands payments over.
///
/// # Errors
/// Not there or not this actor’s.
pub async fn batch(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<PaymentBatch> {
    let found = store::payment::batch(tx, id).await?.ok_or(Refusal::NotFound)?;
    match desk::verdict(actor, &acts::SEND_PAYMENTS, found.contract, None).is_allowed() {
        true => Ok(found),
        false => Err(Refusal::NotFound.into()),
    }
}

/// A file of a batch, with its name: it holds account numbers, so opening it is an act, kept in the journal.
///
/// # Errors
/// Not there or not this actor’s; no such file; it cannot be opened.
pub async fn file(
    tx: &mut Tx,
    (outside, keys): (&Outside, &Keys),
    actor: &Actor,
    (id, wanted): (Uuid, Wanted),
) -> Outcome<(String, Vec<u8>)> {
    let one = batch(tx, actor, id).await?;
    let (listing, transfers) = store::payment::files(tx, id).await?.ok_or(Refusal::NotFound)?;
    let (name, content) = match wanted {
        Wanted::Listing => (format!("paiements-{}.csv", one.reference), keys.open(LISTING, id, &listing)?),
        Wanted::Transfers => {
            let sealed = transfers.ok_or(Refusal::NotFound)?;
            (format!("virements-{}.xml", one.reference), keys.open(TRANSFERS, id, &sealed)?)
        }
    };
    let detail =
        json!({ "acte": "comptes bancaires lus dans un lot de paiements", "lot": one.reference, "fichier": name });
    let entry = Entry::on(acts::SEND_PAYMENTS.code, "payment_batch", id).detail(detail);
    journal::record(tx, outside, actor, entry).await?;
    Ok((name, content))
}

/// What a list of payments made gave.
pub struct Listed {
    /// What became of each line.
    pub told: Reconciled,
    /// Payments awaited, as the lines name them.
    pub awaited: Vec<Payment>,
    /// Lines of payments that were known as paid already.
    pub known: Vec<Paid>,
    /// Lines that cannot be read.
    pub bad: Vec<transfers::Bad>,
}

/// Reads the list of what was paid, and notes each payment that matches to the cent. Nothing else changes.
///
/// # Errors
/// Not this actor’s; it is no list of payments.
pub async fn reconcile(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    contract: Uuid,
    content: &[u8],
) -> Outcome<Listed> {
    let verdict = desk::verdict(actor, &acts::NOTE_PAID, contract, None);
    if !verdict.is_allowed() {
        return Err(Refusal::NotAllowed { act: &acts::NOTE_PAID, verdict }.into());
    }
    let cents =
        |text: &str| Cents::parse(text).map(|amount| amount.0).map_err(|error| french::spaced(&error.to_string()));
    let listing = transfers::read_payments(content, cents).map_err(|why| Failure::field("fichier", why))?;
    let all = store::payment::of_contract(tx, contract).await?;
    let awaited: Vec<Payment> = all.iter().filter(|one| one.state == PaymentState::Sent).cloned().collect();
    let asked: Vec<Awaited> =
        awaited.iter().map(|one| Awaited { reference: one.reference.clone(), cents: one.cents }).collect();
    let mut told = transfers::reconcile(&asked, &listing.paid);
    let is_known = |line: &Paid| {
        let reference = line.reference.trim().to_uppercase();
        all.iter().any(|one| one.state == PaymentState::Paid && one.reference == reference)
    };
    let (known, unknown): (Vec<Paid>, Vec<Paid>) = std::mem::take(&mut told.unknown).into_iter().partition(is_known);
    told.unknown = unknown;
    let (mut touched, mut noted) = (Vec::new(), Vec::new());
    for line in &told.matched {
        let Some(payment) = awaited.get(line.awaited) else { continue };
        if store::payment::pay(tx, payment.id, line.paid.on).await? {
            touched.push(("payment", payment.id));
            touched.extend(tracing::paid(tx, outside, actor, (payment.agreement, payment.id)).await?);
            noted.push(payment);
        }
    }
    if !touched.is_empty() {
        let references: Vec<&str> = noted.iter().map(|one| one.reference.as_str()).collect();
        let cents: i64 = noted.iter().map(|one| one.cents).sum();
        let detail = json!({
            "acte": "paiements notés payés", "paiements": noted.len(), "references": references, "montant": cents,
        });
        let entry = Entry::on(acts::NOTE_PAID.code, "contract", contract).detail(detail).touched(&touched);
        journal::record(tx, outside, actor, entry).await?;
    }
    Ok(Listed { told, awaited, known, bad: listing.bad })
}
