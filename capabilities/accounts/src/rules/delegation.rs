//! Having somebody act in one's place, for a time.

use jiff::civil::Date;
use kernel::{FieldError, Function};

use super::limits::DELEGATION_DAYS;

/// Functions that are never delegated: whoever acted for an administrator could give herself any function for good.
pub const KEPT: [Function; 1] = [Function::Administrator];

/// Whether a function goes with the delegation.
pub fn goes_along(function: Function) -> bool {
    !KEPT.contains(&function)
}

/// What must be corrected in the dates and the reason.
pub fn check(today: Date, starts_on: Option<Date>, ends_on: Option<Date>, reason: &str) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if starts_on.is_none() {
        errors.push(FieldError::new("debut", "Indiquez le premier jour de la délégation"));
    }
    let length =
        |ends_on| starts_on.and_then(|day: Date| day.until(ends_on).ok()).map_or(0, |span| i64::from(span.get_days()));
    let end = match ends_on {
        None => Some("Indiquez le dernier jour de la délégation"),
        Some(ends_on) if starts_on.is_some_and(|starts_on| ends_on < starts_on) => {
            Some("Le dernier jour doit venir après le premier")
        }
        Some(ends_on) if ends_on < today => Some("Le dernier jour est déjà passé : choisissez un jour à venir"),
        Some(ends_on) if length(ends_on) > DELEGATION_DAYS => {
            Some("Une délégation dure un an au plus. Au-delà, demandez que la fonction soit donnée à cette personne")
        }
        Some(_) => None,
    };
    errors.extend(end.map(|sentence| FieldError::new("fin", sentence)));
    if reason.trim().is_empty() {
        errors.push(FieldError::new("motif", "Écrivez pourquoi, par exemple « congés d’été »"));
    }
    errors
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_delegation_has_two_days_and_a_reason() {
        let today = date(2026, 3, 15);
        let wrong =
            |from, to, why| check(today, from, to, why).into_iter().map(|error| error.field).collect::<Vec<_>>();
        assert_eq!(wrong(Some(today), Some(today), "congés"), Vec::<String>::new());
        assert_eq!(wrong(None, None, " "), ["debut", "fin", "motif"]);
        assert_eq!(wrong(None, Some(date(2026, 3, 14)), "x"), ["debut", "fin"]);
        assert_eq!(wrong(Some(today), Some(date(2026, 3, 14)), "x"), ["fin"]);
        assert_eq!(wrong(Some(date(2026, 1, 1)), Some(date(2026, 3, 14)), "x"), ["fin"]);
        assert_eq!(wrong(Some(today), Some(date(2027, 3, 18)), "x"), ["fin"]);
    }
}
