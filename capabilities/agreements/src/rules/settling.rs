//! What a year comes to once its report is accepted: what is no longer to pay, what is asked back, what came back.

use jiff::civil::Date;
use kernel::{Cents, FieldError, Moment, Uuid, french};

use super::{Instalment, Payment, PaymentState, Version};

/// What is asked back of a carrier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repayment {
    /// Which.
    pub id: Uuid,
    /// Of which agreement.
    pub agreement: Uuid,
    /// After which report; none: for another reason.
    pub report: Option<Uuid>,
    /// « R2026-0001 ».
    pub number: String,
    /// How much, in cents.
    pub cents: i64,
    /// Why.
    pub reason: String,
    /// Until when.
    pub due_on: Date,
    /// When it was issued.
    pub issued_at: Moment,
    /// By whom.
    pub by_name: String,
    /// Name of its letter.
    pub name: String,
    /// What came back: how much, when.
    pub receipts: Vec<(i64, Date)>,
}

impl Repayment {
    /// What came back, in cents.
    pub fn repaid(&self) -> i64 {
        self.receipts.iter().map(|(cents, _)| cents).sum()
    }

    /// What is still awaited, in cents.
    pub fn left(&self) -> i64 {
        self.cents - self.repaid()
    }

    /// Where it stands, in words.
    pub fn told(&self, today: Date) -> String {
        let euros = |cents: i64| french::euros(Cents(cents));
        let until = french::date(self.due_on);
        match (self.left(), self.receipts.last()) {
            (0, Some((_, on))) => format!("reversé en entier le {}", french::date(*on)),
            (left, _) if today > self.due_on => format!("en retard depuis le {until} : il reste {}", euros(left)),
            (left, _) => format!("attendu au plus tard le {until} : il reste {}", euros(left)),
        }
    }
}

/// What reports and repayments change in what an agreement comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Back {
    /// No longer to pay.
    pub released: i64,
    /// Asked back.
    pub asked: i64,
    /// Came back.
    pub repaid: i64,
}

/// What each instalment holds of each year: years are paid one after the other, in the order of instalments.
pub fn years_of(instalments: &[Instalment], years: &[(i64, i64)]) -> Vec<Vec<(i64, i64)>> {
    let mut left = years.iter().copied();
    let mut current = left.next();
    let mut all = Vec::with_capacity(instalments.len());
    for one in instalments {
        let (mut cents, mut held) = (one.cents, Vec::new());
        while cents > 0 {
            let Some((year, rest)) = current else { break };
            let part = cents.min(rest);
            if part > 0 {
                held.push((year, part));
            }
            cents -= part;
            current = if part == rest { left.next() } else { Some((year, rest - part)) };
        }
        all.push(held);
    }
    all
}

/// What may be paid of each instalment, once reports freed a part of their years: the last instalments of a year that are not
/// paid lose it first. `released`: year, cents. `engaged`: marks under way or paid.
pub fn payable(version: &Version, released: &[(i64, i64)], engaged: &[Uuid]) -> Vec<(Uuid, i64)> {
    let held = years_of(&version.instalments, &version.years());
    let mut all: Vec<(Uuid, i64)> = version.instalments.iter().map(|one| (one.mark, one.cents)).collect();
    for (year, cents) in released {
        let mut left = *cents;
        for (rank, one) in all.iter_mut().enumerate().rev() {
            if left == 0 || engaged.contains(&one.0) {
                continue;
            }
            let of_year = held.get(rank).into_iter().flatten().filter(|(known, _)| known == year);
            let part = of_year.map(|(_, cents)| cents).sum::<i64>().min(left).min(one.1);
            one.1 -= part;
            left -= part;
        }
    }
    all
}

/// What of a year is not paid nor under way.
pub fn unpaid_of(version: &Version, year: i64, engaged: &[Uuid]) -> i64 {
    let held = years_of(&version.instalments, &version.years());
    let open = version.instalments.iter().zip(held).filter(|(one, _)| !engaged.contains(&one.mark));
    open.flat_map(|(_, held)| held).filter(|(known, _)| *known == year).map(|(_, cents)| cents).sum()
}

