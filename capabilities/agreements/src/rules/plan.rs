//! Payments an agreement foresees: the first plan, what is typed, what does not add up.

use jiff::civil::Date;
use kernel::{Cents, FieldError, Uuid, french, vocabulary};
use settlement::{Part, Size};

vocabulary! {
    /// What a payment waits for.
    Wait {
        /// The agreement signed by all.
        Signature => "signature", "La convention signée";
        /// The report of a year accepted.
        Report => "report", "Le compte rendu d’une année accepté";
        /// A day.
        Day => "day", "Une date";
    }
}

/// A payment an agreement foresees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instalment {
    /// What names it from one version to the next.
    pub mark: Uuid,
    /// Its rank, from 1.
    pub position: i64,
    /// How much, in cents.
    pub cents: i64,
    /// What it waits for.
    pub wait: Wait,
    /// The year of the report it waits for.
    pub year: Option<i64>,
    /// The day it waits for.
    pub day: Option<Date>,
}

/// What a payment waits for, in words.
pub fn told_wait(one: &Instalment) -> String {
    match (one.wait, one.year, one.day) {
        (Wait::Report, Some(year), _) => format!("quand le compte rendu de {year} est accepté"),
        (Wait::Day, _, Some(day)) => format!("le {}", french::date(day)),
        _ => "quand la convention est signée".to_owned(),
    }
}

fn condition(one: &Instalment) -> settlement::Condition {
    match (one.wait, one.year, one.day) {
        (Wait::Report, Some(year), _) => settlement::Condition::ReportAccepted(i16::try_from(year).unwrap_or(i16::MAX)),
        (Wait::Day, _, Some(day)) => settlement::Condition::On(day),
        _ => settlement::Condition::Signature,
    }
}

/// The plan an agreement begins with: at once when it is small and of one year; otherwise an advance once signed and the rest on
/// the report, year by year. `marks` names payments.
pub fn first_plan(
    years: &[(i64, i64)],
    is_small: bool,
    advance_permille: i64,
    mut marks: impl FnMut() -> Uuid,
) -> Vec<Instalment> {
    let total: i64 = years.iter().map(|(_, cents)| cents).sum();
    let mut all: Vec<Instalment> = Vec::new();
    let mut add = |cents: i64, wait: Wait, year: Option<i64>| {
        if cents > 0 {
            let position = all.len() as i64 + 1;
            all.push(Instalment { mark: marks(), position, cents, wait, year, day: None });
        }
    };
    if is_small && years.len() == 1 {
        add(total, Wait::Signature, None);
        return all;
    }
    for (rank, (year, cents)) in years.iter().enumerate() {
        let advance = u32::try_from(advance_permille.clamp(0, 1000)).unwrap_or(0);
        let parts = settlement::share_out(*cents, &[advance, 1000 - advance]);
        let (first, rest) = (parts.first().copied().unwrap_or(0), parts.get(1).copied().unwrap_or(0));
        match rank {
            0 => add(first, Wait::Signature, None),
            _ => add(first, Wait::Report, Some(*year - 1)),
        }
        add(rest, Wait::Report, Some(*year));
    }
    all
}

/// How much, as typed: « 70 % », « solde », « 1 500,50 ».
pub fn read_size(text: &str) -> Option<Size> {
    let bare: String = text.chars().filter(|sign| !sign.is_whitespace()).collect::<String>().to_lowercase();
    if bare == "solde" || bare == "lesolde" {
        return Some(Size::Rest);
    }
    if let Some(part) = bare.strip_suffix('%') {
        let ten_thousandths = Cents::parse(part).ok()?.0;
        return u16::try_from(ten_thousandths).ok().filter(|part| (1..=10_000).contains(part)).map(Size::Share);
    }
    Cents::parse(&bare).ok().map(|amount| Size::Cents(amount.0))
}

