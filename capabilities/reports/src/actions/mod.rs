//! What a report says, and how it is set: [`contents`] gathers, [`paper`] and [`screen`] set, [`asking`] has it made and keeps it.

mod asking;
pub mod contents;
pub mod paper;
mod part;
pub mod screen;

pub use asking::{DAYS_KEPT, MAKE, PURGE, ask, gather, give_up, keep, purge, set};
pub use contents::gathered;
pub use part::{Format, Part, Piece, Report, Section, Wish, printed};
