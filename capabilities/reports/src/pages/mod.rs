//! The pages of the slice.

pub mod ask;
mod samples;

pub use samples::samples;
