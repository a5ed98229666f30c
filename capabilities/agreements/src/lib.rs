//! What funders and carriers agree on once decisions are told: agreements for several actions and years, their text, their
//! paper, signatures, amendments, payments, reports
//! and open data. What was decided stands in `applications` and `programming`, which know nothing of this slice.

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
use files::Vault;
use interface::{Sample, Site};
use kernel::Act;
use web::Settings;

pub use privacy::PRIVACY;

/// The doors of the slice.
pub fn door() -> web::Door {
    routes::door()
}

/// The tables of the slice.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "agreements/0001_agreement", sql: include_str!("migrations/0001_agreement.sql") },
    Migration { name: "agreements/0002_signing", sql: include_str!("migrations/0002_signing.sql") },
    Migration { name: "agreements/0003_payment", sql: include_str!("migrations/0003_payment.sql") },
    Migration { name: "agreements/0004_publication", sql: include_str!("migrations/0004_publication.sql") },
    Migration { name: "agreements/0005_reports", sql: include_str!("migrations/0005_reports.sql") },
    Migration { name: "agreements/0006_repayment", sql: include_str!("migrations/0006_repayment.sql") },
    Migration { name: "agreements/0007_execution", sql: include_str!("migrations/0007_execution.sql") },
    Migration { name: "agreements/0008_scans", sql: include_str!("migrations/0008_scans.sql") },
    Migration { name: "agreements/0009_waiver_by_funder", sql: include_str!("migrations/0009_waiver_by_funder.sql") },
    Migration { name: "agreements/0010_waiting", sql: include_str!("migrations/0010_waiting.sql") },
    Migration { name: "agreements/0011_spelt", sql: include_str!("migrations/0011_spelt.sql") },
];

/// What may be done here.
pub const ACTS: &[&Act] = &[
    &acts::READ,
    &acts::WRITE,
    &acts::TEMPLATES,
    &acts::SET,
    &acts::SIGN,
    &acts::CARRY,
    &acts::SIGN_FOR,
    &acts::PROPOSE_PAYMENT,
    &acts::CHECK_PAYMENT,
    &acts::SEND_PAYMENTS,
    &acts::NOTE_PAID,
    &acts::GIVE_REPORT,
    &acts::CERTIFY_REPORT,
    &acts::ACCEPT_REPORT,
    &acts::WAIVE_REPORT,
    &acts::RECOVER,
    &acts::PUBLISH,
];

/// Every page of the slice, in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    pages::samples(site)
}

/// What the clock asks for.
pub const SCHEDULES: &[Schedule] = jobs::SCHEDULES;

/// The work done out of sight.
pub fn handlers(settings: &Settings, vault: Arc<dyn Vault>) -> Vec<Arc<dyn Handler>> {
    jobs::handlers(settings, vault)
}
