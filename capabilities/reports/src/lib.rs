//! Reports: what a consultation gave, and the documents of a contract and of its plan of action, put together from what the other
//! slices publish, on paper, as text to correct, as slides and as workbooks. Nothing is
//! counted here: every figure is the one of the page it comes from. What is made is kept a month.

mod actions;
pub mod acts;
pub mod facade;
mod jobs;
mod pages;
mod privacy;
mod routes;
mod store;

use std::sync::Arc;

use ::jobs::{Handler, Schedule};
use corpus::facade::elsewhere::Made;
use database::{Migration, Tx};
use files::Vault;
use interface::{Sample, Site};
use jiff::tz::TimeZone;
use kernel::{Act, Uuid};
use web::house::Boxed;

pub use privacy::PRIVACY;

/// The doors of the slice.
pub fn door() -> web::Door {
    routes::door()
}

/// The tables of the slice.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "reports/0001_report", sql: include_str!("migrations/0001_report.sql") },
    Migration { name: "reports/0002_about", sql: include_str!("migrations/0002_about.sql") },
    Migration { name: "reports/0003_parts", sql: include_str!("migrations/0003_parts.sql") },
    Migration { name: "reports/0004_sections", sql: include_str!("migrations/0004_sections.sql") },
];

/// What the clock asks for.
pub const SCHEDULES: &[Schedule] = jobs::SCHEDULES;

/// The work done out of sight, in the time of the town and in its name, with the files it keeps.
pub fn handlers(zone: TimeZone, town: String, vault: Arc<dyn Vault>) -> Vec<Arc<dyn Handler>> {
    jobs::handlers(zone, town, vault)
}

/// What is made here of residents' words: a report that may quote somebody who takes her words back goes with them.
pub const MADE: Made = Made { forget: forgotten, traces: &["report"] };

fn forgotten(tx: &mut Tx, consultation: Uuid) -> Boxed<'_, database::Result<Vec<(&'static str, Uuid)>>> {
    Box::pin(async move {
        let gone = store::forget_about(tx, consultation).await?;
        Ok(gone.into_iter().map(|id| ("report", id)).collect())
    })
}

/// What may be done here.
pub const ACTS: &[&Act] = &[&acts::COMPOSE, &acts::COMPOSE_PLAN];

/// Every page of the slice, in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    pages::samples(site)
}
