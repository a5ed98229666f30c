//! What the thread means.

mod part;
mod standing;

pub use part::Part;
pub use standing::{Past, Standing, check_reply, standing};
