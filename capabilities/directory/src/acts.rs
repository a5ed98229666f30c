//! What may be done with sheets of organisations, and by whom.

use kernel::{Act, Function};

const OF_ASSOCIATION: &[Function] =
    &[Function::CarrierEditor, Function::CarrierSignatory, Function::CarrierAdministrator];

/// Read and fill the sheet of one’s own organisation: identity, people, years, documents, what the directory tells.
pub const FILL: Act = Act {
    code: "directory.fill",
    french: "Remplir la fiche de son association, ses pièces et ce qu’en dit l’annuaire",
    functions: OF_ASSOCIATION,
    needs_second_factor: false,
};

/// Change where money is sent. Proved twice: a changed account is how grants are stolen.
pub const BANK: Act = Act {
    code: "directory.bank",
    french: "Changer le compte bancaire de son association",
    functions: &[Function::CarrierSignatory, Function::CarrierAdministrator],
    needs_second_factor: true,
};

/// Sign the commitments for one’s organisation.
pub const SIGN: Act = Act {
    code: "directory.sign",
    french: "Signer le contrat d’engagement républicain pour son association",
    functions: &[Function::CarrierSignatory],
    needs_second_factor: false,
};

/// Say who acts for one’s organisation.
pub const MEMBERS: Act = Act {
    code: "directory.members",
    french: "Dire qui agit pour son association : inviter, accepter, faire passer la main",
    functions: &[Function::CarrierAdministrator],
    needs_second_factor: true,
};

/// Declare an organisation, ask to join one, leave one. Anybody signed in.
pub const DECLARE: Act = Act {
    code: "directory.declare",
    french: "Déclarer une association ou demander à la rejoindre",
    functions: &[],
    needs_second_factor: false,
};

/// Read the sheets of organisations, bank numbers apart.
pub const READ: Act = Act {
    code: "directory.read",
    french: "Lire les fiches des associations et leurs pièces, sans le numéro de leur compte",
    functions: &[Function::ProjectManager, Function::CaseOfficer, Function::PrefectDelegate, Function::Funder],
    needs_second_factor: true,
};

/// Fill a sheet for an organisation, check it, accept who asks to join it.
pub const MANAGE: Act = Act {
    code: "directory.manage",
    french: "Vérifier les associations, remplir leur fiche avec elles, accepter qui demande à les rejoindre",
    functions: &[Function::ProjectManager, Function::CaseOfficer],
    needs_second_factor: true,
};

/// Read the whole number of an account: each reading is kept in the journal.
pub const READ_BANK: Act = Act {
    code: "directory.read_bank",
    french: "Lire en entier le numéro du compte d’une association ; chaque lecture est journalisée",
    functions: &[Function::ProjectManager, Function::CaseOfficer],
    needs_second_factor: true,
};

/// Publish another text of the commitments.
pub const PUBLISH: Act = Act {
    code: "directory.publish",
    french: "Publier une autre version du contrat d’engagement républicain",
    functions: &[Function::ProjectManager],
    needs_second_factor: true,
};

/// Somebody wrote to an association through its form. Told in the journal only.
pub const CONTACT: &str = "directory.contact";
