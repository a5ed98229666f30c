//! Payments: when one may be proposed, who may check it, what an agreement comes to.

use jiff::civil::Date;
use kernel::{Cents, Moment, Uuid, french, vocabulary};
use settlement::{Ledger, Move, Refused};

use super::{Back, Instalment, Version, Wait, foreseen_years};

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
    are_others(payment.proposed_by, accounts)
}

/// Whether those who proposed are none of these accounts.
pub fn are_others(proposers: [Option<Uuid>; 2], accounts: [Option<Uuid>; 2]) -> bool {
    accounts.into_iter().flatten().all(|account| !proposers.contains(&Some(account)))
}

/// What keeps an instalment from being paid today; nothing when its condition is met and its years are firm. `accepted` are the
/// years whose report is.
pub fn awaits(version: &Version, one: &Instalment, accepted: &[i64], today: Date) -> Option<String> {
    if let Some(year) = foreseen_years(version, one.mark).first() {
        return Some(format!("{year} est une année prévisionnelle : elle se paie après sa convention d’exécution"));
    }
    match (one.wait, one.year, one.day) {
        (Wait::Report, Some(year), _) if !accepted.contains(&year) => {
            Some(format!("Le compte rendu de {year} n’est pas encore accepté"))
        }
        (Wait::Day, _, Some(day)) if day > today => Some(format!("Ce versement est prévu le {}", french::date(day))),
        _ => None,
    }
}

/// What an agreement comes to, from what was voted for it, what its signed versions committed, in order, its payments, and what
/// its reports and repayments changed.
///
/// # Errors
/// The act that would break it: voted ≥ committed ≥ paid − repaid.
pub fn ledger(voted: i64, signed: &[i64], payments: &[Payment], back: &Back) -> Result<Ledger, Refused> {
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
    // An amendment signed since may hold what a report freed.
    ledger = freed(ledger, back.released)?;
    if back.asked > 0 {
        ledger = ledger.after(Move::AskBack(back.asked))?;
    }
    if back.repaid > 0 {
        ledger = ledger.after(Move::Repay(back.repaid))?;
    }
    freed(ledger, back.repaid)
}

fn freed(ledger: Ledger, cents: i64) -> Result<Ledger, Refused> {
    match cents.min(ledger.to_pay()) {
        cents if cents > 0 => ledger.after(Move::Release(cents)),
        _ => Ok(ledger),
    }
}

/// What an agreement comes to, in a sentence: payments under way are counted with those made.
pub fn told_ledger(ledger: &Ledger, payments: &[Payment]) -> String {
    let euros = |cents: i64| french::euros(Cents(cents));
    let paid: i64 = payments.iter().filter(|one| one.state == PaymentState::Paid).map(|one| one.cents).sum();
    let under_way = ledger.paid() - paid;
    let way = if under_way > 0 { format!(", {} en cours de paiement", euros(under_way)) } else { String::new() };
    let rest = euros(ledger.to_pay());
    let back = match ledger.asked_back() {
        0 => String::new(),
        asked => format!(" Demandé en retour : {}. Reversé : {}.", euros(asked), euros(ledger.repaid())),
    };
    format!(
        "Voté : {}. Engagé : {}. Payé : {}{way}. Reste à payer : {rest}.{back}",
        euros(ledger.voted()),
        euros(ledger.committed()),
        euros(paid)
    )
}

