//! Amounts shared out to the cent, and schedules of payments.

use jiff::civil::Date;

use crate::MOST_CENTS;

/// What a payment waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The agreement signed by all.
    Signature,
    /// The report of a year accepted.
    ReportAccepted(i16),
    /// A day.
    On(Date),
    /// The budget of a year voted, as yearly agreements of a multi-year one say.
    BudgetVoted(i16),
}

/// How much a payment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// A part of the whole, in ten-thousandths.
    Share(u16),
    /// So many cents.
    Cents(i64),
    /// What the others leave.
    Rest,
}

/// A payment as an agreement names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// How much.
    pub size: Size,
    /// What it waits for.
    pub condition: Condition,
}

/// A payment in cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instalment {
    /// How much.
    pub cents: i64,
    /// What it waits for.
    pub condition: Condition,
}

/// Why a schedule does not stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsound {
    /// No payment at all.
    Empty,
    /// A whole that is no amount to pay.
    Total,
    /// A payment of nought or below, from nought.
    Nothing(usize),
    /// Two payments of what the others leave.
    TwoRests,
    /// Payments come to another amount than the whole.
    DoesNotAddUp {
        /// The whole.
        total: i64,
        /// What payments come to.
        sum: i64,
    },
    /// Nothing is left for the payment of what the others leave.
    NothingLeft,
}

impl Unsound {
    /// What is wrong and what to do, in French. `euros` writes an amount of cents for people to read.
    pub fn sentence(self, euros: impl Fn(i64) -> String) -> String {
        match self {
            Self::Empty => "L’échéancier est vide\u{a0}: ajoutez au moins un versement.".to_owned(),
            Self::Total => "Le montant de la convention doit être positif.".to_owned(),
            Self::Nothing(rank) => {
                format!("Le versement {} est nul\u{a0}: donnez-lui un montant ou retirez-le.", rank + 1)
            }
            Self::TwoRests => "Deux versements sont «\u{a0}le solde\u{a0}»\u{a0}: gardez-en un.".to_owned(),
            Self::DoesNotAddUp { total, sum } => {
                let gap = euros(total.abs_diff(sum).try_into().unwrap_or(i64::MAX));
                let what = if sum > total { format!("{gap} de trop") } else { format!("il manque {gap}") };
                format!("Les versements font {} pour une convention de {}\u{a0}: {what}.", euros(sum), euros(total))
            }
            Self::NothingLeft => {
                "Les autres versements épuisent le montant\u{a0}: il ne reste rien pour le solde.".to_owned()
            }
        }
    }
}

/// An amount shared out by weights: parts add up to it to the cent, and none is a cent further than it should be from its exact
/// share (largest remainders; equal ones go to the first). Without any weight, all goes to nobody: an empty answer.
pub fn share_out(total: i64, weights: &[u32]) -> Vec<i64> {
    let sum: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    if sum == 0 {
        return Vec::new();
    }
    let (sign, whole) = (i128::from(total.signum()), i128::from(total).abs());
    let mut parts: Vec<i128> = weights.iter().map(|weight| whole * i128::from(*weight) / sum).collect();
    let mut left = whole - parts.iter().sum::<i128>();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|rank| {
        let weight = weights.get(*rank).copied().map_or(0, i128::from);
        std::cmp::Reverse(whole * weight % sum)
    });
    for rank in order {
        if left == 0 {
            break;
        }
        if let Some(part) = parts.get_mut(rank) {
            *part += 1;
            left -= 1;
        }
    }
    parts.into_iter().map(|part| i64::try_from(part * sign).unwrap_or(0)).collect()
}

/// Payments in cents. Shares are of the whole and add up with one another: thirds of 100 € make 33,34, 33,33 and 33,33.
///
/// # Errors
/// [`Unsound`]: they do not add up to the whole, or one is nothing.
pub fn schedule(total: i64, parts: &[Part]) -> Result<Vec<Instalment>, Unsound> {
    if parts.is_empty() {
        return Err(Unsound::Empty);
    }
    if !(1..=MOST_CENTS).contains(&total) {
        return Err(Unsound::Total);
    }
    if parts.iter().filter(|part| part.size == Size::Rest).count() > 1 {
        return Err(Unsound::TwoRests);
    }
    let share = |part: &Part| match part.size {
        Size::Share(share) => u32::from(share),
        Size::Cents(_) | Size::Rest => 0,
    };
    // What shares leave of the whole weighs too, so that each is a part of the whole and not of their sum.
    let shares: Vec<u32> = parts.iter().map(share).collect();
    let left = 10_000_u32.saturating_sub(shares.iter().sum());
    let shared = share_out(total, &[shares.as_slice(), &[left]].concat());
    let scale = i128::from(shares.iter().sum::<u32>().max(10_000));
    let mut instalments: Vec<Instalment> = parts
        .iter()
        .zip(&shared)
        .map(|(part, shared)| {
            let cents = match part.size {
                Size::Share(_) => i64::try_from(i128::from(*shared) * scale / 10_000).unwrap_or(i64::MAX),
                Size::Cents(cents) => cents,
                Size::Rest => 0,
            };
            Instalment { cents, condition: part.condition }
        })
        .collect();
    let sum = instalments.iter().fold(0_i64, |sum, one| sum.saturating_add(one.cents));
    if let Some(rank) = parts.iter().position(|part| part.size == Size::Rest) {
        if sum >= total {
            return Err(if sum == total { Unsound::NothingLeft } else { Unsound::DoesNotAddUp { total, sum } });
        }
        if let Some(rest) = instalments.get_mut(rank) {
            rest.cents = total - sum;
        }
    } else if sum != total {
        return Err(Unsound::DoesNotAddUp { total, sum });
    }
    match instalments.iter().position(|one| one.cents <= 0) {
        Some(rank) => Err(Unsound::Nothing(rank)),
        None => Ok(instalments),
    }
}
