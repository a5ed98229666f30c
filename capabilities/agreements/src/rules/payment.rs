//! Payments: when one may be proposed, who may check it, what an agreement comes to.

use jiff::civil::Date;
use kernel::{Cents, Moment, Uuid, french, vocabulary};
use settlement::{Ledger, Move, Refused};

use super::{Instalment, Wait};

vocabulary! {
    /// Where a payment stands.
    PaymentState {
        /// Somebody proposed it.
        Proposed => "proposed", "Proposé";
        /// Somebody else checked it.
        Checked => "checked", "Validé";
        /// The accountant has it.
        Sent => "sent", "Transmis au comptable";
        /// The money left.
        Paid => "paid", "Payé";
        /// Set aside with a reason; another one may be proposed.
        Refused => "refused", "Écarté";
    }
}

/// A payment of an agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// Which.
    pub id: Uuid,
    /// Of which agreement.
    pub agreement: Uuid,
    /// Which of its instalments.
    pub mark: Uuid,
    /// « P2026-0001 »: what comes back from the accountant is matched with it.
    pub reference: String,
    /// How much, in cents.
    pub cents: i64,
    /// Where it stands.
    pub state: PaymentState,
    /// Who proposed it, and for whom she acted.
    pub proposed_by: [Option<Uuid>; 2],
    /// Her name.
    pub proposed_name: String,
    /// When.
    pub proposed_at: Moment,
    /// Who checked it, or set it aside.
    pub checked_name: Option<String>,
    /// When.
    pub checked_at: Option<Moment>,
    /// The batch it left in.
    pub batch: Option<Uuid>,
    /// When.
    pub sent_at: Option<Moment>,
    /// Day it was paid.
    pub paid_on: Option<Date>,
    /// Why it was set aside.
    pub reason: String,
    /// Grows with every change.
    pub revision: i64,
}

impl Payment {
    /// Whether it counts: proposed, under way or made.
    pub fn is_live(&self) -> bool {
        self.state != PaymentState::Refused
    }
}

/// Whether a payment was proposed by none of these accounts: whoever checks is somebody else, whatever name she acts under.
pub fn is_of_others(payment: &Payment, accounts: [Option<Uuid>; 2]) -> bool {
    let proposers: Vec<Uuid> = payment.proposed_by.into_iter().flatten().collect();
    accounts.into_iter().flatten().all(|account| !proposers.contains(&account))
}

/// What keeps an instalment from being paid today; nothing when its condition is met. `accepted` are the years whose report is.
pub fn awaits(one: &Instalment, accepted: &[i64], today: Date) -> Option<String> {
    match (one.wait, one.year, one.day) {
        (Wait::Report, Some(year), _) if !accepted.contains(&year) => {
            Some(format!("Le compte rendu de {year} n’est pas encore accepté"))
        }
        (Wait::Day, _, Some(day)) if day > today => Some(format!("Ce versement est prévu le {}", french::date(day))),
        _ => None,
    }
}

/// What an agreement comes to, from what was voted for it, what its signed versions committed, in order, and its payments.
///
/// # Errors
/// The act that would break it: voted ≥ committed ≥ paid.
pub fn ledger(voted: i64, signed: &[i64], payments: &[Payment]) -> Result<Ledger, Refused> {
    let mut ledger = Ledger::default();
    if voted > 0 {
        ledger = ledger.after(Move::Vote(voted))?;
    }
    for committed in signed {
        let more = committed - ledger.committed();
        ledger = match more {
            0 => ledger,
            1.. => ledger.after(Move::Commit(more))?,
            _ => ledger.after(Move::Release(-more))?,
        };
    }
    for one in payments.iter().filter(|one| one.is_live()) {
        ledger = ledger.after(Move::Pay(one.cents))?;
    }
    Ok(ledger)
}

/// What an agreement comes to, in a sentence: payments under way are counted with those made.
pub fn told_ledger(ledger: &Ledger, payments: &[Payment]) -> String {
    let euros = |cents: i64| french::euros(Cents(cents));
    let paid: i64 = payments.iter().filter(|one| one.state == PaymentState::Paid).map(|one| one.cents).sum();
    let under_way = ledger.paid() - paid;
    let way = if under_way > 0 { format!(", {} en cours de paiement", euros(under_way)) } else { String::new() };
    let rest = euros(ledger.to_pay());
    format!(
        "Voté : {}. Engagé : {}. Payé : {}{way}. Reste à payer : {rest}.",
        euros(ledger.voted()),
        euros(ledger.committed()),
        euros(paid)
    )
}

/// Days of a payment, in words, as the association reads them.
pub fn told_payment(one: &Payment, day: impl Fn(Moment) -> Date) -> String {
    let on = |moment: Moment| french::date(day(moment));
    let mut told = vec![format!("proposé le {}", on(one.proposed_at))];
    if one.state == PaymentState::Refused {
        return "écarté".to_owned();
    }
    told.extend(one.checked_at.map(|at| format!("validé le {}", on(at))));
    told.extend(one.sent_at.map(|at| format!("transmis au comptable le {}", on(at))));
    told.extend(one.paid_on.map(|day| format!("payé le {}", french::date(day))));
    told.join(", ")
}
