//! Meetings: what is captured at a gathering of residents, sorted afterwards, and followed: notes, how many people of
//! which category, walks with their findings. Telephones join by a code, without account and without name.

pub mod actions;
pub mod acts;
pub mod facade;
mod jobs;
mod pages;
mod privacy;
mod routes;
mod rules;
mod store;

use std::sync::Arc;

use ::jobs::{Handler, Schedule};
use database::Migration;
use interface::{Sample, Site};
use kernel::Act;

pub use privacy::PRIVACY;

/// The doors of the slice.
pub fn door() -> web::Door {
    routes::door()
}

/// The tables of the slice.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "meetings/0001_meetings", sql: include_str!("migrations/0001_meetings.sql") },
    Migration { name: "meetings/0002_pouring", sql: include_str!("migrations/0002_pouring.sql") },
    Migration { name: "meetings/0003_room", sql: include_str!("migrations/0003_room.sql") },
    Migration { name: "meetings/0004_codes", sql: include_str!("migrations/0004_codes.sql") },
    Migration { name: "meetings/0005_thread", sql: include_str!("migrations/0005_thread.sql") },
    Migration { name: "meetings/0006_hours", sql: include_str!("migrations/0006_hours.sql") },
];

/// What may be done here.
pub const ACTS: &[&Act] = &[&acts::READ, &acts::HOLD, &acts::FOLLOW, &acts::JOIN];

/// Every page of the slice, in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    pages::samples(site)
}

/// Pages a telephone may keep: the way in for a month, a meeting joined and a walk for the half day they last.
pub const OFFLINE: &[web::Offline] = &[
    web::Offline { path: "/r", hours: 720, is_own: false },
    web::Offline { path: "/r/{code}", hours: 12, is_own: false },
    web::Offline { path: "/gestion/rencontres/{id}/marche", hours: 12, is_own: true },
];

/// What the clock asks for.
pub const SCHEDULES: &[Schedule] = jobs::SCHEDULES;

/// The work done out of sight.
pub fn handlers() -> Vec<Arc<dyn Handler>> {
    jobs::handlers()
}
