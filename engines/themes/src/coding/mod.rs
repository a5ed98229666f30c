//! Themes suggested for each answer, to be accepted or corrected by somebody.
//!
//! Before anything is coded, the rules of a codebook speak; their surest guesses teach a linear model (weak
//! supervision), which then learns from every answer that people code. Nothing is decided here: a suggestion has a
//! confidence, measured on answers the model had not seen, and only hand codes make a figure ([`crate::shares`]).

mod bayes;
mod calibration;
mod codebook;
mod coder;
mod features;
mod fields;
mod logistic;
mod meaning;
mod starter;
mod written;

pub use codebook::{Codebook, Found, Rules, SubTheme, Theme};
pub use coder::{Coded, Coder, MOST_MEANT, Suggested, Suggestions};
pub use starter::starter;
pub use written::{CodebookError, read_codebook, write_codebook};
