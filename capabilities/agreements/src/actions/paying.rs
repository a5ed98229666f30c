//! Payments proposed by one person and checked by another, and what may be proposed today.

use std::collections::HashMap;

use database::Tx;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, Awaited, Failure, Outcome, Outside, Refusal, Uuid, french};
use serde_json::json;
use settlement::{Ledger, Move};

use super::desk::{self, Reach, Whole};
use crate::rules::{
    Agreement, Instalment, Payment, PaymentState, ReportKind, ReportState, Version, VersionState, are_others, awaits,
    is_of_others, ledger, payable,
};
use crate::store::payment::PaymentSum;
use crate::{acts, store};

/// What an agreement comes to today.
///
/// # Errors
/// What is kept does not hold; the database failed.
pub async fn standing(tx: &mut Tx, whole: &Whole, payments: &[Payment]) -> Outcome<Ledger> {
    let (granted, _) = desk::granted(tx, whole).await?;
    let back = store::repayment::back_of(tx, whole.agreement.id).await?;
    let signed: Vec<i64> =
        whole.versions.iter().filter(|one| one.state == VersionState::Signed).map(Version::cents).collect();
    // What was signed was voted, even when its application was withdrawn since.
    let voted = granted.values().sum::<i64>().max(signed.iter().copied().max().unwrap_or(0));
    ledger(voted, &signed, payments, &back).map_err(|refused| {
        let told = refused.sentence(|cents| french::euros(kernel::Cents(cents)));
        Refusal::rule("Les montants de cette convention ne tiennent pas ensemble", told).into()
    })
}

/// An instalment whose condition is met and that nobody proposed.
pub struct Ready {
    /// Its agreement.
    pub agreement: Agreement,
    /// It, with what may be paid of it.
    pub instalment: Instalment,
}

/// Agreements looked at together.
const LOOKED: usize = 60;

/// What may be proposed today on a contract, by number of agreement: agreements signed, none being amended, conditions met, nothing under
/// way. Stops after so many instalments, and says whether there are others.
///
/// # Errors
/// The database failed.
pub async fn ready(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    contract: Uuid,
    reach: &Reach,
    most: usize,
) -> database::Result<(Vec<Ready>, bool)> {
    let today = outside.now().day(zone);
    let (mut all, mut after) = (Vec::new(), 0);
    loop {
        let open = store::payment::open(tx, contract, today, (LOOKED, after)).await?;
        after += open.len();
        let hers: Vec<Uuid> =
            open.iter().filter(|(_, payer, _, carrier)| reach.takes(*payer, *carrier)).map(|(id, ..)| *id).collect();
        ready_of(tx, &hers, today, &mut all).await?;
        if all.len() > most {
            all.truncate(most);
            return Ok((all, true));
        }
        if open.len() < LOOKED {
            return Ok((all, false));
        }
    }
}

/// What may be proposed of some agreements.
async fn ready_of(tx: &mut Tx, ids: &[Uuid], today: Date, all: &mut Vec<Ready>) -> database::Result<()> {
    let mut accepted: HashMap<Uuid, Vec<(i64, i64)>> = HashMap::new();
    for (agreement, year, released) in store::report::accepted(tx, ids).await? {
        accepted.entry(agreement).or_default().push((year, released));
    }
    let engaged: Vec<Uuid> = store::payment::engaged(tx, ids).await?.into_iter().map(|(_, mark)| mark).collect();
    let versions = store::version::signed_of(tx, ids).await?;
    let last: HashMap<Uuid, Version> = versions.into_iter().map(|one| (one.agreement, one)).collect();
    let mut agreements = store::agreement::these(tx, ids).await?;
    agreements.sort_by(|one, other| one.number.cmp(&other.number));
    for agreement in agreements {
        let Some(version) = last.get(&agreement.id) else { continue };
        let released = accepted.get(&agreement.id).map(Vec::as_slice).unwrap_or_default();
        let years: Vec<i64> = released.iter().map(|(year, _)| *year).collect();
        for (one, (_, cents)) in version.instalments.iter().zip(payable(version, released, &engaged)) {
            if cents > 0 && !engaged.contains(&one.mark) && awaits(version, one, &years, today).is_none() {
                all.push(Ready { agreement: agreement.clone(), instalment: Instalment { cents, ..one.clone() } });
            }
        }
    }
    Ok(())
}

