//! What the tables of the slice keep about people.

use kernel::privacy::{Kept, Privacy};

const OWNER: &str = "La direction qui porte le contrat de ville";
const AS_FILES: &str = "Dix ans après la fin de la convention, comme les pièces comptables";

/// Agents, and people who represent associations on papers that are signed.
pub const PRIVACY: Privacy = Privacy {
    kept: &[
        Kept {
            table: "agreement",
            columns: &["by_name"],
            what: "Le nom de l’agent qui a préparé une convention",
            purpose: "Savoir à qui demander",
            until: AS_FILES,
            owner: OWNER,
        },
        Kept {
            table: "agreement_version",
            columns: &["by_name", "content"],
            what: "Les conventions et avenants à signer, qui nomment les personnes représentant l’association ; qui les a écrits",
            purpose: "Garder la preuve de ce qui engage chacun",
            until: AS_FILES,
            owner: OWNER,
        },
        Kept {
            table: "agreement_signature",
            columns: &["who", "noted_by"],
            what: "Qui signe une convention, quand, et quel agent l’a noté",
            purpose: "Savoir de qui une signature est attendue, et garder la preuve de ce qui engage chacun",
            until: AS_FILES,
            owner: OWNER,
        },
        Kept {
            table: "agreement_scan",
            columns: &["file", "by_name"],
            what: "Les conventions signées, déposées en PDF ou en photo, et qui les a déposées",
            purpose: "Garder la preuve de ce qui engage chacun",
            until: AS_FILES,
            owner: OWNER,
        },
        Kept {
            table: "agreement_report",
            columns: &["file", "begun_by", "written_by", "written_for", "written_name", "given_by", "decided_by"],
            what: "Les comptes rendus des associations, qui les a écrits, certifiés et rendus, quel agent les a acceptés ou renvoyés",
            purpose: "Contrôler l’emploi de la subvention",
            until: AS_FILES,
            owner: OWNER,
        },
        Kept {
            table: "report_part",
            columns: &["saved_by"],
            what: "Qui a écrit une partie d’un compte rendu",
            purpose: "Savoir à qui demander",
            until: AS_FILES,
            owner: OWNER,
        },
        Kept {
            table: "report_answer",
            columns: &["value"],
            what: "Ce que l’association raconte d’une action, où des personnes peuvent être nommées",
            purpose: "Contrôler l’emploi de la subvention",
            until: AS_FILES,
            owner: OWNER,
        },
        Kept {
            table: "report_waiver",
            columns: &["by_name"],
            what: "Quel agent a levé, pour une association, la règle du compte rendu préalable, et pourquoi",
            purpose: "Rendre compte d’une exception",
            until: AS_FILES,
            owner: OWNER,
        },
        Kept {
            table: "repayment",
            columns: &["by_name", "content"],
            what: "Les demandes de reversement, qui nomment la personne représentant l’association ; quel agent les a émises",
            purpose: "Recouvrer ce qui a été versé en trop et en garder la preuve",
            until: AS_FILES,
            owner: OWNER,
        },
        Kept {
            table: "repayment_receipt",
            columns: &["by_name"],
            what: "Quel agent a noté un reversement",
            purpose: "Savoir à qui demander",
            until: AS_FILES,
            owner: OWNER,
        },
        Kept {
            table: "payment",
            columns: &["proposed_by", "proposed_for", "proposed_name", "checked_name", "reason"],
            what: "Qui a proposé un paiement, qui l’a validé ou écarté, et pourquoi",
            purpose: "Qu’un paiement soit toujours vu par deux personnes, et pouvoir en rendre compte",
            until: AS_FILES,
            owner: OWNER,
        },
        Kept {
            table: "payment_batch",
            columns: &["by_name", "listing", "transfers"],
            what: "Les lots transmis au comptable, avec les comptes bancaires des associations, scellés ; qui les a préparés",
            purpose: "Payer les subventions et prouver ce qui a été transmis",
            until: AS_FILES,
            owner: OWNER,
        },
        Kept {
            table: "agreement_batch",
            columns: &["by_name"],
            what: "Le nom de l’agent qui a mis un lot de conventions en signature",
            purpose: "Suivre le lot",
            until: AS_FILES,
            owner: OWNER,
        },
    ],
    without: &[
        "agreement_counter",
        "agreement_line",
        "agreement_instalment",
        "agreement_funding",
        "agreement_template",
        "agreement_setting",
        "agreement_publisher",
        "report_figure",
        "report_reminder",
    ],
};
