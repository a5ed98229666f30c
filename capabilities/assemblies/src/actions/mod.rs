//! One function per act. Each authorises, loads, applies the rule, saves, and records once.

pub mod assembly;
pub mod attending;
pub mod awaiting;
pub mod awaiting_writing;
pub mod budget;
pub mod convening;
pub mod inviting;
pub mod meeting;
pub mod member;
pub mod opinion;
pub mod own;
pub mod papers;
pub mod polling;
pub mod publishing;
mod purging;
pub mod recusing;
pub mod referral;
pub mod referral_polling;
pub mod roles;
pub mod submitting;
pub mod training;
pub mod voting;

pub use purging::purge;

pub use crate::rules::{
    Addressee, Assembly, AssemblyTerms, Body, Cause, CollegeKind, Counted, Departure, Heading, Kind, LineKind,
    LineTerms, Meeting, MeetingState, MeetingTerms, Member, MemberState, MemberTerms, MinutesState, PostKind,
    PostTerms, Presence, ReferralTerms, Reply, Role, Sense, SubmissionTerms, TrainingTerms, Vote, Way,
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
