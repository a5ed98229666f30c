//! What the tables of the slice keep about people.

use kernel::privacy::{Kept, Privacy};

const OWNER: &str = "Chef·fe de projet du contrat de ville ; la commune pour sa liste électorale";
const UNTIL_APPEAL: &str = "La fin du délai de recours du tirage pour qui n’est ni tiré ni sur la liste complémentaire ; \
                            la fin du mandat pour les autres ; un an sans tirage";

/// Names stand in one table, sealed, apart from what draws know.
pub const PRIVACY: Privacy = Privacy {
    kept: &[
        Kept {
            table: "candidate_person",
            columns: &["sealed", "identity_mark", "name_mark", "address_mark", "street_mark"],
            what: "Nom, prénoms, date de naissance, adresse et moyens de contact des personnes du vivier, chiffrés ; trois \
                   empreintes qui disent si deux lignes sont la même personne, une qui réunit les habitants d’une rue à situer",
            purpose: "Tirer au sort le conseil citoyen, puis écrire aux personnes tirées (loi n° 2014-173, article 7)",
            until: UNTIL_APPEAL,
            owner: OWNER,
        },
        Kept {
            table: "candidate",
            columns: &["sex", "age", "area", "household", "structure", "reason"],
            what: "Ce qu’un tirage sait d’une personne : sexe, tranche d’âge, quartier, foyer sous la forme d’une empreinte, \
                   structure représentée ; ni nom ni adresse",
            purpose: "Tenir les quotas et laisser chacun vérifier le tirage",
            until: "Cinq ans après la fin du contrat de ville ; l’empreinte du foyer disparaît avec le nom",
            owner: OWNER,
        },
        Kept {
            table: "pool_file",
            columns: &["account", "name"],
            what: "Le nom du fichier apporté et le compte de qui l’apporte",
            purpose: "Savoir d’où vient le vivier",
            until: "Cinq ans après la fin du contrat de ville",
            owner: OWNER,
        },
        Kept {
            table: "pool_file_piece",
            columns: &["sealed"],
            what: "Le fichier lui-même, chiffré : liste électorale, fichier d’un bailleur",
            purpose: "L’essayer avant d’en garder les personnes",
            until: "L’import ou l’abandon, trois jours au plus",
            owner: OWNER,
        },
        Kept {
            table: "draw_entry",
            columns: &["receipt_mark", "recorded"],
            what: "Le numéro d’une personne dans un tirage et ce qui y est écrit d’elle, sans nom",
            purpose: "Que chacun retrouve son numéro avec le code de son reçu",
            until: "Cinq ans après la fin du contrat de ville",
            owner: OWNER,
        },
        Kept {
            table: "letter",
            columns: &["number", "state", "way"],
            what: "Si une personne désignée par un premier tirage veut participer au second, et comment elle a répondu",
            purpose: "Faire le vivier du second tirage",
            until: "Cinq ans après la fin du contrat de ville ; le nom disparaît avec le vivier",
            owner: OWNER,
        },
        Kept {
            table: "seat",
            columns: &["note", "state"],
            what: "Où en est l’appel d’une personne tirée : écrit, relancée, a accepté, a refusé",
            purpose: "Compléter le conseil",
            until: "La fin du mandat",
            owner: OWNER,
        },
        Kept {
            table: "seat_change",
            columns: &["note", "way"],
            what: "Quand et comment une personne tirée a été contactée",
            purpose: "Montrer que l’ordre du tirage a été suivi",
            until: "La fin du mandat",
            owner: OWNER,
        },
    ],
    without: &[
        "council",
        "council_area",
        "college",
        "college_quota",
        "crossed_rule",
        "structure_kind",
        "structure",
        "candidate_doubt",
        "draw",
        "draw_file",
        "study",
        "recognition_step",
    ],
};
