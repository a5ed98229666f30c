//! Small money: a fund for projects of residents. What is left of an envelope is what movements come to, to the cent, whatever
//! their order.

/// Most that an amount of small money may be: ten million euros, in cents.
pub const MOST_SMALL: i64 = 1_000_000_000;

/// What moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MovementKind {
    /// A committee gave a project so much.
    Granted,
    /// Paid to the group.
    Paid,
    /// Given back by the group.
    Returned,
    /// Granted, and never to be paid: it is in the envelope again.
    Released,
}

impl MovementKind {
    /// Every kind.
    pub const ALL: &[Self] = &[Self::Granted, Self::Paid, Self::Returned, Self::Released];

    /// Stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Paid => "paid",
            Self::Returned => "returned",
            Self::Released => "released",
        }
    }

    /// What screens say.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Granted => "Accordé",
            Self::Paid => "Versé",
            Self::Returned => "Rendu",
            Self::Released => "Remis dans l’enveloppe",
        }
    }

    /// The kind of that stable name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }
}

/// Money of a project, or of all projects of an envelope: sums of movements.
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

    /// What is taken of the envelope.
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

/// Why a fund refuses, with what it could do, in cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortfall {
    /// An amount of nought or below, or beyond all small money.
    Unlikely,
    /// Above what is left of the envelope.
    Empty(i64),
    /// Above what is left to pay.
    ToPay(i64),
    /// Above what is granted and not paid.
    Unpaid(i64),
    /// More comes back than the group holds.
    Held(i64),
    /// An envelope below what is granted of it.
    Below(i64),
    /// The holder had its number of grants.
    Holder(i64),
}

impl Shortfall {
    /// The reason, in French, without its full stop. `euros` writes an amount of cents for people to read.
    pub fn sentence(self, euros: impl Fn(i64) -> String) -> String {
        match self {
            Self::Unlikely => "Saisissez un montant positif, de dix millions d’euros au plus".to_owned(),
            Self::Empty(left) => {
                format!("L’enveloppe n’a plus que {}\u{a0}: accordez moins, ou augmentez-la", euros(left))
            }
            Self::ToPay(left) => format!("Il reste {} à verser à ce projet", euros(left)),
            Self::Unpaid(left) => format!("Il ne reste que {} qui ne soient pas versés", euros(left)),
            Self::Held(held) => format!("Le groupe n’a que {}\u{a0}: il ne peut rendre plus", euros(held)),
            Self::Below(granted) => {
                format!("{} sont déjà accordés\u{a0}: l’enveloppe ne peut descendre au-dessous", euros(granted))
            }
            Self::Holder(1) => "Ce groupe a déjà reçu une aide de ce fonds cette année, le nombre permis".to_owned(),
            Self::Holder(most) => {
                format!("Ce groupe a déjà reçu {most} aides de ce fonds cette année, le nombre permis")
            }
        }
    }
}

/// Whether a holder who had so many grants this year may have another one; `most` is nought when the fund sets no limit.
///
/// # Errors
/// [`Shortfall::Holder`]: it had its number.
pub const fn one_more(had: i64, most: i64) -> Result<(), Shortfall> {
    if most > 0 && had >= most { Err(Shortfall::Holder(most)) } else { Ok(()) }
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

    /// The envelope and a project of it after a movement.
    ///
    /// # Errors
    /// [`Shortfall`]: it may not be.
    pub fn moved(
        self,
        project: ProjectMoney,
        (kind, cents): (MovementKind, i64),
    ) -> Result<(Self, ProjectMoney), Shortfall> {
        if !(1..=MOST_SMALL).contains(&cents) {
            return Err(Shortfall::Unlikely);
        }
        let (most, why) = match kind {
            MovementKind::Granted => (self.left(), Shortfall::Empty(self.left())),
            MovementKind::Paid => (project.to_pay(), Shortfall::ToPay(project.to_pay())),
            MovementKind::Released => (project.to_pay(), Shortfall::Unpaid(project.to_pay())),
            MovementKind::Returned => (project.held(), Shortfall::Held(project.held())),
        };
        if cents > most {
            return Err(why);
        }
        let (mut purse, mut project) = (self, project);
        purse.all.add(kind, cents);
        project.add(kind, cents);
        Ok((purse, project))
    }

    /// The envelope with another amount.
    ///
    /// # Errors
    /// [`Shortfall`]: less than what projects take of it.
    pub fn resized(self, envelope: i64) -> Result<Self, Shortfall> {
        let consumed = self.all.consumed();
        match envelope {
            envelope if !(0..=MOST_SMALL).contains(&envelope) => Err(Shortfall::Unlikely),
            envelope if envelope < consumed => Err(Shortfall::Below(consumed)),
            envelope => Ok(Self { envelope, ..self }),
        }
    }
}

/// The advance of a grant: so many percent, to the cent below.
pub const fn advance(granted: i64, percent: i64) -> i64 {
    granted / 100 * percent + granted % 100 * percent / 100
}
