//! Findings of a walk: noted on the spot, then followed until they are done.

use database::Tx;
use files::{Limits, Prepared, Vault};
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::{Joined, capture, gathering, joining, meeting_of, origin, today};
use crate::rules::{Finding, FindingState, FindingText, FollowUp, Invites, check_finding, check_follow_up};
use crate::{acts, store};

/// What may be sent with a finding.
pub const PHOTOS: Limits<'static> = Limits::PICTURES;

const PURPOSE: &str = "meetings.finding";

/// A finding to note.
pub struct NewFinding {
    /// Its key, chosen by the device.
    pub key: Uuid,
    /// What was seen.
    pub text: FindingText,
    /// The hash of the code that takes it back, when a telephone showed one.
    pub code_hash: Option<Vec<u8>>,
}

/// A photograph received, to be kept with what it shows.
pub struct NewPhoto<'a> {
    /// Where files are kept.
    pub vault: &'a dyn Vault,
    /// The file.
    pub file: Prepared,
}

/// Of a photograph sent by a telephone, only what was drawn again is kept.
async fn kept_nameless(tx: &mut Tx, outside: &Outside, photo: NewPhoto<'_>) -> Outcome<Uuid> {
    let kept = files::attach_nameless(tx, photo.vault, outside, photo.file, PURPOSE).await;
    Ok(kept.map_err(|error| error.at_field("photo"))?.id)
}

async fn kept(tx: &mut Tx, outside: &Outside, actor: &Actor, photo: NewPhoto<'_>) -> Outcome<Uuid> {
    let kept = files::attach(tx, photo.vault, outside, photo.file, PURPOSE, actor.account()).await;
    Ok(kept.map_err(|error| error.at_field("photo"))?.id)
}

/// Notes a finding. Sent twice, it is one finding: the second sending changes nothing. Says whether it is new.
///
/// # Errors
/// Not this actor's; something to correct; a key that is another walk's; too many at once.
pub async fn note_finding(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, joined): (Uuid, Option<&Joined>),
    new: NewFinding,
    photo: Option<NewPhoto<'_>>,
) -> Outcome<bool> {
    let mut touched = Vec::new();
    match joined {
        Some(joined) => {
            if joined.invites() != Invites::Findings {
                return Err(Refusal::NotFound.into());
            }
            joining::make_room(tx, outside, &joined.meeting).await?;
        }
        None => {
            let found = gathering(tx, actor, &acts::HOLD, id).await?;
            let meeting = meeting_of(tx, &found).await?;
            if meeting.revision == 0 {
                store::meeting::save(tx, &meeting).await?;
                touched.push(("meeting", id));
            }
        }
    }
    if let Some(known) = store::finding::by_id(tx, new.key).await? {
        return match known.meeting == id {
            true => Ok(false),
            false => {
                Err(Failure::field("constat", "Ce constat porte la clé d’un autre : rechargez la page, puis renvoyez"))
            }
        };
    }
    let mut errors = check_finding(&new.text.words);
    let stops = store::finding::stops(tx, id).await?;
    if new.text.stop.is_some_and(|stop| !stops.iter().any(|one| one.id == stop)) {
        errors.push(kernel::FieldError::new("arret", "Choisissez un arrêt de la liste"));
    }
    Failure::unless_empty(errors)?;
    let photo = match (photo, joined) {
        (Some(photo), None) => Some(kept(tx, outside, actor, photo).await?),
        (Some(photo), Some(_)) => Some(kept_nameless(tx, outside, photo).await?),
        (None, _) => None,
    };
    let now = outside.now();
    let finding = Finding {
        id: new.key,
        meeting: id,
        seq: match joined {
            Some(_) => capture::drawn_rank(outside),
            None => store::finding::next(tx, id).await?,
        },
        text: new.text,
        photo,
        follow_up: FollowUp {
            who_acts: String::new(),
            due_on: None,
            state: FindingState::Noted,
            note: String::new(),
            done_on: None,
        },
        proof: None,
        origin: origin(joined),
        evidence: None,
        noted_at: if joined.is_some() { now.day_only().0 } else { now.0 },
        revision: 1,
        is_untold: joined.is_some(),
        code_hash: new.code_hash,
    };
    if !store::finding::insert(tx, &finding).await? {
        return Ok(false);
    }
    if let Some(joined) = joined {
        // The journal is told once the walk is over.
        joining::count(tx, outside, &joined.meeting, 1).await?;
        return Ok(true);
    }
    touched.push(("finding", finding.id));
    touched.extend(photo.map(|file| ("file", file)));
    let detail = json!({ "acte": "constat noté", "categorie": finding.text.category.code() });
    let entry = Entry::on(acts::HOLD.code, "finding", finding.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(true)
}

/// Says what becomes of a finding: who must act, until when, how far it is, and the proof that it is done.
///
/// # Errors
/// Not there for this actor; something to correct; changed since `revision`.
pub async fn follow(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    follow_up: FollowUp,
    proof: Option<NewPhoto<'_>>,
) -> Outcome<()> {
    let found = store::finding::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    gathering(tx, actor, &acts::FOLLOW, found.meeting).await?;
    let has_proof = proof.is_some() || found.proof.is_some();
    Failure::unless_empty(check_follow_up(&follow_up, today(outside), has_proof))?;
    let mut touched = vec![("finding", id)];
    let before = found.follow_up.state;
    let mut row = Finding { follow_up, ..found };
    if let Some(proof) = proof {
        if let Some(old) = row.proof {
            files::mark_deleted(tx, old, outside.now()).await?;
            touched.push(("file", old));
        }
        let file = kept(tx, outside, actor, proof).await?;
        touched.push(("file", file));
        row.proof = Some(file);
    }
    if !store::finding::save(tx, &row, revision).await? {
        let kept = [("Qui doit agir", row.follow_up.who_acts.as_str()), ("Ce qui a été fait", &row.follow_up.note)];
        return Err(Failure::conflict("ce constat", &kept));
    }
    let state = row.follow_up.state;
    let detail =
        json!({ "acte": "suivi", "avant": before.code(), "apres": state.code(), "qui": row.follow_up.who_acts });
    let entry = Entry::on(acts::FOLLOW.code, "finding", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
