//! What was read stays known as long as the journal’s last entry is the same: every act leaves one, so nothing changed meanwhile. Long
//! lists are asked for many times between two acts.

use std::sync::{Arc, Mutex, PoisonError};

use database::{Result, Tx};
use kernel::Uuid;

/// What is remembered of some calls or contracts, the last used kept.
pub struct Remembered<T> {
    most: usize,
    known: Mutex<Vec<Known<T>>>,
}

/// What is known of one of them, with the hash of the journal it was read under.
struct Known<T> {
    of: Uuid,
    head: String,
    what: Arc<T>,
}

/// What is asked of what: to be kept under, once it is read.
pub struct Place {
    of: Uuid,
    /// None while nothing was ever told: nothing can be known by it.
    head: Option<String>,
}

impl<T> Remembered<T> {
    /// Nothing yet, of so many at most.
    pub const fn new(most: usize) -> Self {
        Self { most, known: Mutex::new(Vec::new()) }
    }

    /// What is known of one, or where it is to be kept once it is read. For pages that only read: never after something was written in
    /// the same transaction, which the journal does not tell yet.
    ///
    /// # Errors
    /// The database failed.
    pub async fn recall(&self, tx: &mut Tx, of: Uuid) -> Result<std::result::Result<Arc<T>, Place>> {
        let journal::Head { seq, hash } = journal::head(tx).await?;
        if seq == 0 {
            return Ok(Err(Place { of, head: None }));
        }
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(at) = known.iter().position(|one| one.of == of && one.head == hash) else {
            return Ok(Err(Place { of, head: Some(hash) }));
        };
        let found = known.remove(at);
        let what = found.what.clone();
        known.push(found);
        Ok(Ok(what))
    }

    /// Keeps what was read.
    pub fn keep(&self, place: Place, what: T) -> Arc<T> {
        let what = Arc::new(what);
        let Place { of, head: Some(head) } = place else { return what };
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|one| one.of != of);
        if known.len() >= self.most {
            known.remove(0);
        }
        known.push(Known { of, head, what: what.clone() });
        what
    }
}
