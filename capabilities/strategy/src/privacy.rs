//! What the tables of the slice keep about people.

use kernel::privacy::{Kept, Privacy};

const OWNER: &str = "Chef·fe de projet du contrat de ville";
const AS_THE_CONTRACT: &str = "Aussi longtemps que le contrat de ville et ses archives, comme le journal des actes";

/// Signatories are bodies. Those who wrote the tree are agents, named in its history; notes of a workshop say what was
/// heard, without names.
pub const PRIVACY: Privacy = Privacy {
    kept: &[
        Kept {
            table: "contract_change",
            columns: &["account", "author", "why"],
            what: "L’historique de l’arbre du contrat : quel agent a changé quoi, quand, et la raison qu’il a donnée",
            purpose: "Savoir d’où vient chaque objectif, annuler une erreur, départager deux écritures simultanées",
            until: AS_THE_CONTRACT,
            owner: OWNER,
        },
        Kept {
            table: "contract_version",
            columns: &["author"],
            what: "Le nom de l’agent qui a nommé une version du contrat",
            purpose: "Savoir qui a arrêté une version",
            until: AS_THE_CONTRACT,
            owner: OWNER,
        },
        Kept {
            table: "contract_note",
            columns: &["words"],
            what: "Les notes d’atelier collées pour construire l’arbre : ce qui a été dit, sans nom",
            purpose: "Garder le lien entre ce qui a été dit et les objectifs du contrat",
            until: AS_THE_CONTRACT,
            owner: OWNER,
        },
    ],
    without: &[
        "contract",
        "contract_area",
        "contract_level",
        "contract_level_change",
        "contract_node",
        "contract_signatory",
        "contract_commitment",
        "contract_amendment",
        "contract_lens",
        "contract_node_tag",
        "contract_history",
        "contract_node_version",
        "contract_note_move",
    ],
};
