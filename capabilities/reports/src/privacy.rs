//! What the tables of the slice keep about people.

use kernel::privacy::{Kept, Privacy};

const OWNER: &str = "Chef·fe de projet du contrat de ville";
const WHO_WROTE: &str =
    "Savoir qui interroger sur un texte, et ne perdre aucun des deux quand deux personnes écrivent en même temps";
const WITH_THE_CONTRACT: &str = "Aussi longtemps que le contrat de ville et ses archives";

/// A report names nobody, and quotes only words that were read over; the parts of a contract say who wrote them.
pub const PRIVACY: Privacy = Privacy {
    kept: &[
        Kept {
            table: "report",
            columns: &["content"],
            what: "Les rapports de concertation et les documents du contrat demandés : chiffres au-dessus des seuils, paroles relues, fiches \
                   actions, sans nom de personne",
            purpose: "Reprendre un rapport sans le refaire",
            until: "30 jours après la demande, puis effacé par la purge de nuit",
            owner: OWNER,
        },
        Kept {
            table: "contract_part",
            columns: &["saved_by"],
            what: "Les parties du contrat : quel agent a enregistré leur titre et leur introduction",
            purpose: WHO_WROTE,
            until: WITH_THE_CONTRACT,
            owner: OWNER,
        },
        Kept {
            table: "contract_section",
            columns: &["saved_by"],
            what: "Le texte du contrat : quel agent a enregistré chaque section",
            purpose: WHO_WROTE,
            until: WITH_THE_CONTRACT,
            owner: OWNER,
        },
    ],
    without: &[],
};
