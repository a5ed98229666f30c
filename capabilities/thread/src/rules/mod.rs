//! What the thread means.

mod standing;

pub use standing::{Past, Standing, check_reply, standing};
