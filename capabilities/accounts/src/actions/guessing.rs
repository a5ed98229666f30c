//! Counting tries, so that nobody guesses: per address and per network, for all nodes together.

use database::Db;
use hmac::{Hmac, KeyInit, Mac};
use kernel::{Moment, Outcome, Outside, Refusal};
use sha2::Sha256;
use web::Keys;

use crate::rules::limits::{Counted, WINDOW_MS};
use crate::store;

/// What stands in the table for an address or a network: nothing can be read back from it.
pub(super) fn keyed(keys: &Keys, purpose: &str, value: &str) -> Vec<u8> {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&keys.derived("accounts.keyed")) else { return Vec::new() };
    mac.update(purpose.as_bytes());
    mac.update(&[0]);
    mac.update(value.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// What is counted: its name, and how many tries a window of [`WINDOW_MS`] allows.
pub type Allowed = (&'static str, i64);

/// Counts a try before it is made, in a transaction of its own: a try that fails stays counted, and tries made at
/// the same moment on several nodes see each other.
///
/// # Errors
/// [`Refusal::TooMany`], with the time to wait.
pub async fn count_try(db: &Db, outside: &Outside, keys: &Keys, counted: Counted, value: &str) -> Outcome<()> {
    count(db, outside, keys, (counted.code(), counted.allowed()), value).await
}

/// The same for what another slice counts.
///
/// # Errors
/// [`Refusal::TooMany`], with the time to wait.
pub async fn count(db: &Db, outside: &Outside, keys: &Keys, (code, allowed): Allowed, value: &str) -> Outcome<()> {
    let (key, now) = (keyed(keys, code, value), outside.now());
    let from = Moment(now.0 - WINDOW_MS);
    let (before, mut first) = store::guess::since(&mut db.read().await?, &key, from).await?;
    if before < allowed {
        let mut tx = db.write().await?;
        store::guess::add(&mut tx, outside.uuid(), &key, now).await?;
        tx.commit().await?;
        let (after, seen) = store::guess::since(&mut db.read().await?, &key, from).await?;
        if after <= allowed {
            return Ok(());
        }
        first = seen;
    }
    let free_at = first.unwrap_or(now.0) + WINDOW_MS;
    let wait = u32::try_from((free_at - now.0) / 1000 + 1).unwrap_or(60).max(1);
    Err(Refusal::TooMany { retry_after_seconds: wait }.into())
}

/// Forgets the tries on one address or account: she got it right.
///
/// # Errors
/// The database failed.
pub async fn forgive(tx: &mut database::Tx, keys: &Keys, counted: Counted, value: &str) -> Outcome<()> {
    Ok(store::guess::forget(tx, &keyed(keys, counted.code(), value)).await?)
}
