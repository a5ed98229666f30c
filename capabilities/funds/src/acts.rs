//! What may be done with funds, and by whom. Groups file and follow without account.

use kernel::{Act, Function};

/// Read funds, projects, sessions and money.
pub const READ: Act = Act {
    code: "funds.read",
    french: "Lire les fonds de micro-projets et les labels, leurs projets et leur argent",
    functions: &[
        Function::ProjectManager,
        Function::CaseOfficer,
        Function::PrefectDelegate,
        Function::Funder,
        Function::Landlord,
        Function::Elected,
    ],
    needs_second_factor: true,
};

/// Open funds, set them, fill envelopes, say who sits.
pub const SET: Act = Act {
    code: "funds.set",
    french: "Ouvrir un fonds, le régler, doter ses enveloppes, dire qui siège",
    functions: &[Function::ProjectManager],
    needs_second_factor: true,
};

/// Type a project from paper, read whom to reach, help a labelled project.
pub const FILE: Act = Act {
    code: "funds.file",
    french: "Saisir un projet d’après un formulaire papier, joindre un groupe, accompagner un projet",
    functions: &[Function::ProjectManager, Function::CaseOfficer],
    needs_second_factor: true,
};

/// Hold a session: votes and decisions.
pub const DECIDE: Act = Act {
    code: "funds.decide",
    french: "Tenir une séance : noter les votes et les décisions du comité",
    functions: &[Function::ProjectManager, Function::CaseOfficer],
    needs_second_factor: true,
};

/// Note what is paid and given back; accept reports.
pub const PAY: Act = Act {
    code: "funds.pay",
    french: "Noter l’argent versé et rendu, accepter un compte rendu",
    functions: &[Function::ProjectManager, Function::CaseOfficer],
    needs_second_factor: true,
};
