//! Calling those who were drawn, after the seal: where each stands, and what it becomes.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Refusal, Uuid};
use serde_json::json;
use web::Keys;

use super::draw::draw;
use super::pool::Around;
use super::secrets;
use crate::facade::{Moved, moved};
use crate::rules::{College, Council, Origin, Person, SeatState, Way, is_empty, next};
use crate::store::draw::Draw;
use crate::store::seat::{Seat, SeatChange, Who};
use crate::{acts, store};

/// The draw, sealed, for whoever may do this: before the seal there is nothing to read.
///
/// # Errors
/// Not there, not sealed, or not this actor's.
pub(crate) async fn sealed(
    tx: &mut Tx,
    actor: &Actor,
    act: &'static kernel::Act,
    id: Uuid,
) -> Outcome<(Council, College, Draw)> {
    let found = draw(tx, actor, act, id).await?;
    if found.2.is_seated() { Ok(found) } else { Err(Refusal::NotFound.into()) }
}

/// Somebody called, and who she is; nobody once erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// Her seat.
    pub seat: Seat,
    /// Who she is.
    pub person: Option<Person>,
    /// Where what is known of her comes from.
    pub origin: Option<Origin>,
}

/// Everybody called from a sealed draw, in the order they were.
///
/// # Errors
/// Not there, not sealed, or not this actor's.
pub(crate) async fn called(
    tx: &mut Tx,
    keys: &Keys,
    actor: &Actor,
    (id, act): (Uuid, &'static kernel::Act),
) -> Outcome<(Council, College, Draw, Vec<Called>)> {
    let (council, college, draw) = sealed(tx, actor, act, id).await?;
    let all = store::seat::who_of_draw(tx, draw.id).await?;
    let all: Outcome<Vec<Called>> = all.into_iter().map(|one| opened(keys, one)).collect();
    Ok((council, college, draw, all?))
}

fn opened(keys: &Keys, (seat, sealed, origin): Who) -> Outcome<Called> {
    let person = sealed.map(|bytes| secrets::open(keys, seat.candidate, &bytes)).transpose()?;
    Ok(Called { seat, person, origin })
}

async fn who(tx: &mut Tx, keys: &Keys, seat: Seat) -> Outcome<Called> {
    let sealed = store::pool::person(tx, seat.candidate).await?;
    let origin = store::pool::by_id(tx, seat.candidate).await?.map(|candidate| candidate.origin);
    opened(keys, (seat, sealed, origin))
}

/// One seat with its draw, for whoever calls.
///
/// # Errors
/// Not there, or not this actor's.
pub(crate) async fn seat(
    tx: &mut Tx,
    keys: &Keys,
    actor: &Actor,
    id: Uuid,
) -> Outcome<(Council, College, Draw, Called)> {
    let found = store::seat::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let (council, college, draw) = sealed(tx, actor, &acts::CALL, found.draw).await?;
    Ok((council, college, draw, who(tx, keys, found).await?))
}

/// What becomes of somebody called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Where she stands now.
    pub state: SeatState,
    /// How she was reached.
    pub way: Way,
    /// A word on it.
    pub note: String,
    /// Whether she lets her name be published.
    pub is_name_public: bool,
}

/// Says where somebody called stands.
///
/// # Errors
/// Not this actor's; not a step from there; somebody was called in her place; somebody changed it since `revision`.
pub async fn note_answer(
    tx: &mut Tx,
    around: Around<'_>,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    answered: impl Into<Filled<Answered>>,
) -> Outcome<Uuid> {
    let (outside, keys, zone) = around;
    let (council, _, draw, found) = seat(tx, keys, actor, id).await?;
    let mut form = answered.into();
    let before = found.seat;
    let is_known = form.value.state == before.state;
    if !is_known && !next(before.state).contains(&form.value.state) {
        let sentence = format!("De « {} », on ne passe pas à « {} »", before.state.french(), form.value.state.french());
        form.find([FieldError::new("etat", sentence)]);
    }
    let others = store::seat::of_draw(tx, draw.id).await?;
    if is_empty(before.state) && !is_known && others.iter().any(|other| other.replaces == Some(before.id)) {
        form.find([FieldError::new("etat", "Quelqu’un d’autre a été appelé à sa place : ce siège est donné")]);
    }
    if form.value.note.chars().count() > 500 {
        form.find([FieldError::new("note", "Cette note dépasse 500 signes : raccourcissez-la")]);
    }
    let answered = form.sound()?;
    let after = Seat {
        state: answered.state,
        state_on: outside.now().day(zone),
        note: answered.note,
        is_name_public: answered.is_name_public && answered.state == SeatState::Accepted,
        ..before
    };
    if !store::seat::save(tx, &after, revision).await? {
        return Err(Failure::conflict("cet appel", &[("Note", &after.note)]));
    }
    let change = SeatChange::of(outside, &after, answered.way);
    store::seat::insert_change(tx, &change).await?;
    let touched = [("seat", id), ("seat_change", change.id)];
    let detail = json!({ "acte": "appel noté", "numero": after.number, "etat": after.state.code() });
    let entry = Entry::on(acts::CALL.code, "council", council.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    if after.state == SeatState::Accepted && !is_known {
        moved(tx, around, actor, council.id, Moved::Accepted).await?;
    }
    Ok(draw.id)
}

/// Says that somebody who sat left. Who may is known by the slice where she sat.
///
/// # Errors
/// The database failed.
pub(crate) async fn note_left(
    tx: &mut Tx,
    (outside, zone): (&kernel::Outside, &jiff::tz::TimeZone),
    actor: &Actor,
    id: Uuid,
) -> Outcome<()> {
    let Some(before) = store::seat::by_id(tx, id).await?.filter(|seat| seat.state == SeatState::Accepted) else {
        return Ok(());
    };
    let college = store::council::college_by_id(tx, before.college).await?.ok_or(Refusal::NotFound)?;
    let revision = before.revision;
    let after = Seat {
        state: SeatState::Left,
        state_on: outside.now().day(zone),
        note: String::new(),
        is_name_public: false,
        ..before
    };
    if !store::seat::save(tx, &after, revision).await? {
        return Err(Failure::conflict("ce siège", &[]));
    }
    let change = SeatChange::of(outside, &after, Way::None);
    store::seat::insert_change(tx, &change).await?;
    let touched = [("seat", id), ("seat_change", change.id)];
    let detail = json!({ "acte": "a quitté le conseil", "numero": after.number });
    let entry = Entry::on(acts::CALL.code, "council", college.council).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Members of each college whose last sealed draw has some: names of those who agreed to it, and how many others.
///
/// # Errors
/// The database failed.
pub(crate) async fn public_members(
    tx: &mut Tx,
    keys: &Keys,
    colleges: &[College],
) -> Outcome<Vec<(&'static str, Vec<String>, usize)>> {
    let mut all = Vec::new();
    for college in colleges {
        let draws = store::draw::of_college(tx, college.id).await?;
        let Some(last) = draws.iter().find(|draw| draw.is_seated()) else { continue };
        let seats = store::seat::who_of_draw(tx, last.id).await?;
        let (mut names, mut more) = (Vec::new(), 0);
        for one in seats.into_iter().filter(|(seat, ..)| seat.state == SeatState::Accepted) {
            match opened(keys, one)? {
                Called { seat, person: Some(person), .. } if seat.is_name_public => names.push(person.full_name()),
                _ => more += 1,
            }
        }
        if names.len() + more > 0 {
            all.push((college.kind.french(), names, more));
        }
    }
    Ok(all)
}
