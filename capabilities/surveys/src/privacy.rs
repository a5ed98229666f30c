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
            table: "answer_photo",
            columns: &["question", "area", "month", "code_hash", "sealed"],
            what: "Les photos prises face à face, redessinées sans lieu ni appareil, chiffrées, à part des réponses ; le quartier \
                   et le mois",
            purpose: "Montrer à l’équipe ce dont parlent les habitants, sans que l’on sache avec quelles cases une photo est venue",
            until: "Comme les réponses ; tout de suite avec le code, ou retirée par la personne qui conduit le questionnaire",
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
        Kept {
            table: "paper_sheet",
            columns: &["first_sealed", "second_sealed", "first_by"],
            what: "Les feuilles remplies au stylo, saisies une fois, chiffrées, et le compte de qui les a saisies, jusqu’à \
                   la seconde saisie ; ensuite le numéro de la feuille seulement, sans lien avec la réponse",
            purpose: "Trouver les erreurs de frappe en comparant deux saisies",
            until: "La seconde saisie, la clôture du lot, ou un an",
            owner: OWNER,
        },
        Kept {
            table: "call_number",
            columns: &["sealed", "area", "call_at", "held_by"],
            what: "Les numéros de téléphone à appeler, chiffrés, le quartier s’il est connu, l’heure du rappel demandé, et qui \
                   appelle en ce moment ; ni nom, ni jour d’appel",
            purpose: "Proposer le questionnaire par téléphone, sans rappeler qui a répondu ou refusé",
            until: "La réponse, le refus ou le faux numéro, tout de suite ; au plus tard le jour dit à l’apport de la liste, \
                    six mois au plus",
            owner: OWNER,
        },
        Kept {
            table: "call_known",
            columns: &["marker"],
            what: "Une empreinte de chaque numéro d’une liste, que seule la clé de la plateforme sait faire",
            purpose: "Ne pas appeler deux fois la même personne quand une autre liste contient son numéro",
            until: "La fin de la dernière liste du questionnaire",
            owner: OWNER,
        },
        Kept {
            table: "partner_file",
            columns: &["sealed", "account"],
            what: "Un fichier de réponses envoyé par un partenaire, chiffré, et le compte de qui l’a apporté",
            purpose: "L’essayer et choisir ses colonnes avant d’en garder les réponses",
            until: "L’import ou l’abandon, un jour au plus",
            owner: OWNER,
        },
    ],
    without: &[
        "survey",
        "survey_version",
        "survey_invitation",
        "spent_invitation",
        "survey_quota",
        "parked_try",
        "survey_margin",
        "paper_batch",
        "call_list",
    ],
};
