//! Everything that is drawn, nothing that is served: the page frame, the fields, the components,
//! the charts and maps, the style sheet, and the languages. Pure functions and templates.
//!
//! A slice writes its pages as askama templates that extend `page.html` and import `fields.html` and
//! `parts.html`; see the README of this crate for a whole example.

// Templates name this crate by its path, here as in the slices.
extern crate self as interface;

pub mod assets;
pub mod chart;
pub mod form;
pub mod frame;
pub mod gallery;
pub mod html;
pub mod language;
pub mod map;
pub mod matrix;
pub mod parts;
mod square;
pub mod table;

pub use chart::{ChartFrame, Datum, GapRow, Mark, Measure, Row, bars, gaps, grouped_bars, lines, share, stacked_bars};
pub use form::{Choice, FieldState, Form};
pub use frame::{Conformity, Frame, Ground, Link, PersonShown, Site, Tone};
pub use gallery::{GalleryPage, Sample, gallery};
pub use html::{Escaped, Html, is_given};
pub use kernel::french::spaced;
pub use language::{Language, Translated, day, in_french, t, t_count, t_with};
pub use map::{Area, AreaMap, map};
pub use matrix::{Coverage, CoverageRow, Matrix, MatrixCell, MatrixColumn, MatrixRow, matrix};
pub use parts::{Figure, Pagination, Steps, SummaryRow, Tag, TagColour};
pub use square::square;
pub use table::{Sort, TableOptions, table};
