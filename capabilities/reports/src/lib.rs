//! Reports: what a consultation gave, put together from what the other slices publish, on paper and as slides. Nothing is
//! kept and nothing is counted here: every figure is the one of the page it comes from.

mod actions;
pub mod acts;
mod pages;
mod routes;

use interface::{Sample, Site};
use kernel::Act;

/// The doors of the slice.
pub fn door() -> web::Door {
    routes::door()
}

/// What may be done here.
pub const ACTS: &[&Act] = &[&acts::COMPOSE];

/// Every page of the slice, in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    pages::samples(site)
}
