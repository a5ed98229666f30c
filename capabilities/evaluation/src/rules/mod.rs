//! Rules of the slice: the framework, the starter it is built from.

mod framework;
mod starter;

pub use framework::{
    Framework, Item, ItemTerms, Level, MeasureSort, Sense, check_item, check_purpose, numbered, under,
};
pub use starter::{STARTER, StarterQuestion};

/// Says that a text is missing or too long, when it is.
fn text_error(field: &str, what: &str, text: &str, (is_needed, most): (bool, usize)) -> Option<kernel::FieldError> {
    match text.chars().count() {
        0 if is_needed => Some(kernel::FieldError::new(field, format!("Saisissez {what}"))),
        length if length > most => Some(kernel::FieldError::new(
            field,
            format!("Le texte doit faire {most} signes au plus : il en fait {length}"),
        )),
        _ => None,
    }
}
