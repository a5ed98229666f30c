//! Questionnaires.

pub mod answering;
pub mod definition;
pub mod expression;
pub mod model;
pub mod plan;
mod problem;
pub mod xlsform;

pub use problem::{Problem, Severity};
