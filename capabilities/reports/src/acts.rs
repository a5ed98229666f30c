//! What may be done with reports, and by whom.

use kernel::{Act, Function};

/// Put the report of a consultation together, as a document and as slides.
pub const COMPOSE: Act = Act {
    code: "reports.compose",
    french: "Composer le rapport d’une concertation",
    functions: &[Function::ProjectManager, Function::Interviewer],
    needs_second_factor: false,
};
