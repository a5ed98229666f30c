//! All the SQL of the slice.

pub mod codebook;
pub mod codings;
pub mod groupings;
pub mod purge;
pub mod setting;
pub mod suggestions;
pub mod verbatims;
