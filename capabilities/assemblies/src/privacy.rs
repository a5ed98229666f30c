//! What the tables of the slice keep about people.

use kernel::privacy::{Kept, Privacy};

const OWNER: &str = "Chef·fe de projet du contrat de ville, avec la structure porteuse de l’instance";
const A_YEAR_AFTER: &str = "Un an après la fin du mandat ; ensuite les effectifs seuls";

/// Names stand in one table; everything else points to it.
pub const PRIVACY: Privacy = Privacy {
    kept: &[
        Kept {
            table: "assembly_member",
            columns: &["called_name", "email", "structure", "counted", "account", "departure"],
            what: "Prénom et nom choisis par la personne, courriel, structure représentée, dates du mandat, motif de départ \
                   pris dans une liste qui ne dit rien de la santé",
            purpose: "Réunir l’instance et dire qui y siège, avec l’accord de chaque personne",
            until: A_YEAR_AFTER,
            owner: OWNER,
        },
        Kept {
            table: "assembly_member_change",
            columns: &["state", "departure"],
            what: "Les dates auxquelles un mandat a commencé, a été suspendu ou s’est terminé",
            purpose: "Pourvoir les sièges vacants",
            until: A_YEAR_AFTER,
            owner: OWNER,
        },
        Kept {
            table: "assembly_call",
            columns: &["member", "sent_at"],
            what: "À quels membres une convocation est partie, et quand",
            purpose: "N’écrire qu’une fois, et prévenir ceux qui l’ont été quand la réunion change",
            until: A_YEAR_AFTER,
            owner: OWNER,
        },
        Kept {
            table: "assembly_attendance",
            columns: &["answer", "presence", "represented_by"],
            what: "Ce que chaque membre répond à une convocation, et sa présence",
            purpose: "Établir le quorum et la fiche annuelle",
            until: A_YEAR_AFTER,
            owner: OWNER,
        },
        Kept {
            table: "assembly_voice",
            columns: &["member", "sense", "words"],
            what: "Ce que chaque membre pense d’un dossier soumis à l’instance",
            purpose: "Délibérer entre membres avant l’avis de l’instance",
            until: A_YEAR_AFTER,
            owner: OWNER,
        },
        Kept {
            table: "assembly_comment",
            columns: &["member", "words"],
            what: "Ce que les membres s’écrivent sur un dossier soumis à l’instance",
            purpose: "Délibérer entre membres avant l’avis de l’instance",
            until: A_YEAR_AFTER,
            owner: OWNER,
        },
        Kept {
            table: "assembly_poll_voter",
            columns: &["member", "choice"],
            what: "Quels membres ont voté sur un projet d’avis ; ce que chacun a choisi seulement si le vote est par nom",
            purpose: "N’accepter qu’un vote par membre",
            until: A_YEAR_AFTER,
            owner: OWNER,
        },
        Kept {
            table: "assembly_recusal",
            columns: &["member", "cause"],
            what: "Quels membres sont restés en retrait d’une délibération, et le lien qui en est la cause",
            purpose: "Prouver que personne n’a délibéré sur sa propre demande",
            until: "Le nom un an après la fin du mandat ; le retrait reste, sans nom, avec l’avis",
            owner: OWNER,
        },
        Kept {
            table: "assembly_submission",
            columns: &["rapporteur"],
            what: "Quel membre rédige l’avis de l’instance ; le dossier lui-même ne nomme personne",
            purpose: "Savoir qui rédige",
            until: "Le nom un an après la fin du mandat ; l’avis reste",
            owner: OWNER,
        },
        Kept {
            table: "assembly_referral",
            columns: &["author"],
            what: "Quel membre a commencé une saisine ; la saisine elle-même ne nomme personne",
            purpose: "Savoir qui inscrit ce que décide l’instance",
            until: "Le nom un an après la fin du mandat ; la saisine reste",
            owner: OWNER,
        },
        Kept {
            table: "assembly_role",
            columns: &["member", "role"],
            what: "Quel membre tient le budget, quel membre écrit la page publique",
            purpose: "N’ouvrir ces pages qu’aux membres désignés par les autres",
            until: A_YEAR_AFTER,
            owner: OWNER,
        },
        Kept {
            table: "assembly_training_member",
            columns: &["member"],
            what: "Quels membres sont venus à une formation",
            purpose: "Compter combien de membres ont été formés",
            until: "Le nom un an après la fin du mandat ; le compte reste",
            owner: OWNER,
        },
    ],
    without: &[
        "assembly",
        "assembly_area",
        "assembly_meeting",
        "assembly_paper",
        "assembly_submission_area",
        "assembly_submission_paper",
        "assembly_number",
        "assembly_poll",
        "assembly_poll_count",
        "assembly_budget_line",
        "assembly_training",
        "assembly_post",
        "assembly_post_version",
        "assembly_post_reply",
    ],
};
