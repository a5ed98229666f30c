//! What may be done with the thread, and by whom.

use kernel::{Act, Function};

/// Read the thread inside: who tied what, why, what was untied, drafts.
pub const READ: Act = Act {
    code: "thread.read",
    french: "Lire le fil, liens défaits compris",
    functions: &[
        Function::ProjectManager,
        Function::CaseOfficer,
        Function::PrefectDelegate,
        Function::Funder,
        Function::Elected,
        Function::Evaluator,
        Function::Interviewer,
    ],
    needs_second_factor: false,
};

/// Tie and untie, and tell residents why a need will not be answered.
pub const TIE: Act = Act {
    code: "thread.tie",
    french: "Relier et défaire le fil, répondre à un besoin",
    functions: &[Function::ProjectManager],
    needs_second_factor: false,
};
