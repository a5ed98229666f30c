//! Documents: one definition of a table or a letter, and the files people take away with them.
//!
//! * [`table`]: typed tables, read by the screen, the spreadsheet, the open-data file and the PDF.
//! * [`xlsx`] and [`csv`]: those tables as files.
//! * [`document`]: a letter or a report as plain values; [`pdf`] prints it, accessible and archivable.
//! * [`ics`]: meetings and deadlines for calendars.
//! * [`sheet`] and [`workbook`]: tables sent by others, of any origin, read back.

pub mod csv;
pub mod document;
mod french;
pub mod ics;
mod language;
mod ods;
pub mod pdf;
pub mod sheet;
pub mod table;
pub mod workbook;
pub mod xlsx;

pub use document::{Blank, Block, Document, DocumentError, Figure, Picture, Question, Run};
pub use language::Language;
pub use table::{Absence, Cell, Column, Kind, Table, TableError};
