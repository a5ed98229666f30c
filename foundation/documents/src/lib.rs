//! Documents: one definition of a table or a letter, and the files people take away with them.
//!
//! * [`table`]: typed tables, read by the screen, the spreadsheet, the open-data file and the PDF.
//! * [`document`]: a letter or a report as plain values.
//! * [`pdf`]: that document as an accessible, archivable PDF.

pub mod document;
mod french;
pub mod pdf;
pub mod table;

pub use document::{Block, Document, DocumentError, Figure, Language, Picture, Run};
pub use table::{Absence, Cell, Column, Kind, Table, TableError};
