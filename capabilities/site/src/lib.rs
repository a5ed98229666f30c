//! The site around the slices: home, search, help, legal pages, site map, news feed, health and figures,
//! gallery, and the pages behind the counter that follow the journal, the jobs and the mails.

extern crate interface;

pub mod actions;
pub mod acts;
mod pages;
mod privacy;
mod routes;
mod rules;
mod wiring;

pub use privacy::PRIVACY;
pub use routes::door;
pub use wiring::{Announced, Boxed, Contacts, Desk, Place, Wiring};

/// Every act of the slice.
pub const ACTS: &[&kernel::Act] = acts::ALL;

/// Every page in its states, for the gallery.
pub fn samples(site: &interface::Site) -> Vec<interface::Sample> {
    pages::samples(site)
}

/// Pages of the back office that this slice opens, for the home of the back office.
pub const DESKS: &[Desk] = &[
    Desk {
        label: "Journal des actes",
        path: "/gestion/journal",
        purpose: "Qui a fait quoi, quand et pourquoi.",
        act: &acts::READ_JOURNAL,
    },
    Desk {
        label: "Tâches de fond",
        path: "/gestion/travaux",
        purpose: "Imports, exports et calculs : où ils en sont.",
        act: &acts::FOLLOW_JOBS,
    },
    Desk {
        label: "Courriels",
        path: "/gestion/courriels",
        purpose: "Ce qui est parti, ce qui attend, ce qui a été refusé.",
        act: &acts::FOLLOW_MAILS,
    },
];
