//! One function per act on questionnaires. Answers are many and anonymous: they leave no entry in the journal, what leads
//! to them does.

pub mod calls;
mod counting;
mod inviting;
mod live;
mod margins;
pub mod paper;
mod parking;
pub mod partner;
pub mod photographs;
mod pouring;
pub mod quotas;
mod ready;
mod removal;
mod secrets;
mod sending;
mod sheets;
mod waves;
mod writing;

pub use counting::{Counted, counted, counted_for_everybody, request};
pub use inviting::{Standing, invite, standing_of};
pub use live::{Live, counted_live};
pub use margins::{Typed, know, weights};
pub use parking::{DAYS_KEPT, Parked, count_try, park, take_up};
pub use pouring::{POUR, pour};
pub use ready::{Doors, Ready, on_shelf, ready};
pub use removal::{ERASABLES, Erased, PURGE, TRACES, answered_with, drop_traces, purge, take_back};
pub use secrets::{SendingKey, code_of_device, deletion_code};
pub(crate) use sending::circumstances;
pub use sending::{Made, Receipt, Sending, made, send, send_collected};
pub use sheets::{Repeated, Sheet, Subject};
pub use waves::waves;
pub use writing::{
    NewSurvey, begin, change_draft, change_state, change_text, form_of, publish, put_question, remove_question, survey,
};

use kernel::{Outside, Scope, Uuid};

/// Where an act on a questionnaire takes place.
pub(crate) fn place(contract: Option<Uuid>) -> Scope {
    Scope { contract, territory: None, organisation: None }
}

/// A new identifier that tells nothing, not even when it was drawn.
pub(crate) fn drawn(outside: &Outside) -> Uuid {
    uuid::Builder::from_random_bytes(outside.bytes()).into_uuid()
}
