//! Drawing panels by lot under quotas, as fairly as quotas allow, with a proof anybody can check.
#![allow(clippy::cast_possible_truncation, reason = "ranks of types and rows are bounded far below by what is read")]

pub mod chance;
pub mod draw;
pub mod exact;
pub mod hull;
pub mod levels;
pub mod lottery;
pub mod mixture;
pub mod model;
pub mod nash;
pub mod pool;
pub mod reading;
pub mod search;
pub mod simplex;
