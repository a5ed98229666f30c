//! The geometry kept for maps.

pub mod geometry;
