//! What may be done with calls and applications, and by whom.

use kernel::{Act, Function};

/// Read calls inside, drafts too.
pub const READ_CALLS: Act = Act {
    code: "applications.read_calls",
    french: "Lire les appels à projets, brouillons compris",
    functions: &[
        Function::ProjectManager,
        Function::CaseOfficer,
        Function::PrefectDelegate,
        Function::Funder,
        Function::Elected,
        Function::Evaluator,
    ],
    needs_second_factor: false,
};

/// Write a call, correct it, withdraw it.
pub const EDIT_CALL: Act = Act {
    code: "applications.edit_call",
    french: "Écrire un appel à projets et le corriger",
    functions: &[Function::ProjectManager, Function::CaseOfficer],
    needs_second_factor: true,
};

/// Publish a call, or withdraw it.
pub const PUBLISH_CALL: Act = Act {
    code: "applications.publish_call",
    french: "Publier un appel à projets, ou le retirer",
    functions: &[Function::ProjectManager],
    needs_second_factor: true,
};

/// Write for an organisation and read what it asks. The look-up says which organisation.
pub const CARRY: Act = Act {
    code: "applications.carry",
    french: "Écrire les dossiers de son association et les suivre",
    functions: &[Function::CarrierEditor, Function::CarrierSignatory, Function::CarrierAdministrator],
    needs_second_factor: false,
};

/// File an application in the name of an organisation.
pub const FILE: Act = Act {
    code: "applications.file",
    french: "Déposer un dossier au nom de son association",
    functions: &[Function::CarrierSignatory],
    needs_second_factor: false,
};

/// Read applications that were filed: those of the contract, or those that ask one's own funder.
pub const READ: Act = Act {
    code: "applications.read",
    french: "Lire les dossiers déposés",
    functions: &[Function::ProjectManager, Function::CaseOfficer, Function::PrefectDelegate, Function::Funder],
    needs_second_factor: true,
};

/// Ask for what is missing, write to the carrier, type for it, admit a late filing.
pub const INSTRUCT: Act = Act {
    code: "applications.instruct",
    french: "Demander ce qui manque à un dossier, écrire au porteur, saisir avec lui",
    functions: &[Function::ProjectManager, Function::CaseOfficer],
    needs_second_factor: true,
};

/// Type with an organisation, which confirms before it files. A contract says which of these functions do, besides those who
/// instruct.
pub const TYPE: Act = Act {
    code: "applications.type",
    french: "Saisir un dossier avec une association, quand les usages du contrat le prévoient",
    functions: &[Function::ProjectManager, Function::CaseOfficer, Function::PrefectDelegate, Function::Interviewer],
    needs_second_factor: true,
};

/// Bring applications that come from elsewhere.
pub const BRING: Act = Act {
    code: "applications.bring",
    french: "Importer des dossiers venus d’ailleurs",
    functions: &[Function::ProjectManager, Function::CaseOfficer],
    needs_second_factor: true,
};

/// Say what becomes of what is asked of a funder.
pub const ADVANCE: Act = Act {
    code: "applications.advance",
    french: "Dire ce que devient une demande de financement",
    functions: &[Function::ProjectManager, Function::CaseOfficer, Function::PrefectDelegate, Function::Funder],
    needs_second_factor: true,
};

/// Stay out of an application one is tied to.
pub const RECUSE: Act = Act {
    code: "applications.recuse",
    french: "Se retirer d’un dossier auquel on est lié·e, ou en retirer quelqu’un",
    functions: &[Function::ProjectManager, Function::CaseOfficer, Function::PrefectDelegate, Function::Funder],
    needs_second_factor: true,
};
