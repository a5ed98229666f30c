//! One function per act. Each authorises, loads, applies the rule, saves, and records once.

mod capture;
mod evidence;
mod finding;
mod joining;
mod pouring;
mod purging;
mod setting;
mod sorting;
mod taking_back;
mod telephones;
mod walk;

pub use capture::{Capture, Taken, take_notes};
pub use evidence::{Proof, finding_as_evidence, note_as_evidence};
pub use finding::{NewFinding, NewPhoto, PHOTOS, follow, note_finding};
pub use joining::{Joined, join};
pub(crate) use pouring::cards;
pub use pouring::{Poured, pour};
pub use purging::{PURGE, Purged, drop_traces, purge};
pub use setting::{close_to_telephones, count_people, open_to_telephones};
pub use sorting::{
    add_group, change, merge, move_group, move_notes, redo, remove_group, rename_group, split, take_out, undo,
};
pub use taking_back::{ELSEWHERE, ERASABLES, TRACES};
pub use telephones::{Waiting, take_from_telephone};
pub use walk::{add_stop, amend_stop};

pub use crate::rules::{
    Category, Counted, Dimension, Field, FindingState, FindingText, FollowUp, Gravity, Invites, NewNote, NoteKind,
    Wanted, categories, lines,
};

use database::Tx;
use kernel::{Act, Actor, Outcome, Outside, Refusal, Scope, Uuid};
use listening::facade::gatherings::Gathering;

use crate::rules::Origin;
use crate::store;
use crate::store::meeting::Meeting;

/// The last day it is anywhere in the world: dates after that are mistakes.
pub(crate) fn today(outside: &Outside) -> jiff::civil::Date {
    outside.now().plus_seconds(14 * 3600).day(&jiff::tz::TimeZone::UTC)
}

/// The gathering, when this actor may do this there: otherwise nothing is there.
pub(crate) async fn gathering(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<Gathering> {
    let found = listening::facade::gatherings::gathering(tx, id).await?.ok_or(Refusal::NotFound)?;
    if actor.may(act, &found.scope()).is_allowed() { Ok(found) } else { Err(Refusal::NotFound.into()) }
}

/// The consultation, when this actor may do this somewhere in it: otherwise nothing is there.
pub(crate) async fn consultation(
    tx: &mut Tx,
    actor: &Actor,
    act: &'static Act,
    id: Uuid,
) -> Outcome<listening::facade::ConsultationBrief> {
    let found = listening::facade::consultation(tx, id).await?.ok_or(Refusal::NotFound)?;
    let scope = Scope { contract: found.contract, ..Scope::EVERYWHERE };
    if actor.may(act, &scope).is_allowed() { Ok(found) } else { Err(Refusal::NotFound.into()) }
}

/// What is set for a gathering, or nothing yet.
pub(crate) async fn meeting_of(tx: &mut Tx, gathering: &Gathering) -> Outcome<Meeting> {
    let found = store::meeting::by_id(tx, gathering.id).await?;
    Ok(found.unwrap_or_else(|| Meeting::new(gathering.id, gathering.consultation, gathering.area)))
}

/// Who puts it in: somebody who leads there, or a telephone that joined.
const fn origin(joined: Option<&Joined>) -> Origin {
    match joined {
        Some(_) => Origin::Participant,
        None => Origin::Team,
    }
}
