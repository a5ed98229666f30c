//! Everything that is drawn, nothing that is served: the page frame, the fields, the components,
//! the charts and maps, the style sheet, and the languages. Pure functions and templates.
//!
//! A slice writes its pages as askama templates that extend `page.html` and import `fields.html` and
//! `parts.html`; see the README of this crate for a whole example.

// Templates name this crate by its path, here as in the slices.
extern crate self as interface;

pub mod assets;
pub mod form;
pub mod frame;
pub mod gallery;
pub mod html;
pub mod language;
pub mod parts;

pub use form::{Choice, FieldState, Form};
pub use frame::{Conformity, Frame, Ground, Link, PersonShown, Site, Tone};
pub use gallery::{GalleryPage, Sample, gallery};
pub use html::{Escaped, Html, is_given};
pub use language::{Language, Translated, t, t_count, t_with};
pub use parts::{Figure, Pagination, Steps, SummaryRow, Tag, TagColour};
pub use kernel::french::spaced;
