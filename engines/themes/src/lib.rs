//! themes
pub mod grouping;
pub mod text;
