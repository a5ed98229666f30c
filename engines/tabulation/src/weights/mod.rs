//! Weighting on known margins: raking (« calage sur marges ») and the calibration of Deville and Särndal (1992).
//!
//! Respondents who fall in the same cell of every margin get the same factor, so that the computation runs on those
//! cells, not on respondents: its cost is one pass over the data.

mod calibration;
mod margins;
mod report;

pub use calibration::{Method, calibrate, rake};
pub use margins::Margin;
pub(crate) use margins::Strata;
pub use report::{NOT_PROBABILISTIC, WeightReport, WeightWarning, report};

/// Weights, and what is needed to compute the precision of what they give.
#[derive(Clone, Debug)]
pub struct Weighting {
    /// Weight of each respondent; their sum is the total of the margins.
    pub weights: Vec<f64>,
    /// Weight of each respondent before calibration, brought to the same total.
    pub design: Vec<f64>,
    /// Sweeps or Newton steps it took.
    pub steps: usize,
    /// What to know before using them.
    pub report: WeightReport,
    pub(crate) strata: Strata,
}

/// Why weights cannot be computed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum WeightError {
    /// No margin at all, or nobody to weight.
    #[error("Il faut au moins une marge et une personne pour redresser.")]
    Nothing,
    /// A margin that does not describe these respondents.
    #[error("La marge « {margin} » ne décrit pas ces réponses : {found} valeurs pour {expected} personnes.")]
    WrongLength {
        /// The margin.
        margin: String,
        /// Respondents.
        expected: usize,
        /// Values.
        found: usize,
    },
    /// A total that is not a positive number.
    #[error("Marge « {margin} » : le total de « {cell} » doit être un nombre positif.")]
    WrongTotal {
        /// The margin.
        margin: String,
        /// The cell.
        cell: String,
    },
    /// A design weight that is not a positive number.
    #[error("Un poids de départ n’est pas un nombre strictement positif.")]
    WrongDesign,
    /// Respondents whose answer to the variable of the margin is missing.
    #[error(
        "Marge « {margin} » : {count} personnes n’ont pas de réponse à cette question. Décidez où les compter avant de redresser."
    )]
    Missing {
        /// The margin.
        margin: String,
        /// Respondents.
        count: usize,
    },
    /// A cell of the population where nobody answered.
    #[error(
        "Marge « {margin} » : personne dans « {cell} », qui compte {total} habitants. Regroupez « {cell} » avec « {with} », ou renoncez à cette marge."
    )]
    EmptyCell {
        /// The margin.
        margin: String,
        /// The cell.
        cell: String,
        /// Its total.
        total: f64,
        /// The cell to group it with: the smallest of the others.
        with: String,
    },
    /// A cell of the sample that does not exist in the population.
    #[error(
        "Marge « {margin} » : {count} personnes dans « {cell} », dont le total est 0. Corrigez le total ou la réponse."
    )]
    ImpossibleCell {
        /// The margin.
        margin: String,
        /// The cell.
        cell: String,
        /// Respondents.
        count: usize,
    },
    /// Margins that do not have the same total.
    #[error(
        "Les marges « {one} » ({one_total}) et « {two} » ({two_total}) n’ont pas le même total : elles décrivent deux populations."
    )]
    TotalsDiffer {
        /// First margin.
        one: String,
        /// Its total.
        one_total: f64,
        /// Second margin.
        two: String,
        /// Its total.
        two_total: f64,
    },
    /// Bounds that cannot hold.
    #[error("Les bornes du calage logit doivent encadrer 1 : par exemple 0,1 et 8.")]
    WrongBounds,
    /// No set of weights satisfies the margins.
    #[error(
        "Le calage n’aboutit pas : aucune pondération de ces réponses ne respecte toutes les marges. Regroupez des modalités, élargissez les bornes ou retirez une marge."
    )]
    NoSolution,
}
