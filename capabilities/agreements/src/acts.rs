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

/// Say who signs, note signatures, give back the signed paper.
pub const SIGN: Act = Act {
    code: "agreements.sign",
    french: "Dire qui signe une convention, noter les signatures, déposer la convention signée",
    functions: READERS,
    needs_second_factor: true,
};

/// Follow the agreements of one’s association. The look-up says which.
pub const CARRY: Act = Act {
    code: "agreements.carry",
    french: "Lire les conventions de son association et suivre leurs paiements",
    functions: &[Function::CarrierEditor, Function::CarrierSignatory, Function::CarrierAdministrator],
    needs_second_factor: false,
};

/// Sign for one’s association.
pub const SIGN_FOR: Act = Act {
    code: "agreements.sign_for",
    french: "Signer une convention au nom de son association",
    functions: &[Function::CarrierSignatory],
    needs_second_factor: false,
};

/// Propose a payment whose condition is met.
pub const PROPOSE_PAYMENT: Act = Act {
    code: "agreements.propose_payment",
    french: "Proposer un paiement",
    functions: &[Function::ProjectManager, Function::CaseOfficer],
    needs_second_factor: true,
};

/// Check a payment somebody else proposed.
pub const CHECK_PAYMENT: Act = Act {
    code: "agreements.check_payment",
    french: "Valider ou écarter un paiement proposé par une autre personne",
    functions: &[Function::ProjectManager, Function::PrefectDelegate, Function::Funder],
    needs_second_factor: true,
};

/// Hand checked payments to an accountant: each reading of an account is kept in the journal.
pub const SEND_PAYMENTS: Act = Act {
    code: "agreements.send_payments",
    french: "Transmettre des paiements au comptable ; chaque lecture d’un compte bancaire est journalisée",
    functions: &[Function::ProjectManager, Function::CaseOfficer],
    needs_second_factor: true,
};

/// Note what was paid, from the list of an accountant.
pub const NOTE_PAID: Act = Act {
    code: "agreements.note_paid",
    french: "Noter ce qui est payé, d’après le fichier du comptable",
    functions: &[Function::ProjectManager, Function::CaseOfficer],
    needs_second_factor: true,
};

/// Give the report of one’s association.
pub const GIVE_REPORT: Act = Act {
    code: "agreements.give_report",
    french: "Rendre le compte rendu d’une convention de son association",
    functions: &[Function::CarrierEditor, Function::CarrierSignatory, Function::CarrierAdministrator],
    needs_second_factor: false,
};

/// Certify a report somebody else of one’s association wrote.
pub const CERTIFY_REPORT: Act = Act {
    code: "agreements.certify_report",
    french: "Certifier le compte rendu qu’une autre personne de son association a terminé",
    functions: &[Function::CarrierSignatory, Function::CarrierAdministrator],
    needs_second_factor: false,
};

/// Let an association ask again in spite of a report that is missing.
pub const WAIVE_REPORT: Act = Act {
    code: "agreements.waive_report",
    french: "Laisser une association déposer une nouvelle demande malgré un compte rendu en retard, en disant pourquoi",
    functions: &[Function::ProjectManager],
    needs_second_factor: true,
};

/// Ask back what was paid too much, and note what comes back.
pub const RECOVER: Act = Act {
    code: "agreements.recover",
    french: "Demander le reversement d’un trop-perçu, noter ce qui est reversé",
    functions: &[Function::ProjectManager, Function::CaseOfficer],
    needs_second_factor: true,
};

/// Accept a report, or send it back.
pub const ACCEPT_REPORT: Act = Act {
    code: "agreements.accept_report",
    french: "Accepter un compte rendu, ou dire ce qui y manque",
    functions: READERS,
    needs_second_factor: true,
};

/// Say who publishes grants, and see what keeps one from being published.
pub const PUBLISH: Act = Act {
    code: "agreements.publish",
    french: "Dire qui publie les subventions, et voir ce qui empêche une publication",
    functions: &[Function::ProjectManager],
    needs_second_factor: true,
};
