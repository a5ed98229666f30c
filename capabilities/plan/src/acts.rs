//! What may be done with the plan of action, and by whom.

use kernel::{Act, Function};

/// Read the plan inside: drafts, steps, what is late, shared comments.
pub const READ: Act = Act {
    code: "plan.read",
    french: "Lire le plan d’actions, brouillons compris",
    functions: &[
        Function::ProjectManager,
        Function::CaseOfficer,
        Function::PrefectDelegate,
        Function::Funder,
        Function::Landlord,
        Function::Elected,
        Function::Evaluator,
        Function::Interviewer,
    ],
    needs_second_factor: false,
};

/// Write sheets, say where actions stand, study leads.
pub const EDIT: Act = Act {
    code: "plan.edit",
    french: "Écrire les fiches actions et dire où elles en sont",
    functions: &[Function::ProjectManager, Function::CaseOfficer],
    needs_second_factor: false,
};

/// Validate a sheet that somebody else proposed, or send it back with the reason.
pub const VALIDATE: Act = Act {
    code: "plan.validate",
    french: "Valider une fiche action proposée",
    functions: &[Function::ProjectManager, Function::PrefectDelegate, Function::Elected],
    needs_second_factor: false,
};

/// Make a sheet public, or a draft again.
pub const PUBLISH: Act = Act {
    code: "plan.publish",
    french: "Publier une fiche action",
    functions: &[Function::ProjectManager],
    needs_second_factor: true,
};

/// Comment a sheet.
pub const COMMENT: Act = Act {
    code: "plan.comment",
    french: "Commenter une fiche action",
    functions: &[
        Function::ProjectManager,
        Function::CaseOfficer,
        Function::PrefectDelegate,
        Function::Funder,
        Function::Landlord,
        Function::Elected,
    ],
    needs_second_factor: false,
};
