//! Checks on the house itself: what its map says, where its SQL stands, what its crates stand on, and
//! what it takes from others (licences, advisories). The tests of this crate hold them.

pub mod house;
pub mod supply;
