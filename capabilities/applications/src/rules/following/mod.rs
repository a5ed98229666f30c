//! What both sides do once an application is filed: steps followed, things asked again, messages, the file taken away.

mod asking;
mod message;
mod packing;
mod silence;
mod steps;
mod withdrawing;

pub use asking::{Askable, AskableKind, BUDGET, Given, askable, check_reply, find, has_changed};
pub use message::{MOST_SIGNS, check_message};
pub use packing::{folder, paper_name};
pub use silence::{Silence, silence};
pub use steps::{FollowStep, Followed, Progress, followed};
pub use withdrawing::{Withdrawal, check_withdrawal, given_up, withdrawable, withdrawn};

use kernel::Uuid;

/// Where its carrier finds an application.
pub fn carrier_path(id: Uuid) -> String {
    format!("/dossiers/{id}")
}

/// Where services read an application.
pub fn agents_path(id: Uuid) -> String {
    format!("/gestion/dossiers/{id}")
}
