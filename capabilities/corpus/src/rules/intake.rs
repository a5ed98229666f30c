//! Words on their way in: one line a sentence, no precise date, no place smaller than a neighbourhood.

use jiff::civil::Date;
use kernel::text::search_key;
use kernel::{FieldError, Uuid};

/// Sentences taken in one go.
pub const MOST_SENTENCES: usize = 2_000;

/// Signs of a sentence.
pub const MOST_SIGNS: usize = 3_000;

/// Signs of the words that say who was heard.
const MOST_AUDIENCE: usize = 120;

/// One thing said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// The neighbourhood it speaks of; nothing smaller is kept.
    pub area: Option<Uuid>,
    /// Who said it, a category: « parents d’élèves ». Never a name.
    pub audience: String,
    /// The day it was heard, when known: only its month is kept.
    pub heard_on: Option<Date>,
    /// The sentence as it was heard.
    pub text: String,
    /// How many times it was said; 0 reads as once.
    pub times_said: u32,
    /// The hash of the code whoever said it was given elsewhere; without one, the batch says.
    pub code_hash: Option<Vec<u8>>,
}

/// Each line pasted is a sentence; bullets and empty lines are dropped.
pub fn sentences(pasted: &str) -> Vec<String> {
    pasted
        .lines()
        .map(|line| line.trim_start_matches(|c: char| c.is_whitespace() || "-–—•*·".contains(c)).trim_end())
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The month of a day: `2026-03`.
pub fn month(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// A month as it is kept, from `2026-03`, `03/2026` or a whole date; nothing when the text is empty.
///
/// # Errors
/// A French sentence.
pub fn read_month(typed: &str) -> Result<Option<Date>, String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let parts: Vec<&str> = typed.split(['/', '-']).collect();
    let whole = |text: &str| text.parse::<i16>().ok();
    let made = match parts.as_slice() {
        [year, month] | [year, month, _] if year.len() == 4 => whole(year).zip(whole(month)),
        [month, year] | [_, month, year] if year.len() == 4 => whole(year).zip(whole(month)),
        _ => None,
    };
    let day = made.and_then(|(year, month)| Date::new(year, i8::try_from(month).ok()?, 1).ok());
    day.map(Some).ok_or_else(|| format!("« {typed} » n’est pas un mois : écrivez 03/2026"))
}

/// Two sentences with the same key say the same thing in the same words.
pub fn same_key(text: &str) -> String {
    search_key(text)
}

/// What is wrong with words, tied to the field `paroles`; `rank` is the sentence's number, from 1. `today` bounds the
/// month.
pub fn check(words: &Words, rank: usize, today: Date) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let length = words.text.chars().count();
    if length == 0 {
        errors.push(FieldError::new("paroles", format!("La parole {rank} est vide : supprimez sa ligne")));
    } else if length > MOST_SIGNS {
        errors.push(FieldError::new(
            "paroles",
            format!("La parole {rank} fait {length} signes : coupez-la en plusieurs, de 3 000 signes au plus"),
        ));
    }
    if words.audience.chars().count() > MOST_AUDIENCE {
        errors.push(FieldError::new("public", "Le public doit tenir en 120 signes : « mères de famille », « jeunes »"));
    }
    if words.heard_on.is_some_and(|day| month(day) > month(today)) {
        errors.push(FieldError::new("mois", "Le mois est à venir : donnez celui où ces paroles ont été entendues"));
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_a_sentence() {
        let pasted = "  - Les rats reviennent.\r\n\n• Plus de bancs\n— L’ascenseur est en panne  \n";
        assert_eq!(sentences(pasted), ["Les rats reviennent.", "Plus de bancs", "L’ascenseur est en panne"]);
        assert!(sentences(" \n - \n").is_empty());
    }

    #[test]
    fn only_the_month_of_a_date_is_kept() {
        for typed in ["2026-03", "03/2026", "15/03/2026", "2026-03-15"] {
            assert_eq!(read_month(typed).map(|day| day.map(month)), Ok(Some("2026-03".to_owned())), "{typed}");
        }
        assert_eq!(read_month(" "), Ok(None));
        assert!(read_month("mars").is_err() && read_month("13/2026").is_err());
    }

    #[test]
    fn the_same_words_have_the_same_key() {
        assert_eq!(same_key("Des RATS partout !"), same_key("des rats  partout"));
        assert_ne!(same_key("Des rats"), same_key("Des bancs"));
    }
}
