//! Payments proposed by one person and checked by another, and what may be proposed today.

use std::collections::HashMap;

use database::Tx;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, Awaited, Failure, Outcome, Outside, Refusal, Uuid, french};
use serde_json::json;
use settlement::{Ledger, Move};

use super::desk::{self, Kept, Whole};
use crate::rules::{
    Brief, Instalment, Payment, PaymentState, ReportKind, ReportState, Version, VersionState, awaits, is_of_others,
    ledger, payable,
};
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
    pub agreement: Uuid,
    /// It, with what may be paid of it.
    pub instalment: Instalment,
}

/// What may be proposed today on a contract: agreements signed, none being amended, conditions met, nothing under way.
///
/// # Errors
/// The database failed.
pub async fn ready(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    briefs: &[Brief],
    payments: &[Payment],
    contract: Uuid,
) -> database::Result<Vec<Ready>> {
    let mut accepted: HashMap<Uuid, Vec<(i64, i64)>> = HashMap::new();
    for (agreement, year, released) in store::report::accepted(tx, contract).await? {
        accepted.entry(agreement).or_default().push((year, released));
    }
    let today = outside.now().day(zone);
    let is_signed = |id: Uuid| briefs.iter().any(|one| one.agreement.id == id && one.state == VersionState::Signed);
    let mut last: HashMap<Uuid, Version> = HashMap::new();
    for version in store::version::of_contract(tx, contract).await? {
        if is_signed(version.agreement) {
            last.insert(version.agreement, version);
        }
    }
    let mut all = Vec::new();
    for brief in briefs {
        let Some(version) = last.get(&brief.agreement.id) else { continue };
        let released = accepted.get(&brief.agreement.id).map(Vec::as_slice).unwrap_or_default();
        let years: Vec<i64> = released.iter().map(|(year, _)| *year).collect();
        let engaged: Vec<Uuid> = payments.iter().filter(|one| one.is_live()).map(|one| one.mark).collect();
        for (one, (_, cents)) in version.instalments.iter().zip(payable(version, released, &engaged)) {
            if cents > 0 && !engaged.contains(&one.mark) && awaits(version, one, &years, today).is_none() {
                all.push(Ready { agreement: brief.agreement.id, instalment: Instalment { cents, ..one.clone() } });
            }
        }
    }
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

/// Agreements of a contract that this actor may read, and their payments.
///
/// # Errors
/// The database failed.
pub async fn readable(tx: &mut Tx, actor: &Actor, kept: &Kept, contract: Uuid) -> Outcome<(Vec<Brief>, Vec<Payment>)> {
    let mut briefs = store::agreement::of_contract(tx, contract).await?;
    briefs.retain(|one| {
        let may = desk::verdict(actor, &acts::READ, contract, one.agreement.organisation()).is_allowed();
        may && !kept.out_of(one.agreement.carrier, [])
    });
    let mut payments = store::payment::of_contract(tx, contract).await?;
    payments.retain(|payment| briefs.iter().any(|one| one.agreement.id == payment.agreement));
    Ok((briefs, payments))
}

/// Payments that wait for somebody to check them, on each contract.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor) -> database::Result<Vec<Awaited>> {
    if !actor.holds_any(acts::CHECK_PAYMENT.functions) {
        return Ok(Vec::new());
    }
    let (own, kept) = (accounts_of(actor), desk::kept_out(tx, actor).await?);
    let mut all = Vec::new();
    for contract in strategy::facade::contracts(tx).await? {
        let briefs = store::agreement::of_contract(tx, contract.id).await?;
        let may = |payment: &&Payment| {
            briefs.iter().filter(|one| one.agreement.id == payment.agreement).any(|one| {
                let payer = one.agreement.organisation();
                !kept.out_of(one.agreement.carrier, [])
                    && desk::verdict(actor, &acts::CHECK_PAYMENT, contract.id, payer).is_allowed()
            })
        };
        let payments = store::payment::of_contract(tx, contract.id).await?;
        let waiting = payments.iter().filter(|one| one.state == PaymentState::Proposed && is_of_others(one, own));
        let count = waiting.filter(may).count() as i64;
        if count > 0 {
            let what = format!("Valider {}", french::count(count, "paiement proposé", "paiements proposés"));
            all.push(Awaited::new(what, contract.title, format!("/gestion/paiements?contrat={}", contract.code)));
        }
    }
    Ok(all)
}