/// Payments of a contract in one state, among agreements this actor reaches, each with its agreement.
///
/// # Errors
/// The database failed.
pub async fn in_state(
    tx: &mut Tx,
    contract: Uuid,
    reach: &Reach,
    state: PaymentState,
) -> database::Result<Vec<(Payment, Agreement)>> {
    let payments = store::payment::in_state(tx, contract, state).await?;
    let mut ids: Vec<Uuid> = payments.iter().map(|one| one.agreement).collect();
    ids.sort_unstable();
    ids.dedup();
    let agreements = store::agreement::these(tx, &ids).await?;
    let of: HashMap<Uuid, Agreement> = agreements.into_iter().map(|one| (one.id, one)).collect();
    let told = |payment: Payment| {
        let agreement = of.get(&payment.agreement).filter(|one| reach.takes(one.payer, one.carrier))?;
        Some((payment, agreement.clone()))
    };
    Ok(payments.into_iter().filter_map(told).collect())
}

/// What payments of a contract come to, by funder and state, among agreements this actor reaches.
///
/// # Errors
/// The database failed.
pub async fn sums(tx: &mut Tx, contract: Uuid, reach: &Reach) -> database::Result<Vec<PaymentSum>> {
    let mut all = store::payment::sums(tx, contract, None).await?;
    all.retain(|one| reach.has_payer(one.payer));
    for carrier in reach.carriers_out() {
        for out in store::payment::sums(tx, contract, Some(carrier)).await? {
            let is_it = |one: &&mut PaymentSum| one.call_funder == out.call_funder && one.state == out.state;
            if let Some(one) = all.iter_mut().find(is_it) {
                (one.count, one.cents) = (one.count - out.count, one.cents - out.cents);
            }
        }
    }
    all.retain(|one| one.count > 0);
    Ok(all)
}

