//! What may be done with bodies that sit, and by whom.

use kernel::{Act, Function};

/// Read what bodies there are, how many sit in them and when they met. Neither papers, nor drafts, nor addresses.
pub const READ: Act = Act {
    code: "assemblies.read",
    french: "Lire la composition des instances et leurs dates, sans leurs papiers",
    functions: &[
        Function::ProjectManager,
        Function::CaseOfficer,
        Function::PrefectDelegate,
        Function::Elected,
        Function::CarrierAdministrator,
    ],
    needs_second_factor: false,
};

/// Open a body and set its rules.
pub const SET_UP: Act = Act {
    code: "assemblies.set_up",
    french: "Ouvrir une instance et fixer ses règles",
    functions: &[Function::ProjectManager],
    needs_second_factor: true,
};

/// Keep the life of a body: members, invitations, meetings with the papers put in for them, attendance, minutes. The
/// structure that carries the body may as well; what members write among themselves stays theirs.
pub const LEAD: Act = Act {
    code: "assemblies.lead",
    french: "Tenir la vie d’une instance : membres, réunions, présences ; ce que les membres écrivent entre eux leur reste",
    functions: &[Function::ProjectManager, Function::CarrierAdministrator],
    needs_second_factor: true,
};

/// Sit: everything a member does in her own body. No function opens it: the look-up says who sits.
pub const SIT: Act = Act {
    code: "assemblies.sit",
    french: "Siéger dans une instance : lire ses papiers, répondre, décider avec les autres membres",
    functions: &[],
    needs_second_factor: false,
};

/// Ask a body its opinion on a file without personal data, and receive the answer. What members say before stays theirs.
pub const ASK: Act = Act {
    code: "assemblies.ask",
    french: "Demander l’avis d’une instance sur un dossier sans donnée personnelle, et le recevoir",
    functions: &[Function::ProjectManager, Function::CaseOfficer, Function::Funder],
    needs_second_factor: true,
};
