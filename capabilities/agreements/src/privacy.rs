//! What the tables of the slice keep about people.

use kernel::privacy::{Kept, Privacy};

const OWNER: &str = "La direction qui porte le contrat de ville";
const AS_FILES: &str = "Dix ans après la fin de la convention, comme les pièces comptables";

/// Agents, and people who represent associations on papers that are signed.
pub const PRIVACY: Privacy = Privacy {
    kept: &[
        Kept {
            table: "agreement",
            columns: &["by_name"],
            what: "Le nom de l’agent qui a préparé une convention",
            purpose: "Savoir à qui demander",
            until: AS_FILES,
            owner: OWNER,
        },
        Kept {
            table: "agreement_version",
            columns: &["by_name", "content"],
            what: "Les conventions et avenants à signer, qui nomment les personnes représentant l’association ; qui les a écrits",
            purpose: "Garder la preuve de ce qui engage chacun",
            until: AS_FILES,
            owner: OWNER,
        },
        Kept {
            table: "agreement_batch",
            columns: &["by_name"],
            what: "Le nom de l’agent qui a mis un lot de conventions en signature",
            purpose: "Suivre le lot",
            until: AS_FILES,
            owner: OWNER,
        },
    ],
    without: &[
        "agreement_counter",
        "agreement_line",
        "agreement_instalment",
        "agreement_funding",
        "agreement_template",
        "agreement_setting",
    ],
};
