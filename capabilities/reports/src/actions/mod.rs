//! What a report says, and how it is set: [`contents`] gathers, [`paper`] and [`screen`] set.

pub mod contents;
pub mod paper;
mod part;
pub mod screen;

pub use contents::gathered;
pub use part::{Part, Piece, Report, Section, Wish, printed};
