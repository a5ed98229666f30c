//! What the tables of the slice keep about people.

use kernel::privacy::{Kept, Privacy};

/// A report names nobody, and quotes only words that were read over.
pub const PRIVACY: Privacy = Privacy {
    kept: &[Kept {
        table: "report",
        columns: &["content"],
        what: "Les rapports de concertation et les documents du contrat demandés : chiffres au-dessus des seuils, paroles relues, fiches \
               actions, sans nom de personne",
        purpose: "Reprendre un rapport sans le refaire",
        until: "30 jours après la demande, puis effacé par la purge de nuit",
        owner: "Chef·fe de projet du contrat de ville",
    }],
    without: &["contract_part"],
};
