//! What is decided without asking anybody: what a sheet holds, what is wrong in it, what is missing or expired.

mod bank;
mod check;
mod commitment;
mod likeness;
mod lines;
mod sheet;
mod vocabulary;

pub use bank::{BankTerms, is_same_name};
pub use check::{Check, State, checks};
pub use commitment::{Charter, Signature};
pub use likeness::{Likeness, Told, likeness};
pub use lines::{
    Approval, Document, PersonTerms, Representative, Year, YearTerms, check_approval, check_person, check_year,
};
pub use sheet::{Contact, Identity, Listing, Relations, Sheet, check_contact, check_identity, check_listing};
pub use vocabulary::{DocumentKind, JoinState, MarkKind, Public, Quality};

use kernel::FieldError;

/// A text of one line, of at most so many signs; `label` has its article.
fn line(errors: &mut Vec<FieldError>, field: &str, label: &str, text: &str, most: usize) {
    if text.chars().count() > most || text.chars().any(|c| c.is_control() && c != '\n' && c != '\r') {
        errors.push(FieldError::new(field, format!("{label} doit faire {most} signes au plus")));
    }
}
