//! What the tables of the slice keep about people.

use kernel::privacy::{Kept, Privacy};

const OWNER: &str = "La direction qui porte le contrat de ville";
const YEAR_AFTER: &str = "Un an après la fin du projet, puis effacé automatiquement";
const AS_FILES: &str = "Dix ans après la fin du projet, comme les pièces comptables";

/// People of a group, those who sit, agents.
pub const PRIVACY: Privacy = Privacy {
    kept: &[
        Kept {
            table: "fund_project",
            columns: &["contact", "reach", "typed_by"],
            what: "Le nom d’une personne d’un groupe d’habitants et son téléphone ou son adresse électronique ; le nom de l’agent \
                   qui a saisi le projet d’après un papier",
            purpose: "Parler de son projet avec le groupe, savoir qui a recopié un papier",
            until: YEAR_AFTER,
            owner: OWNER,
        },
        Kept {
            table: "fund_member",
            columns: &["name"],
            what: "Le nom des personnes qui siègent au comité d’un fonds",
            purpose: "Savoir qui vote et qui se retire",
            until: "Un an après que la personne ne siège plus, puis effacé automatiquement",
            owner: OWNER,
        },
        Kept {
            table: "fund_vote",
            columns: &["member", "choice"],
            what: "Le vote de chaque personne du comité sur chaque projet",
            purpose: "Prouver qu’une décision est régulière et que chacun s’est retiré quand il le devait",
            until: "Tant que le nom de la personne est gardé ; ensuite le vote n’est plus celui de personne",
            owner: OWNER,
        },
        Kept {
            table: "fund_decision",
            columns: &["by_name"],
            what: "Le nom de l’agent qui a noté une décision",
            purpose: "Savoir à qui demander",
            until: AS_FILES,
            owner: OWNER,
        },
        Kept {
            table: "fund_movement",
            columns: &["by_name"],
            what: "Le nom de l’agent qui a noté un versement ou un retour",
            purpose: "Répondre de l’argent public",
            until: AS_FILES,
            owner: OWNER,
        },
        Kept {
            table: "fund_report",
            columns: &["sent_by"],
            what: "Qui a rendu le compte rendu : le groupe, ou l’agent qui l’a saisi",
            purpose: "Savoir d’où viennent les chiffres",
            until: AS_FILES,
            owner: OWNER,
        },
        Kept {
            table: "fund_piece",
            columns: &["file"],
            what: "Les photos et les tickets joints au compte rendu d’un projet, où des personnes peuvent se voir",
            purpose: "Montrer ce qui a été fait et ce qui a été payé",
            until: AS_FILES,
            owner: OWNER,
        },
        Kept {
            table: "fund_support",
            columns: &["by_name"],
            what: "Le nom de l’agent qui a accompagné un projet labellisé",
            purpose: "Savoir à qui demander",
            until: AS_FILES,
            owner: OWNER,
        },
    ],
    without: &["fund", "fund_envelope", "fund_session", "fund_counter", "fund_reminder"],
};
