//! Giving empty seats to whoever takes them, in the order of the draw, so that the council can still be completed.

use std::collections::BTreeSet;
use std::sync::Arc;

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Refusal, Uuid};
use serde_json::json;
use sortition::contents::CONTENTS;
use sortition::dossier::Files;
use sortition::opening::{self, Opened};
use sortition::replacement::{self, Council as Drawn, Replaced, Standing};

use super::calling::sealed;
use super::ceremony::ALTERNATES;
use super::draw::dossier_of;
use super::pool::Around;
use super::renewal::RENEWAL;
use crate::rules::{CandidateState, SeatState, Way, is_empty};
use crate::store::draw::Draw;
use crate::store::seat::{Seat, SeatChange};
use crate::{acts, store};

/// What replacing somebody gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replacement {
    /// How many were called.
    pub called: usize,
    /// Why somebody on the list was passed over, by number.
    pub skipped: Vec<(String, String)>,
    /// Why the council can no longer be completed, and what would do.
    pub blocked: Vec<String>,
}

/// Gives empty seats to the first of the complementary list who leave a council that can still be completed. What the
/// engine decided is added to the dossier, chained. Somebody struck off the pool or erased meanwhile is called and passed
/// in the same move.
///
/// # Errors
/// Not this actor's; no seat is empty; the dossier was changed.
pub async fn fill_seats(tx: &mut Tx, around: Around<'_>, actor: &Actor, id: Uuid) -> Outcome<Replacement> {
    let outside = around.0;
    let (council, _, draw) = sealed(tx, actor, &acts::CALL, id).await?;
    let mut done = Replacement::default();
    let mut touched: Vec<(&'static str, Uuid)> = Vec::new();
    if is_completed(tx, id).await? {
        let what = "Un tirage qui complète le conseil est annoncé ou fait : c’est lui qui donne les sièges.";
        return Err(Refusal::rule("Ce tirage ne donne plus de siège", what).into());
    }
    if store::draw::file(tx, id, RENEWAL).await?.is_some() {
        let what =
            "La moitié de ce conseil est partie. Annoncez le tirage qui complète le conseil : son hasard est nouveau.";
        return Err(Refusal::rule("Ce tirage ne donne plus de siège", what).into());
    }
    let mut empty = to_replace(tx, id).await?;
    if empty.is_empty() {
        return Err(Refusal::rule(
            "Aucun siège n’est à pourvoir",
            "Personne n’a refusé depuis le dernier remplacement.",
        )
        .into());
    }
    // Read once and written once, however many are passed: after the purge, most of a long list are.
    let mut files = dossier_of(tx, id).await?;
    let list = Arc::new(Callable::of(&files)?);
    let mut is_recorded = false;
    while !empty.is_empty() {
        let standing = replacement::standing(&files).map_err(wrong)?;
        // Who was said to be gone when nobody could be called is not said so twice.
        let sits = |number: &String| standing.sitting.contains(number);
        let refused: Vec<String> = empty.iter().map(|seat| seat.number.clone()).filter(sits).collect();
        let (replaced, skipped) = computed(&list, &standing, &refused).await?;
        done.skipped.extend(skipped);
        done.blocked.clone_from(&replaced.blocked);
        if !replaced.blocked.is_empty() && refused.is_empty() {
            break;
        }
        replacement::record(&mut files, &standing, &refused, &replaced);
        is_recorded = true;
        if !replaced.blocked.is_empty() {
            break;
        }
        for (number, before) in replaced.called.iter().zip(&empty) {
            let is_fit = call(tx, around, (&draw, number), Some(before), &mut touched).await?;
            done.called += usize::from(is_fit);
        }
        empty = to_replace(tx, id).await?;
    }
    for name in ["replacements.jsonl", "council.json", CONTENTS].into_iter().filter(|_| is_recorded) {
        let bytes = files.get(name).map_or(&[][..], Vec::as_slice);
        touched.push(("draw_file", store::draw::put_file(tx, outside.uuid(), id, name, bytes).await?));
    }
    if !touched.is_empty() {
        let detail = json!({ "acte": "sièges pourvus", "appeles": done.called, "passes": done.skipped.len() });
        let entry = Entry::on(acts::CALL.code, "council", council.id).detail(detail).touched(&touched);
        journal::record(tx, outside, actor, entry).await?;
    }
    Ok(done)
}

fn wrong(wrong: sortition::reading::Wrong) -> Failure {
    Refusal::rule("Ce remplacement n’est pas possible", wrong.to_string()).into()
}

/// Seats that are empty and that nobody was called to yet.
async fn to_replace(tx: &mut Tx, draw: Uuid) -> database::Result<Vec<Seat>> {
    let seats = store::seat::of_draw(tx, draw).await?;
    let taken: BTreeSet<Uuid> = seats.iter().filter_map(|seat| seat.replaces).collect();
    Ok(seats.into_iter().filter(|seat| is_empty(seat.state) && !taken.contains(&seat.id)).collect())
}

/// Whether another draw gives the seats of this one.
async fn is_completed(tx: &mut Tx, id: Uuid) -> database::Result<bool> {
    Ok(store::draw::follower(tx, id, true).await?.is_some())
}

/// Whether nobody can be called from this draw any more: another one gives its seats, or half of those who sat left.
pub(crate) async fn is_followed(tx: &mut Tx, id: Uuid) -> database::Result<bool> {
    Ok(is_completed(tx, id).await? || store::draw::file(tx, id, RENEWAL).await?.is_some())
}

/// Seats that are empty and that the dossier does not say to be so yet.
pub(super) async fn to_record(tx: &mut Tx, draw: Uuid) -> Outcome<Vec<Seat>> {
    let empty = to_replace(tx, draw).await?;
    let files = dossier_of(tx, draw).await?;
    // Once half left, seats are no longer given from this list.
    if empty.is_empty() || files.contains_key(RENEWAL) {
        return Ok(Vec::new());
    }
    let standing = replacement::standing(&files).map_err(wrong)?;
    Ok(empty.into_iter().filter(|seat| standing.sitting.contains(&seat.number)).collect())
}

/// Whom a dossier lets call: its pool and rules opened, and the order people are called in.
struct Callable {
    opened: Opened,
    listed: Vec<String>,
    /// Alternates chosen with the draw, then the others.
    order: Vec<String>,
}

impl Callable {
    fn of(files: &Files) -> Outcome<Self> {
        let listed = opening::identifiers(files, "complementary.csv").map_err(wrong)?;
        let alternates = match files.contains_key(ALTERNATES) {
            true => opening::identifiers(files, ALTERNATES).map_err(wrong)?,
            false => Vec::new(),
        };
        let first: BTreeSet<&String> = alternates.iter().collect();
        let others = listed.iter().filter(|number| !first.contains(number));
        let order = alternates.iter().chain(others).cloned().collect();
        Ok(Self { opened: opening::open(files).map_err(wrong)?, listed, order })
    }
}

/// Who is called, and who was passed for a reason of quotas or households.
async fn computed(
    list: &Arc<Callable>,
    standing: &Standing,
    refused: &[String],
) -> Outcome<(Replaced, Vec<(String, String)>)> {
    let (sitting, gone, refused) = (standing.sitting.clone(), standing.gone.clone(), refused.to_vec());
    let list = list.clone();
    let computing = tokio::task::spawn_blocking(move || {
        let mut replaced = Drawn::new(&list.opened)?.replace(&sitting, &list.order, &gone, &refused)?;
        let skipped = replaced.skipped.clone();
        pass_for_alternates(&mut replaced, &list.listed, &[sitting, gone].concat());
        Ok((replaced, skipped))
    });
    computing.await.map_err(|error| kernel::Breakdown(Box::new(error)))?.map_err(wrong)
}

/// Says of those who stand before an alternate on the complementary list why she was called first: so that nobody is passed
/// without a word.
fn pass_for_alternates(replaced: &mut Replaced, listed: &[String], others: &[String]) {
    let mut told: BTreeSet<String> = replaced.skipped.iter().map(|(number, _)| number.clone()).collect();
    told.extend(others.iter().cloned());
    // Somebody called after an alternate, in the same move, was passed for her as well.
    for called in &replaced.called {
        for number in listed.iter().take_while(|number| *number != called) {
            if told.insert(number.clone()) {
                let why = "un·e suppléant·e choisi·e avec le tirage passe avant".to_owned();
                replaced.skipped.push((number.clone(), why));
            }
        }
        told.insert(called.clone());
    }
}

/// Gives a seat to somebody of a draw; struck off or erased, she has it refused. Says whether she may be called.
pub(super) async fn call(
    tx: &mut Tx,
    (outside, _, zone): Around<'_>,
    (draw, number): (&Draw, &str),
    before: Option<&Seat>,
    touched: &mut Vec<(&'static str, Uuid)>,
) -> Outcome<bool> {
    let entry = store::draw::by_number(tx, draw.id, number).await?.ok_or(Refusal::NotFound)?;
    let candidate = store::pool::by_id(tx, entry.candidate).await?.ok_or(Refusal::NotFound)?;
    let is_known = store::pool::person(tx, candidate.id).await?.is_some();
    let is_fit = candidate.state == CandidateState::Kept && is_known;
    let last = store::seat::last_rank(tx, draw.id).await?;
    let seat = Seat {
        id: outside.uuid(),
        draw: draw.id,
        college: draw.college,
        candidate: candidate.id,
        number: number.to_owned(),
        rank: last + 1,
        state: if is_fit { SeatState::ToContact } else { SeatState::Refused },
        state_on: outside.now().day(zone),
        note: if is_fit { String::new() } else { "Retirée du vivier après sa clôture".to_owned() },
        replaces: before.map(|seat| seat.id),
        is_name_public: false,
        called_at: outside.now(),
        revision: 1,
    };
    store::seat::insert(tx, &seat).await?;
    touched.push(("seat", seat.id));
    if !is_fit {
        let change = SeatChange::of(outside, &seat, Way::None);
        store::seat::insert_change(tx, &change).await?;
        touched.push(("seat_change", change.id));
    }
    Ok(is_fit)
}
