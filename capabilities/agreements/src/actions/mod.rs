//! What is done with agreements: one function per act.

pub mod amending;
pub mod circulating;
pub mod desk;
pub mod paper;
pub mod preparing;
pub mod setting;
pub mod writing;

pub use crate::rules::{Setting, VersionTerms};
