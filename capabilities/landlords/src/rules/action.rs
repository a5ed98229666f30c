//! An action of a landlord: what it is, what it costs, what of it counts in return.

use abatement::{Action, Axis};
use kernel::{FieldError, Uuid};

use super::text_error;

/// What is told of an action. The amounts are those of the national table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionTerms {
    /// Its axis, title and amounts.
    pub counted: Action,
    /// Where it is done, and what it is.
    pub place: String,
    /// When.
    pub calendar: String,
    /// What it changed.
    pub effects: String,
}

/// An action as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LandlordAction {
    /// Which.
    pub id: Uuid,
    /// The year of its agreement.
    pub year: Uuid,
    /// What is told of it.
    pub terms: ActionTerms,
    /// How many times it changed.
    pub revision: i64,
}

/// What is wrong with what is told. What does not hold in the whole of a year is told beside it, never refused.
pub fn check_action(terms: &ActionTerms) -> Vec<FieldError> {
    let mut errors = Vec::new();
    errors.extend(text_error("titre", "le nom de l’action", &terms.counted.title, (true, 200)));
    errors.extend(text_error("lieu", "", &terms.place, (false, 1_000)));
    errors.extend(text_error("calendrier", "", &terms.calendar, (false, 200)));
    errors.extend(text_error("effets", "", &terms.effects, (false, 1_000)));
    let one = &terms.counted;
    if one.common_law > 0 && one.axis != Axis::Presence {
        let sentence = "Le droit commun se déduit sur l’axe 1 seulement : laissez ce champ vide";
        errors.push(FieldError::new("droit-commun", sentence));
    }
    for (field, part) in [("droit-commun", one.common_law), ("renouvellement", one.by_renewal)] {
        if part > one.spent() {
            errors.push(FieldError::new(field, "Cette part dépasse la dépense de l’action : corrigez l’une des deux"));
        }
    }
    errors
}
