//! One function per act. Each authorises, loads, applies the rule, saves, and records once.

pub mod assembly;
pub mod attending;
pub mod awaiting;
pub mod awaiting_writing;
pub mod convening;
pub mod inviting;
pub mod meeting;
pub mod member;
pub mod opinion;
pub mod own;
pub mod papers;
mod purging;
pub mod recusing;
pub mod submitting;
pub mod voting;

pub use purging::purge;

pub use crate::rules::{
    Assembly, AssemblyTerms, Body, Cause, CollegeKind, Counted, Departure, Kind, Meeting, MeetingState, MeetingTerms,
    Member, MemberState, MemberTerms, MinutesState, Presence, Reply, Sense, SubmissionTerms, Way,
};

use kernel::{Scope, Uuid};

/// Where acts on a body take place.
pub(crate) fn place(terms: &AssemblyTerms) -> Scope {
    Scope { contract: terms.contract, territory: only(&terms.areas), organisation: terms.organisation }
}

/// The neighbourhood, when there is only one.
fn only(areas: &[Uuid]) -> Option<Uuid> {
    match areas {
        [area] => Some(*area),
        _ => None,
    }
}
