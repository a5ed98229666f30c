//! The observatory: the shared library of indicators, what is measured in neighbourhoods year after year, what of it may be
//! published, and the public pages that tell it: portraits, maps, comparisons.

extern crate interface;

pub mod actions;
pub mod acts;
mod documents;
pub mod facade;
mod jobs;
mod pages;
mod routes;
pub mod rules;
mod store;

use std::sync::Arc;

use database::Migration;
use interface::{Sample, Site};
use kernel::Act;
use kernel::privacy::{Kept, Privacy};

pub use jobs::SCHEDULES;
pub use routes::door;

/// Tables of the slice.
pub const MIGRATIONS: &[Migration] =
    &[Migration { name: "observatory/0001_figures", sql: include_str!("migrations/0001_figures.sql") }];

/// What may be done here.
pub const ACTS: &[&Act] = acts::ALL;

/// What is kept about people: who sent a file, for seven days. Figures are of places, and name nobody.
pub const PRIVACY: Privacy = Privacy {
    kept: &[Kept {
        table: "figure_file",
        columns: &["created_by"],
        what: "Le compte qui a envoyé un fichier d’indicateurs à importer",
        purpose: "Retrouver un import commencé",
        until: "L’import du fichier, ou sept jours",
        owner: "L’équipe projet du contrat de ville",
    }],
    without: &["indicator_theme", "indicator", "figure_origin", "figure"],
};

/// Every page, in several states.
pub fn samples(site: &Site) -> Vec<Sample> {
    [
        pages::home::samples(site),
        pages::open::samples(site),
        pages::indicator::samples(site),
        pages::portrait::samples(site),
        pages::comparison::samples(site),
        pages::crossing::samples(site),
        pages::library::samples(site),
        pages::sheet::samples(site),
        pages::values::samples(site),
        pages::importing::samples(site),
    ]
    .concat()
}

/// Long imports and the removal of forgotten files.
pub fn handlers() -> Vec<Arc<dyn ::jobs::Handler>> {
    jobs::handlers()
}
