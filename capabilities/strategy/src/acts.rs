//! What may be done to a contract, and by whom.

use kernel::{Act, Function};

/// Open a contract: whoever leads one, or the installation's administrator on the first day.
pub const CREATE: Act = Act {
    code: "strategy.create",
    french: "Créer un contrat de ville",
    functions: &[Function::ProjectManager, Function::Administrator],
    needs_second_factor: true,
};

/// Change its terms, its levels, its tree and its signatories.
pub const AMEND: Act = Act {
    code: "strategy.amend",
    french: "Modifier le contrat de ville",
    functions: &[Function::ProjectManager],
    needs_second_factor: true,
};

/// Read who changed what in the tree, when and why.
pub const READ: Act = Act {
    code: "strategy.read",
    french: "Lire l’historique du contrat de ville",
    functions: &[
        Function::ProjectManager,
        Function::Elected,
        Function::PrefectDelegate,
        Function::Funder,
        Function::Evaluator,
        Function::Auditor,
    ],
    needs_second_factor: true,
};
