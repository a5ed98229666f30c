//! What may be done with the thread.

mod euro;
mod euro_apart;
mod euro_stages;
mod gather;
mod given;
mod money;
mod part;
mod reply;
mod resolve;
mod tying;

pub use euro::{Anchor, Euro, Stage, StageLine, Sum, euro};
pub use gather::{Known, ON_A_PAGE, Object, Stretch, links, stretch};
pub use given::given;
pub use part::Part;
pub use reply::{Need, families, needs, refuse, standings, take_back};
pub use resolve::Resolver;
pub use tying::{tie, told_link, untie};
