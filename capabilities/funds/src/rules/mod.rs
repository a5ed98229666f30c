//! Rules of the slice: settings, projects, votes, money, codes.

pub mod code;
mod due;
mod fund;
mod holder;
mod project;
mod vote;

pub use due::{reminder, report_until};
pub use fund::{
    College, Envelope, EnvelopeTerms, Fund, FundKind, FundTerms, Member, Session, check_envelope, check_fund,
    check_member,
};
pub use holder::Holder;
pub use project::{
    Movement, Origin, Piece, PieceKind, Project, ProjectState, ProjectTerms, Report, ReportTerms, Support,
    check_project, check_report,
};
pub use settlement::{MOST_SMALL as MOST_CENTS, MovementKind, ProjectMoney, Purse, advance, one_more};
pub use vote::{Ballot, Bounds, Choice, Decision, DecisionTerms, Outcome, Tally, check_decision, residents};

/// An amount as people read it, for what small money refuses.
pub fn euros(cents: i64) -> String {
    kernel::french::euros(kernel::Cents(cents))
}

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
