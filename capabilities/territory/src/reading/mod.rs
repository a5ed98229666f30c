//! Files people send: tables of any origin, and the geometry kept for maps.

pub mod geometry;
pub mod sheet;
