//! What may be done here, and by whom.

use kernel::{Act, Function};

const KEEPERS: &[Function] = &[Function::Administrator, Function::ProjectManager];

/// Reading the library and the figures as they are kept, those kept from the public too.
pub const READ: Act = Act {
    code: "observatory.read",
    french: "Lire la bibliothèque d’indicateurs et les valeurs saisies, secrètes comprises",
    functions: &[
        Function::Administrator,
        Function::ProjectManager,
        Function::CaseOfficer,
        Function::PrefectDelegate,
        Function::Evaluator,
    ],
    needs_second_factor: true,
};

/// Adding and changing indicators.
pub const DEFINE: Act = Act {
    code: "observatory.define",
    french: "Tenir la bibliothèque d’indicateurs",
    functions: KEEPERS,
    needs_second_factor: true,
};

/// Writing figures in a grid.
pub const FILL: Act = Act {
    code: "observatory.fill",
    french: "Saisir les valeurs d’un indicateur",
    functions: &[Function::Administrator, Function::ProjectManager, Function::CaseOfficer],
    needs_second_factor: true,
};

/// Importing figures from a file.
pub const IMPORT: Act = Act {
    code: "observatory.import",
    french: "Importer les valeurs d’indicateurs",
    functions: KEEPERS,
    needs_second_factor: true,
};

/// Every act of the slice.
pub const ALL: &[&Act] = &[&READ, &DEFINE, &FILL, &IMPORT];
