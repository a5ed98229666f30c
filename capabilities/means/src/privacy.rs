//! What the tables of the slice keep about people. Posts and sponsors are told without naming anybody.

use kernel::privacy::{Kept, Privacy};

/// Who approved a statement; nobody else.
pub const PRIVACY: Privacy = Privacy {
    kept: &[Kept {
        table: "means_statement",
        columns: &["by_name"],
        what: "Le nom de la personne qui a approuvé l’état annuel des moyens d’un signataire",
        purpose: "Savoir qui a approuvé l’annexe du budget, et pour quel organisme",
        until: "Dix ans après l’année de l’état, comme les pièces du budget",
        owner: "La direction qui porte le contrat de ville",
    }],
    without: &[
        "common_law",
        "signatory_organisation",
        "post_kind",
        "post",
        "endowment_fund",
        "endowment_year",
        "sponsorship",
        "sponsorship_sheet",
    ],
};
