//! Pure rules of agreements.

mod agreement;
mod decided;
mod plan;
mod setting;
mod template;

pub use agreement::{Agreement, Brief, Line, Version, VersionState, VersionTerms, check_version};
pub use decided::{Aids, Decided, facts};
pub use plan::{Instalment, Wait, first_plan, read_size, read_wait, set_plan, told_wait};
pub use setting::Setting;
pub use template::{Blank, Condition, FIRST_TEXT, Piece, check_text, pieces};
