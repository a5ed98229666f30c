//! A data set: what was asked and what each respondent answered, in columns.

mod column;
mod data_set;
mod derived;
mod rows;
mod variable;

pub(crate) use column::{Codes, Column, FIRST_CATEGORY, Planes};
pub use data_set::DataSet;
pub use rows::Rows;
pub use variable::{Answer, Category, Kind, MAX_CATEGORIES, State, Variable};

/// Why a data set cannot take something.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// Two variables have the same name.
    #[error("La variable « {name} » existe deux fois : chaque variable a un nom à elle.")]
    NameTwice {
        /// The name.
        name: String,
    },
    /// A choice without categories.
    #[error("La variable « {variable} » n’a aucune modalité : donnez la liste des réponses possibles.")]
    NoCategory {
        /// The variable.
        variable: String,
    },
    /// More categories than can be coded.
    #[error("La variable « {variable} » a plus de 65\u{202f}000 modalités : traitez-la comme une question ouverte.")]
    TooManyCategories {
        /// The variable.
        variable: String,
    },
    /// Two categories have the same code.
    #[error("La variable « {variable} » a deux modalités de code « {code} » : chaque code ne sert qu’une fois.")]
    CodeTwice {
        /// The variable.
        variable: String,
        /// The code.
        code: String,
    },
    /// A row with too few or too many answers.
    #[error("La ligne a {found} réponses pour {expected} variables.")]
    WrongWidth {
        /// Variables of the data set.
        expected: usize,
        /// Answers given.
        found: usize,
    },
    /// An answer that its variable cannot have.
    #[error("La variable « {variable} » ne peut pas recevoir cette réponse : {why}.")]
    WrongAnswer {
        /// The variable.
        variable: String,
        /// Why.
        why: &'static str,
    },
    /// A row that is not there.
    #[error("La ligne {row} n’existe pas.")]
    NoRow {
        /// Its position, from 0.
        row: usize,
    },
    /// A variable that is not there, or not of a kind that fits.
    #[error("La variable « {variable} » n’existe pas ou ne convient pas : {why}.")]
    Unfit {
        /// The variable.
        variable: String,
        /// Why.
        why: &'static str,
    },
}
