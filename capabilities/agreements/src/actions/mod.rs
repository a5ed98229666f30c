//! What is done with agreements: one function per act.

pub mod amending;
pub mod awaiting;
pub mod circulating;
pub mod desk;
pub mod dues;
pub mod followed;
pub mod known;
pub mod mine;
pub mod paper;
pub mod paying;
pub mod preparing;
pub mod publishing;
pub mod repaying;
pub mod report_paper;
mod report_seed;
pub mod report_writing;
pub mod reporting;
pub mod scan_reading;
pub mod scanning;
pub mod sealing;
pub mod sending;
pub mod setting;
pub mod signing;
pub mod told;
mod tracing;
pub mod trusting;
pub mod writing;

pub use crate::rules::{PaymentState, ReportKind, Setting, VersionTerms};
