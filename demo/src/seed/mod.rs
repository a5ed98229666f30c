//! Puts the demonstration into a database, through the acts of the capabilities and never by SQL. One file a slice.

pub mod listening;
pub mod strategy;
pub mod territory;
