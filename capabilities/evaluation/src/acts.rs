//! What may be done with the evaluation of a contract, and by whom.

use kernel::{Act, Function};

/// Read the framework, findings and recommendations, drafts too.
pub const READ: Act = Act {
    code: "evaluation.read",
    french: "Lire l’évaluation du contrat, brouillons compris",
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

/// Write questions, criteria, indicators, findings and recommendations.
pub const WRITE: Act = Act {
    code: "evaluation.write",
    french: "Écrire les questions, les critères, les constats et les recommandations de l’évaluation",
    functions: &[Function::ProjectManager, Function::CaseOfficer, Function::Evaluator],
    needs_second_factor: true,
};

/// Show it to everybody, say what the committee answered and what became of a recommendation.
pub const PUBLISH: Act = Act {
    code: "evaluation.publish",
    french: "Publier l’évaluation, répondre aux recommandations et dire leurs suites",
    functions: &[Function::ProjectManager],
    needs_second_factor: true,
};

/// Ask carriers for figures and words on their actions, follow who answered, write for who cannot.
pub const COLLECT: Act = Act {
    code: "evaluation.collect",
    french: "Collecter des chiffres auprès des porteurs d’actions",
    functions: &[Function::ProjectManager, Function::CaseOfficer],
    needs_second_factor: true,
};

/// Answer what is asked of an action; agents who collect write for carriers who cannot.
pub const REPLY: Act = Act {
    code: "evaluation.reply",
    french: "Répondre à une collecte sur ses actions",
    functions: &[
        Function::CarrierEditor,
        Function::CarrierSignatory,
        Function::CarrierAdministrator,
        Function::ProjectManager,
        Function::CaseOfficer,
    ],
    needs_second_factor: false,
};
