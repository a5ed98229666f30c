//! A grant as it is published, typed.

use jiff::civil::Date;

/// Who gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Giver {
    /// Official name.
    pub name: String,
    /// SIRET, fourteen digits.
    pub siret: String,
}

/// Who receives. A natural person has no name here: none can be published by mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beneficiary {
    /// An association, a company, a public body.
    Organisation {
        /// Official name.
        name: String,
        /// SIRET, fourteen digits.
        siret: Option<String>,
        /// Number in the register of associations, as it is: what the schema refuses is left out when writing.
        rna: Option<String>,
    },
    /// A person, or people who are no organisation.
    Person,
}

/// What is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Nature {
    /// Money.
    Cash,
    /// Premises, people, goods.
    Kind,
    /// Both.
    Both,
}

impl Nature {
    /// Every nature.
    pub const ALL: [Self; 3] = [Self::Cash, Self::Kind, Self::Both];

    /// As files write it.
    pub const fn written(self) -> &'static str {
        match self {
            Self::Cash => "aide en numéraire",
            Self::Kind => "aide en nature",
            Self::Both => "aide en numéraire;aide en nature",
        }
    }

    /// What files write.
    pub(crate) fn read(cell: &str) -> Option<Self> {
        match cell {
            "aide en nature;aide en numéraire" => Some(Self::Both),
            _ => Self::ALL.into_iter().find(|nature| nature.written() == cell),
        }
    }
}

/// How it is paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Terms {
    /// At once.
    Once,
    /// In instalments.
    Staged,
    /// Otherwise, in words.
    Other(String),
}

impl Terms {
    /// As files write it.
    pub fn written(&self) -> &str {
        match self {
            Self::Once => "unique",
            Self::Staged => "échelonné",
            Self::Other(words) => words,
        }
    }

    pub(crate) fn read(cell: &str) -> Self {
        match cell {
            "unique" => Self::Once,
            "échelonné" => Self::Staged,
            words => Self::Other(words.to_owned()),
        }
    }
}

/// When it is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payment {
    /// On a day that is known.
    On(Date),
    /// Between two days.
    Between(Date, Date),
}

/// The share of a beneficiary, in ten-thousandths: from a hundredth to the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(u16);

impl Share {
    /// A beneficiary alone.
    pub const WHOLE: Self = Self(10_000);

    /// A share of so many ten-thousandths, from 100 to 10 000.
    pub fn of(ten_thousandths: u16) -> Option<Self> {
        (100..=10_000).contains(&ten_thousandths).then_some(Self(ten_thousandths))
    }

    /// In ten-thousandths.
    pub const fn ten_thousandths(self) -> u16 {
        self.0
    }

    /// As files write it: `1.00`, `0.45`, `0.3333`.
    pub fn written(self) -> String {
        let (whole, rest) = (self.0 / 10_000, self.0 % 10_000);
        match rest % 100 {
            0 => format!("{whole}.{:02}", rest / 100),
            _ => format!("{whole}.{}", format!("{rest:04}").trim_end_matches('0')),
        }
    }
}

/// One row: one beneficiary of one agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Who gives.
    pub giver: Giver,
    /// Day the agreement was signed.
    pub signed_on: Date,
    /// Reference of the decision; may be empty.
    pub reference: String,
    /// Who receives.
    pub beneficiary: Beneficiary,
    /// What for.
    pub object: String,
    /// The whole amount, before it is shared between beneficiaries.
    pub cents: i64,
    /// Money or kind.
    pub nature: Nature,
    /// How it is paid.
    pub terms: Terms,
    /// When it is paid.
    pub payment: Payment,
    /// Number in the register of aids to companies; may be empty.
    pub register: String,
    /// Notified to the European Commission (*de minimis*).
    pub is_notified: bool,
    /// Share of this beneficiary.
    pub share: Share,
    /// Scheme it comes from; may be empty.
    pub scheme: String,
}

/// An amount as files write it: `14500.00`.
pub(crate) fn written_amount(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.unsigned_abs() / 100, cents.unsigned_abs() % 100)
}
