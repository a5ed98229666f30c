//! Documents: one definition of a table or a letter, and the files people take away with them.
//!
//! * [`table`]: typed tables, read by the screen, the spreadsheet, the open-data file and the PDF.

mod french;
pub mod table;

pub use table::{Absence, Cell, Column, Kind, Table, TableError};
