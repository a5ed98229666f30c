//! All the SQL of the slice.

pub mod addresses;
pub mod areas;
pub mod drafts;
pub mod facilities;
pub mod zoning;
