//! All the SQL of the slice.

pub mod setting;
pub mod verbatims;
