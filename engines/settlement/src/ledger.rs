//! An amount followed from its vote to its settlement. Whatever the order of acts: voted ≥ committed ≥ paid − repaid, and
//! nothing is given back that was not paid. A move that would break it is refused, with the reason.

/// The sums of one line, in cents. There is no way to build one that does not hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    voted: i64,
    committed: i64,
    paid: i64,
    asked_back: i64,
    repaid: i64,
}

/// One act on an amount. Every amount is above nought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// Voted, or voted more.
    Vote(i64),
    /// A vote lowered.
    Lower(i64),
    /// Bound by an agreement or an amendment.
    Commit(i64),
    /// Freed by an amendment, or when an agreement ends.
    Release(i64),
    /// Paid.
    Pay(i64),
    /// Asked back.
    AskBack(i64),
    /// No longer asked back.
    Waive(i64),
    /// Given back.
    Repay(i64),
}

impl Move {
    /// How much.
    pub const fn cents(self) -> i64 {
        match self {
            Self::Vote(cents)
            | Self::Lower(cents)
            | Self::Commit(cents)
            | Self::Release(cents)
            | Self::Pay(cents)
            | Self::AskBack(cents)
            | Self::Waive(cents)
            | Self::Repay(cents) => cents,
        }
    }
}

/// Why a move is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The move.
    pub tried: Move,
    /// Most cents it could have been; nought or below: none.
    pub most: i64,
}

impl Refused {
    /// The reason, in French. `euros` writes an amount of cents for people to read.
    pub fn sentence(self, euros: impl Fn(i64) -> String) -> String {
        let most = euros(self.most.max(0));
        let cents = self.tried.cents();
        if cents <= 0 {
            return "Saisissez un montant positif.".to_owned();
        }
        let asked = euros(cents);
        match self.tried {
            Move::Vote(_) => format!("Le montant voté est trop grand\u{a0}: {asked} ne peuvent pas être ajoutés."),
            Move::Lower(_) => {
                format!("Le vote ne peut pas baisser de {asked}\u{a0}: {most} au plus ne sont pas encore engagés.")
            }
            Move::Commit(_) => format!("{asked} ne peuvent pas être engagés\u{a0}: il reste {most} de voté."),
            Move::Release(_) => {
                format!("{asked} ne peuvent pas être libérés\u{a0}: {most} au plus sont engagés sans être payés.")
            }
            Move::Pay(_) => format!("{asked} ne peuvent pas être payés\u{a0}: il reste {most} à payer."),
            Move::AskBack(_) => {
                format!("{asked} ne peuvent pas être demandés en retour\u{a0}: {most} au plus ont été payés et gardés.")
            }
            Move::Waive(_) => format!("{asked} ne peuvent pas être remis\u{a0}: il reste {most} à reverser."),
            Move::Repay(_) => {
                format!(
                    "Un reversement de {asked} dépasse ce qui est demandé en retour\u{a0}: il reste {most} à reverser."
                )
            }
        }
    }
}

impl Ledger {
    /// Voted, in cents.
    pub const fn voted(&self) -> i64 {
        self.voted
    }

    /// Bound by agreements, in cents.
    pub const fn committed(&self) -> i64 {
        self.committed
    }

    /// Paid, in cents, what was given back included.
    pub const fn paid(&self) -> i64 {
        self.paid
    }

    /// Asked back, in cents, what was given back included.
    pub const fn asked_back(&self) -> i64 {
        self.asked_back
    }

    /// Given back, in cents.
    pub const fn repaid(&self) -> i64 {
        self.repaid
    }

    /// Paid and kept.
    pub const fn kept(&self) -> i64 {
        self.paid - self.repaid
    }

    /// Still to be paid.
    pub const fn to_pay(&self) -> i64 {
        self.committed - self.kept()
    }

    /// Still to be given back.
    pub const fn to_repay(&self) -> i64 {
        self.asked_back - self.repaid
    }

    /// The sums after a move.
    ///
    /// # Errors
    /// [`Refused`]: it would break what must hold.
    pub fn after(self, tried: Move) -> Result<Self, Refused> {
        let most = match tried {
            Move::Vote(_) => crate::MOST_CENTS - self.voted,
            Move::Lower(_) | Move::Commit(_) => self.voted - self.committed,
            Move::Release(_) => self.to_pay(),
            Move::Pay(_) => self.to_pay().min(crate::MOST_CENTS - self.paid),
            Move::AskBack(_) => self.paid - self.asked_back,
            Move::Waive(_) | Move::Repay(_) => self.to_repay(),
        };
        if !(1..=most).contains(&tried.cents()) {
            return Err(Refused { tried, most });
        }
        let mut after = self;
        let (sum, by) = match tried {
            Move::Vote(cents) => (&mut after.voted, cents),
            Move::Lower(cents) => (&mut after.voted, -cents),
            Move::Commit(cents) => (&mut after.committed, cents),
            Move::Release(cents) => (&mut after.committed, -cents),
            Move::Pay(cents) => (&mut after.paid, cents),
            Move::AskBack(cents) => (&mut after.asked_back, cents),
            Move::Waive(cents) => (&mut after.asked_back, -cents),
            Move::Repay(cents) => (&mut after.repaid, cents),
        };
        *sum += by;
        Ok(after)
    }

    /// The sums after acts, in their order; the first that is refused, with its rank.
    ///
    /// # Errors
    /// The rank of the act and why it is refused.
    pub fn replay(moves: impl IntoIterator<Item = Move>) -> Result<Self, (usize, Refused)> {
        moves
            .into_iter()
            .enumerate()
            .try_fold(Self::default(), |ledger, (rank, one)| ledger.after(one).map_err(|refused| (rank, refused)))
    }
}