/// When, as typed beside what is waited for: a year for a report, a day for a date.
pub fn read_wait(wait: Wait, text: &str) -> Result<(Option<i64>, Option<Date>), &'static str> {
    match wait {
        Wait::Signature => Ok((None, None)),
        Wait::Report => {
            let year = text.trim().parse::<i64>().ok().filter(|year| (2000..=2100).contains(year));
            year.map(|year| (Some(year), None)).ok_or("Écrivez l’année du compte rendu, par exemple 2026")
        }
        Wait::Day => {
            let parts: Vec<i16> = text.trim().split('/').filter_map(|part| part.parse().ok()).collect();
            let day = match parts.as_slice() {
                [day, month, year] => {
                    let (day, month) = (i8::try_from(*day), i8::try_from(*month));
                    day.ok().zip(month.ok()).and_then(|(day, month)| Date::new(*year, month, day).ok())
                }
                _ => None,
            };
            day.map(|day| (None, Some(day))).ok_or("Écrivez la date, par exemple 15/03/2027")
        }
    }
}

/// Payments in cents from what was typed; what is wrong is tied to the fields `versement-1`, `versement-2`…
pub fn set_plan(total: i64, typed: Vec<(Instalment, Size)>) -> Result<Vec<Instalment>, FieldError> {
    let parts: Vec<Part> = typed.iter().map(|(one, size)| Part { size: *size, condition: condition(one) }).collect();
    match settlement::schedule(total, &parts) {
        Ok(set) => {
            Ok(typed.into_iter().zip(set).map(|((one, _), set)| Instalment { cents: set.cents, ..one }).collect())
        }
        Err(wrong) => Err(FieldError::new(field_of(wrong), wrong.sentence(|cents| french::euros(Cents(cents))))),
    }
}

fn field_of(wrong: settlement::Unsound) -> String {
    match wrong {
        settlement::Unsound::Nothing(rank) => format!("versement-{}", rank + 1),
        _ => "versement-1".to_owned(),
    }
}

/// Whether payments come to the whole.
pub(super) fn check_plan(total: i64, all: &[Instalment]) -> Result<(), (String, String)> {
    let typed = all.iter().map(|one| (one.clone(), Size::Cents(one.cents))).collect();
    set_plan(total, typed).map(|_| ()).map_err(|error| (error.field, error.sentence))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks() -> impl FnMut() -> Uuid {
        let mut last = 0;
        move || {
            last += 1;
            Uuid::from_u128(last)
        }
    }

    #[test]
    fn a_small_grant_is_paid_at_once_and_others_by_parts() {
        let at_once = first_plan(&[(2026, 300_000)], true, 700, marks());
        assert_eq!((at_once.len(), at_once[0].cents, at_once[0].wait), (1, 300_000, Wait::Signature));
        let staged = first_plan(&[(2026, 100_001), (2027, 200_000)], true, 700, marks());
        let told: Vec<(i64, Wait, Option<i64>)> = staged.iter().map(|one| (one.cents, one.wait, one.year)).collect();
        let expected = [
            (70_001, Wait::Signature, None),
            (30_000, Wait::Report, Some(2026)),
            (140_000, Wait::Report, Some(2026)),
            (60_000, Wait::Report, Some(2027)),
        ];
        assert_eq!(told, expected);
        assert!(check_plan(300_001, &staged).is_ok());
        let (field, sentence) = check_plan(300_000, &staged).expect_err("one cent too much");
        assert!(field == "versement-1" && sentence.contains("0,01"), "{sentence}");
    }

    #[test]
    fn what_is_typed_is_read() {
        assert_eq!(read_size("70 %"), Some(Size::Share(7_000)));
        assert_eq!(read_size("Le solde"), Some(Size::Rest));
        assert_eq!(read_size("1 500,50"), Some(Size::Cents(150_050)));
        assert_eq!((read_size("120 %"), read_size("beaucoup")), (None, None));
        assert_eq!(read_wait(Wait::Report, "2026"), Ok((Some(2026), None)));
        assert!(read_wait(Wait::Report, "15/03/2027").is_err() && read_wait(Wait::Day, "31/02/2027").is_err());
        assert_eq!(read_wait(Wait::Day, "15/03/2027"), Ok((None, Some(jiff::civil::date(2027, 3, 15)))));
    }
}
