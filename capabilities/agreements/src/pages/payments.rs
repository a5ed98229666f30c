//! `/gestion/paiements`: what may be proposed, what awaits a check, what leaves, what was paid.

use std::collections::HashMap;
use std::sync::Arc;

use applications::facade::CallBrief;
use askama::Template;
use axum::extract::{Path, Request, State};
use database::Tx;
use interface::{Form, Frame, Link};
use kernel::{Failure, Uuid, french};
use web::{Answer, Asked, Fault, Fields, House, Reading, Upload, Visit, answer};

use super::{contract_of, contracts, euros, id_of, money_path, with_contract};
use crate::actions::paying::{self, Checking};
use crate::actions::sending::{self, Wanted};
use crate::actions::{desk, sending::Listed};
use crate::rules::{Agreement, Payment, PaymentState, told_wait};
use crate::store::payment::{BatchBrief, PaymentSum};
use crate::{acts, store};

/// Where payments are.
pub(super) const PAYMENTS: &str = "/gestion/paiements";

#[derive(Template)]
#[template(path = "pages/payments.html")]
pub(super) struct PaymentsPage {
    pub frame: Frame,
    pub form: Form,
    pub contract: String,
    pub totals: String,
    pub ready: Vec<Pick>,
    pub proposed: Vec<Pick>,
    pub checked: Vec<Payer>,
    pub batches: Vec<BatchShown>,
    pub has_more: bool,
    pub rights: Rights,
}

/// A line to tick.
pub(super) struct Pick {
    pub value: String,
    pub words: String,
    pub about: String,
    /// Where its money is followed.
    pub follow: String,
    pub is_offered: bool,
}

/// Checked payments of a funder, ready to leave.
pub(super) struct Payer {
    pub id: String,
    pub name: String,
    pub told: String,
}

/// A batch that left.
pub(super) struct BatchShown {
    pub words: String,
    pub path: String,
    pub has_transfers: bool,
    /// What the bank reads otherwise than it is written here.
    pub spelt: Vec<String>,
}

/// What may be done.
#[derive(Clone, Copy, Default)]
pub(super) struct Rights {
    pub may_propose: bool,
    pub may_check: bool,
    pub may_send: bool,
    pub may_note: bool,
}

/// Lines of a section at most.
pub(super) const SHOWN: usize = 40;

struct Names {
    carriers: HashMap<Uuid, String>,
    funders: HashMap<Uuid, String>,
}

impl Names {
    /// The names of those shown.
    async fn read(tx: &mut Tx, calls: &[CallBrief], shown: impl Iterator<Item = Uuid>) -> Result<Self, Fault> {
        let carriers: Vec<Uuid> = shown.collect();
        Ok(Self {
            carriers: accounts::facade::organisation_names(tx, &carriers).await?,
            funders: calls.iter().flat_map(|call| &call.funders).map(|one| (one.id, one.name.clone())).collect(),
        })
    }

    fn of(&self, agreement: &Agreement) -> String {
        let carrier = self.carriers.get(&agreement.carrier).map(String::as_str).unwrap_or_default();
        let funder = self.funders.get(&agreement.call_funder).map(String::as_str).unwrap_or_default();
        format!("{carrier}, convention {} avec {funder}", agreement.number)
    }
}

/// A payment that waits to be checked.
fn proposed((payment, agreement): &(Payment, Agreement), names: &Names, visit: &Visit) -> Pick {
    let payer = agreement.organisation();
    let may = desk::verdict(&visit.actor, &acts::CHECK_PAYMENT, agreement.contract, payer).is_allowed();
    let is_hers = !crate::rules::is_of_others(payment, paying::accounts_of(&visit.actor));
    let about = if is_hers {
        "vous l’avez proposé : une autre personne le valide".to_owned()
    } else {
        format!("proposé par {}", payment.proposed_name)
    };
    let words = format!("{} : {}, {}", payment.reference, euros(payment.cents), names.of(agreement));
    Pick {
        value: format!("{}:{}", payment.id, payment.revision),
        words: french::spaced(&words),
        about: french::spaced(&about),
        follow: money_path("versement", payment.id),
        is_offered: may && !is_hers,
    }
}

