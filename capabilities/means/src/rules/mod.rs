//! Rules of the slice: ordinary means, posts, sponsors, the leverage, the yearly statement.

mod amount;
mod common_law;
mod leverage;
mod pasted;
mod post;
mod sponsor;
mod statement;

pub use amount::{Amount, read_amount, read_hundredths, spelt_amount, spelt_hundredths, sum_of};
pub use common_law::{CommonLawLine, Confidence, LineTerms, Method, Pledged, check_line, standing};
pub use leverage::{By, Leverage, Share, Side, spread};
pub use pasted::{Around, COLUMNS, PastedLine, read_pasted};
pub use post::{Post, PostKind, PostState, PostTerms, check_post, check_post_kind};
pub use sponsor::{
    EndowmentFund, EndowmentYear, EndowmentYearTerms, Sponsorship, SponsorshipKind, SponsorshipTerms, check_endowment,
    check_sponsorship, overspent,
};
pub use statement::{Party, Statement, StatementAction, StatementLine, StatementMean, StatementVersion, gaps};

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
