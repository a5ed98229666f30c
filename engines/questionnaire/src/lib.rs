//! Questionnaires: read, checked, answered, compared, printed.
//!
//! This crate is pure: bytes and answers are handed in, with the moment and chance; forms, sentences and bytes come
//! out. It knows no database and no page.
//!
//! | to do | use |
//! |---|---|
//! | hold a form | [`model::Form`], [`model::Item`] |
//! | read and write XLSForm workbooks | [`xlsform::read`], [`xlsform::write`] |
//! | keep a form as JSON | [`definition`] |
//! | make it ready to be answered | [`plan::Plan`] |
//! | follow somebody who answers | [`answering::Session`] |
//! | know what changed since the last wave | [`comparison::compare`] |
//! | put it on paper | [`paper::printed`] |
//! | follow it on a device without a server | [`portable`] |
//! | read conditions and calculations | [`expression`] |
//!
//! What is to be corrected is a [`Problem`], with its sheet, row and column, told all at once.

pub mod answering;
pub mod comparison;
pub mod definition;
pub mod expression;
pub mod model;
pub mod paper;
pub mod plan;
mod portable;
mod problem;
pub mod xlsform;

pub use portable::portable;
pub use problem::{Problem, Severity};
