//! What the thread means.

mod sides;
mod standing;

pub use sides::{Section, fitted};
pub use standing::{Past, Standing, check_reply, standing};
