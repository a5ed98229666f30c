//! What may be done with the thread.

mod gather;
mod reply;
mod tying;

pub use gather::{Object, Resolver, Stretch, stretch};
pub use reply::{refuse, standings, take_back};
pub use tying::{tie, told_link, untie};
