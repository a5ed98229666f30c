//! Telephone calls: numbers as people write them, how a call ends, whom to call next.

/// How a number stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CallState {
    /// To be called.
    Waiting,
    /// Nobody answered.
    Absent,
    /// To be called again at an hour that was agreed.
    CallBack,
    /// Questions were answered.
    Answered,
    /// Does not want to answer: never called again.
    Refused,
    /// The number is not that of somebody who can be asked.
    WrongNumber,
    /// Does not live there, is too young.
    NotConcerned,
    /// Called as often as was decided.
    GivenUp,
}

impl CallState {
    /// Every state, in the order of a table.
    pub const ALL: [Self; 8] = [
        Self::Waiting,
        Self::CallBack,
        Self::Absent,
        Self::Answered,
        Self::Refused,
        Self::WrongNumber,
        Self::NotConcerned,
        Self::GivenUp,
    ];

    /// What an interviewer may say of a call that is not an interview.
    pub const ENDINGS: [Self; 5] = [Self::Absent, Self::CallBack, Self::Refused, Self::WrongNumber, Self::NotConcerned];

    /// Stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Absent => "absent",
            Self::CallBack => "call_back",
            Self::Answered => "answered",
            Self::Refused => "refused",
            Self::WrongNumber => "wrong_number",
            Self::NotConcerned => "not_concerned",
            Self::GivenUp => "given_up",
        }
    }

    /// The state of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// What people read.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Waiting => "À appeler",
            Self::Absent => "Personne n’a décroché",
            Self::CallBack => "À rappeler",
            Self::Answered => "A répondu",
            Self::Refused => "Ne veut pas répondre",
            Self::WrongNumber => "Faux numéro",
            Self::NotConcerned => "N’est pas concerné·e",
            Self::GivenUp => "Appelé autant de fois que prévu",
        }
    }

    /// Whether the number is never called again, and goes.
    pub const fn is_over(self) -> bool {
        !matches!(self, Self::Waiting | Self::Absent | Self::CallBack)
    }
}

/// Where a number stands after one more call that ended so.
pub fn after(ending: CallState, tries: i64, most: i64) -> CallState {
    if ending == CallState::Absent && tries >= most { CallState::GivenUp } else { ending }
}

/// A number as it is dialled: `0612345678`, or `+` and the rest for another country. Nothing when it is no number.
pub fn dialled(typed: &str) -> Option<String> {
    let mut digits: String =
        typed.chars().filter(|sign| !matches!(sign, ' ' | '.' | '-' | '/' | '\u{a0}' | '\u{202f}' | '\'')).collect();
    digits = digits.replace("(0)", "");
    if let Some(rest) = digits.strip_prefix("00") {
        digits = format!("+{rest}");
    }
    if let Some(rest) = digits.strip_prefix("+33") {
        digits = format!("0{}", rest.strip_prefix('0').unwrap_or(rest));
    }
    let (plus, rest) = digits.strip_prefix('+').map_or(("", digits.as_str()), |rest| ("+", rest));
    let are_digits = !rest.is_empty() && rest.bytes().all(|sign| sign.is_ascii_digit());
    let is_french = plus.is_empty() && rest.len() == 10 && rest.starts_with('0') && !rest.starts_with("00");
    let is_abroad = plus == "+" && (8..=15).contains(&rest.len());
    (are_digits && (is_french || is_abroad)).then_some(digits)
}

/// A French number whose first zero was lost by a spreadsheet, with it.
pub fn with_zero(typed: &str) -> Option<String> {
    let digits: String = typed.chars().filter(|sign| !sign.is_whitespace()).collect();
    let is_cut = digits.len() == 9 && digits.bytes().all(|sign| sign.is_ascii_digit()) && !digits.starts_with('0');
    is_cut.then(|| format!("0{digits}"))
}

/// A number as it is read: `06 12 34 56 78`.
pub fn shown(number: &str) -> String {
    if number.starts_with('+') || number.len() != 10 {
        return number.to_owned();
    }
    let pairs: Vec<&str> = (0..5).filter_map(|rank| number.get(rank * 2..rank * 2 + 2)).collect();
    pairs.join("\u{a0}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_however_they_are_written() {
        for typed in ["06 12 34 56 78", "06.12.34.56.78", "+33 6 12 34 56 78", "0033612345678", "+33 (0)6 12 34 56 78"]
        {
            assert_eq!(dialled(typed).as_deref(), Some("0612345678"), "{typed}");
        }
        assert_eq!(dialled("+32 470 12 34 56").as_deref(), Some("+32470123456"));
        for typed in ["", "612345678", "06 12", "Mme Durand", "0612345678 9", "++33612345678"] {
            assert_eq!(dialled(typed), None, "{typed}");
        }
        assert_eq!((with_zero("612345678").as_deref(), with_zero("061234567")), (Some("0612345678"), None));
        assert_eq!(shown("0612345678"), "06\u{a0}12\u{a0}34\u{a0}56\u{a0}78");
    }

    #[test]
    fn a_refusal_ends_calls_and_absences_do_after_some() {
        assert!(CallState::Refused.is_over() && CallState::Answered.is_over() && !CallState::CallBack.is_over());
        assert_eq!(after(CallState::Absent, 2, 3), CallState::Absent);
        assert_eq!(after(CallState::Absent, 3, 3), CallState::GivenUp);
        assert_eq!(after(CallState::CallBack, 9, 3), CallState::CallBack);
        for state in CallState::ALL {
            assert_eq!(CallState::from_code(state.code()), Some(state));
        }
    }
}
