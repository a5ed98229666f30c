//! What jobs and mails keep about people.

use kernel::privacy::{Kept, Privacy};

/// The tables of jobs, schedules and mails.
pub const PRIVACY: Privacy = Privacy {
    kept: &[
        Kept {
            table: "mail",
            columns: &["to_address", "to_name", "subject", "text_body"],
            what: "L’adresse, l’objet et le texte des courriels envoyés par la plateforme",
            purpose: "Vous écrire, et retrouver un courriel qui n’est pas arrivé",
            until: "30 jours après la demande d’envoi, sauf durée plus courte",
            owner: "La collectivité",
        },
        Kept {
            table: "job",
            columns: &["requested_by"],
            what: "Quel compte a demandé une tâche de fond (un import, un export)",
            purpose: "Montrer l’avancement à la personne qui l’a demandée",
            until: "90 jours après la fin de la tâche",
            owner: "La collectivité",
        },
    ],
    without: &["job_schedule"],
};
