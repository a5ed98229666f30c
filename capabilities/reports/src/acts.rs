//! What may be done with reports, and by whom.

use kernel::{Act, Function};

/// Put the report of a consultation together, as a document and as slides.
pub const COMPOSE: Act = Act {
    code: "reports.compose",
    french: "Composer le rapport d’une concertation",
    functions: &[Function::ProjectManager, Function::Interviewer],
    needs_second_factor: false,
};

/// Put the documents of a contract and of its plan of action together, drafts included.
pub const COMPOSE_PLAN: Act = Act {
    code: "reports.contract",
    french: "Composer les documents du contrat et du plan d’action",
    functions: &[Function::ProjectManager, Function::CaseOfficer],
    needs_second_factor: false,
};
