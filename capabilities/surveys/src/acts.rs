//! What may be done with questionnaires, and by whom.

use kernel::{Act, Function};

/// Read questionnaires, how far collection is, and the tables counted from answers.
pub const READ: Act = Act {
    code: "surveys.read",
    french: "Lire les questionnaires, leur avancement et leurs résultats",
    functions: &[Function::ProjectManager, Function::Interviewer, Function::PrefectDelegate, Function::CaseOfficer],
    needs_second_factor: false,
};

/// Write a questionnaire, publish it, open and close it, invite.
pub const LEAD: Act = Act {
    code: "surveys.lead",
    french: "Écrire, publier, ouvrir et fermer un questionnaire",
    functions: &[Function::ProjectManager],
    needs_second_factor: false,
};

/// Ask by telephone or face to face, type answers given on paper, import a partner’s file.
pub const COLLECT: Act = Act {
    code: "surveys.collect",
    french: "Recueillir des réponses : téléphone, papier, face à face, fichier d’un partenaire",
    functions: &[Function::ProjectManager, Function::Interviewer],
    needs_second_factor: false,
};

/// The journal’s word for what somebody takes back with her code, and for the purge.
pub const ERASE: &str = "surveys.erase";
