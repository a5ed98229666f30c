//! Drawing panels by lot under quotas, as fairly as quotas allow, with a proof anybody can check.
#![allow(clippy::cast_possible_truncation, reason = "ranks of types and rows are bounded far below by what is read")]

pub mod alternates;
pub mod apart;
pub mod ceremony;
pub mod chance;
pub mod contents;
pub mod dossier;
pub mod draw;
pub mod exact;
pub mod hull;
pub mod infeasible;
pub mod invitation;
pub mod levels;
pub mod linear;
pub mod lottery;
pub mod mailing;
pub mod merkle;
pub mod minutes;
pub mod mixture;
pub mod model;
pub mod nash;
pub mod opening;
pub mod pool;
pub mod printed;
pub mod reading;
pub mod renewal;
pub mod replacement;
pub mod replay;
pub mod request;
pub mod rounding;
pub mod search;
pub mod seating;
pub mod simplex;
pub mod succession;
