//! The pages of the slice.

pub mod ask;
pub mod made;
mod samples;

pub use samples::samples;