/// Years an instalment pays that are only foreseen.
pub fn foreseen_years(version: &Version, mark: Uuid) -> Vec<i64> {
    let held = years_of(&version.instalments, &version.years());
    let own = version.instalments.iter().zip(held).filter(|(one, _)| one.mark == mark);
    own.flat_map(|(_, held)| held).map(|(year, _)| year).filter(|year| version.forecast.contains(year)).collect()
}

/// What a carrier really holds of an agreement: paid, less what is asked back already.
pub fn still_held(payments: &[Payment], back: &Back) -> i64 {
    let paid = payments.iter().filter(|one| one.state == PaymentState::Paid);
    paid.map(|one| one.cents).sum::<i64>() - back.asked
}

/// What is wrong with a sum asked back.
pub fn check_order((cents, reason): (i64, &str), held: i64, (due_on, today): (Date, Date)) -> Vec<FieldError> {
    let euros = |cents: i64| french::euros(Cents(cents));
    let mut errors = Vec::new();
    if cents <= 0 {
        errors.push(FieldError::new("montant", "Saisissez un montant positif"));
    } else if cents > held {
        let sentence = format!(
            "{} dépassent ce qui a été payé et n’est pas encore demandé en retour : {} au plus",
            euros(cents),
            euros(held.max(0))
        );
        errors.push(FieldError::new("montant", sentence));
    }
    if reason.trim().is_empty() || reason.chars().count() > 5_000 {
        errors.push(FieldError::new("raison", "Dites pourquoi cette somme est demandée, en moins de 5 000 signes"));
    }
    if due_on < today {
        errors.push(FieldError::new("echeance", "La date limite est aujourd’hui ou après"));
    }
    errors
}

