//! Bodies that steer a contract, for the slice that keeps what they decide.

use std::sync::OnceLock;

use database::{Result, Tx};
use documents::ics::Event;
use interface::Link;
use jiff::civil::{Date, Time};
use kernel::{Actor, Outcome, Outside, Scope, Uuid};
use web::{Fault, House};

use crate::rules::{Assembly, Body, Meeting, MeetingState, Member, MinutesState, Presence, SubmissionState};
use crate::store::meeting::seats_filled;
use crate::{actions, acts, pages, store};

pub use crate::rules::MeetingState as StateOfMeeting;

/// A body that steers a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SteeringBody {
    /// Which.
    pub id: Uuid,
    /// « Comité de pilotage ».
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// The contract it steers.
    pub contract: Uuid,
    /// Where acts on it take place.
    pub scope: Scope,
    /// Whether everybody reads what it decides.
    pub are_decisions_public: bool,
}

fn body_of(one: Assembly) -> Option<SteeringBody> {
    let contract = one.terms.contract.filter(|_| one.kind.is_steering())?;
    Some(SteeringBody {
        id: one.id,
        kind: one.kind.french(),
        scope: actions::place(&one.terms),
        name: one.terms.name,
        purpose: one.terms.purpose,
        contract,
        are_decisions_public: one.terms.are_decisions_public,
    })
}

/// Bodies that steer, by name.
///
/// # Errors
/// The database failed.
pub async fn bodies(tx: &mut Tx) -> Result<Vec<SteeringBody>> {
    Ok(store::assembly::all(tx).await?.into_iter().filter_map(body_of).collect())
}

/// One of them.
///
/// # Errors
/// The database failed.
pub async fn body(tx: &mut Tx, id: Uuid) -> Result<Option<SteeringBody>> {
    Ok(store::assembly::by_id(tx, id).await?.and_then(body_of))
}

/// A meeting of a body that steers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingTold {
    /// Which.
    pub id: Uuid,
    /// Of which body.
    pub body: Uuid,
    /// Its title.
    pub title: String,
    /// Its day.
    pub held_on: Date,
    /// When it starts.
    pub starts_at: Time,
    /// Where it stands.
    pub state: MeetingState,
    /// Points of its agenda, in order.
    pub points: Vec<String>,
    /// Whether members were convened.
    pub is_convened: bool,
    /// Whether attendance was entered.
    pub is_attended: bool,
    /// Whether its minutes are written.
    pub is_written: bool,
    /// How many times it was changed.
    pub revision: i64,
}

fn meeting_of(one: Meeting) -> MeetingTold {
    MeetingTold {
        id: one.id,
        body: one.assembly,
        held_on: one.terms.held_on,
        starts_at: one.terms.starts_at,
        state: one.state,
        points: one.terms.points().into_iter().map(str::to_owned).collect(),
        is_convened: one.convened_at.is_some(),
        is_attended: one.quorum_base.is_some(),
        is_written: one.minutes_state != MinutesState::None,
        revision: one.revision,
        title: one.terms.title,
    }
}

/// A meeting of a body itself.
///
/// # Errors
/// The database failed.
pub async fn meeting(tx: &mut Tx, id: Uuid) -> Result<Option<MeetingTold>> {
    let found = store::meeting::by_id(tx, id).await?.filter(|one| one.body == Body::Own);
    Ok(found.map(meeting_of))
}

/// Meetings of a body itself, the last first.
///
/// # Errors
/// The database failed.
pub async fn meetings(tx: &mut Tx, body: Uuid) -> Result<Vec<MeetingTold>> {
    let all = store::meeting::of_assembly(tx, body).await?;
    Ok(all.into_iter().filter(|one| one.body == Body::Own).map(meeting_of).collect())
}

/// Adds points to the agenda of a meeting to come.
///
/// # Errors
/// Not this actor's; over or cancelled; an agenda that is too long; somebody changed it since the revision.
pub async fn add_points(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    at: (Uuid, i64),
    points: &[String],
) -> Outcome<()> {
    actions::meeting::add_points(tx, outside, actor, at, points).await
}

/// Those who sit now, each with the name she chose and where to write to her; empty, when nowhere.
///
/// # Errors
/// The database failed.
pub async fn mailboxes(tx: &mut Tx, body: Uuid) -> Outcome<Vec<(Uuid, String, String)>> {
    let mut all = Vec::new();
    for one in store::member::of_assembly(tx, body).await?.into_iter().filter(Member::sits) {
        let email = actions::convening::address_of(tx, &one).await?;
        all.push((one.id, one.terms.called_name, email));
    }
    Ok(all)
}

/// Whether a signatory was there at a meeting: one line a signatory and a meeting where attendance was entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatorySeen {
    /// The signatory.
    pub signatory: Uuid,
    /// The meeting.
    pub meeting: Uuid,
    /// Its body, by name.
    pub body: String,
    /// Its day.
    pub held_on: Date,
    /// Whether somebody was there for it.
    pub was_there: bool,
    /// Whether whoever was not let it be known, or had somebody speak for her.
    pub was_excused: bool,
}

