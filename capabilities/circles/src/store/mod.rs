//! All the SQL of the slice.

pub mod circle;
pub mod member;
pub mod message;
