//! Amounts people tell: nought, not asked and not disclosed are three things. Time in hundredths of a post.

use kernel::Cents;
use kernel::text::search_key;

/// What is told of an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// So many cents, nought included.
    Known(i64),
    /// Nobody was asked.
    NotAsked,
    /// It exists and is kept back.
    NotDisclosed,
}

impl Amount {
    /// Stable name, kept beside the cents.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Known(_) => "known",
            Self::NotAsked => "not_asked",
            Self::NotDisclosed => "not_disclosed",
        }
    }

    /// The amount of that stable name and those cents.
    pub fn of(code: &str, cents: Option<i64>) -> Option<Self> {
        match (code, cents) {
            ("known", Some(cents)) => Some(Self::Known(cents)),
            ("not_asked", None) => Some(Self::NotAsked),
            ("not_disclosed", None) => Some(Self::NotDisclosed),
            _ => None,
        }
    }

    /// The cents, when they are known.
    pub const fn cents(self) -> Option<i64> {
        match self {
            Self::Known(cents) => Some(cents),
            _ => None,
        }
    }
}

/// An amount as people type it in a field, a cell of the grid or a spreadsheet: « 12 500,50 », « 0 », « pas demandé » or « – »,
/// « non diffusé » or « n.d. ».
pub fn read_amount(text: &str) -> Option<Amount> {
    let bare = text.trim();
    if matches!(bare, "–" | "-" | "—") {
        return Some(Amount::NotAsked);
    }
    match search_key(bare).replace(' ', "").as_str() {
        "pasdemande" | "nondemande" => Some(Amount::NotAsked),
        "nd" | "nondiffuse" => Some(Amount::NotDisclosed),
        _ => Cents::read_positive(bare).ok().map(|amount| Amount::Known(amount.0)),
    }
}

/// An amount as a field holds it.
pub fn spelt_amount(amount: Option<Amount>) -> String {
    match amount {
        None => String::new(),
        Some(Amount::Known(cents)) => Cents(cents).typed(),
        Some(Amount::NotAsked) => "pas demandé".to_owned(),
        Some(Amount::NotDisclosed) => "non diffusé".to_owned(),
    }
}

/// What several amounts come to: the sum of those known; not asked or not disclosed when none is; none without any.
pub fn sum_of(amounts: impl IntoIterator<Item = Amount>) -> Option<Amount> {
    amounts.into_iter().fold(None, |sum, one| {
        Some(match (sum, one) {
            (Some(Amount::Known(left)), Amount::Known(right)) => Amount::Known(left.saturating_add(right)),
            (Some(known @ Amount::Known(_)), _) => known,
            (_, known @ Amount::Known(_)) => known,
            (Some(Amount::NotDisclosed), _) | (_, Amount::NotDisclosed) => Amount::NotDisclosed,
            _ => Amount::NotAsked,
        })
    })
}

/// Posts as people type them, with two decimals at most: hundredths.
pub fn read_hundredths(text: &str) -> Option<i64> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = bare.replace('.', ",");
    let (whole, decimals) = bare.split_once(',').unwrap_or((&bare, ""));
    let is_plain = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || whole.len() > 4 || decimals.len() > 2 || !is_plain(whole) || !is_plain(decimals) {
        return None;
    }
    format!("{whole}{decimals:0<2}").parse().ok()
}

/// The same as a field holds it: « 1,5 ».
pub fn spelt_hundredths(hundredths: i64) -> String {
    let decimals = format!("{:02}", hundredths.rem_euclid(100));
    match decimals.trim_end_matches('0') {
        "" => (hundredths / 100).to_string(),
        decimals => format!("{},{decimals}", hundredths / 100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nought_not_asked_and_not_disclosed_are_three_things() {
        for (text, wanted) in [
            ("0", Some(Amount::Known(0))),
            ("12 500,50", Some(Amount::Known(1_250_050))),
            ("–", Some(Amount::NotAsked)),
            ("Pas demandé", Some(Amount::NotAsked)),
            ("n.d.", Some(Amount::NotDisclosed)),
            ("non diffusé", Some(Amount::NotDisclosed)),
            ("douze", None),
            ("-3", None),
        ] {
            assert_eq!(read_amount(text), wanted, "{text}");
            assert_eq!(wanted.and_then(|one| read_amount(&spelt_amount(Some(one)))), wanted, "{text}");
        }
        let sum = |all: &[Amount]| sum_of(all.iter().copied());
        assert_eq!(sum(&[]), None);
        assert_eq!(sum(&[Amount::NotAsked, Amount::NotDisclosed]), Some(Amount::NotDisclosed));
        assert_eq!(sum(&[Amount::NotAsked, Amount::Known(0)]), Some(Amount::Known(0)));
        assert_eq!(sum(&[Amount::Known(2), Amount::NotDisclosed, Amount::Known(3)]), Some(Amount::Known(5)));
    }

    #[test]
    fn posts_are_read_exactly_and_given_back() {
        for (text, hundredths) in [("1,5", 150), ("0.25", 25), ("12", 1200), ("0", 0)] {
            assert_eq!(read_hundredths(text), Some(hundredths), "{text}");
            assert_eq!(read_hundredths(&spelt_hundredths(hundredths)), Some(hundredths));
        }
        for text in ["", "un", "1,255", "-1", "12345"] {
            assert_eq!(read_hundredths(text), None, "{text}");
        }
    }
}
