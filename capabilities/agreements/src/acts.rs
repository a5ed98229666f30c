//! What may be done with agreements, and by whom.

use kernel::{Act, Function};

/// Those who follow agreements: of the contract, or of their own funder.
const READERS: &[Function] =
    &[Function::ProjectManager, Function::CaseOfficer, Function::PrefectDelegate, Function::Funder];

/// Read agreements, their papers and their history.
pub const READ: Act = Act {
    code: "agreements.read",
    french: "Lire les conventions, leurs montants et leur histoire",
    functions: READERS,
    needs_second_factor: true,
};

/// Prepare agreements from what was decided, write them, amend them, put them on paper.
pub const WRITE: Act = Act {
    code: "agreements.write",
    french: "Préparer les conventions, les écrire, les modifier par avenant",
    functions: &[Function::ProjectManager, Function::CaseOfficer],
    needs_second_factor: true,
};

/// Write the text of one’s own agreements.
pub const TEMPLATES: Act = Act {
    code: "agreements.templates",
    french: "Écrire le modèle de convention d’un financeur",
    functions: READERS,
    needs_second_factor: true,
};

/// Set thresholds, advances and delays.
pub const SET: Act = Act {
    code: "agreements.set",
    french: "Régler les seuils, les acomptes et les délais des conventions",
    functions: &[Function::ProjectManager],
    needs_second_factor: true,
};
