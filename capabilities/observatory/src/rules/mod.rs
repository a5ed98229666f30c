//! What holds without any database: what an indicator is, how figures are read, compared, kept secret and told.

pub mod breakdown;
pub mod cell;
pub mod figures;
pub mod indicator;
pub mod mapping;
pub mod secrecy;
pub mod series;
pub mod telling;
