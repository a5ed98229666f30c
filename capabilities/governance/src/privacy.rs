//! What the tables of the slice keep about people.

use kernel::privacy::{Kept, Privacy};

/// Decisions name organisations and services; people stand elsewhere.
pub const PRIVACY: Privacy = Privacy {
    kept: &[
        Kept {
            table: "steering_notice",
            columns: &["recipient", "sent_at"],
            what: "À quels membres d’une instance une décision a été envoyée, et quand ; sans nom ni adresse",
            purpose: "N’écrire qu’une fois",
            until: "Aussi longtemps que le registre des décisions ; le nom du membre disparaît un an après son mandat",
            owner: "Chef·fe de projet du contrat de ville",
        },
        Kept {
            table: "calendar_feed",
            columns: &["account", "token_hash", "opened_at"],
            what: "L’empreinte de l’adresse privée par laquelle un agenda lit les réunions d’une personne",
            purpose: "Lui donner ses réunions, et à elle seule",
            until: "Jusqu’à ce que la personne ferme l’adresse, ou que son compte soit fermé",
            owner: "Chef·fe de projet du contrat de ville",
        },
    ],
    without: &["steering_decision", "steering_step", "steering_number", "steering_point"],
};