/// What is wrong with a sum that came back.
pub fn check_receipt(one: &Repayment, cents: i64, (on, today): (Date, Date)) -> Vec<FieldError> {
    let euros = |cents: i64| french::euros(Cents(cents));
    let mut errors = Vec::new();
    if cents <= 0 {
        errors.push(FieldError::new("recu", "Saisissez un montant positif"));
    } else if cents > one.left() {
        let sentence = format!(
            "Un reversement de {} dépasse ce qui est demandé en retour : il reste {} à reverser",
            euros(cents),
            euros(one.left())
        );
        errors.push(FieldError::new("recu", sentence));
    }
    if on > today {
        errors.push(FieldError::new("recu-le", "Le reversement est reçu un jour passé ou aujourd’hui"));
    }
    errors
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use kernel::{Moment, Uuid};
    use proptest::prelude::*;
    use settlement::Move;

    use super::*;
    use crate::rules::{Line, VersionState, VersionTerms, Wait, ledger};

    /// Two years of one action: 3 000 € then 2 000 €, each paid in two parts.
    fn version() -> Version {
        let id = Uuid::from_u128(1);
        let line = |year: i64, cents: i64| Line {
            id: Uuid::from_u128(year as u128),
            application: id,
            project: id,
            funding: Uuid::from_u128(year as u128),
            title: "Action".into(),
            year,
            cents,
        };
        let instalment = |mark: u128, cents: i64| Instalment {
            mark: Uuid::from_u128(mark),
            position: mark as i64,
            cents,
            wait: Wait::Signature,
            year: None,
            day: None,
        };
        let day = date(2026, 1, 1);
        Version {
            id,
            agreement: id,
            number: 0,
            reason: String::new(),
            terms: VersionTerms { starts_on: day, ends_on: day, report_on: day, body: String::new() },
            state: VersionState::Signed,
            made_at: Moment(0),
            by_name: String::new(),
            file_name: None,
            signed_on: Some(day),
            noted_at: None,
            forecast: Vec::new(),
            executes: None,
            rank: 0,
            revision: 1,
            lines: vec![line(2026, 300_000), line(2027, 200_000)],
            instalments: vec![
                instalment(1, 210_000),
                instalment(2, 90_000),
                instalment(3, 140_000),
                instalment(4, 60_000),
            ],
        }
    }

    fn payment(mark: Uuid, cents: i64) -> Payment {
        Payment {
            id: mark,
            agreement: mark,
            mark,
            reference: String::new(),
            cents,
            state: PaymentState::Paid,
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

    #[test]
    fn a_year_loses_its_last_payments_first() {
        let version = version();
        let mark = |rank: u128| Uuid::from_u128(rank);
        assert_eq!(payable(&version, &[(2026, 100_000)], &[mark(1)])[1], (mark(2), 0));
        assert_eq!(payable(&version, &[(2026, 50_000)], &[mark(1)])[1], (mark(2), 40_000));
        let none = payable(&version, &[(2026, 50_000)], &[mark(1), mark(2)]);
        assert_eq!(none[2..], [(mark(3), 140_000), (mark(4), 60_000)], "another year is not touched");
        assert_eq!((unpaid_of(&version, 2026, &[mark(1)]), unpaid_of(&version, 2027, &[])), (90_000, 200_000));
        let foreseen = Version { forecast: vec![2027], ..version };
        assert_eq!((foreseen_years(&foreseen, mark(2)), foreseen_years(&foreseen, mark(3))), (vec![], vec![2027]));
    }

    #[test]
    fn an_instalment_may_hold_two_years() {
        let version = version();
        let one = Instalment { cents: 400_000, ..version.instalments[0].clone() };
        let held = years_of(&[one], &version.years());
        assert_eq!(held, [vec![(2026, 300_000), (2027, 100_000)]]);
    }

    #[derive(Clone, Debug)]
    enum Act {
        Pay(usize),
        Settle(i64, i64),
        Ask(i64),
        Receive(i64),
    }

    fn act() -> impl Strategy<Value = Act> {
        prop_oneof![
            (0..4_usize).prop_map(Act::Pay),
            (2026..=2027_i64, 0..=320_000_i64).prop_map(|(year, over)| Act::Settle(year, over)),
            (0..=400_000_i64).prop_map(Act::Ask),
            (0..=400_000_i64).prop_map(Act::Receive),
        ]
    }

    proptest! {
        #[test]
        fn what_must_hold_holds_whatever_is_paid_settled_and_repaid(acts in proptest::collection::vec(act(), 1..40)) {
            let version = version();
            let (voted, signed) = (version.cents(), [version.cents()]);
            let (mut payments, mut released, mut back) = (Vec::<Payment>::new(), Vec::<(i64, i64)>::new(), Back::default());
            let mut over: i64 = 0;
            for act in acts {
                let engaged: Vec<Uuid> = payments.iter().map(|one| one.mark).collect();
                match act {
                    Act::Pay(rank) => {
                        let (mark, cents) = payable(&version, &released, &engaged)[rank];
                        let standing = ledger(voted, &signed, &payments, &back).expect("holds");
                        if cents > 0 && !engaged.contains(&mark) && standing.after(Move::Pay(cents)).is_ok() {
                            payments.push(payment(mark, cents));
                        }
                    }
                    Act::Settle(year, cents) if released.iter().all(|(known, _)| *known != year) => {
                        let freed = cents.min(unpaid_of(&version, year, &engaged));
                        released.push((year, freed));
                        back.released += freed;
                        over += cents - freed;
                    }
                    Act::Settle(..) => {}
                    Act::Ask(cents) => {
                        let today = date(2027, 1, 1);
                        let held = still_held(&payments, &back);
                        if check_order((cents, "motif"), held, (today, today)).is_empty() {
                            back.asked += cents;
                        }
                    }
                    Act::Receive(cents) if (1..=back.asked - back.repaid).contains(&cents) => back.repaid += cents,
                    Act::Receive(_) => {}
                }
                let standing = ledger(voted, &signed, &payments, &back).expect("voted, committed, paid, repaid");
                let paid: i64 = payments.iter().map(|one| one.cents).sum();
                prop_assert!(standing.voted() >= standing.committed() && standing.committed() >= standing.kept());
                prop_assert_eq!(standing.kept(), paid - back.repaid);
                prop_assert!(back.repaid <= back.asked && back.asked <= paid && over >= 0);
            }
        }
    }
}
