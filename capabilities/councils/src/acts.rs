//! What may be done with citizen councils and their draws, and by whom.

use kernel::{Act, Function};

/// Read how councils are made up, what their pool counts and where their draws stand. No name.
pub const READ: Act = Act {
    code: "councils.read",
    french: "Lire la composition des conseils et suivre leurs tirages",
    functions: &[
        Function::ProjectManager,
        Function::ElectionsAgent,
        Function::PrefectDelegate,
        Function::CaseOfficer,
        Function::Elected,
    ],
    needs_second_factor: false,
};

/// Open a council, set its colleges, seats, quotas and charter.
pub const SET_UP: Act = Act {
    code: "councils.set_up",
    french: "Créer un conseil et fixer ses règles",
    functions: &[Function::ProjectManager],
    needs_second_factor: true,
};

/// Bring an electoral roll. The commune alone may see its own (article L. 37 of the electoral code).
pub const ROLL: Act = Act {
    code: "councils.roll",
    french: "Importer une liste électorale dans le vivier",
    functions: &[Function::ElectionsAgent],
    needs_second_factor: true,
};

/// Gather the rest of the pool: lists of landlords, volunteers, local actors; decide of likely duplicates.
pub const GATHER: Act = Act {
    code: "councils.gather",
    french: "Constituer le vivier d’un tirage",
    functions: &[Function::ProjectManager, Function::ElectionsAgent],
    needs_second_factor: true,
};

/// Lead a draw: announce, freeze, publish, enter public chance, seal.
pub const DRAW: Act = Act {
    code: "councils.draw",
    french: "Conduire un tirage au sort",
    functions: &[Function::ProjectManager],
    needs_second_factor: true,
};

/// Call those who were drawn: names and addresses appear, after the seal.
pub const CALL: Act = Act {
    code: "councils.call",
    french: "Appeler les personnes tirées au sort",
    functions: &[Function::ProjectManager],
    needs_second_factor: true,
};

/// Read the list of names handed to the prefect.
pub const VALIDATE: Act = Act {
    code: "councils.validate",
    french: "Lire la liste nominative d’un conseil",
    functions: &[Function::ProjectManager, Function::PrefectDelegate],
    needs_second_factor: true,
};

/// Follow how the State recognises a council: who was heard, the list handed over, the decree.
pub const RECOGNISE: Act = Act {
    code: "councils.recognise",
    french: "Suivre la reconnaissance d’un conseil par l’État",
    functions: &[Function::ProjectManager, Function::PrefectDelegate],
    needs_second_factor: true,
};

/// Volunteer, put a structure forward: nobody signs in for it, so no function is asked.
pub const VOLUNTEER: Act = Act {
    code: "councils.volunteer",
    french: "Se porter volontaire ou présenter une structure",
    functions: &[],
    needs_second_factor: false,
};