fn payers(sums: &[PaymentSum], names: &Names) -> Vec<Payer> {
    let mut by_payer: Vec<(Uuid, Uuid, i64, i64)> = Vec::new();
    for one in sums.iter().filter(|one| one.state == PaymentState::Checked.code()) {
        match by_payer.iter_mut().find(|(payer, ..)| *payer == one.payer) {
            Some((_, _, count, cents)) => (*count, *cents) = (*count + one.count, *cents + one.cents),
            None => by_payer.push((one.payer, one.call_funder, one.count, one.cents)),
        }
    }
    let told = |count: i64, cents: i64| {
        format!("{}, {}", french::count(count, "paiement validé", "paiements validés"), euros(cents))
    };
    by_payer
        .into_iter()
        .map(|(payer, funder, count, cents)| Payer {
            id: payer.to_string(),
            name: names.funders.get(&funder).map(|name| french::spaced(name)).unwrap_or_default(),
            told: told(count, cents),
        })
        .collect()
}

fn totals(sums: &[PaymentSum]) -> String {
    let of =
        |state: PaymentState| -> i64 { sums.iter().filter(|one| one.state == state.code()).map(|one| one.cents).sum() };
    let parts = [PaymentState::Proposed, PaymentState::Checked, PaymentState::Sent, PaymentState::Paid];
    let told: Vec<String> = parts.iter().map(|one| format!("{} : {}", one.french(), euros(of(*one)))).collect();
    french::spaced(&format!("{}.", told.join(" ; ")))
}

fn batch(one: &BatchBrief) -> BatchShown {
    let left = match one.unpaid {
        0 => "tout est payé".to_owned(),
        unpaid => format!("{} à noter payés", french::integer(unpaid)),
    };
    let of = &one.batch;
    let words = format!(
        "Lot {}, {} : {}, à payer le {} ; {left}",
        of.reference,
        french::count(of.count, "paiement", "paiements"),
        euros(of.cents),
        french::iso_date(&of.pay_on)
    );
    let path = format!("{PAYMENTS}/lots/{}", of.id);
    let spelt = of.spelt.lines().map(str::to_owned).collect();
    BatchShown { words: french::spaced(&words), path, has_transfers: one.has_transfers, spelt }
}

async fn drawn(tx: &mut Tx, house: &House, visit: &Visit, code: &str, form: Form) -> Result<PaymentsPage, Fault> {
    let found = contract_of(tx, visit, code, &acts::READ).await?;
    let Some((contract, calls)) = found else { return Err(Fault::not_found()) };
    let reach = desk::reach(tx, &visit.actor, contract.id).await?;
    let may = |act| desk::verdict(&visit.actor, act, contract.id, None).is_allowed();
    let rights = Rights {
        may_propose: may(&acts::PROPOSE_PAYMENT),
        may_check: visit.actor.may_somewhere(&acts::CHECK_PAYMENT).is_allowed(),
        may_send: may(&acts::SEND_PAYMENTS),
        may_note: may(&acts::NOTE_PAID),
    };
    let around = (&house.outside, &house.settings.zone);
    let (ready, mut has_more) = paying::ready(tx, around, contract.id, &reach, SHOWN).await?;
    let mut waiting = paying::in_state(tx, contract.id, &reach, PaymentState::Proposed).await?;
    has_more |= waiting.len() > SHOWN;
    waiting.truncate(SHOWN);
    let sums = paying::sums(tx, contract.id, &reach).await?;
    let mut batches = match rights.may_send {
        true => store::payment::batches(tx, contract.id, SHOWN + 1).await?,
        false => Vec::new(),
    };
    has_more |= batches.len() > SHOWN;
    batches.truncate(SHOWN);
    let shown = ready.iter().map(|one| one.agreement.carrier).chain(waiting.iter().map(|(_, of)| of.carrier));
    let names = Names::read(tx, &calls, shown).await?;
    let pick = |one: &paying::Ready| Pick {
        value: format!("{}:{}", one.agreement.id, one.instalment.mark),
        words: french::spaced(&format!("{}, {}", euros(one.instalment.cents), names.of(&one.agreement))),
        about: french::spaced(&told_wait(&one.instalment)),
        follow: money_path("convention", one.agreement.id),
        is_offered: rights.may_propose,
    };
    let frame = visit.back_office("Paiements").with_form(&form).with_caption(&*contract.title);
    Ok(PaymentsPage {
        frame: frame.with_breadcrumb(vec![Link::new("Conventions", with_contract(super::HOME, &contract.code))]),
        form,
        totals: totals(&sums),
        ready: ready.iter().map(pick).collect(),
        proposed: waiting.iter().map(|one| proposed(one, &names, visit)).collect(),
        checked: if rights.may_send { payers(&sums, &names) } else { Vec::new() },
        batches: batches.iter().map(batch).collect(),
        has_more,
        rights,
        contract: contract.code,
    })
}

