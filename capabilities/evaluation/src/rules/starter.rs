//! A framework to start from. Most contracts name none: one accepts the questions that speak of the contract, then writes them again
//! in its own words. It follows the parts a local evaluation has in practice: how neighbourhoods change beside their town, what
//! actions do, what the contract adds to ordinary policies, what residents decide; and it asks of women and men apart.

use super::MeasureSort;

/// A criterion of the starter, with indicators the shared library may hold: code, what it tells of.
#[derive(Clone, Copy, Debug)]
pub struct StarterCriterion {
    /// The criterion.
    pub words: &'static str,
    /// Indicators laid under it when the library has them.
    pub indicators: &'static [(&'static str, MeasureSort)],
}

/// A question of the starter.
#[derive(Clone, Copy, Debug)]
pub struct StarterQuestion {
    /// Stable name.
    pub key: &'static str,
    /// The question.
    pub words: &'static str,
    /// What to look at to answer.
    pub note: &'static str,
    /// What to judge by.
    pub criteria: &'static [StarterCriterion],
}

const fn plain(words: &'static str) -> StarterCriterion {
    StarterCriterion { words, indicators: &[] }
}

/// The questions offered, in their order.
pub const STARTER: &[StarterQuestion] = &[
    StarterQuestion {
        key: "ecarts",
        words: "Les écarts entre les quartiers et le reste de la ville se réduisent-ils ?",
        note: "Comparer chaque quartier à sa commune, la même année et avec la même source ; dire ce que le contrat ne peut pas changer seul.",
        criteria: &[
            StarterCriterion {
                words: "La part des habitants pauvres se rapproche de celle de la commune.",
                indicators: &[("tp60", MeasureSort::Context), ("disp_q2", MeasureSort::Context)],
            },
            StarterCriterion {
                words: "Plus d’habitants, femmes et hommes, ont un emploi.",
                indicators: &[("tx_tot_empl", MeasureSort::Impact), ("tx_f_empl", MeasureSort::Impact)],
            },
        ],
    },
    StarterQuestion {
        key: "publics",
        words: "Les actions touchent-elles les habitants à qui elles sont destinées ?",
        note: "Compter les personnes des quartiers à part des autres, et dire combien ne sont pas situées ; jamais de fichier de personnes.",
        criteria: &[
            plain("Chaque quartier a des actions pour chaque âge de la vie."),
            plain("La part des habitants des quartiers parmi les publics est connue et suffisante."),
        ],
    },
    StarterQuestion {
        key: "effets",
        words: "Qu’est-ce que les actions changent pour celles et ceux qui y participent ?",
        note: "Assiduité, sorties vers un emploi ou une formation, ce que les participants en disent : croiser au moins deux sources.",
        criteria: &[
            plain("Les participants restent jusqu’au bout et disent ce que l’action leur a apporté."),
            plain("Les suites à six mois sont connues pour les actions qui en promettent."),
        ],
    },
    StarterQuestion {
        key: "egalite",
        words: "Les actions profitent-elles autant aux femmes qu’aux hommes ?",
        note: "Compter par sexe partout où c’est possible ; regarder aussi la part des crédits dont l’égalité est un objectif.",
        criteria: &[
            plain("Les publics sont comptés par sexe dans toutes les actions."),
            plain("Une part connue et assumée des crédits va à des actions dont l’égalité est un objectif."),
        ],
    },
    StarterQuestion {
        key: "droit-commun",
        words: "Le contrat mobilise-t-il les politiques ordinaires avant ses crédits propres ?",
        note: "Rapprocher les engagements des signataires de ce qu’ils ont apporté chaque année.",
        criteria: &[
            plain("Chaque signataire tient ce qu’il a promis pour l’année."),
            plain("Des actions d’abord payées par le contrat passent au droit commun."),
        ],
    },
    StarterQuestion {
        key: "habitants",
        words: "Les habitants pèsent-ils sur ce qui est décidé ?",
        note: "Suivre ce que deviennent les besoins entendus et les avis des conseils citoyens.",
        criteria: &[
            plain("Les besoins dits par les habitants reçoivent une réponse, même quand c’est non."),
            plain("Les conseils citoyens siègent et leurs avis ont une suite écrite."),
        ],
    },
    StarterQuestion {
        key: "pilotage",
        words: "Les partenaires travaillent-ils mieux ensemble qu’avant le contrat ?",
        note: "Présence aux instances, décisions suivies d’effet, délais entre décision et versement.",
        criteria: &[
            plain("Les décisions du comité de pilotage sont suivies et leurs retards expliqués."),
            plain("Les associations savent à temps ce qui est décidé et payé."),
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{ItemTerms, Level, check_item};

    #[test]
    fn the_starter_holds_what_a_framework_asks() {
        for (rank, one) in STARTER.iter().enumerate() {
            assert!(STARTER.iter().take(rank).all(|other| other.key != one.key), "{}", one.key);
            assert!(one.words.ends_with('?') && !one.criteria.is_empty(), "{}", one.key);
            let terms = ItemTerms { words: one.words.into(), note: one.note.into(), ..ItemTerms::default() };
            assert_eq!(check_item(Level::Question, &terms), []);
            for criterion in one.criteria {
                let terms = ItemTerms { words: criterion.words.into(), ..ItemTerms::default() };
                assert_eq!(check_item(Level::Criterion, &terms), []);
            }
        }
    }
}
