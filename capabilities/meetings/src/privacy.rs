//! What the tables of the slice keep about people.

use kernel::privacy::{Kept, Privacy};

const OWNER: &str = "Chef·fe de projet du contrat de ville";
const UNTIL_ARCHIVES: &str = "Cinq ans après la fin du contrat de ville, puis effacé par la purge de nuit ; une note \
                              retirée est effacée un an après";

/// Nobody is named; what people say of where they live may all the same lead back to somebody.
pub const PRIVACY: Privacy = Privacy {
    kept: &[
        Kept {
            table: "note",
            columns: &["words", "audience", "code_hash"],
            what: "Les notes prises en rencontre : ce qui a été dit et par quel public, sans nom ni adresse du téléphone ; de \
                   celles des téléphones le jour, sans l’heure ni l’ordre, et l’empreinte du code qui les efface",
            purpose: "Garder ce que les habitants disent et le relier aux besoins",
            until: UNTIL_ARCHIVES,
            owner: OWNER,
        },
        Kept {
            table: "sorting_change",
            columns: &["before_value", "after_value"],
            what: "Ce qui était écrit sur une note avant chaque correction",
            purpose: "Pouvoir annuler un geste de tri et comprendre ce qui a changé",
            until: UNTIL_ARCHIVES,
            owner: OWNER,
        },
        Kept {
            table: "sorting_act",
            columns: &["account"],
            what: "Quel compte a fait quel geste de tri",
            purpose: "Annuler ses propres gestes, et eux seuls",
            until: "Un an, puis l’auteur est oublié",
            owner: OWNER,
        },
        Kept {
            table: "finding",
            columns: &["words", "latitude", "longitude", "photo", "who_acts", "state_note", "proof", "code_hash"],
            what: "Les constats des marches : ce qui a été vu, la photo, le lieu arrondi à cinquante mètres, le service qui \
                   doit agir ; de ceux des téléphones le jour, sans l’heure ni l’ordre, et l’empreinte du code qui les efface",
            purpose: "Faire réparer, et dire ce qui a été fait",
            until: "Cinq ans après la fin du contrat de ville, puis effacé par la purge de nuit avec les photos",
            owner: OWNER,
        },
    ],
    without: &["meeting", "headcount", "sorting", "note_group", "walk_stop", "meeting_pace"],
};
