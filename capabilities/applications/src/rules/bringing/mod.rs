//! Applications that come from elsewhere: what a file says of them, what is wrong in it.

mod cells;
mod columns;
mod reading;
mod standing;

pub use columns::{COLUMNS, Mapping, guessed, mapping_text, missing, read_mapping};
pub use reading::{Around, Brought, BroughtFunding, BroughtProject, Problem, files};
