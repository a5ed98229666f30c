//! Work done out of sight.

use std::sync::Arc;

use ::jobs::{Handler, Schedule};
use web::Settings;

/// What the clock asks for.
pub const SCHEDULES: &[Schedule] = &[];

pub fn handlers(_: &Settings) -> Vec<Arc<dyn Handler>> {
    Vec::new()
}
