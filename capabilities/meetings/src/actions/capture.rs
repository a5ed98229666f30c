//! Taking notes: by whoever leads a gathering, or by a telephone that joined. A note sent twice is one note.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Outcome, Outside, Uuid};
use serde_json::json;

use super::{Joined, gathering, joining, meeting_of, origin};
use crate::rules::{LONGEST_AUDIENCE, NewNote, Note, NoteKind, check_notes};
use crate::store::meeting::Meeting;
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
}

/// What became of a sending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Keys that are kept now, whether by this sending or by one before.
    pub keys: Vec<Uuid>,
    /// How many are new.
    pub new_count: usize,
}

/// Takes notes at a gathering. `joined` is the telephone's way in; without it, the actor must lead there. Neighbourhood,
/// public and kind become the settings of the meeting for whoever leads.
///
/// # Errors
/// Not this actor's; a line to correct, on the field `notes`; a key that is another meeting's; too many at once.
pub async fn take_notes(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, joined): (Uuid, Option<&Joined>),
    capture: Capture,
) -> Outcome<Taken> {
    let mut errors = check_notes(&capture.notes, "notes");
    if capture.audience.chars().count() > LONGEST_AUDIENCE {
        let sentence = format!("Le public doit faire {LONGEST_AUDIENCE} signes au plus");
        errors.push(FieldError::new("public", sentence));
    }
    // A telephone puts in what the meeting says, which was checked when it was said.
    if let (Some(area), None) = (capture.area, joined)
        && territory::facade::area(tx, area).await?.is_none()
    {
        errors.push(FieldError::new("quartier", "Choisissez un quartier de la liste"));
    }
    let (meeting, act) = match joined {
        Some(joined) => {
            joining::make_room(tx, outside, joined).await?;
            (joined.settings().clone(), acts::JOIN.code)
        }
        None => {
            let found = gathering(tx, actor, &acts::HOLD, id).await?;
            (meeting_of(tx, &found).await?, acts::HOLD.code)
        }
    };
    Failure::unless_empty(errors)?;
    let mut fresh = Vec::new();
    for note in &capture.notes {
        match store::note::by_id(tx, note.key).await? {
            None => fresh.push(note),
            Some(known) if known.meeting == meeting.id => {}
            Some(_) => return Err(foreign_key()),
        }
    }
    let mut taken = Taken { keys: capture.notes.iter().map(|note| note.key).collect(), new_count: 0 };
    if fresh.is_empty() {
        return Ok(taken);
    }
    let first = store::log::take(tx, meeting.consultation, i64::try_from(fresh.len()).unwrap_or(1)).await?;
    let mut touched: Vec<(&str, Uuid)> = Vec::new();
    if joined.is_none() {
        let kept =
            Meeting { area: capture.area, audience: capture.audience.clone(), kind: capture.kind, ..meeting.clone() };
        if meeting.revision == 0 || kept != meeting {
            store::meeting::save(tx, &kept).await?;
            touched.push(("meeting", meeting.id));
        }
    }
    let put_at = outside.now().0;
    for (seq, new) in (first..).zip(fresh) {
        let note = Note {
            id: new.key,
            consultation: meeting.consultation,
            meeting: meeting.id,
            seq,
            words: new.words.clone(),
            area: capture.area,
            audience: capture.audience.clone(),
            kind: capture.kind,
            group: None,
            merged_into: None,
            is_removed: false,
            origin: origin(joined),
            evidence: None,
            verbatim: None,
            put_at,
        };
        if store::note::insert(tx, &note).await? {
            touched.push(("note", note.id));
            taken.new_count += 1;
        } else if store::note::by_id(tx, note.id).await?.is_none_or(|known| known.meeting != meeting.id) {
            return Err(foreign_key());
        }
    }
    let detail = json!({ "acte": "notes prises", "nombre": taken.new_count });
    let entry = Entry::on(act, "meeting", meeting.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(taken)
}

fn foreign_key() -> Failure {
    Failure::field("notes", "Une de ces notes porte la clé d’une autre : rechargez la page, puis renvoyez")
}