/// What the bank reads instead of a text, and whether its end is cut.
pub fn told_spelling((from, to): (&str, &str), is_cut: bool) -> String {
    let cut = if is_cut { ", coupé à la longueur que les banques acceptent" } else { "" };
    french::spaced(&format!("« {from} » sera lu « {to} »{cut}"))
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

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use jiff::civil::date;
    use kernel::{Moment, Uuid};
    use proptest::prelude::*;
    use settlement::Move;

    use super::{Payment, PaymentState, ledger};
    use crate::rules::{FIRST_TEXT, Instalment, Line, Version, VersionState, VersionTerms, Wait, check_version};

    const VOTED: [i64; 3] = [100_000, 250_050, 1];

    fn version(number: i64, cents: [i64; 3], instalments: Vec<Instalment>) -> Version {
        let line = |(rank, cents): (usize, i64)| {
            let id = Uuid::from_u128(rank as u128 + 1);
            Line { id, application: id, project: id, funding: id, title: "Action".into(), year: 2026, cents }
        };
        let (from, until) = (date(2026, 1, 1), date(2026, 12, 31));
        Version {
            id: Uuid::from_u128(1_000 + number as u128),
            agreement: Uuid::nil(),
            number,
            reason: String::new(),
            terms: VersionTerms { starts_on: from, ends_on: until, report_on: until, body: FIRST_TEXT.into() },
            state: VersionState::Signed,
            made_at: Moment(0),
            by_name: String::new(),
            file_name: None,
            signed_on: Some(from),
            noted_at: None,
            revision: 1,
            lines: cents.into_iter().enumerate().map(line).collect(),
            forecast: Vec::new(),
            executes: None,
            rank: number,
            instalments,
        }
    }

    fn instalment(mark: u128, cents: i64) -> Instalment {
        Instalment { mark: Uuid::from_u128(mark), position: 1, cents, wait: Wait::Signature, year: None, day: None }
    }

    fn payment(rank: usize, one: &Instalment) -> Payment {
        Payment {
            id: Uuid::from_u128(rank as u128),
            agreement: Uuid::nil(),
            mark: one.mark,
            reference: format!("P{rank}"),
            cents: one.cents,
            state: PaymentState::Proposed,
            proposed_by: [None, None],
            proposed_name: String::new(),
            proposed_at: Moment(0),
            checked_name: None,
            checked_at: None,
            batch: None,
            sent_at: None,
            paid_on: None,
            reason: String::new(),
            revision: 1,
        }
    }

    #[derive(Clone, Debug)]
    enum Act {
        Amend([i64; 3], bool),
        Propose(usize),
        Move(usize, PaymentState),
    }

    fn act() -> impl Strategy<Value = Act> {
        let amount = |most: i64| 0..=most + most / 10 + 1;
        let states = prop_oneof![
            Just(PaymentState::Checked),
            Just(PaymentState::Sent),
            Just(PaymentState::Paid),
            Just(PaymentState::Refused),
        ];
        prop_oneof![
            (amount(VOTED[0]), amount(VOTED[1]), amount(VOTED[2]), any::<bool>())
                .prop_map(|(one, two, three, keeps)| Act::Amend([one, two, three], keeps)),
            (0..4_usize).prop_map(Act::Propose),
            (0..8_usize, states).prop_map(|(rank, state)| Act::Move(rank, state)),
        ]
    }

    /// The move a payment may make, as the archive allows it.
    fn may_become(from: PaymentState, to: PaymentState) -> bool {
        matches!(
            (from, to),
            (PaymentState::Proposed, PaymentState::Checked | PaymentState::Refused)
                | (PaymentState::Checked, PaymentState::Sent | PaymentState::Refused)
                | (PaymentState::Sent, PaymentState::Paid)
        )
    }

    proptest! {
        #[test]
        fn what_must_hold_holds_whatever_the_order(acts in proptest::collection::vec(act(), 1..60)) {
            let granted: HashMap<Uuid, i64> =
                VOTED.iter().enumerate().map(|(rank, cents)| (Uuid::from_u128(rank as u128 + 1), *cents)).collect();
            let voted: i64 = VOTED.iter().sum();
            let first = version(0, VOTED, vec![instalment(1, 200_000), instalment(2, voted - 200_000)]);
            prop_assert!(check_version(&first, &granted, &[]).is_empty());
            let (mut signed, mut payments, mut marks) = (vec![first], Vec::<Payment>::new(), 2_u128);
            for act in acts {
                let current = signed.last().expect("one is signed").clone();
                match act {
                    Act::Amend(cents, keeps) => {
                        let engaged: Vec<(Uuid, i64)> =
                            payments.iter().filter(|one| one.is_live()).map(|one| (one.mark, one.cents)).collect();
                        let mut plan: Vec<Instalment> = current
                            .instalments
                            .iter()
                            .filter(|one| keeps && engaged.iter().any(|(mark, _)| *mark == one.mark))
                            .cloned()
                            .collect();
                        let rest = cents.iter().sum::<i64>() - plan.iter().map(|one| one.cents).sum::<i64>();
                        if rest > 0 {
                            marks += 1;
                            plan.push(instalment(marks, rest));
                        }
                        let next = version(signed.len() as i64, cents, plan);
                        if check_version(&next, &granted, &engaged).is_empty() {
                            signed.push(next);
                        }
                    }
                    Act::Propose(rank) => {
                        let committed: Vec<i64> = signed.iter().map(Version::cents).collect();
                        let standing = ledger(voted, &committed, &payments, &crate::rules::Back::default()).expect("what is kept holds");
                        let Some(one) = current.instalments.get(rank) else { continue };
                        let is_live = payments.iter().any(|known| known.mark == one.mark && known.is_live());
                        if !is_live && standing.after(Move::Pay(one.cents)).is_ok() {
                            payments.push(payment(payments.len(), one));
                        }
                    }
                    Act::Move(rank, to) => {
                        if let Some(one) = payments.get_mut(rank).filter(|one| may_become(one.state, to)) {
                            one.state = to;
                        }
                    }
                }
                let committed: Vec<i64> = signed.iter().map(Version::cents).collect();
                let standing = ledger(voted, &committed, &payments, &crate::rules::Back::default()).expect("voted, committed, paid");
                prop_assert!(standing.voted() >= standing.committed() && standing.committed() >= standing.kept());
                let mut live: Vec<Uuid> = payments.iter().filter(|one| one.is_live()).map(|one| one.mark).collect();
                live.sort_unstable();
                let count = live.len();
                live.dedup();
                prop_assert_eq!(live.len(), count, "an instalment is paid once");
            }
        }
    }
}
