//! Rules of the slice: agreements, years, actions, what holds and what does not.

mod action;
mod agreement;
mod management;
mod standing;
mod year;

pub use action::{ActionTerms, LandlordAction, check_action};
pub use agreement::{AbatementAgreement, AgreementTerms, check_agreement};
pub use management::{
    ManagementAction, ManagementActionTerms, ManagementState, ManagementTerms, ManagementTheme, UrbanManagement,
    check_management, check_management_action,
};
pub use standing::Standing;
pub use year::{AbatementYear, Tenants, YearTerms, check_year, read_posts, read_rate, spelt_posts, spelt_rate};

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
