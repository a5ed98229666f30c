//! Telephones that join a meeting by its code. No account, no name, no address kept.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use crate::rules::{Invites, MOST_A_MINUTE, MOST_IN_ALL, read_code};
use crate::store::meeting::Meeting;
use crate::{acts, store};

/// A meeting joined by its code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    pub(crate) meeting: Meeting,
}

impl Joined {
    /// The gathering.
    pub const fn gathering(&self) -> Uuid {
        self.meeting.id
    }

    /// What telephones are asked for.
    pub const fn invites(&self) -> Invites {
        self.meeting.invites
    }

    /// What is put in unless said otherwise.
    pub(crate) const fn settings(&self) -> &Meeting {
        &self.meeting
    }
}

/// The meeting of a code, while it is open.
///
/// # Errors
/// No meeting is open under this code: a code that never was and one that is over look alike.
pub async fn join(tx: &mut Tx, outside: &Outside, typed: &str) -> Outcome<Joined> {
    let code = read_code(typed).ok_or(Refusal::NotFound)?;
    let meeting = store::meeting::by_code(tx, &code).await?.ok_or(Refusal::NotFound)?;
    if meeting.is_open(outside.now()) { Ok(Joined { meeting }) } else { Err(Refusal::NotFound.into()) }
}

/// Telephones may add much, not everything at once: what waits is sent later by the device that holds it.
pub(super) async fn make_room(tx: &mut Tx, outside: &Outside, meeting: &Meeting) -> Outcome<()> {
    let id = meeting.id;
    // Numbers given to notes say at once that there is room: notes are counted only where it may be short.
    let is_known = meeting.invites == Invites::Notes && store::note::numbered(tx, meeting).await? < MOST_IN_ALL;
    if !is_known {
        let count = match meeting.invites {
            Invites::Notes => store::note::by_telephones(tx, id).await?,
            Invites::Findings => store::finding::by_telephones(tx, id).await?,
        };
        if count >= MOST_IN_ALL {
            let sentence = "Cette rencontre a reçu tout ce qu’elle peut recevoir par téléphone. Donnez vos mots à la personne qui anime.";
            return Err(Refusal::rule("La rencontre est pleine", sentence).into());
        }
    }
    if store::meeting::added_in(tx, id, minute(outside)).await? >= MOST_A_MINUTE {
        return Err(Failure::Refused(Refusal::TooMany { retry_after_seconds: 60 }));
    }
    Ok(())
}

/// Counts what telephones just added, for the pace of the minute.
pub(super) async fn count(tx: &mut Tx, outside: &Outside, meeting: &Meeting, added: usize) -> Outcome<()> {
    if added > 0 {
        let added = i64::try_from(added).unwrap_or(i64::MAX);
        store::meeting::add_in(tx, meeting.id, minute(outside), added).await?;
    }
    Ok(())
}

fn minute(outside: &Outside) -> i64 {
    outside.now().0 / 60_000
}

/// Tells the journal, all together and in an order that tells nothing, of what telephones sent to a meeting since the last time.
/// Called once a meeting is over: an entry for each sending would say when each was written.
///
/// # Errors
/// The database failed.
pub(super) async fn tell_waiting(tx: &mut Tx, outside: &Outside, actor: &Actor, meeting: Uuid) -> Outcome<()> {
    let notes = store::note::tell(tx, meeting).await?;
    let findings = store::finding::tell(tx, meeting).await?;
    store::meeting::forget_pace(tx, meeting).await?;
    if notes.is_empty() && findings.is_empty() {
        return Ok(());
    }
    let mut touched: Vec<(&str, Uuid)> = notes.iter().map(|id| ("note", *id)).collect();
    for (id, photo) in &findings {
        touched.push(("finding", *id));
        touched.extend(photo.map(|file| ("file", file)));
    }
    let detail = json!({ "acte": "reçu des téléphones", "notes": notes.len(), "constats": findings.len() });
    let entry = Entry::on(acts::JOIN.code, "meeting", meeting).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
