//! All the SQL of the slice.

pub mod codebook;
pub mod codings;
pub mod purge;
pub mod setting;
pub mod verbatims;
