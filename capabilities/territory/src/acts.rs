//! What may be done here, and by whom.

use kernel::{Act, Function};

const KEEPERS: &[Function] = &[Function::Administrator, Function::ProjectManager];

/// Seeing the back office of the territory.
pub const SEE: Act = Act {
    code: "territory.see",
    french: "Consulter le référentiel du territoire",
    functions: &[
        Function::Administrator,
        Function::ProjectManager,
        Function::CaseOfficer,
        Function::PrefectDelegate,
        Function::Funder,
        Function::Evaluator,
        Function::Auditor,
    ],
    needs_second_factor: false,
};

/// Importing perimeters, facilities, addresses.
pub const IMPORT: Act = Act {
    code: "territory.import",
    french: "Importer des quartiers, des équipements ou des adresses",
    functions: KEEPERS,
    needs_second_factor: true,
};

/// Changing a neighbourhood.
pub const EDIT: Act =
    Act { code: "territory.edit", french: "Modifier un quartier", functions: KEEPERS, needs_second_factor: true };

/// Deciding which neighbourhood of one zoning became which of the next.
pub const DECIDE: Act = Act {
    code: "territory.decide",
    french: "Confirmer, corriger ou refuser une correspondance entre zonages",
    functions: KEEPERS,
    needs_second_factor: true,
};

/// Every act of the slice.
pub const ALL: &[&Act] = &[&SEE, &IMPORT, &EDIT, &DECIDE];
