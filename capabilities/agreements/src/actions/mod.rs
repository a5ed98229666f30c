//! What is done with agreements: one function per act.

pub mod amending;
pub mod circulating;
pub mod desk;
pub mod mine;
pub mod paper;
pub mod paying;
pub mod preparing;
pub mod publishing;
pub mod reporting;
pub mod sending;
pub mod setting;
pub mod signing;
pub mod writing;

pub use crate::rules::{Setting, VersionTerms};