fn home(fields: &Fields) -> String {
    with_contract(PAYMENTS, fields.text("contrat"))
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    answer::page(&drawn(&mut house.read().await?, &house, &visit, asked.text("contrat"), Form::empty()).await?)
}

/// `first:second` as a box sends it.
fn pair(text: &str) -> Result<(Uuid, &str), Fault> {
    let (first, second) = text.split_once(':').ok_or_else(Fault::not_found)?;
    Ok((id_of(first)?, second))
}

pub async fn propose(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let picked = fields.all("versement");
    let outcome = async {
        if picked.is_empty() {
            return Err(Fault::from(Failure::field("versement", "Cochez au moins un versement à proposer")));
        }
        let around = (&house.outside, &house.settings.zone);
        for one in &picked {
            let (agreement, mark) = pair(one)?;
            paying::propose(&mut tx, around, &visit.actor, (agreement, id_of(mark)?)).await?;
        }
        Ok(())
    }
    .await;
    let again = async |form| drawn(&mut house.read().await?, &house, &visit, fields.text("contrat"), form).await;
    answer::settle(tx, outcome, (|()| home(&fields), "enregistre"), &fields, again).await
}

pub async fn check(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let picked = fields.all("paiement");
    let checking = match fields.text("decision") {
        "ecarter" => Checking::Refuse(fields.text("motif")),
        _ => Checking::Accept,
    };
    let outcome = async {
        if picked.is_empty() {
            return Err(Fault::from(Failure::field("paiement", "Cochez au moins un paiement")));
        }
        for one in &picked {
            let (payment, revision) = pair(one)?;
            let revision = revision.parse().unwrap_or(0);
            paying::check(&mut tx, &house.outside, &visit.actor, (payment, revision), checking).await?;
        }
        Ok(())
    }
    .await;
    let again = async |form| drawn(&mut house.read().await?, &house, &visit, fields.text("contrat"), form).await;
    answer::settle(tx, outcome, (|()| home(&fields), "enregistre"), &fields, again).await
}

/// The contract a form of this page names, for whoever may do this there.
async fn contract_id(tx: &mut Tx, visit: &Visit, code: &str) -> Result<Uuid, Fault> {
    let all = contracts(tx, visit, &acts::READ).await?;
    let found = all.into_iter().find(|(one, _)| one.code == code || code.is_empty());
    Ok(found.ok_or_else(Fault::not_found)?.0.id)
}

pub async fn send(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let contract = contract_id(&mut tx, &visit, fields.text("contrat")).await?;
    let payer = id_of(fields.text("financeur"))?;
    let mut reading = Reading::of(&fields);
    let on = reading.needed_day("jour", "le jour du paiement");
    let around = (&house.outside, &house.keys, &house.settings.zone);
    let outcome = sending::send(&mut tx, around, &visit.actor, (contract, payer), reading.filled(on)).await;
    let again = async |form| drawn(&mut house.read().await?, &house, &visit, fields.text("contrat"), form).await;
    answer::settle(tx, outcome, (|_| home(&fields), "enregistre"), &fields, again).await
}

pub async fn file(State(house): State<Arc<House>>, visit: Visit, Path((id, format)): Path<(String, String)>) -> Answer {
    let (wanted, media_type) = match format.as_str() {
        "liste" => (Wanted::Listing, "text/csv; charset=utf-8"),
        "virements" => (Wanted::Transfers, "application/xml"),
        _ => return Err(Fault::not_found()),
    };
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.keys);
    let (name, content) = sending::file(&mut tx, around, &visit.actor, (id_of(&id)?, wanted)).await?;
    tx.commit().await?;
    answer::download(&name, media_type, content)
}

