//! What the tables of the slice keep about people.

use kernel::privacy::{Kept, Privacy};

const OWNER: &str = "La direction qui porte le contrat de ville";

/// Who wrote a chapter last, who froze a version. Opinions are those of councils.
pub const PRIVACY: Privacy = Privacy {
    kept: &[
        Kept {
            table: "yearbook_chapter",
            columns: &["saved_by"],
            what: "Qui a enregistré en dernier un chapitre du rapport annuel",
            purpose: "Dire à qui écrit en même temps de quel texte il s’agit",
            until: "Aussi longtemps que le rapport",
            owner: OWNER,
        },
        Kept {
            table: "yearbook_version",
            columns: &["frozen_by"],
            what: "Qui a soumis puis fait approuver le rapport annuel",
            purpose: "Pouvoir prouver quelle version a été soumise et approuvée",
            until: "Aussi longtemps que le rapport",
            owner: OWNER,
        },
    ],
    without: &["yearbook", "yearbook_opinion", "yearbook_version_chapter", "yearbook_version_figure"],
};
