//! The pages of the slice.

pub mod assess_views;

use interface::{Sample, Site};

pub fn samples(_: &Site) -> Vec<Sample> {
    Vec::new()
}

/// Where applications are listed.
const LIST: &str = "/gestion/dossiers";
