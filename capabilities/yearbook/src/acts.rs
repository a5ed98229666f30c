//! What may be done with annual reports, and by whom.

use kernel::{Act, Function};

/// Read a report before everybody does: its chapters, what became stale, opinions, versions.
pub const READ: Act = Act {
    code: "yearbook.read",
    french: "Lire un rapport annuel avant sa publication",
    functions: &[Function::ProjectManager, Function::CaseOfficer, Function::PrefectDelegate, Function::Elected],
    needs_second_factor: false,
};

/// Open a report, write its chapters, note the opinions of councils and what is done with them.
pub const WRITE: Act = Act {
    code: "yearbook.write",
    french: "Écrire un rapport annuel, noter les avis et la suite donnée",
    functions: &[Function::ProjectManager, Function::CaseOfficer],
    needs_second_factor: false,
};

/// Open an approved report to everybody.
pub const PUBLISH: Act = Act {
    code: "yearbook.publish",
    french: "Publier un rapport annuel approuvé",
    functions: &[Function::ProjectManager],
    needs_second_factor: true,
};

/// Submit a report to councils, note that it was approved.
pub const DECIDE: Act = Act {
    code: "yearbook.decide",
    french: "Soumettre un rapport annuel pour avis, noter son approbation",
    functions: &[Function::ProjectManager],
    needs_second_factor: true,
};
