//! Tables: one variable, two variables, numbers by class, channels side by side; and what of them may be shown.

mod channels;
mod crossing;
mod flat;
mod numbers;
mod rankings;
mod shown;

pub use channels::{ChannelComparison, Difference, MissingStratum, compare_channels};
pub use crossing::{Crossing, cross};
pub(crate) use flat::assemble;
pub use flat::{FlatRow, FlatTable, flat};
pub use numbers::{NumberSummary, quantile_of, summarise, summarise_by};
pub use rankings::{RankingRow, RankingTable, rank};
pub use shown::{BASE_DECIMAL, BASE_LOW, BASE_PUBLISHED, Strength, percent, percent_text};

/// Why a table cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// A variable that is not there.
    #[error("La variable demandée n’existe pas.")]
    NoVariable,
    /// A number or a text where categories are needed.
    #[error("La variable « {variable} » n’a pas de modalités : répartissez-la d’abord en classes.")]
    NotCategorical {
        /// The variable.
        variable: String,
    },
    /// A variable that is not a number.
    #[error("La variable « {variable} » n’est pas un nombre.")]
    NotNumber {
        /// The variable.
        variable: String,
    },
    /// Weights or a filter made for another data set.
    #[error("Les poids ou le filtre ne sont pas ceux de ces réponses : {found} valeurs pour {expected} personnes.")]
    WrongLength {
        /// Respondents.
        expected: usize,
        /// Values.
        found: usize,
    },
    /// A weight that is not a finite number.
    #[error("Un poids n’est pas un nombre.")]
    WrongWeight,
    /// More cells than anybody reads.
    #[error("Ce croisement aurait plus de 4 millions de cases : regroupez des modalités.")]
    TooManyCells,
    /// Variables that are no data set.
    #[error(transparent)]
    Model(#[from] crate::ModelError),
}

/// Who is counted and how: the part common to every table.
#[derive(Clone, Copy, Debug, Default)]
pub struct Request<'a> {
    /// Only these respondents; everybody when none.
    pub rows: Option<&'a crate::Rows>,
    /// Weight of each respondent; 1 when none.
    pub weights: Option<&'a [f64]>,
    /// Which special answers belong to the base.
    pub policy: crate::BasePolicy,
}

impl Request<'_> {
    pub(crate) fn rows_of(&self, data: &crate::DataSet) -> Result<std::borrow::Cow<'_, crate::Rows>, TableError> {
        let len = data.len();
        if let Some(weights) = self.weights {
            if weights.len() != len {
                return Err(TableError::WrongLength { expected: len, found: weights.len() });
            }
            if weights.iter().any(|weight| !weight.is_finite()) {
                return Err(TableError::WrongWeight);
            }
        }
        match self.rows {
            Some(rows) if rows.len() != len => Err(TableError::WrongLength { expected: len, found: rows.len() }),
            Some(rows) => Ok(std::borrow::Cow::Borrowed(rows)),
            None => Ok(std::borrow::Cow::Owned(crate::Rows::all(len))),
        }
    }
}
