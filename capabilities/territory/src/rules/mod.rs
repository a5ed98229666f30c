//! What holds without any database: how figures are read, compared and told.

pub mod figures;
pub mod finding;
pub mod passages;
pub mod passing;
pub mod scdl;
pub mod telling;
