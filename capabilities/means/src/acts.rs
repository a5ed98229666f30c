//! What may be done with other means, and by whom.

use kernel::{Act, Function};

/// Read means. A partner limited to its organisation reads its own lines and its own statement.
pub const READ: Act = Act {
    code: "means.read",
    french: "Lire les moyens de droit commun, les postes, le mécénat et l’effet de levier",
    functions: &[
        Function::ProjectManager,
        Function::CaseOfficer,
        Function::PrefectDelegate,
        Function::Funder,
        Function::Landlord,
        Function::Elected,
        Function::Evaluator,
    ],
    needs_second_factor: false,
};

/// Fill in ordinary means: a partner writes its own lines, and no other.
pub const FILL: Act = Act {
    code: "means.fill",
    french: "Saisir les moyens de droit commun de son organisation",
    functions: &[
        Function::ProjectManager,
        Function::CaseOfficer,
        Function::PrefectDelegate,
        Function::Funder,
        Function::Landlord,
    ],
    needs_second_factor: false,
};

/// Keep the means of a whole contract: lines of every partner, posts, sponsors, who stands for which signatory.
pub const MANAGE: Act = Act {
    code: "means.manage",
    french: "Tenir les moyens de tout un contrat : partenaires, postes, mécénat, signataires",
    functions: &[Function::ProjectManager, Function::CaseOfficer],
    needs_second_factor: true,
};

/// Approve the yearly statement annexed to the budget of a signatory.
pub const APPROVE: Act = Act {
    code: "means.approve",
    french: "Approuver l’état annuel des moyens annexé au budget d’un signataire",
    functions: &[Function::ProjectManager, Function::PrefectDelegate, Function::Funder, Function::Elected],
    needs_second_factor: true,
};
