//! What may be done with applications once they are filed, and by whom.

use kernel::{Act, Function};

/// Those who work on applications.
const READERS: &[Function] =
    &[Function::ProjectManager, Function::CaseOfficer, Function::PrefectDelegate, Function::Funder];

/// Read filed applications, their checks, and what one may see of their assessment.
pub const READ: Act = Act {
    code: "programming.read",
    french: "Lire les dossiers déposés, leurs contrôles et leur instruction",
    functions: READERS,
    needs_second_factor: true,
};

/// Assess projects: points, reasons, an opinion; blind to others until one’s own is given.
pub const ASSESS: Act = Act {
    code: "programming.assess",
    french: "Instruire un projet avec la grille, et donner son avis",
    functions: READERS,
    needs_second_factor: true,
};

/// Say that a file is complete, and ask for what is missing.
pub const CHECK: Act = Act {
    code: "programming.check",
    french: "Dire qu’un dossier est complet, ou demander ce qui manque",
    functions: &[Function::ProjectManager, Function::CaseOfficer],
    needs_second_factor: true,
};

/// Say for one funder whether a project is admissible, with the reason.
pub const ADMIT: Act = Act {
    code: "programming.admit",
    french: "Dire, pour un financeur, si un projet est recevable",
    functions: READERS,
    needs_second_factor: true,
};

/// Choose who reads what.
pub const ROUTE: Act = Act {
    code: "programming.route",
    french: "Répartir les dossiers entre les personnes qui les lisent",
    functions: &[Function::ProjectManager, Function::CaseOfficer],
    needs_second_factor: true,
};

/// Ask a service or a citizen council its opinion.
pub const ASK: Act = Act {
    code: "programming.ask",
    french: "Demander l’avis d’un service ou d’un conseil citoyen sur un projet",
    functions: &[Function::ProjectManager, Function::CaseOfficer, Function::Funder],
    needs_second_factor: true,
};

/// Give the opinion of one’s service, asked of oneself. The look-up says whose it is.
pub const ANSWER: Act = Act {
    code: "programming.answer",
    french: "Donner l’avis de son service sur un projet",
    functions: &[
        Function::ProjectManager,
        Function::CaseOfficer,
        Function::PrefectDelegate,
        Function::Funder,
        Function::Landlord,
    ],
    needs_second_factor: true,
};

/// Stay out of a file one is tied to, or keep somebody out of it.
pub const RECUSE: Act = Act {
    code: "programming.recuse",
    french: "Se retirer d’un dossier pour conflit d’intérêts, ou en retirer quelqu’un",
    functions: READERS,
    needs_second_factor: true,
};

/// Look at projects nearly alike, and set aside what is nothing.
pub const COMPARE: Act = Act {
    code: "programming.compare",
    french: "Comparer les projets qui se ressemblent",
    functions: &[Function::ProjectManager, Function::CaseOfficer],
    needs_second_factor: true,
};

/// Say which delays are promised.
pub const PROMISE: Act = Act {
    code: "programming.promise",
    french: "Fixer les délais de réponse promis",
    functions: &[Function::ProjectManager],
    needs_second_factor: true,
};
