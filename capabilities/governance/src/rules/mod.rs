//! What decisions of bodies that steer mean. Pure: nobody is known here.

mod calendar;
mod decision;
mod engagement;

pub use calendar::{Due, by_month};
pub use decision::{
    Decision, DecisionState, DecisionTerms, Object, ObjectKind, Step, StepTerms, check_decision, check_step, next,
};
pub use engagement::Attended;
