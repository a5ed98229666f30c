//! What may be done with what bodies that steer decide, and by whom.

use kernel::{Act, Function};

/// Read the bodies that steer, what they decided and what waits for them.
pub const READ: Act = Act {
    code: "governance.read",
    french: "Lire le pilotage du contrat : instances, décisions, ce qui attend une décision",
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

/// Make an agenda from what waits, write decisions in the register, tell those concerned.
pub const RECORD: Act = Act {
    code: "governance.record",
    french: "Préparer l’ordre du jour, inscrire les décisions au registre et prévenir les personnes concernées",
    functions: &[Function::ProjectManager],
    needs_second_factor: true,
};

/// Say how far a decision is.
pub const FOLLOW: Act = Act {
    code: "governance.follow",
    french: "Dire où en est une décision",
    functions: &[Function::ProjectManager, Function::CaseOfficer, Function::PrefectDelegate],
    needs_second_factor: true,
};

/// Have one's own meetings in one's calendar. No function opens it: each finds her own.
pub const SUBSCRIBE: Act = Act {
    code: "governance.subscribe",
    french: "Suivre ses réunions dans son agenda",
    functions: &[],
    needs_second_factor: false,
};
