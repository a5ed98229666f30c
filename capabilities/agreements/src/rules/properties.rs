//! Whatever the order of acts: voted ≥ committed ≥ paid, and no instalment is paid twice.

use std::collections::HashMap;

use jiff::civil::date;
use kernel::{Moment, Uuid};
use proptest::prelude::*;
use settlement::Move;

use super::{
    FIRST_TEXT, Instalment, Line, Payment, PaymentState, Version, VersionState, VersionTerms, Wait, check_version,
    ledger,
};

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
                    let standing = ledger(voted, &committed, &payments).expect("what is kept holds");
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
            let standing = ledger(voted, &committed, &payments).expect("voted, committed, paid");
            prop_assert!(standing.voted() >= standing.committed() && standing.committed() >= standing.kept());
            let mut live: Vec<Uuid> = payments.iter().filter(|one| one.is_live()).map(|one| one.mark).collect();
            live.sort_unstable();
            let count = live.len();
            live.dedup();
            prop_assert_eq!(live.len(), count, "an instalment is paid once");
        }
    }
}
