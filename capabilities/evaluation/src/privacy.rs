//! What the tables of the slice keep about people.

use kernel::privacy::{Kept, Privacy};

/// Who wrote a finding; everything else speaks of places, policies and organisations.
pub const PRIVACY: Privacy = Privacy {
    kept: &[Kept {
        table: "evaluation_finding",
        columns: &["author_name"],
        what: "Le nom de la personne qui a écrit un constat de l’évaluation ; il ne se lit pas en public",
        purpose: "Savoir qui peut expliquer le constat et ses preuves",
        until: "Cinq ans après la fin du contrat de ville",
        owner: "La direction qui porte le contrat de ville",
    }],
    without: &[
        "evaluation_framework",
        "evaluation_item",
        "evaluation_item_node",
        "evaluation_evidence",
        "evaluation_recommendation",
        "evaluation_recommendation_finding",
        "evaluation_step",
    ],
};
