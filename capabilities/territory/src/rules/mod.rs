//! What holds without any database: how neighbourhoods are found, how one zoning follows another.

pub mod finding;
pub mod passages;
pub mod passing;
pub mod scdl;
