//! Writing an application: the questions of its form, what may be answered to each, how far it is, what filing asks.

mod budgeting;
mod filing;
mod form;
mod given;
mod publics;
mod standard;

pub use budgeting::{
    Amount, Asking, BudgetForm, budget_key, chart, engine_lines, findings, funder_account, side_code, year_of,
};
pub use filing::{
    ATTESTATION, Attested, Lateness, Missing, Whole, WholeProject, lateness, missing, silence_ends, told_moment,
};
pub use form::{IDENTITY, after, form, is_answered, progress};
pub use given::{Given, Indicator, MOST_ROWS, Mean, MeanKind, Place, check, shares};
pub use publics::{AGES, Public, SEXES, age_label, people_told, sex_label};
pub use standard::{Piece, YEARS};
