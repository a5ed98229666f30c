//! The leverage: how many euros of others each euro of specific credits brings, by year, theme or neighbourhood.

use kernel::Uuid;

use super::{Amount, sum_of};

/// On which side of the ratio an amount stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Specific credits: what divides.
    Specific,
    /// Ordinary means.
    CommonLaw,
    /// Posts paid otherwise than by specific credits.
    Posts,
    /// Money of firms.
    Sponsors,
}

/// An amount where it is spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// The year.
    pub year: i64,
    /// The theme; none: none in particular.
    pub theme: Option<Uuid>,
    /// The neighbourhood; none: the whole contract.
    pub area: Option<Uuid>,
    /// Its side.
    pub side: Side,
    /// The amount.
    pub amount: Amount,
}

/// What rows of the leverage are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Years.
    Year,
    /// Themes.
    Theme,
    /// Neighbourhoods.
    Area,
}

impl By {
    /// The one of that stable name.
    pub fn from_code(code: &str) -> Self {
        match code {
            "theme" => Self::Theme,
            "quartier" => Self::Area,
            _ => Self::Year,
        }
    }

    /// Stable name, in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Year => "annee",
            Self::Theme => "theme",
            Self::Area => "quartier",
        }
    }
}

/// An amount spread over neighbourhoods by their shares, in thousandths: parts add up to the cent.
pub fn spread(cents: i64, areas: &[(Uuid, i64)]) -> Vec<(Option<Uuid>, i64)> {
    let weights: Vec<u32> = areas.iter().map(|(_, share)| u32::try_from(*share).unwrap_or(0)).collect();
    let parts = settlement::share_out(cents, &weights);
    if parts.is_empty() {
        return vec![(None, cents)];
    }
    areas.iter().zip(parts).map(|((area, _), part)| (Some(*area), part)).collect()
}

/// A row of the leverage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Leverage {
    /// Specific credits; none: nothing is known of them.
    pub specific: Option<Amount>,
    /// Ordinary means.
    pub common_law: Option<Amount>,
    /// Posts.
    pub posts: Option<Amount>,
    /// Sponsors.
    pub sponsors: Option<Amount>,
    /// How many amounts it stands on.
    pub base: i64,
    /// Of which nobody was asked.
    pub not_asked: i64,
    /// Of which are kept back.
    pub not_disclosed: i64,
}

impl Leverage {
    /// Counts these amounts.
    pub fn of<'a>(shares: impl Iterator<Item = &'a Share> + Clone) -> Self {
        let side = |side: Side| sum_of(shares.clone().filter(|one| one.side == side).map(|one| one.amount));
        let count = |amount: Amount| shares.clone().filter(|one| one.amount == amount).count() as i64;
        Self {
            specific: side(Side::Specific),
            common_law: side(Side::CommonLaw),
            posts: side(Side::Posts),
            sponsors: side(Side::Sponsors),
            base: shares.clone().count() as i64,
            not_asked: count(Amount::NotAsked),
            not_disclosed: count(Amount::NotDisclosed),
        }
    }

    /// Euros of others.
    pub fn others(&self) -> Option<Amount> {
        sum_of([self.common_law, self.posts, self.sponsors].into_iter().flatten())
    }

    /// Euros of others for one euro of specific credits, in hundredths, to the nearest; none when nothing divides.
    pub fn ratio(&self) -> Option<i64> {
        let specific = self.specific.and_then(Amount::cents).filter(|cents| *cents > 0)?;
        let others = self.others().and_then(Amount::cents)?;
        i64::try_from((i128::from(others) * 200 + i128::from(specific)) / (i128::from(specific) * 2)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(side: Side, amount: Amount) -> Share {
        Share { year: 2026, theme: None, area: None, side, amount }
    }

    #[test]
    fn the_ratio_is_of_what_is_known_and_says_what_is_not() {
        let all = [
            share(Side::Specific, Amount::Known(300_000)),
            share(Side::CommonLaw, Amount::Known(900_100)),
            share(Side::CommonLaw, Amount::NotAsked),
            share(Side::CommonLaw, Amount::NotDisclosed),
            share(Side::Sponsors, Amount::Known(50_000)),
        ];
        let row = Leverage::of(all.iter());
        assert_eq!((row.others(), row.ratio()), (Some(Amount::Known(950_100)), Some(317)));
        assert_eq!((row.base, row.not_asked, row.not_disclosed), (5, 1, 1));
        assert_eq!(row.posts, None, "nothing is told of posts: that is not nought");
        assert_eq!(Leverage::of(all[1..].iter()).ratio(), None, "nothing divides");
        let nought = [share(Side::Specific, Amount::Known(100)), share(Side::CommonLaw, Amount::Known(0))];
        assert_eq!(Leverage::of(nought.iter()).ratio(), Some(0), "nought is a figure");
        let kept = [share(Side::Specific, Amount::Known(100)), share(Side::CommonLaw, Amount::NotDisclosed)];
        assert_eq!(Leverage::of(kept.iter()).ratio(), None);
    }

    #[test]
    fn shares_of_neighbourhoods_add_up_to_the_cent() {
        let (one, two, three) = (Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3));
        let parts = spread(100, &[(one, 333), (two, 333), (three, 334)]);
        assert_eq!(parts.iter().map(|(_, cents)| cents).sum::<i64>(), 100);
        assert_eq!(spread(100, &[]), [(None, 100)]);
    }
}