/// Presence of signatories at the meetings of the bodies that steer a contract, the first first.
///
/// # Errors
/// The database failed.
pub async fn signatories_seen(tx: &mut Tx, contract: Uuid) -> Result<Vec<SignatorySeen>> {
    let mut all: Vec<SignatorySeen> = Vec::new();
    for body in bodies(tx).await?.into_iter().filter(|body| body.contract == contract) {
        let members = store::member::of_assembly(tx, body.id).await?;
        for one in store::meeting::of_assembly(tx, body.id).await?.into_iter().filter(|one| one.quorum_base.is_some()) {
            for row in store::meeting::attendances(tx, one.id).await? {
                let signatory = members.iter().find(|member| member.id == row.member);
                let Some(signatory) = signatory.and_then(|member| member.terms.signatory) else { continue };
                let was_there = row.presence == Presence::Present;
                let was_excused = matches!(row.presence, Presence::Excused | Presence::Represented);
                match all.iter_mut().find(|seen| seen.signatory == signatory && seen.meeting == one.id) {
                    Some(seen) => {
                        seen.was_there |= was_there;
                        seen.was_excused |= was_excused;
                    }
                    None => all.push(SignatorySeen {
                        signatory,
                        meeting: one.id,
                        body: body.name.clone(),
                        held_on: one.terms.held_on,
                        was_there,
                        was_excused,
                    }),
                }
            }
        }
    }
    all.sort_by_key(|seen| seen.held_on);
    Ok(all)
}

/// Seats filled at a meeting, once attendance is entered.
///
/// # Errors
/// The database failed.
pub async fn attendance_told(tx: &mut Tx, meeting: Uuid) -> Result<String> {
    let Some(one) = store::meeting::by_id(tx, meeting).await? else { return Ok(String::new()) };
    let Some(assembly) = store::assembly::by_id(tx, one.assembly).await? else { return Ok(String::new()) };
    let attendances = store::meeting::attendances(tx, meeting).await?;
    match seats_filled(&attendances) {
        0 if one.quorum_base.is_none() => Ok(String::new()),
        _ => Ok(pages::meetings::attendance_words(&assembly, &one, &attendances)),
    }
}

/// An opinion a body was asked and has not given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpinionDue {
    /// The file submitted.
    pub submission: Uuid,
    /// The body, by name.
    pub body: String,
    /// What it is asked on.
    pub title: String,
    /// Until when.
    pub due_on: Date,
    /// Where services follow it.
    pub path: String,
}

/// Opinions asked of the bodies of a contract and not given yet.
///
/// # Errors
/// The database failed.
pub async fn opinions_due(tx: &mut Tx, contract: Uuid) -> Result<Vec<OpinionDue>> {
    let mut all = Vec::new();
    for assembly in store::assembly::all(tx).await?.into_iter().filter(|one| one.terms.contract == Some(contract)) {
        let asked = store::submission::of_assembly(tx, assembly.id).await?;
        all.extend(asked.into_iter().filter(|one| one.state == SubmissionState::Open).map(|one| OpinionDue {
            submission: one.id,
            body: assembly.terms.name.clone(),
            title: one.terms.title,
            due_on: one.terms.due_on,
            path: format!("/gestion/avis/{}", one.id),
        }));
    }
    all.sort_by_key(|one| one.due_on);
    Ok(all)
}

/// Meetings that stand in somebody's calendar: those of the bodies where she sits, and those of the bodies that steer whose
/// life she keeps. Those that were cancelled stay, told as such.
///
/// # Errors
/// The database failed, or a day that no calendar knows.
pub async fn events(tx: &mut Tx, house: &House, actor: &Actor) -> std::result::Result<Vec<Event>, Fault> {
    let mut theirs: Vec<Assembly> =
        actions::member::all_mine(tx, actor).await?.into_iter().map(|(assembly, _)| assembly).collect();
    for one in store::assembly::all(tx).await? {
        let keeps = one.kind.is_steering() && actor.may(&acts::LEAD, &actions::place(&one.terms)).is_allowed();
        if keeps && theirs.iter().all(|known| known.id != one.id) {
            theirs.push(one);
        }
    }
    let mut all = Vec::new();
    for assembly in &theirs {
        for one in store::meeting::of_assembly(tx, assembly.id).await?.iter().filter(|one| one.body == Body::Own) {
            all.push(pages::papers::event(house, assembly, one)?);
        }
    }
    Ok(all)
}

/// Tells what else is done with a meeting, each with where.
pub type MeetingLinks = fn(Uuid) -> Vec<Link>;

static MEETING_LINKS: OnceLock<MeetingLinks> = OnceLock::new();

/// Told once, at start, by whoever keeps what bodies decide.
pub fn tell_meeting_links(links: MeetingLinks) {
    let _ = MEETING_LINKS.set(links);
}

/// What else is done with a meeting; nothing when nobody was told.
pub(crate) fn meeting_links(meeting: Uuid) -> Vec<Link> {
    MEETING_LINKS.get().map_or_else(Vec::new, |links| links(meeting))
}
