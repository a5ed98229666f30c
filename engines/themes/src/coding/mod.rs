//! coding
mod codebook;
mod coder;
mod features;
mod fields;
mod logistic;
pub use codebook::{Codebook, Found, Rules, SubTheme, Theme};
pub use coder::{Coded, Recipe, train};
pub use features::{Extra, Features, Row, read as read_features};
