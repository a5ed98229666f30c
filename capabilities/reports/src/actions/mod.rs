//! What a report says, and how it is set: [`contents`] and [`gathered_paper`] gather, [`paper`] and [`screen`] set, [`asking`] has it made and keeps it.

mod asking;
mod chapters;
pub mod contents;
mod method;
pub mod paper;
mod papers;
mod part;
mod photos;
pub mod screen;
mod sections;
mod wish;
mod workbook;

pub use asking::{DAYS_KEPT, MAKE, PURGE, ask, gather, give_up, keep, purge, set, set_as};
pub use chapters::{ChapterKept, ChapterText, chapters_of, move_chapter, order, write_chapter};
pub use contents::gathered;
pub use papers::gathered_paper;
pub use part::{Part, Piece, Report, Section, printed};
pub use photos::develop;
pub use sections::{
    Saved, SectionKept, SectionText, add_section, move_section, remove_section, sections_told, write_section,
};
pub use wish::{Chapter, Format, Genre, Order, PaperWish, Wish};
pub use workbook::tables;
