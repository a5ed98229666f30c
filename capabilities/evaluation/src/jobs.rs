//! Work done out of sight: carriers are reminded of what they are asked.

use std::sync::Arc;

use ::jobs::{Handler, Rule, Schedule};
use jiff::civil::time;
use reminders::Remind;
use web::Settings;

use crate::actions;

/// The kind of job that reminds carriers.
const REMIND: &str = "evaluation.remind";

/// Every morning, before people come in.
pub const SCHEDULES: &[Schedule] = &[Schedule { kind: REMIND, rule: Rule::Daily(time(6, 55, 0, 0)) }];

pub fn handlers(settings: &Settings) -> Vec<Arc<dyn Handler>> {
    vec![Arc::new(Remind::new(REMIND, settings, actions::remind))]
}
