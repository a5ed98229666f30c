//! Every page, in its states.
use interface::{Sample, Site};

/// Every page, in its states.
pub fn samples(_site: &Site) -> Vec<Sample> {
    Vec::new()
}
