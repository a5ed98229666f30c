//! The corpus: what residents said, sentence by sentence, whatever the channel. Sealed as it was heard, masked for others,
//! reviewed before it is read, coded by hand with the help of a codebook, and counted with its margin.

pub mod actions;
pub mod acts;
pub mod facade;
mod jobs;
mod pages;
mod routes;
mod rules;
mod store;

use std::sync::Arc;

use database::Migration;
use interface::{Sample, Site};
use kernel::Act;
use kernel::privacy::{Kept, Privacy};

pub use crate::jobs::SCHEDULES;
pub use rules::codebook::Theme;
pub use rules::setting::Setting;

/// The doors of the slice.
pub fn door() -> web::Door {
    routes::door()
}

/// What an encoder of sentences makes of masked ones, in their order; nothing when it cannot be used.
pub type Encoding = Arc<dyn Fn(&[&str]) -> Option<Vec<sentences::Vector>> + Send + Sync>;

/// Who does which job. With an encoder, what is proposed is learnt from what sentences mean too; what it makes of them is
/// kept nowhere.
pub fn handlers(encoding: Option<Encoding>) -> Vec<Arc<dyn ::jobs::Handler>> {
    crate::jobs::handlers(encoding)
}

/// Every page of the slice, in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    pages::samples(site)
}

/// The tables of the slice.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "corpus/0001_corpus", sql: include_str!("migrations/0001_corpus.sql") },
    Migration { name: "corpus/0002_learning", sql: include_str!("migrations/0002_learning.sql") },
    Migration { name: "corpus/0003_thread", sql: include_str!("migrations/0003_thread.sql") },
];

/// What people said is theirs: sealed, masked, purged, and taken back with a code.
pub const PRIVACY: Privacy = Privacy {
    kept: &[
        Kept {
            table: "verbatim_raw",
            columns: &["sealed"],
            what: "Les phrases telles qu’elles ont été entendues, chiffrées",
            purpose: "Permettre à la personne qui anime de vérifier ce qui a été masqué",
            until: "Six mois après la saisie, ou le délai plus court choisi pour la concertation ; tout de suite avec le \
                    code d’effacement",
            owner: "La personne qui anime la concertation",
        },
        Kept {
            table: "verbatim",
            columns: &["masked", "audience", "recorded_by", "reviewed_by", "code_hash"],
            what: "Les phrases masquées, le public, le quartier, le mois ; les comptes qui les ont saisies et relues",
            purpose: "Connaître les besoins des quartiers et en rendre compte sans exposer personne",
            until: "Cinq ans après la fin du contrat de ville, puis tri avec les archives ; tout de suite avec le code \
                    d’effacement",
            owner: "Chef·fe de projet du contrat de ville",
        },
        Kept {
            table: "coding",
            columns: &["coder"],
            what: "Le compte qui a rangé une phrase dans des thèmes",
            purpose: "Mesurer l’accord entre les personnes qui codent",
            until: "Aussi longtemps que la phrase",
            owner: "Chef·fe de projet du contrat de ville",
        },
        Kept {
            table: "suggestion",
            columns: &["theme", "hundredths"],
            what: "Les thèmes que la machine propose pour une phrase, et à quel point elle est sûre",
            purpose: "Coder plus vite, sans rien décider à la place des personnes",
            until: "Aussi longtemps que la phrase",
            owner: "Chef·fe de projet du contrat de ville",
        },
        Kept {
            table: "grouping_sentence",
            columns: &["verbatim"],
            what: "Les phrases relues montrées en exemple d’un regroupement",
            purpose: "Trouver des thèmes à ajouter au livre de codes",
            until: "Jusqu’au regroupement suivant, ou à l’effacement d’une phrase de la concertation",
            owner: "Chef·fe de projet du contrat de ville",
        },
    ],
    without: &[
        "corpus_setting",
        "codebook_theme",
        "codebook_version",
        "coding_theme",
        "training",
        "grouping",
        "grouping_class",
    ],
};

/// What may be done here.
pub const ACTS: &[&Act] = &[&acts::RECORD, &acts::REVIEW, &acts::READ, &acts::CODE, &acts::LEAD];
