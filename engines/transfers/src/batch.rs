//! A batch of transfers, checked, and the identifiers it bears.

use jiff::Timestamp;
use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use crate::letters::sepa;
use crate::pain;

/// Which message is written. What an accountant or a bank takes is a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Version {
    /// pain.001.001.03, of 2009: what every French bank and the public accountants take.
    Pain03,
    /// pain.001.001.09, of 2019: what banks ask for since the end of 2025.
    Pain09,
}

impl Version {
    /// Every version, oldest first.
    pub const ALL: [Self; 2] = [Self::Pain03, Self::Pain09];

    /// Its name, kept with a setting.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pain03 => "pain.001.001.03",
            Self::Pain09 => "pain.001.001.09",
        }
    }

    /// The version of a name.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|version| version.code() == code)
    }
}

/// A bank account and who holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Name of the holder.
    pub name: String,
    /// IBAN, without spaces.
    pub iban: String,
    /// BIC; may be empty: within the SEPA area the IBAN is enough.
    pub bic: String,
}

/// One transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Stable reference of the payment, unique in the house: what comes back is matched with it.
    pub reference: String,
    /// Amount, in euro cents.
    pub cents: i64,
    /// Who is paid.
    pub to: Account,
    /// What the holder reads on the statement.
    pub about: String,
}

/// Transfers from one account on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Stable reference of the batch, unique in the house.
    pub reference: String,
    /// When the batch was made: kept with it, not read again.
    pub made_at: Timestamp,
    /// Day the bank is asked to pay.
    pub on: Date,
    /// Who pays.
    pub from: Account,
    /// What is paid.
    pub orders: Vec<Order>,
}

/// Something that keeps a batch from being sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing to pay.
    NoOrder,
    /// The account that pays.
    Payer(String),
    /// A payment has no reference once spelt as banks read it.
    NoReference(usize),
    /// Two payments of one reference: the first and the second.
    Twice(usize, usize),
    /// An amount that is no payment: nought, below, or beyond what the message holds.
    Amount(usize),
    /// An account that cannot be paid, with what is wrong.
    Payee(usize, String),
    /// A name without a letter banks take.
    NoName(usize),
}

impl Fault {
    /// What is wrong and what to do, in French, without a final full stop. Orders are numbered from one; no account number is
    /// repeated.
    pub fn sentence(&self, orders: &[Order]) -> String {
        let named = |rank: &usize| {
            let name = orders.get(*rank).map_or("", |order| order.to.name.as_str());
            format!("Paiement {} ({name})", rank + 1)
        };
        match self {
            Self::NoOrder => "Le lot est vide : choisissez au moins un paiement".to_owned(),
            Self::Payer(told) => format!("Compte du payeur : {told}"),
            Self::NoReference(rank) => format!("{} : il n’a pas de référence", named(rank)),
            Self::Twice(first, second) => {
                format!("{} : sa référence est déjà celle du paiement {}", named(second), first + 1)
            }
            Self::Amount(rank) => {
                format!("{} : le montant doit être compris entre 0,01 € et 999 999 999,99 €", named(rank))
            }
            Self::Payee(rank, told) => format!("{} : {told}", named(rank)),
            Self::NoName(rank) => format!("{} : le nom n’a aucune lettre que les banques lisent", named(rank)),
        }
    }
}

/// A text that the bank reads otherwise than it is written here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The order, from nought; none for what concerns the payer.
    pub order: Option<usize>,
    /// What was written.
    pub from: String,
    /// What the bank reads.
    pub to: String,
    /// Whether its end was cut, and not only letters respelt.
    pub is_cut: bool,
}

/// A batch as it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The message.
    pub xml: String,
    /// How many transfers.
    pub count: usize,
    /// What they come to, in cents.
    pub cents: i64,
    /// Texts the bank reads otherwise.
    pub changed: Vec<Changed>,
}

