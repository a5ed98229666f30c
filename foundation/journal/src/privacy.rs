//! What the journal keeps about people.

use kernel::privacy::{Kept, Privacy};

/// The journal's tables.
pub const PRIVACY: Privacy = Privacy {
    kept: &[
        Kept {
            table: "journal_entry",
            columns: &["actor_account"],
            what: "Quel compte a fait quel acte, et quand",
            purpose: "Prouver ce qui a été décidé et par qui",
            until: "Tant que la plateforme est en service : la chaîne des actes ne se coupe pas",
            owner: "La collectivité",
        },
        Kept {
            table: "journal_words",
            columns: &["actor_name", "why", "detail"],
            what: "Le nom de la personne qui a fait un acte, son motif et le détail de l’acte",
            purpose: "Prouver ce qui a été décidé et par qui",
            until: "Tant que la plateforme est en service, ou jusqu’à l’effacement demandé quand la loi le permet",
            owner: "La collectivité",
        },
    ],
    without: &["journal_head", "journal_seal"],
};