#[derive(Template)]
#[template(path = "pages/listed.html")]
pub(super) struct ListedPage {
    pub frame: Frame,
    pub back: String,
    pub summary: String,
    pub sections: Vec<(&'static str, Vec<String>)>,
}

fn listed(visit: &Visit, code: &str, one: &Listed) -> ListedPage {
    let line = |paid: &transfers::Paid| {
        french::spaced(&format!(
            "ligne {} : {}, {}, {}",
            paid.row,
            paid.reference,
            euros(paid.cents),
            french::date(paid.on)
        ))
    };
    let asked = |rank: usize| one.awaited.get(rank).map(|payment| euros(payment.cents)).unwrap_or_default();
    let others = one.told.other_amounts.iter();
    let others = others.map(|one| french::spaced(&format!("{} ; attendu : {}", line(&one.paid), asked(one.awaited))));
    let missing = one.told.missing.iter().filter_map(|rank| one.awaited.get(*rank));
    let missing = missing.map(|payment| french::spaced(&format!("{} : {}", payment.reference, euros(payment.cents))));
    let bad = one.bad.iter().map(|bad| french::spaced(&format!("ligne {} : {}", bad.row, bad.sentence)));
    let short = |lines: Vec<String>| {
        let hidden = lines.len().saturating_sub(SHOWN);
        let more = (hidden > 0).then(|| french::count(hidden as i64, "autre ligne", "autres lignes"));
        lines.into_iter().take(SHOWN).chain(more).collect::<Vec<String>>()
    };
    let sections = vec![
        ("Références inconnues", short(one.told.unknown.iter().map(line).collect())),
        ("Autre montant que celui attendu", short(others.collect())),
        ("Référence répétée dans le fichier", short(one.told.repeated.iter().map(line).collect())),
        ("Lignes à corriger", short(bad.collect())),
        ("Déjà notés payés", short(one.known.iter().map(line).collect())),
        ("Transmis et absents de ce fichier", short(missing.collect())),
    ];
    let count = one.told.matched.len() as i64;
    ListedPage {
        frame: visit
            .back_office("Paiements lus dans le fichier")
            .with_breadcrumb(vec![Link::new("Paiements", with_contract(PAYMENTS, code))]),
        back: with_contract(PAYMENTS, code),
        summary: french::count(count, "paiement noté payé", "paiements notés payés"),
        sections: sections.into_iter().filter(|(_, lines)| !lines.is_empty()).collect(),
    }
}

pub async fn reconcile(State(house): State<Arc<House>>, visit: Visit, request: Request) -> Answer {
    let upload = Upload::read(&house, request).await?;
    let code = upload.fields.text("contrat").to_owned();
    let done = async {
        if upload.file_name.is_empty() {
            return Err(Fault::from(Failure::field("fichier", "Choisissez le fichier du comptable, en CSV")));
        }
        let content = upload.bytes()?;
        let mut tx = house.write().await?;
        let contract = contract_id(&mut tx, &visit, &code).await?;
        let listed = sending::reconcile(&mut tx, &house.outside, &visit.actor, contract, &content).await?;
        tx.commit().await?;
        Ok::<Listed, Fault>(listed)
    };
    match done.await {
        Ok(one) => answer::page(&listed(&visit, &code, &one)),
        Err(failure) => {
            let form = upload.fields.form_with(failure.into_input()?);
            answer::page_to_correct(&drawn(&mut house.read().await?, &house, &visit, &code, form).await?)
        }
    }
}

/// Payments of an agreement, as its sheet tells them: amount, state, days; agents read who did what.
pub(super) fn told(house: &House, all: &[Payment], is_inside: bool) -> Vec<String> {
    let day = |moment: kernel::Moment| moment.day(&house.settings.zone);
    all.iter()
        .filter(|one| is_inside || one.is_live())
        .map(|one| {
            let days = crate::rules::told_payment(one, day);
            let who = match (is_inside, &one.checked_name) {
                (false, _) => String::new(),
                (true, None) => format!(" (proposé par {})", one.proposed_name),
                (true, Some(name)) => format!(" (proposé par {}, contrôlé par {name})", one.proposed_name),
            };
            let why = if is_inside && !one.reason.is_empty() { format!(" : {}", one.reason) } else { String::new() };
            french::spaced(&format!("{}, {} : {days}{who}{why}", one.reference, euros(one.cents)))
        })
        .collect()
}
