//! Listening: whom a consultation heard, where and how, what they said, and the matrix of needs and
//! neighbourhoods computed from it, with what silence means stated as plainly as what was said.

pub mod actions;
pub mod acts;
pub mod facade;
mod pages;
mod routes;
mod rules;
mod store;
pub mod testing;

use database::Migration;
use interface::{Sample, Site};
use kernel::Act;
use kernel::privacy::{Kept, Privacy};

/// The doors of the slice.
pub fn door() -> web::Door {
    routes::door()
}

/// The tables of the slice.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "listening/0001_listening", sql: include_str!("migrations/0001_listening.sql") },
    Migration { name: "listening/0002_corrections", sql: include_str!("migrations/0002_corrections.sql") },
    Migration { name: "listening/0003_proposals", sql: include_str!("migrations/0003_proposals.sql") },
    Migration { name: "listening/0004_thread", sql: include_str!("migrations/0004_thread.sql") },
    Migration { name: "listening/0005_words", sql: include_str!("migrations/0005_words.sql") },
    Migration { name: "listening/0006_first_heard", sql: include_str!("migrations/0006_first_heard.sql") },
];

/// Evidence names nobody, yet what people said of where they live may lead back to somebody.
pub const PRIVACY: Privacy = Privacy {
    kept: &[
        Kept {
            table: "evidence",
            columns: &["heard", "said"],
            what: "Ce que des groupes d’habitants ont dit de leur quartier, résumé sans nom",
            purpose: "Connaître les besoins des quartiers et en rendre compte",
            until: "Cinq ans après la fin du contrat de ville, puis tri avec les archives",
            owner: "Chef·fe de projet du contrat de ville",
        },
        Kept {
            table: "listening_document",
            columns: &["author", "file"],
            what: "Les documents cités : leur auteur et leur fichier, où des participants peuvent être nommés",
            purpose: "Permettre de relire ce qui a été rapporté ; un fichier n’est public que s’il a été publié",
            until: "Cinq ans après la fin du contrat de ville, puis tri avec les archives ; un fichier retiré est \
                    effacé trente jours après",
            owner: "Chef·fe de projet du contrat de ville",
        },
    ],
    without: &[
        "consultation",
        "channel",
        "gathering",
        "coverage",
        "need_theme",
        "solution_theme",
        "proposal",
        "need",
        "consultation_figure",
        "figure_comparison",
        "compared_figure",
    ],
};

/// What may be done here.
pub const ACTS: &[&Act] = &[&acts::READ, &acts::RECORD, &acts::LEAD];

/// Every page of the slice, in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    pages::samples(site)
}
