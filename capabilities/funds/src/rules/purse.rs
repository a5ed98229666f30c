//! Money of a fund: what is left of an envelope is what movements come to, to the cent, whatever their order.

use kernel::{Cents, french, vocabulary};

vocabulary! {
    /// What moved.
    MovementKind {
        /// A committee gave a project so much.
        Granted => "granted", "Accordé";
        /// Paid to the group.
        Paid => "paid", "Versé";
        /// Given back by the group.
        Returned => "returned", "Rendu";
        /// Granted, and never to be paid: it is in the envelope again.
        Released => "released", "Remis dans l’enveloppe";
    }
}

/// Most that an amount may be: ten million euros.
pub const MOST_CENTS: i64 = 1_000_000_000;

/// Money of a project: sums of its movements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProjectMoney {
    /// Given by the committee.
    pub granted: i64,
    /// Paid to the group.
    pub paid: i64,
    /// Given back.
    pub returned: i64,
    /// Granted and never to be paid.
    pub released: i64,
}

impl ProjectMoney {
    /// Sums of movements.
    pub fn of(movements: impl IntoIterator<Item = (MovementKind, i64)>) -> Self {
        let mut money = Self::default();
        for (kind, cents) in movements {
            money.add(kind, cents);
        }
        money
    }

    fn add(&mut self, kind: MovementKind, cents: i64) {
        let sum = match kind {
            MovementKind::Granted => &mut self.granted,
            MovementKind::Paid => &mut self.paid,
            MovementKind::Returned => &mut self.returned,
            MovementKind::Released => &mut self.released,
        };
        *sum = sum.saturating_add(cents);
    }

    /// What the project takes of its envelope.
    pub const fn consumed(self) -> i64 {
        self.granted - self.released - self.returned
    }

    /// What may still be paid.
    pub const fn to_pay(self) -> i64 {
        self.granted - self.released - self.paid
    }

    /// What the group holds.
    pub const fn held(self) -> i64 {
        self.paid - self.returned
    }

    /// What the group must give back once it spent so much.
    pub const fn to_return(self, spent: i64) -> i64 {
        let left = self.held() - spent;
        if left > 0 { left } else { 0 }
    }
}

/// An envelope with what projects take of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Purse {
    /// The envelope.
    pub envelope: i64,
    /// Money of all its projects.
    pub all: ProjectMoney,
}

impl Purse {
    /// What is left to grant.
    pub const fn left(self) -> i64 {
        self.envelope - self.all.consumed()
    }

    /// Whether a movement of a project of this envelope may be; both sums with it.
    ///
    /// # Errors
    /// Why not, in French, and what to do.
    pub fn moved(
        self,
        project: ProjectMoney,
        (kind, cents): (MovementKind, i64),
    ) -> Result<(Self, ProjectMoney), String> {
        if !(1..=MOST_CENTS).contains(&cents) {
            return Err("Saisissez un montant positif, de dix millions d’euros au plus".to_owned());
        }
        let told = |cents: i64| french::euros(Cents(cents));
        let most = match kind {
            MovementKind::Granted => self.left(),
            MovementKind::Paid | MovementKind::Released => project.to_pay(),
            MovementKind::Returned => project.held(),
        };
        if cents > most {
            return Err(match kind {
                MovementKind::Granted => {
                    format!("L’enveloppe n’a plus que {} : accordez moins, ou augmentez-la", told(most))
                }
                MovementKind::Paid => format!("Il reste {} à verser à ce projet", told(most)),
                MovementKind::Released => format!("Il ne reste que {} qui ne soient pas versés", told(most)),
                MovementKind::Returned => format!("Le groupe n’a que {} : il ne peut rendre plus", told(most)),
            });
        }
        let (mut purse, mut project) = (self, project);
        purse.all.add(kind, cents);
        project.add(kind, cents);
        Ok((purse, project))
    }

    /// Whether the envelope may become this.
    ///
    /// # Errors
    /// Less than what projects take of it.
    pub fn resized(self, envelope: i64) -> Result<Self, String> {
        let consumed = self.all.consumed();
        if !(0..=MOST_CENTS).contains(&envelope) {
            return Err("Saisissez un montant positif, de dix millions d’euros au plus".to_owned());
        }
        if envelope < consumed {
            let told = french::euros(Cents(consumed));
            return Err(format!("{told} sont déjà accordés : l’enveloppe ne peut descendre au-dessous"));
        }
        Ok(Self { envelope, ..self })
    }
}

