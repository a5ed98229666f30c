//! What may be done with the thread.

mod gather;
mod part;
mod reply;
mod tying;

pub use gather::{Known, Object, Resolver, Stretch, stretch};
pub use part::Part;
pub use reply::{refuse, standings, take_back};
pub use tying::{tie, told_link, untie};
