//! What the applications of the demonstration tell: invented associations, what they do, what becomes of it.

use ::applications::facade::FundingState;

/// What associations do: title, description, an hour of it in euros.
pub const DEEDS: [(&str, &str, i64); 12] = [
    ("Ateliers de français entre voisines", "Deux séances par semaine, avec garde d’enfants sur place.", 9_000),
    ("Cuisines du monde", "Un repas préparé ensemble chaque mois, une recette par famille.", 6_500),
    ("Jardin au pied des tours", "Douze parcelles, un composteur, des plants échangés au printemps.", 11_000),
    ("Aide aux devoirs du mercredi", "Par petits groupes, avec des étudiants de la ville.", 8_200),
    ("Permis à un euro, autrement", "Révision du code en groupe et prêt d’un simulateur.", 14_500),
    ("Boxe éducative au féminin", "Trois entraînements par semaine, encadrés par une éducatrice.", 7_400),
    ("Réparer son vélo", "Un atelier ouvert le samedi, des vélos remis en état.", 5_600),
    ("Écrivain public", "Une permanence dans chaque quartier, sur rendez-vous ou sans.", 10_300),
    ("Théâtre de rue", "Une troupe d’habitants, quatre représentations dans les quartiers.", 12_800),
    ("Premiers pas vers l’emploi", "Visites d’entreprises et simulations d’entretien.", 18_000),
    ("Numérique pour tous", "Des séances pour faire ses démarches seul, sur téléphone.", 7_900),
    ("Sorties en famille", "Six sorties préparées avec les parents.", 9_700),
];

/// First words and last words of names of associations: all of them invented.
pub const NAMES: ([&str; 6], [&str; 10]) = (
    [
        "Exemple – Les Ateliers",
        "Exemple – Collectif",
        "Exemple – La Maison",
        "Exemple – Le Fil",
        "Exemple – Union",
        "Exemple – Les Amis",
    ],
    [
        "du Viaduc",
        "des Platanes",
        "de la Passerelle",
        "du Canal",
        "des Oliviers",
        "du Marché",
        "de l’Horloge",
        "des Remparts",
        "du Moulin",
        "de la Cité",
    ],
);

/// Chance that is the same every time: a number below `most`.
pub fn pick(rank: usize, what: usize, most: usize) -> usize {
    let mixed =
        (rank as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (what as u64 + 1).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    ((mixed ^ (mixed >> 29)) % most as u64) as usize
}

/// Euros, rounded to fifty.
pub fn round(euros: i64) -> i64 {
    euros / 50 * 50
}

/// The steps a funding goes through to be where this one stands.
pub fn steps(rank: usize) -> &'static [FundingState] {
    use FundingState::{
        Admissible, Assessed, Complete, Conditional, Inadmissible, Partial, Postponed, Proposed, Refused, Voted,
    };
    const PATHS: [&[FundingState]; 12] = [
        &[Complete, Admissible, Assessed, Proposed, Voted],
        &[Complete, Admissible, Assessed, Proposed],
        &[Complete, Admissible, Assessed, Proposed, Partial],
        &[Complete, Admissible],
        &[Complete],
        &[],
        &[Complete, Admissible, Assessed, Proposed, Refused],
        &[Complete, Admissible, Assessed],
        &[Complete, Inadmissible],
        &[Complete, Admissible, Assessed, Proposed, Conditional],
        &[Complete, Admissible, Assessed, Proposed, Postponed],
        &[Complete, Admissible, Assessed, Proposed],
    ];
    PATHS[rank % PATHS.len()]
}
