//! Documents: one definition of a table or a letter, and the files people take away with them.
//!
//! * [`table`]: typed tables, read by the screen, the spreadsheet, the open-data file and the PDF.
//! * [`xlsx`], [`ods_file`] and [`csv`]: those tables as files.
//! * [`document`]: a letter or a report as plain values; [`pdf`] prints it, accessible and archivable.
//! * [`docx`]: the same document as text to correct, for Word, LibreOffice and their like.
//! * [`deck`]: slides as plain values; [`pptx`] writes them, for PowerPoint, LibreOffice and their like.
//! * [`ics`]: meetings and deadlines for calendars.
//! * [`sheet`] and [`workbook`]: tables sent by others, of any origin, read back.

pub mod csv;
pub mod deck;
pub mod document;
pub mod docx;
mod french;
pub mod ics;
mod language;
mod ods;
pub mod ods_file;
mod office;
pub mod pdf;
mod picture;
pub mod pptx;
pub mod sheet;
pub mod table;
pub mod workbook;
pub mod xlsx;

pub use deck::{Body, Deck, DeckError, Slide};
pub use document::{Blank, Block, Document, DocumentError, Figure, Picture, Question, Run};
pub use language::Language;
pub use table::{Absence, Cell, Column, Kind, Table, TableError};
