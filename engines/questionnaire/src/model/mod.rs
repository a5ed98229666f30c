//! What a form is: questions, groups, lists of answers, in several languages.

mod choices;
mod conventions;
mod form;
mod item;
mod kind;
mod spelling;
mod text;

pub use choices::{Choice, ChoiceList, Special};
pub use form::{Form, Settings};
pub use item::{Item, Row};
pub use kind::{Kind, Metadata, Source};
pub use text::{Language, Text};

/// Deepest nesting of groups.
pub const DEEPEST: usize = 32;
