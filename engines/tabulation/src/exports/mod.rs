//! Answers as files for statisticians: CSV of codes or of words, SPSS `.sav`, DDI-Codebook 2.5.
//!
//! One column per single choice, number or text; one per category of a several-choice question (1 chosen, 0 not). The
//! three files have the same columns, names and codes. Not asked is an empty cell (« system missing »); no answer,
//! don't know and rather not say have codes of their own, negative, declared missing.

mod ddi;
mod delimited;
mod layout;
mod spss;

pub use ddi::{Study, to_ddi};
pub use delimited::{codes, labels, to_csv_codes, to_csv_labels};
pub use spss::{SpssFile, SpssOptions, to_spss};
