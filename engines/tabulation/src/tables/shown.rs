//! What of a figure may be shown, and how precisely.

/// Under this base nothing is published.
pub const BASE_PUBLISHED: u64 = 11;
/// Under this base a table is marked « effectif faible » and gives counts, not percentages.
pub const BASE_LOW: u64 = 30;
/// From this base a percentage may have a decimal.
pub const BASE_DECIMAL: u64 = 100;

/// What a base allows to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Strength {
    /// Fewer than 11 respondents: not published.
    Withheld,
    /// 11 to 29: counts only, marked « effectif faible ».
    CountsOnly,
    /// 30 to 99: whole percentages.
    WholePercent,
    /// 100 and more: one decimal at most.
    OneDecimal,
}

impl Strength {
    /// What a base of so many respondents allows (those who answered, whatever their weights).
    pub const fn of(base: u64) -> Self {
        match base {
            0..BASE_PUBLISHED => Self::Withheld,
            BASE_PUBLISHED..BASE_LOW => Self::CountsOnly,
            BASE_LOW..BASE_DECIMAL => Self::WholePercent,
            BASE_DECIMAL.. => Self::OneDecimal,
        }
    }

    /// Decimals of a percentage; none when percentages must not be given.
    pub const fn decimals(self) -> Option<u32> {
        match self {
            Self::Withheld | Self::CountsOnly => None,
            Self::WholePercent => Some(0),
            Self::OneDecimal => Some(1),
        }
    }

    /// The mark to print beside the base.
    pub const fn mark(self) -> Option<&'static str> {
        match self {
            Self::Withheld => Some("non diffusé : moins de 11 réponses"),
            Self::CountsOnly => Some("effectif faible : moins de 30 réponses, à lire en nombres"),
            Self::WholePercent | Self::OneDecimal => None,
        }
    }
}

/// `count` in percent of `base`, rounded half up, in units of 10^-decimals: `percent(1, 8, 1)` is 125, that is 12,5 %.
/// Exact: no floating point. None when the base is empty or the figure does not fit.
pub fn percent(count: u64, base: u64, decimals: u32) -> Option<u64> {
    let scale = 10u128.checked_pow(decimals)?.checked_mul(200)?;
    let doubled = u128::from(count).checked_mul(scale)?.checked_add(u128::from(base))?;
    doubled.checked_div(2 * u128::from(base))?.try_into().ok()
}

/// A share (0 to 1) as a French percentage without its sign: « 12,5 », with a comma.
pub fn percent_text(share: f64, decimals: u32) -> String {
    format!("{:.*}", decimals as usize, 100.0 * share).replace('.', ",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_up_and_nothing_overflows() {
        assert_eq!((percent(1, 8, 0), percent(1, 8, 1), percent(1, 200, 0)), (Some(13), Some(125), Some(1)));
        assert_eq!((percent(0, 0, 0), percent(u64::MAX, 1, 0), percent(1, 1, 40)), (None, None, None));
        assert_eq!(percent(u64::MAX, u64::MAX, 2), Some(10_000));
    }

    #[test]
    fn a_base_says_how_precisely_it_may_speak() {
        let decimals: Vec<_> = [10, 11, 29, 30, 99, 100].iter().map(|base| Strength::of(*base).decimals()).collect();
        assert_eq!(decimals, [None, None, None, Some(0), Some(0), Some(1)]);
        assert!(Strength::of(10) == Strength::Withheld && Strength::of(29).mark().is_some());
    }
}
