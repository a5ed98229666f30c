//! Telephones that join a meeting by its code. No account, no name, no address kept.

use database::Tx;
use kernel::{Failure, Outcome, Outside, Refusal, Uuid};

use crate::rules::{Invites, MOST_A_MINUTE, MOST_IN_ALL, read_code};
use crate::store;
use crate::store::meeting::Meeting;

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
    let (id, now) = (meeting.id, outside.now());
    if meeting.invites == Invites::Notes {
        // Numbers given to notes say at once that there is room: notes are counted only where it may be short.
        let (in_all, lately) = store::note::numbered(tx, meeting, now.plus_seconds(-60)).await?;
        if in_all < MOST_IN_ALL && lately < MOST_A_MINUTE {
            return Ok(());
        }
    }
    let count = async |tx: &mut Tx, since| match meeting.invites {
        Invites::Notes => store::note::by_telephones(tx, id, since).await,
        Invites::Findings => store::finding::by_telephones(tx, id, since).await,
    };
    if count(tx, kernel::Moment(0)).await? >= MOST_IN_ALL {
        let sentence = "Cette rencontre a reçu tout ce qu’elle peut recevoir par téléphone. Donnez vos mots à la personne qui anime.";
        return Err(Refusal::rule("La rencontre est pleine", sentence).into());
    }
    if count(tx, now.plus_seconds(-60)).await? >= MOST_A_MINUTE {
        return Err(Failure::Refused(Refusal::TooMany { retry_after_seconds: 60 }));
    }
    Ok(())
}
