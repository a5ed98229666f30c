//! Notes that telephones send. Those that arrive while others are being written are written next, together, in one
//! transaction: forty telephones wait for the disk once, not forty times.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, PoisonError};

use database::{Db, DbError, Tx};
use kernel::{Failure, Outcome, Outside, Refusal, Uuid};
use tokio::sync::oneshot;

use super::capture::{Capture, Taken, keep};
use super::joining::{self, Joined};
use crate::rules::{MOST_LINES, Origin};
use crate::store;

/// Sendings of telephones that wait, by meeting. A meeting is there while somebody writes for it.
#[derive(Default)]
pub struct Waiting(Mutex<HashMap<Uuid, Vec<Sending>>>);

/// A sending, and who waits for what becomes of it.
struct Sending {
    capture: Capture,
    waiter: oneshot::Sender<Outcome<Taken>>,
}

impl Waiting {
    /// Joins those who wait at a meeting. `true`: nobody writes there, whoever came must.
    fn join(&self, meeting: Uuid, sending: Sending) -> bool {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match all.entry(meeting) {
            Entry::Occupied(mut there) => {
                there.get_mut().push(sending);
                false
            }
            Entry::Vacant(empty) => {
                empty.insert(vec![sending]);
                true
            }
        }
    }

    /// The first who wait, as many as make one sending of the longest. None: nobody waits, and nobody writes there any more.
    fn next(&self, meeting: Uuid) -> Vec<Sending> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(there) = all.get_mut(&meeting) else { return Vec::new() };
        let mut lines = 0;
        let fits = |sending: &Sending| {
            lines += sending.capture.notes.len();
            lines <= MOST_LINES
        };
        let count = there.iter().map(fits).take_while(|fits| *fits).count();
        if count == 0 {
            all.remove(&meeting);
            return Vec::new();
        }
        there.drain(..count).collect()
    }
}

/// Takes what a telephone that joined sends.
///
/// # Errors
/// A line to correct, on the field `notes`; a key that is another meeting's; the meeting is over or full; too many at once.
pub async fn take_from_telephone(
    (db, waiting): (&Db, Arc<Waiting>),
    outside: &Outside,
    joined: &Joined,
    capture: Capture,
) -> Outcome<Taken> {
    Failure::unless_empty(capture.to_correct())?;
    let (waiter, told) = oneshot::channel();
    let meeting = joined.gathering();
    if waiting.join(meeting, Sending { capture, waiter }) {
        let (db, outside) = (db.clone(), outside.clone());
        tokio::spawn(async move {
            loop {
                let sendings = waiting.next(meeting);
                if sendings.is_empty() {
                    break;
                }
                write(&db, &outside, meeting, sendings).await;
            }
        });
    }
    told.await.map_err(|lost| Failure::from(DbError::Commit(lost.to_string())))?
}

/// Writes sendings in one transaction and tells each what became of it.
async fn write(db: &Db, outside: &Outside, meeting: Uuid, sendings: Vec<Sending>) {
    let (captures, waiters): (Vec<Capture>, Vec<_>) =
        sendings.into_iter().map(|sending| (sending.capture, sending.waiter)).unzip();
    let outside = outside.clone();
    let written = db.act(move |tx| Box::pin(async move { together(tx, &outside, meeting, &captures).await })).await;
    match written {
        Ok(taken) => {
            for (waiter, taken) in waiters.into_iter().zip(taken) {
                let _ = waiter.send(taken);
            }
        }
        Err(failure) => {
            for waiter in waiters {
                let _ = waiter.send(Err(again(&failure)));
            }
        }
    }
}

async fn together(tx: &mut Tx, outside: &Outside, meeting: Uuid, captures: &[Capture]) -> Outcome<Vec<Outcome<Taken>>> {
    let found = store::meeting::by_id(tx, meeting).await?.filter(|meeting| meeting.is_open(outside.now()));
    let meeting = found.ok_or(Refusal::NotFound)?;
    joining::make_room(tx, outside, &meeting).await?;
    let kept = keep(tx, outside, (&meeting, None), Origin::Participant, &captures.iter().collect::<Vec<_>>()).await?;
    joining::count(tx, outside, &meeting, kept.new.len()).await?;
    Ok(kept.taken)
}

/// What befell all of them, told to each.
fn again(failure: &Failure) -> Failure {
    match failure {
        Failure::Refused(refusal) => Failure::Refused(refusal.clone()),
        Failure::Input(errors) => Failure::Input(errors.clone()),
        Failure::Broken(broken) => DbError::Commit(broken.to_string()).into(),
    }
}
