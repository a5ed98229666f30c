//! What the tables of the slice keep about people.

use kernel::privacy::{Kept, Privacy};

const OWNER: &str = "L’association qui tient le groupe, sur la plateforme de la collectivité";

/// People write; everything else speaks of associations.
pub const PRIVACY: Privacy = Privacy {
    kept: &[
        Kept {
            table: "circle_message",
            columns: &["author", "words"],
            what: "Messages écrits dans un groupe privé d’associations : qui, pour quelle association, quand, le texte",
            purpose: "Laisser des associations qui travaillent sur les mêmes thèmes s’écrire ; seuls leurs membres les lisent",
            until: "Quand la personne retire son message ; sinon trois ans après, ou un an après la fermeture du groupe",
            owner: OWNER,
        },
        Kept {
            table: "circle_quiet",
            columns: &["account"],
            what: "Qui ne veut pas de courriel d’un groupe",
            purpose: "Ne pas lui écrire",
            until: "Quand la personne en veut de nouveau, ou un an après la fermeture du groupe",
            owner: OWNER,
        },
    ],
    without: &["circle", "circle_theme", "circle_member"],
};
