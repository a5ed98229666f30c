//! Writing an application and filing it: one function per act.

pub mod answering;
pub mod attaching;
pub mod budgeting;
pub mod carrier;
pub mod filing;
pub mod looking;
pub mod projects;
pub mod renewing;
pub mod starting;
pub mod whole;

pub use crate::rules::writing::{
    Amount, Asking, Attested, BudgetForm, Given, Indicator, Mean, MeanKind, Place, Public,
};
