//! Backup, restore and verification of a whole instance: every row and every attachment, in one file that either
//! engine can read back.
//!
//! **The archive** is a `tar.gz`, encrypted with `age` if asked: `rows/<table>.jsonl` (one canonical row a line, in
//! the order of the primary key, the same bytes from SQLite and PostgreSQL), `files/<sha256>`, and at the end
//! `manifest.json`, without which a copy cut on the way is not taken for a whole one. Members pass one by one
//! through a nameless file next to the attachments: memory stays flat whatever the size.
//!
//! **What is not kept**: tables declared transient ([`TRANSIENT`] and [`BackupOptions::transient`]: sessions, sign-in
//! links, locks), the words of the search index (rebuilt), the table of migrations (its content is in the manifest).
//!
//! **What restoring does to mails and jobs**: see [`jobs::hold_restored`]. No mail leaves a restored instance by
//! itself; the administrator sees the doubtful ones and decides.
//!
//! **What was erased stays erased**: an archive older than an erasure still holds the words. The marks of what was erased stand in
//! a table, in a file beside each archive and in a file of the data folder; what is restored is erased again by them
//! ([`erasure::erase_again`]).
//!
//! A plain archive is checked against accidents, not against somebody who rewrites it whole: encrypt it, or compare
//! the head of its journal with one published before.

mod backup;
pub mod erasure;
mod error;
mod ledger;
mod manifest;
mod pack;
mod protection;
mod rehearse;
mod restore;
mod spool;
mod unpack;
mod verify;

use database::{Db, Migration};
use files::Vault;
use kernel::Outside;
use kernel::privacy::Privacy;

pub use backup::{BackupOptions, Summary, backup, backup_into};
pub use error::SafekeepingError;
pub use ledger::{KEEP, Keeping, LEDGER};
pub use manifest::{Manifest, SavedStep, SavedTable};
pub use protection::{Opening, Protection};
pub use rehearse::rehearse;
pub use restore::{Restored, restore};
pub use unpack::verify_archive;
pub use verify::{Finding, Report, verify};

/// The table of the crate.
pub const MIGRATIONS: &[Migration] =
    &[Migration { name: "safekeeping/0001_erasure", sql: include_str!("0001_erasure.sql") }];

/// What it keeps about people: nothing. A mark is made of an identifier drawn by lot, and leads to no row once it is gone.
pub const PRIVACY: Privacy = Privacy { kept: &[], without: &["erasure"] };

/// What is backed up, restored or verified.
#[derive(Clone, Copy)]
pub struct Instance<'a> {
    /// Its database.
    pub db: &'a Db,
    /// Where its attachments are.
    pub vault: &'a dyn Vault,
    /// Every step of the schema this version knows, in order.
    pub migrations: &'a [Migration],
    /// Clock and chance.
    pub outside: &'a Outside,
}

/// Tables of the foundations whose rows mean nothing elsewhere: the locks of contents being removed; or are made again from
/// others: the words of the search index.
pub const TRANSIENT: &[&str] = &["file_removal", "search_posting"];

/// How far the work is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Steps done.
    pub done: u64,
    /// Steps in all.
    pub total: u64,
    /// What is being done, in French.
    pub what: String,
}

/// Who is told of the progress; `&mut |_| {}` for nobody.
pub type Told<'a> = dyn FnMut(Progress) + Send + 'a;

/// What this crate returns.
pub type Result<T, E = SafekeepingError> = std::result::Result<T, E>;
