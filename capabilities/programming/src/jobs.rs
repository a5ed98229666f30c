//! Work done out of sight.

use std::sync::Arc;

use ::jobs::{Handler, Schedule};
use web::Settings;

use crate::jobs_committee as committee;

/// What the clock asks for.
pub const SCHEDULES: &[Schedule] = committee::SCHEDULES;

pub fn handlers(settings: &Settings) -> Vec<Arc<dyn Handler>> {
    committee::handlers(settings)
}
