//! The thread: from what residents said to what is done, and back. Any object leads to one page that tells the whole
//! thread both ways; a need that is answered, refused with its reason, or left six months without anything, shows.

mod actions;
pub mod acts;
mod pages;
mod routes;
mod rules;
mod store;

use database::Migration;
use interface::{Sample, Site};
use kernel::Act;
use kernel::privacy::{Kept, Privacy};

/// The doors of the slice.
pub fn door() -> web::Door {
    routes::door()
}

/// The tables of the slice.
pub const MIGRATIONS: &[Migration] =
    &[Migration { name: "thread/0001_thread", sql: include_str!("migrations/0001_thread.sql") }];

/// What is kept about people: the agents who replied.
pub const PRIVACY: Privacy = Privacy {
    kept: &[Kept {
        table: "need_reply",
        columns: &["by_name"],
        what: "Les besoins refusés : quel agent a écrit la réponse",
        purpose: "Savoir qui interroger sur une réponse faite aux habitants",
        until: "Aussi longtemps que le contrat de ville et ses archives",
        owner: "La direction qui porte le contrat de ville",
    }],
    without: &[],
};

/// What may be done here.
pub const ACTS: &[&Act] = &[&acts::READ, &acts::TIE];

/// Every page of the slice, in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    pages::samples(site)
}
