//! The territory: communes, neighbourhoods and the generations of their zoning, what is found there, and in which of
//! them an address lies. What is measured there is kept by `observatory`.

extern crate interface;

pub mod actions;
pub mod acts;
mod documents;
pub mod facade;
mod jobs;
mod pages;
mod reading;
mod routes;
pub mod rules;
mod store;
pub mod testing;

use std::sync::Arc;

use database::Migration;
use interface::{Sample, Site};
use kernel::Act;
use kernel::privacy::{Kept, Privacy};

pub use jobs::SCHEDULES;
pub use routes::door;

/// Tables of the slice.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "territory/0001_territory", sql: include_str!("../migrations/0001_territory.sql") },
    Migration { name: "territory/0002_decisions", sql: include_str!("../migrations/0002_decisions.sql") },
    Migration { name: "territory/0003_lookups", sql: include_str!("../migrations/0003_lookups.sql") },
];

/// What may be done here.
pub const ACTS: &[&Act] = acts::ALL;

/// What is kept about people: who sent a file, for seven days, and who decided of a correspondence. Public addresses
/// name nobody.
pub const PRIVACY: Privacy = Privacy {
    kept: &[
        Kept {
            table: "territory_draft",
            columns: &["created_by"],
            what: "Le compte qui a envoyé un fichier à importer",
            purpose: "Retrouver un import commencé",
            until: "L’import du fichier, ou sept jours",
            owner: "L’équipe projet du contrat de ville",
        },
        Kept {
            table: "correspondence_decision",
            columns: &["decided_by", "reason"],
            what: "Le compte qui a confirmé, corrigé ou refusé une correspondance entre zonages, et son motif",
            purpose: "Savoir qui a décidé qu’un quartier en est devenu un autre, et pourquoi",
            until: "Aussi longtemps que la correspondance, ou jusqu’à la décision suivante",
            owner: "L’équipe projet du contrat de ville",
        },
    ],
    without: &[
        "commune",
        "neighbourhood",
        "neighbourhood_commune",
        "neighbourhood_version",
        "correspondence",
        "zoning_state",
        "facility",
        "address",
    ],
};

/// Every page, in several states.
pub fn samples(site: &Site) -> Vec<Sample> {
    [
        pages::neighbourhoods::samples(site),
        pages::my_neighbourhood::samples(site),
        pages::facilities::samples(site),
        pages::register::samples(site),
        pages::locating::samples(site),
        pages::importing::samples(site),
        pages::editing::samples(site),
        pages::passages::samples(site),
        pages::passage::samples(site),
    ]
    .concat()
}

/// Long imports and the removal of forgotten files.
pub fn handlers() -> Vec<Arc<dyn ::jobs::Handler>> {
    jobs::handlers()
}
