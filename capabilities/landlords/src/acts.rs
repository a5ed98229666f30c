//! What may be done with abatements and urban management, and by whom.

use kernel::{Act, Function};

/// Read agreements, programmes and reports. A landlord limited to its organisation reads its own.
pub const READ: Act = Act {
    code: "landlords.read",
    french: "Lire les conventions d’abattement, leurs programmes et leurs bilans",
    functions: &[
        Function::ProjectManager,
        Function::CaseOfficer,
        Function::PrefectDelegate,
        Function::Funder,
        Function::Landlord,
        Function::Evaluator,
    ],
    needs_second_factor: false,
};

/// Open agreements, publish them, say where the abatement comes from.
pub const WRITE: Act = Act {
    code: "landlords.write",
    french: "Ouvrir une convention d’abattement, la modifier, la publier",
    functions: &[Function::ProjectManager, Function::CaseOfficer],
    needs_second_factor: true,
};

/// Fill in a year: dwellings, programme, what was done, what tenants think. A landlord does it for its own.
pub const FILL: Act = Act {
    code: "landlords.fill",
    french: "Remplir le programme et le bilan annuels d’un bailleur",
    functions: &[Function::ProjectManager, Function::CaseOfficer, Function::Landlord],
    needs_second_factor: false,
};

/// Keep agreements of urban management and their actions.
pub const MANAGE: Act = Act {
    code: "landlords.manage",
    french: "Tenir les conventions de gestion urbaine et leurs actions annuelles",
    functions: &[Function::ProjectManager, Function::CaseOfficer],
    needs_second_factor: true,
};
