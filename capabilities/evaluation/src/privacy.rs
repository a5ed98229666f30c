//! What the tables of the slice keep about people.

use kernel::privacy::{Kept, Privacy};

const OWNER: &str = "La direction qui porte le contrat de ville";

/// Who wrote a finding, who sent an answer; everything else speaks of places, policies and organisations.
pub const PRIVACY: Privacy = Privacy {
    kept: &[
        Kept {
            table: "evaluation_finding",
            columns: &["author_name"],
            what: "Le nom de la personne qui a écrit un constat de l’évaluation ; il ne se lit pas en public",
            purpose: "Savoir qui peut expliquer le constat et ses preuves",
            until: "Cinq ans après la fin du contrat de ville",
            owner: OWNER,
        },
        Kept {
            table: "evaluation_request",
            columns: &["sent_by_name"],
            what: "Le nom de la personne qui a envoyé la réponse d’un porteur à une collecte ; aucun bénéficiaire n’est nommé",
            purpose: "Savoir à qui demander une précision",
            until: "Cinq ans après la fin du contrat de ville",
            owner: OWNER,
        },
    ],
    without: &[
        "evaluation_framework",
        "evaluation_item",
        "evaluation_item_node",
        "evaluation_evidence",
        "evaluation_recommendation",
        "evaluation_recommendation_finding",
        "evaluation_step",
        "evaluation_campaign",
        "evaluation_ask",
        "evaluation_answer",
        "evaluation_reminder",
        "evaluation_public",
    ],
};
