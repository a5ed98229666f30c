//! A form being answered: what is asked, what is offered, what is wrong, what comes next.
//!
//! Everything is made anew from the answers typed so far: a server keeps nothing between two pages.

mod check;
mod compute;
mod ground;
mod messages;
mod offer;
mod pages;
mod repeats;
mod session;
mod typed;

pub use check::{Fault, FaultKind};
pub use messages::Speech;
pub use offer::{Offered, Title};
pub use pages::{Page, Progress};
pub use repeats::Instance;
pub use session::{Answers, Asked, Circumstances, Session};
