//! themes
pub mod coding;
pub mod grouping;
pub mod text;
