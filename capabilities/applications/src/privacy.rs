//! What the tables keep about people.

use kernel::privacy::{Kept, Privacy};

const OWNER: &str = "Chef·fe de projet du contrat de ville";
const AS_LONG: &str = "Dix ans après la décision, comme les pièces d’une subvention, puis versement aux archives ; un brouillon \
                       jamais déposé, un an après la clôture de l’appel";

const fn kept(
    table: &'static str,
    columns: &'static [&'static str],
    what: &'static str,
    purpose: &'static str,
) -> Kept {
    Kept { table, columns, what, purpose, until: AS_LONG, owner: OWNER }
}

/// What the tables keep about people: those who write for associations, agents who answer them.
pub const PRIVACY: Privacy = Privacy {
    kept: &[
        kept(
            "application",
            &["created_by", "filed_by", "filed_by_name", "typed_by"],
            "Qui a commencé, saisi et déposé chaque dossier",
            "Savoir qui engage l’association, et prouver le dépôt",
        ),
        kept(
            "application_answer",
            &["value", "saved_by", "saved_by_name"],
            "Les réponses de l’association à chaque question, parfois un nom ou un téléphone de responsable, et qui les a saisies",
            "Instruire la demande ; dire à plusieurs personnes qui a écrit quoi",
        ),
        kept(
            "application_event",
            &["by_name", "note"],
            "Qui a fait avancer le dossier, et ce qui en a été dit",
            "Tenir la chronologie du dossier, lisible par l’association et par les services",
        ),
        kept(
            "application_message",
            &["author", "author_name", "text"],
            "Les messages échangés sur un dossier, avec le nom de qui écrit",
            "Se parler du dossier sans rien perdre",
        ),
        kept(
            "application_file",
            &["file", "added_by"],
            "Les pièces jointes au dossier et qui les a ajoutées",
            "Vérifier ce que l’association déclare",
        ),
        Kept {
            table: "application_import",
            columns: &["sealed", "sent_by"],
            what: "Un fichier de dossiers repris d’ailleurs (Dauphin, tableur), chiffré, et qui l’a envoyé",
            purpose: "Essayer le fichier, puis l’importer sans faire attendre",
            until: "30 jours après l’envoi, puis effacé par la purge de nuit",
            owner: OWNER,
        },
        kept(
            "completion",
            &["asked_by", "asked_by_name", "note"],
            "L’agent qui a demandé un complément",
            "Savoir à qui répondre",
        ),
        kept(
            "completion_item",
            &["why", "reply"],
            "Ce que le service redemande, et ce que l’association en dit",
            "Compléter le dossier sans le rouvrir en entier",
        ),
        kept(
            "recusal",
            &["account", "reason", "declared_by"],
            "Qui se retire d’un dossier, et pour quel lien",
            "Empêcher qu’une personne liée à une association lise ou décide de son dossier",
        ),
        kept(
            "project_area",
            &["address"],
            "L’adresse où se tient une action, quand l’association l’a donnée",
            "Savoir dans quel quartier elle se tient",
        ),
        kept(
            "project_mean",
            &["label"],
            "Les moyens humains d’une action : métiers et nombre, parfois un nom",
            "Juger si l’action a les moyens de se tenir",
        ),
        kept("call_version", &["published_by"], "Qui a publié chaque version d’un appel", "Savoir qui interroger"),
        kept(
            "call",
            &["phone", "email"],
            "Le téléphone et l’adresse où demander de l’aide, parfois ceux d’une personne",
            "Aider celles et ceux qui écrivent un dossier",
        ),
    ],
    without: &[
        "call_priority",
        "call_area",
        "call_funder",
        "call_step",
        "call_file",
        "contract_practice",
        "application_counter",
        "application_origin",
        "project",
        "project_node",
        "project_public",
        "project_indicator",
        "indicator_toolbox",
        "budget_line",
        "funding",
    ],
};
