//! Taking notes. A note sent twice is one note.

use std::collections::{HashMap, HashSet};

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Moment, Outcome, Outside, Uuid};
use serde_json::json;

use super::{gathering, meeting_of};
use crate::rules::{LONGEST_AUDIENCE, NewNote, Note, NoteKind, Origin, check_notes};
use crate::store::meeting::Meeting;
use crate::store::note::Place;
use crate::{acts, store};

/// Notes to take, and what they have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capture {
    /// Each note with its key.
    pub notes: Vec<NewNote>,
    /// The neighbourhood.
    pub area: Option<Uuid>,
    /// Who says it: a category, never a name.
    pub audience: String,
    /// What they are.
    pub kind: NoteKind,
    /// The hash of the code that takes them back, when a telephone showed one.
    pub code_hash: Option<Vec<u8>>,
}

impl Capture {
    /// What is wrong with it that can be told without looking anywhere.
    pub(super) fn to_correct(&self) -> Vec<FieldError> {
        let mut errors = check_notes(&self.notes, "notes");
        if self.audience.chars().count() > LONGEST_AUDIENCE {
            let sentence = format!("Le public doit faire {LONGEST_AUDIENCE} signes au plus");
            errors.push(FieldError::new("public", sentence));
        }
        errors
    }

    /// One of its notes, without its rank.
    fn note(&self, new: &NewNote, meeting: &Meeting, origin: Origin, now: Moment) -> Note {
        // Of what a telephone sends no hour is kept, and the journal is told later.
        let is_nameless = origin == Origin::Participant;
        Note {
            id: new.key,
            consultation: meeting.consultation,
            meeting: meeting.id,
            seq: 0,
            words: new.words.clone(),
            area: self.area,
            audience: self.audience.clone(),
            kind: self.kind,
            group: None,
            merged_into: None,
            is_removed: false,
            origin,
            evidence: None,
            verbatim: None,
            put_at: if is_nameless { now.day_only().0 } else { now.0 },
            code_hash: self.code_hash.clone(),
            is_untold: is_nameless,
        }
    }
}

/// What became of a sending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Keys that are kept now, whether by this sending or by one before.
    pub keys: Vec<Uuid>,
    /// How many are new.
    pub new_count: usize,
}

/// Takes notes at a gathering where the actor leads. Neighbourhood, public and kind become the settings of the meeting.
///
/// # Errors
/// Not this actor's; a line to correct, on the field `notes`; a key that is another meeting's.
pub async fn take_notes(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid, capture: Capture) -> Outcome<Taken> {
    let mut errors = capture.to_correct();
    if let Some(area) = capture.area
        && territory::facade::area(tx, area).await?.is_none()
    {
        errors.push(FieldError::new("quartier", "Choisissez un quartier de la liste"));
    }
    let found = gathering(tx, actor, &acts::HOLD, id).await?;
    let meeting = meeting_of(tx, &found).await?;
    Failure::unless_empty(errors)?;
    let wanted =
        Meeting { area: capture.area, audience: capture.audience.clone(), kind: capture.kind, ..meeting.clone() };
    let is_settled = meeting.revision > 0 && wanted == meeting;
    let settle = (!is_settled).then_some(&wanted);
    let mut kept = keep(tx, outside, (&meeting, settle), Origin::Team, &[&capture]).await?;
    let taken = kept.taken.pop().unwrap_or_else(|| Ok(Taken::default()))?;
    if kept.new.is_empty() {
        return Ok(taken);
    }
    let touched = if is_settled { Vec::new() } else { vec![("meeting", meeting.id)] };
    tell(tx, outside, actor, (acts::HOLD.code, meeting.id), touched, &kept.new).await?;
    Ok(taken)
}

/// What became of sendings kept together.
pub(super) struct KeptTogether {
    /// Of each sending, in their order.
    pub taken: Vec<Outcome<Taken>>,
    /// Keys of the notes put in.
    pub new: Vec<Uuid>,
}

/// Keeps what is new in these sendings, in their order: a note that is there already is not put in twice. When something is, the
/// meeting is kept first as it is settled, if it is. Says nothing to the journal.
///
/// # Errors
/// The database failed. What only one sending did wrong is in its place.
pub(super) async fn keep(
    tx: &mut Tx,
    outside: &Outside,
    (meeting, settle): (&Meeting, Option<&Meeting>),
    origin: Origin,
    sendings: &[&Capture],
) -> Outcome<KeptTogether> {
    let keys: Vec<Uuid> = sendings.iter().flat_map(|capture| capture.notes.iter().map(|note| note.key)).collect();
    let mut places = store::note::places(tx, &keys).await?;
    let is_foreign = |places: &HashMap<Uuid, Place>, capture: &Capture| {
        capture.notes.iter().any(|note| places.get(&note.key).is_some_and(|place| place.meeting != meeting.id))
    };
    let mut seen: HashSet<Uuid> = places.keys().copied().collect();
    let mut notes = Vec::new();
    for capture in sendings.iter().filter(|capture| !is_foreign(&places, capture)) {
        let fresh = capture.notes.iter().filter(|new| seen.insert(new.key));
        notes.extend(fresh.map(|new| capture.note(new, meeting, origin, outside.now())));
    }
    if !notes.is_empty() {
        let count = i64::try_from(notes.len()).unwrap_or(i64::MAX);
        let first = store::log::take(tx, meeting.consultation, count).await?;
        for (seq, note) in (first..).zip(&mut notes) {
            note.seq = match origin {
                Origin::Team => seq,
                Origin::Participant => drawn_rank(outside),
            };
        }
        if let Some(settled) = settle {
            store::meeting::save(tx, settled).await?;
        }
        if store::note::insert(tx, &notes).await? < notes.len() {
            // Sent at the same instant by another way: whose they are is read again.
            places = store::note::places(tx, &keys).await?;
            notes.retain(|note| places.get(&note.id).is_some_and(|place| place.seq == note.seq));
        }
    }
    let new: HashSet<Uuid> = notes.iter().map(|note| note.id).collect();
    let taken = sendings.iter().map(|capture| {
        if is_foreign(&places, capture) {
            return Err(foreign_key());
        }
        let keys: Vec<Uuid> = capture.notes.iter().map(|note| note.key).collect();
        let new_count = keys.iter().filter(|key| new.contains(key)).count();
        Ok(Taken { keys, new_count })
    });
    Ok(KeptTogether { taken: taken.collect(), new: notes.iter().map(|note| note.id).collect() })
}

/// A rank by lot, after those that are given one after the other: the order of what telephones send tells nothing.
pub(super) fn drawn_rank(outside: &Outside) -> i64 {
    const FIRST: u32 = 1 << 31;
    i64::from(u32::from_le_bytes(outside.bytes()) | FIRST) << 10
}

/// Tells the journal of the notes put in at a meeting, and of what else was written.
async fn tell(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (act, meeting): (&str, Uuid),
    mut touched: Vec<(&str, Uuid)>,
    new: &[Uuid],
) -> Outcome<()> {
    touched.extend(new.iter().map(|note| ("note", *note)));
    let detail = json!({ "acte": "notes prises", "nombre": new.len() });
    let entry = Entry::on(act, "meeting", meeting).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

fn foreign_key() -> Failure {
    Failure::field("notes", "Une de ces notes porte la clé d’une autre : rechargez la page, puis renvoyez")
}
