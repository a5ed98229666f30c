//! The pages of the slice.

pub mod assess_views;
pub mod committee;
pub mod committee_closing;
pub mod committee_letters;
pub mod committee_line;
pub mod committee_scenarios;
mod committee_words;
pub mod committees;
pub mod envelopes;
pub mod my_exports;

use interface::{Sample, Site};

pub fn samples(_: &Site) -> Vec<Sample> {
    Vec::new()
}

/// Where applications are listed.
const LIST: &str = "/gestion/dossiers";
