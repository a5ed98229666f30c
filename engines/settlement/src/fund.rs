//! Small money: a fund for projects of residents, its envelope of a year and what is left of it.

/// The rules of a fund for a year, in cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FundRules {
    /// What the fund holds.
    pub envelope: i64,
    /// Most for one project.
    pub ceiling: i64,
    /// Most grants for one holder in the year; none: as many as wanted.
    pub per_holder: Option<u32>,
}

/// A fund at work. What is left is always exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fund {
    rules: FundRules,
    granted: i64,
    returned: i64,
}

/// Why a fund refuses, with what it could do, in cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortfall {
    /// An amount of nought or below.
    Nothing,
    /// Above the ceiling of a project.
    Ceiling(i64),
    /// Above what is left.
    Empty(i64),
    /// The holder had its number of grants.
    Holder(u32),
    /// More comes back than was given.
    Return(i64),
}

impl Shortfall {
    /// The reason, in French. `euros` writes an amount of cents for people to read.
    pub fn sentence(self, euros: impl Fn(i64) -> String) -> String {
        match self {
            Self::Nothing => "Saisissez un montant positif.".to_owned(),
            Self::Ceiling(most) => format!("Un projet reçoit {} au plus de ce fonds.", euros(most)),
            Self::Empty(left) => format!("Il reste {} dans l’enveloppe de l’année.", euros(left)),
            Self::Holder(most) => match most {
                1 => "Ce porteur a déjà reçu une aide de ce fonds cette année.".to_owned(),
                most => format!("Ce porteur a déjà reçu {most} aides de ce fonds cette année, le nombre permis."),
            },
            Self::Return(most) => {
                format!("Il ne peut pas revenir plus que ce qui est encore dehors\u{a0}: {}.", euros(most))
            }
        }
    }
}

impl Fund {
    /// A fund at the beginning of its year.
    pub const fn new(rules: FundRules) -> Self {
        Self { rules, granted: 0, returned: 0 }
    }

    /// Given, less what came back.
    pub const fn consumed(&self) -> i64 {
        self.granted - self.returned
    }

    /// What is left.
    pub const fn available(&self) -> i64 {
        self.rules.envelope - self.consumed()
    }

    /// The fund after a grant to a holder who had so many of them this year.
    ///
    /// # Errors
    /// [`Shortfall`]: the fund does not allow it.
    pub fn grant(self, cents: i64, had: u32) -> Result<Self, Shortfall> {
        match self.rules.per_holder {
            _ if cents <= 0 => Err(Shortfall::Nothing),
            _ if cents > self.rules.ceiling => Err(Shortfall::Ceiling(self.rules.ceiling)),
            Some(most) if had >= most => Err(Shortfall::Holder(most)),
            _ if cents > self.available() => Err(Shortfall::Empty(self.available().max(0))),
            _ => Ok(Self { granted: self.granted + cents, ..self }),
        }
    }

    /// The fund after unspent money came back.
    ///
    /// # Errors
    /// [`Shortfall`]: more than is still out.
    pub fn take_back(self, cents: i64) -> Result<Self, Shortfall> {
        match cents {
            cents if cents <= 0 => Err(Shortfall::Nothing),
            cents if cents > self.consumed() => Err(Shortfall::Return(self.consumed())),
            cents => Ok(Self { returned: self.returned + cents, ..self }),
        }
    }
}
