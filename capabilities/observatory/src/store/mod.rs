//! All the SQL of the slice.

pub mod figures;
pub mod files;
pub mod library;
