//! What the tables of the slice keep about people.

use kernel::privacy::{Kept, Privacy};

const OWNER: &str = "Chef·fe de projet du contrat de ville";

/// Nobody is named; the code that leads to an answer is kept by the person alone.
pub const PRIVACY: Privacy = Privacy {
    kept: &[
        Kept {
            table: "answer",
            columns: &["area", "received_on", "given"],
            what: "Les réponses aux questionnaires : cases cochées et nombres, le quartier, le jour ; ni nom, ni heure, ni \
                   adresse d’appareil, ni phrase",
            purpose: "Compter ce que pensent les habitants et en rendre compte",
            until: "La durée dite sur la première page du questionnaire après sa fermeture ; tout de suite avec le code",
            owner: OWNER,
        },
        Kept {
            table: "answer_words",
            columns: &["sealed", "code_hash"],
            what: "Les phrases des réponses libres, chiffrées, en attente d’être mêlées à d’autres",
            purpose: "Les faire entrer dans le corpus sans que l’on sache avec quelles cases elles sont venues",
            until: "Leur entrée dans le corpus, par cinq personnes au moins, ou à la fermeture ; tout de suite avec le code",
            owner: OWNER,
        },
        Kept {
            table: "parked_answer",
            columns: &["sealed"],
            what: "Des réponses mises de côté, chiffrées, que seules six lettres retrouvent",
            purpose: "Permettre de reprendre plus tard, sur un autre appareil",
            until: "Trente jours, ou l’envoi des réponses",
            owner: OWNER,
        },
    ],
    without: &["survey", "survey_version", "invitation", "spent_invitation", "survey_quota"],
};