/// Most cents of one transfer (EPC132-08, AT-04).
const MOST_CENTS: i64 = 99_999_999_999;

/// Most letters of a name, of a reference, of what the holder reads.
const NAME: usize = 70;
const REFERENCE: usize = 35;
const ABOUT: usize = 140;

impl Batch {
    /// Everything that keeps the batch from being sent.
    pub fn check(&self) -> Vec<Fault> {
        let mut found = Vec::new();
        if self.orders.is_empty() {
            found.push(Fault::NoOrder);
        }
        if let Err(told) = account(&self.from) {
            found.push(Fault::Payer(told));
        }
        let mut seen = std::collections::BTreeMap::new();
        for (rank, order) in self.orders.iter().enumerate() {
            if sepa(&order.reference, REFERENCE).text.is_empty() {
                found.push(Fault::NoReference(rank));
            } else if let Some(first) = seen.insert(order.reference.as_str(), rank) {
                found.push(Fault::Twice(first, rank));
            }
            if !(1..=MOST_CENTS).contains(&order.cents) {
                found.push(Fault::Amount(rank));
            }
            if let Err(told) = account(&order.to) {
                found.push(Fault::Payee(rank, told));
            }
            if sepa(&order.to.name, NAME).text.is_empty() {
                found.push(Fault::NoName(rank));
            }
        }
        found
    }

    /// The message. The same batch gives the same bytes.
    ///
    /// # Errors
    /// What [`Batch::check`] finds.
    pub fn to_xml(&self, version: Version) -> Result<Made, Vec<Fault>> {
        let found = self.check();
        if !found.is_empty() {
            return Err(found);
        }
        let mut changed = Vec::new();
        let mut spelt = |order: Option<usize>, text: &str, most: usize| {
            let read = sepa(text, most);
            if read.is_respelt || read.is_cut {
                changed.push(Changed { order, from: text.to_owned(), to: read.text.clone(), is_cut: read.is_cut });
            }
            read.text
        };
        let lines = self
            .orders
            .iter()
            .enumerate()
            .map(|(rank, order)| pain::Line {
                id: identifier(&order.reference),
                cents: order.cents,
                iban: order.to.iban.clone(),
                bic: order.to.bic.clone(),
                name: spelt(Some(rank), &order.to.name, NAME),
                about: spelt(Some(rank), &order.about, ABOUT),
            })
            .collect();
        let payer = spelt(None, &self.from.name, NAME);
        let message = pain::Message {
            id: identifier(&self.reference),
            made_at: self.made_at,
            on: self.on,
            payer,
            iban: self.from.iban.clone(),
            bic: self.from.bic.clone(),
            lines,
        };
        Ok(Made {
            xml: pain::write(&message, version),
            count: self.orders.len(),
            cents: self.orders.iter().map(|order| order.cents).sum(),
            changed,
        })
    }
}

/// An account that can pay or be paid; what is wrong repeats nothing of its number.
fn account(account: &Account) -> Result<(), String> {
    let iban = identifiers::read_iban(&account.iban)?;
    if iban != account.iban {
        return Err("L’IBAN s’écrit sans espace, en capitales".to_owned());
    }
    if !account.bic.is_empty() && identifiers::read_bic(&account.bic)? != account.bic {
        return Err("Le BIC s’écrit sans espace, en capitales".to_owned());
    }
    Ok(())
}

/// A reference as the message bears it: itself when banks take it whole, else what they take of it and its fingerprint. The same
/// reference always gives the same identifier, two references never the same one.
fn identifier(reference: &str) -> String {
    let spelt = sepa(reference, REFERENCE);
    if !spelt.is_respelt && !spelt.is_cut && spelt.text == reference {
        return spelt.text;
    }
    let mark: String = Sha256::digest(reference.as_bytes()).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    let head: String = spelt.text.chars().take(REFERENCE - mark.len() - 1).collect();
    format!("{}-{mark}", head.trim_end_matches([' ', '/']))
}
