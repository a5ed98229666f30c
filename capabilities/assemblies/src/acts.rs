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

/// Answer what a body refers to an authority, or ask for time with a reason.
pub const ANSWER: Act = Act {
    code: "assemblies.answer",
    french: "Répondre aux saisines d’une instance, ou demander plus de temps",
    functions: &[Function::ProjectManager],
    needs_second_factor: true,
};

/// Enter what a body receives and spends, for the structure that carries it. The member who keeps its money does so as well.
pub const KEEP_BUDGET: Act = Act {
    code: "assemblies.keep_budget",
    french: "Saisir le budget d’une instance pour la structure qui la porte",
    functions: &[Function::CarrierAdministrator],
    needs_second_factor: true,
};

/// Answer beside what a body publishes. Nothing it says is changed.
pub const REPLY: Act = Act {
    code: "assemblies.reply",
    french: "Exercer un droit de réponse à côté de ce que publie une instance, sans rien y changer",
    functions: &[Function::ProjectManager],
    needs_second_factor: true,
};

/// Hide what is plainly illegal in what a body publishes, with a reason everybody reads in its place.
pub const HIDE: Act = Act {
    code: "assemblies.hide",
    french: "Masquer un contenu manifestement illicite d’une instance, avec une raison que tout le monde lit",
    functions: &[Function::Administrator],
    needs_second_factor: true,
};