/// Proposes the payment of an instalment whose condition is met. Gives its reference.
///
/// # Errors
/// Not there or not this actor’s; not signed, being amended; its condition is not met; proposed already; no bank account.
pub async fn propose(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    (id, mark): (Uuid, Uuid),
) -> Outcome<String> {
    store::agreement::hold(tx, id).await?;
    let whole = desk::agreement(tx, actor, &acts::PROPOSE_PAYMENT, id).await?;
    let number = &whole.agreement.number;
    let last = whole.last().filter(|one| one.state == VersionState::Signed).ok_or_else(|| {
        let why = format!("La convention {number} n’est pas signée par tous, ou un avenant est en cours.");
        Refusal::rule("Ce versement ne peut pas encore être proposé", why)
    })?;
    let one = last.instalments.iter().find(|one| one.mark == mark).ok_or(Refusal::NotFound)?;
    let reports = store::report::of_agreement(tx, id).await?;
    let released: Vec<(i64, i64)> = reports
        .iter()
        .filter(|report| report.state == ReportState::Accepted && report.kind == ReportKind::Final)
        .map(|report| (report.year, report.released))
        .collect();
    let accepted: Vec<i64> = released.iter().map(|(year, _)| *year).collect();
    let fundings: Vec<Uuid> = last.lines.iter().map(|line| line.funding).collect();
    let accounts: Vec<Uuid> = accounts_of(actor).into_iter().flatten().collect();
    if programming::facade::voted_by(tx, &fundings, &accounts).await? {
        let why = format!(
            "Vous avez voté un montant de la convention {number} au comité : une autre personne propose ses paiements."
        );
        return Err(Refusal::rule("Qui vote un montant n’en propose pas le paiement", why).into());
    }
    if let Some(why) = awaits(last, one, &accepted, outside.now().day(zone)) {
        return Err(Refusal::rule("Ce versement ne peut pas encore être proposé", format!("{why}.")).into());
    }
    if whole.carrier.bank.is_none() {
        let why = format!("{} n’a pas donné son compte bancaire.", whole.carrier.card.name);
        return Err(Refusal::rule("Ce versement ne peut pas encore être proposé", why).into());
    }
    let payments = store::payment::of_agreement(tx, id).await?;
    let standing = standing(tx, &whole, &payments).await?;
    let already = || {
        let why = format!("Un paiement de ce versement de la convention {number} est déjà proposé, en cours ou fait.");
        Failure::from(Refusal::rule("Ce versement est déjà proposé", why))
    };
    if payments.iter().any(|payment| payment.mark == mark && payment.is_live()) {
        return Err(already());
    }
    let engaged: Vec<Uuid> = payments.iter().filter(|one| one.is_live()).map(|one| one.mark).collect();
    let known = payable(last, &released, &engaged).into_iter().find(|(known, _)| *known == mark);
    let cents = known.map_or(0, |(_, cents)| cents);
    if cents == 0 {
        let why = "Le compte rendu accepté montre que l’action n’a pas besoin de ce versement : il n’est plus dû.";
        return Err(Refusal::rule("Ce versement n’est plus à payer", why).into());
    }
    if let Err(refused) = standing.after(Move::Pay(cents)) {
        let told = refused.sentence(|cents| french::euros(kernel::Cents(cents)));
        return Err(Refusal::rule("Ce paiement dépasse ce qui est engagé", told).into());
    }
    let year = i64::from(outside.now().day(zone).year());
    let (reference, counter) = store::agreement::next_number(tx, outside, ("P", year)).await?;
    let payment = Payment {
        id: outside.uuid(),
        agreement: id,
        mark,
        reference: reference.clone(),
        cents,
        state: PaymentState::Proposed,
        proposed_by: accounts_of(actor),
        proposed_name: actor.journal_name(),
        proposed_at: outside.now(),
        checked_name: None,
        checked_at: None,
        batch: None,
        sent_at: None,
        paid_on: None,
        reason: String::new(),
        revision: 1,
    };
    if !store::payment::insert(tx, &payment).await? {
        return Err(already());
    }
    let detail = json!({ "acte": "paiement proposé", "reference": reference, "montant": cents });
    let touched = [("payment", payment.id), ("agreement_counter", counter)];
    let entry = Entry::on(acts::PROPOSE_PAYMENT.code, "agreement", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(reference)
}

/// The account that acts, and the one it acts for.
pub fn accounts_of(actor: &Actor) -> [Option<Uuid>; 2] {
    let person = actor.person();
    [actor.account(), person.and_then(|one| one.acting_for.as_ref()).map(|(account, _)| *account)]
}

/// What is decided of a payment that was proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checking<'a> {
    /// It may leave.
    Accept,
    /// It is set aside, for this reason.
    Refuse(&'a str),
}

/// Checks a payment somebody else proposed, or sets it aside.
///
/// # Errors
/// Not there or not this actor’s; hers; no reason; somebody moved it since `revision`.
pub async fn check(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    which: (Uuid, i64),
    checking: Checking<'_>,
) -> Outcome<()> {
    let payment = store::payment::by_id(tx, which.0).await?.ok_or(Refusal::NotFound)?;
    desk::agreement(tx, actor, &acts::CHECK_PAYMENT, payment.agreement).await?;
    let (by_name, now) = (actor.journal_name(), outside.now());
    let (is_done, acte, why) = match checking {
        Checking::Accept if !is_of_others(&payment, accounts_of(actor)) => {
            let why = format!("Vous avez proposé le paiement {} : une autre personne le valide.", payment.reference);
            return Err(Refusal::rule("Un paiement se valide à deux", why).into());
        }
        Checking::Accept => (store::payment::check(tx, which, &by_name, now).await?, "paiement validé", ""),
        Checking::Refuse(reason) => {
            if reason.is_empty() || reason.chars().count() > 500 {
                return Err(Failure::field("motif", "Dites pourquoi ce paiement est écarté, en moins de 500 signes"));
            }
            (store::payment::refuse(tx, which, &by_name, now, reason).await?, "paiement écarté", reason)
        }
    };
    if !is_done {
        return Err(Failure::conflict("ce paiement", &[("Motif", why)]));
    }
    let detail = json!({ "acte": acte, "reference": payment.reference, "montant": payment.cents });
    let touched = [("payment", payment.id)];
    let entry = Entry::on(acts::CHECK_PAYMENT.code, "agreement", payment.agreement).detail(detail);
    journal::record(tx, outside, actor, entry.why(why).touched(&touched)).await?;
    Ok(())
}

/// Payments that wait for somebody to check them, on each contract.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor) -> database::Result<Vec<Awaited>> {
    if !actor.holds_any(acts::CHECK_PAYMENT.functions) {
        return Ok(Vec::new());
    }
    let waiting = store::payment::waiting(tx).await?;
    if waiting.is_empty() {
        return Ok(Vec::new());
    }
    let (own, kept) = (accounts_of(actor), desk::kept_out(tx, actor).await?);
    let mut counts: HashMap<Uuid, i64> = HashMap::new();
    for one in waiting {
        let payer = (one.payer != one.call_funder).then_some(one.payer);
        let may = desk::verdict(actor, &acts::CHECK_PAYMENT, one.contract, payer).is_allowed();
        if may && !kept.out_of(one.carrier, []) && are_others([one.proposed_by, one.proposed_for], own) {
            *counts.entry(one.contract).or_default() += 1;
        }
    }
    let mut all = Vec::new();
    for contract in strategy::facade::contracts(tx).await? {
        let Some(count) = counts.get(&contract.id) else { continue };
        let what = format!("Valider {}", french::count(*count, "paiement proposé", "paiements proposés"));
        all.push(Awaited::new(what, contract.title, format!("/gestion/paiements?contrat={}", contract.code)));
    }
    Ok(all)
}
