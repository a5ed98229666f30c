//! The SQL of the slice.

pub mod reply;
