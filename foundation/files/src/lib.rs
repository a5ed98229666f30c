//! Attachments: received piece by piece within limits told in French, checked against what their name announces,
//! kept under their SHA-256 in a [`Vault`], deleted through a quarantine, compared with the database by
//! [`reconcile`].
//!
//! The way of a file: [`Upload`] (or [`receive`]) outside of any transaction → [`Prepared`] → [`attach`] in the
//! transaction of the act.

mod attachments;
mod hash;
mod housekeeping;
mod inspect;
mod kinds;
mod office;
mod pictures;
mod privacy;
mod problem;
mod reconcile;
mod scanner;
mod store;
mod upload;
mod vault;

use database::Migration;

pub use attachments::{
    File, Purge, QUARANTINE_DAYS, Sweep, all, attach, attach_nameless, erase, find, join_again, mark_deleted,
    needed_contents, open, purge_quarantine, recover, sweep,
};
pub use hash::ContentHash;
pub use housekeeping::{HOUSEKEEPING, Housekeeping};
pub use inspect::{clean_name, inspect};
pub use kinds::{Kind, Limits, MEBIBYTE, size_in_french};
pub use privacy::PRIVACY;
pub use problem::{FileError, FileProblem, Reason};
pub use reconcile::{Loss, Reconciliation, reconcile};
pub use scanner::Scanner;
pub use upload::{Prepared, Upload, receive};
pub use vault::{Content, LocalVault, Staged, Staging, Stored, Vault, Waiting, measure};

/// The tables of attachments.
pub const MIGRATIONS: &[Migration] = &[Migration { name: "files/0001_file", sql: include_str!("0001_file.sql") }];