/// The advance of a grant: so many percent, to the cent below.
pub const fn advance(granted: i64, percent: i64) -> i64 {
    granted / 100 * percent + granted % 100 * percent / 100
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use MovementKind as Kind;

    #[test]
    fn the_figures_of_the_field_come_out() {
        let mut purse = Purse { envelope: 2_000_000, ..Purse::default() };
        let mut projects = [ProjectMoney::default(); 3];
        for (rank, cents) in [65_000, 40_000, 95_000].into_iter().enumerate() {
            (purse, projects[rank]) = purse.moved(projects[rank], (Kind::Granted, cents)).expect("granted");
        }
        (purse, projects[0]) = purse.moved(projects[0], (Kind::Paid, 65_000)).expect("paid");
        (purse, projects[0]) = purse.moved(projects[0], (Kind::Returned, 12_000)).expect("returned");
        assert_eq!((purse.all.consumed(), purse.left()), (188_000, 1_812_000));
        assert_eq!(projects[0].to_return(53_000), 0);
        assert_eq!(advance(65_001, 80), 52_000);
    }

    /// An act somebody tries, whatever stands.
    #[derive(Clone, Copy, Debug)]
    enum Try {
        Move(usize, Kind, i64),
        Resize(i64),
    }

    fn tries() -> impl Strategy<Value = Vec<Try>> {
        let kind = proptest::sample::select(Kind::ALL);
        let one = prop_oneof![
            8 => (0..4_usize, kind, -10..60_000_i64).prop_map(|(project, kind, cents)| Try::Move(project, kind, cents)),
            1 => (-10..200_000_i64).prop_map(Try::Resize),
        ];
        proptest::collection::vec(one, 0..80)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever people try, in whatever order: an envelope adds up to the cent, nothing is below nought, and what is
        /// left can be counted again from the movements alone, in any order.
        #[test]
        fn an_envelope_adds_up_whatever_the_order_of_acts(envelope in 0..200_000_i64, all in tries(), seed in any::<u64>()) {
            let mut purse = Purse { envelope, ..Purse::default() };
            let mut projects = [ProjectMoney::default(); 4];
            let mut kept: Vec<(usize, Kind, i64)> = Vec::new();
            for one in all {
                match one {
                    Try::Move(rank, kind, cents) => {
                        if let Ok((after, project)) = purse.moved(projects[rank], (kind, cents)) {
                            (purse, projects[rank]) = (after, project);
                            kept.push((rank, kind, cents));
                        }
                    }
                    Try::Resize(cents) => purse = purse.resized(cents).unwrap_or(purse),
                }
                prop_assert!(purse.left() >= 0, "{purse:?}");
                prop_assert_eq!(purse.left() + purse.all.consumed(), purse.envelope);
                for money in projects {
                    prop_assert!(0 <= money.returned && money.returned <= money.paid);
                    prop_assert!(money.paid <= money.granted - money.released && money.to_pay() >= 0);
                    prop_assert!(money.consumed() >= 0);
                }
            }
            // Any order of the same movements comes to the same sums.
            let turn = usize::try_from(seed % (kept.len() as u64 + 1)).unwrap_or(0);
            kept.rotate_left(turn);
            let again = ProjectMoney::of(kept.iter().map(|(_, kind, cents)| (*kind, *cents)));
            prop_assert_eq!(again, purse.all);
            let by_project: i64 = projects.iter().map(|money| money.consumed()).sum();
            prop_assert_eq!(by_project, purse.all.consumed());
            prop_assert_eq!(purse.envelope - again.consumed(), purse.left());
        }

        #[test]
        fn an_advance_is_never_above_its_part(granted in 0..MOST_CENTS, percent in 0..=100_i64) {
            let cents = advance(granted, percent);
            prop_assert!(cents >= 0 && i128::from(cents) * 100 <= i128::from(granted) * i128::from(percent));
            prop_assert!(i128::from(cents + 1) * 100 > i128::from(granted) * i128::from(percent));
        }
    }
}
