//! What the tables keep about people.

use kernel::privacy::{Kept, Privacy};

/// What the tables keep about people: agents who write, residents who follow.
pub const PRIVACY: Privacy = Privacy {
    kept: &[
        Kept {
            table: "plan_follower",
            columns: &["email", "key_hash"],
            what: "L’adresse électronique des personnes qui suivent une action, un quartier ou un objectif",
            purpose: "Leur envoyer, au plus une fois par jour, ce qui a changé dans ce qu’elles suivent",
            until: "Jusqu’à ce qu’elles se retirent, en un geste ; sept jours si l’adresse n’est pas confirmée ; deux \
                    ans après la confirmation dans tous les cas",
            owner: "Chef·fe de projet du contrat de ville",
        },
        Kept {
            table: "sheet_comment",
            columns: &["author", "author_name", "body"],
            what: "Les commentaires des agents sur les fiches actions, avec leur nom",
            purpose: "Préparer les fiches à plusieurs ; un commentaire n’est jamais public",
            until: "Aussi longtemps que la fiche, ou jusqu’à ce que leur auteur·e les retire",
            owner: "Chef·fe de projet du contrat de ville",
        },
        Kept {
            table: "sheet_proposal",
            columns: &["proposer", "proposed_by", "decided_by", "reason"],
            what: "Qui a proposé une fiche action à la validation, qui l’a validée ou renvoyée, et pourquoi",
            purpose: "Savoir qui a décidé qu’une fiche pouvait être publiée",
            until: "Aussi longtemps que la fiche",
            owner: "Chef·fe de projet du contrat de ville",
        },
        Kept {
            table: "sheet_status",
            columns: &["said_by"],
            what: "L’agent qui a dit où en est une action",
            purpose: "Savoir qui interroger sur l’état d’une action",
            until: "Aussi longtemps que le contrat de ville et ses archives",
            owner: "Chef·fe de projet du contrat de ville",
        },
        Kept {
            table: "sheet_step",
            columns: &["owner"],
            what: "Qui tient chaque étape d’une action : une fonction ou un organisme, parfois un nom",
            purpose: "Savoir à qui demander ce qui est en retard ; ce n’est pas montré au public",
            until: "Aussi longtemps que la fiche",
            owner: "Chef·fe de projet du contrat de ville",
        },
    ],
    without: &[
        "action_sheet",
        "sheet_area",
        "sheet_lens",
        "sheet_partner",
        "sheet_mean",
        "sheet_indicator",
        "sheet_measure",
        "sheet_link",
        "sheet_file",
        "plan_lead",
        "plan_lead_crossing",
        "plan_strategy",
        "plan_setting",
    ],
};
