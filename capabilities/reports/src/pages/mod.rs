//! The pages of the slice.

pub mod ask;
pub mod chapters;
pub mod direct;
pub mod made;
pub mod papers;
mod samples;

pub use samples::samples;
