//! All the SQL of the slice.

pub mod agreement;
pub mod batch;
pub mod setting;
pub mod version;
