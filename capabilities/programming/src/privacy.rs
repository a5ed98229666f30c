//! What the tables of the slice keep about people.

use kernel::privacy::{Kept, Privacy};

const OWNER: &str = "La direction qui porte le contrat de ville";
const AS_FILES: &str = "Aussi longtemps que les dossiers de subvention et leurs archives";

/// Accounts of agents; carriers and their people stand in other slices.
pub const PRIVACY: Privacy = Privacy {
    kept: &[
        Kept {
            table: "assessment_rule",
            columns: &["reader", "created_by"],
            what: "Quel agent lit les dossiers d’un quartier, d’un thème ou d’un financeur",
            purpose: "Répartir les dossiers",
            until: AS_FILES,
            owner: OWNER,
        },
        Kept {
            table: "assessment_reading",
            columns: &["reader", "assigned_by", "sense", "words", "given_at"],
            what: "Quel agent a lu quel projet, quand, et l’avis qu’il en a donné",
            purpose: "Instruire les demandes et pouvoir expliquer une décision",
            until: AS_FILES,
            owner: OWNER,
        },
        Kept {
            table: "assessment_score",
            columns: &["points", "reason"],
            what: "Les points donnés à un projet par un agent, avec leurs raisons",
            purpose: "Instruire les demandes et pouvoir expliquer une décision",
            until: AS_FILES,
            owner: OWNER,
        },
        Kept {
            table: "assessment_opinion",
            columns: &["asked_of", "asked_by", "words"],
            what: "À quel agent d’un service un avis a été demandé, par qui, et ce qu’il a répondu",
            purpose: "Instruire les demandes avec les services qui connaissent le sujet",
            until: AS_FILES,
            owner: OWNER,
        },
        Kept {
            table: "assessment_view",
            columns: &["account", "name", "query"],
            what: "Les listes qu’un agent garde sous un nom",
            purpose: "Retrouver une liste",
            until: "Jusqu’à ce que l’agent la retire, ou à la fermeture de son compte",
            owner: OWNER,
        },
        Kept {
            table: "assessment_near",
            columns: &["set_aside_by", "set_aside_why"],
            what: "Quel agent a écarté une ressemblance entre deux projets, et pourquoi",
            purpose: "Ne pas examiner deux fois la même ressemblance",
            until: AS_FILES,
            owner: OWNER,
        },
        Kept {
            table: "assessment_alert",
            columns: &["account", "told_at"],
            what: "Quel agent a été prévenu qu’un délai arrive à son terme",
            purpose: "Ne prévenir qu’une fois",
            until: AS_FILES,
            owner: OWNER,
        },
    ],
    without: &["assessment_comparison", "assessment_promise"],
};
