//! The last member of an archive: what it holds, so that nothing can be missing without being seen.

use serde::{Deserialize, Serialize};

/// The format this version writes.
pub(crate) const FORMAT: u32 = 1;
/// Where it stands in the archive.
pub(crate) const NAME: &str = "manifest.json";
/// Longest manifest read, bytes.
pub(crate) const LONGEST: u64 = 64 * 1024 * 1024;

/// What an archive holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Format of the archive.
    pub format: u32,
    /// Version of Parvis that made it.
    pub app_version: String,
    /// When, RFC 3339.
    pub made_at: String,
    /// Engine it was read from, `sqlite` or `postgres`; it can be restored to either.
    pub engine: String,
    /// Steps of the schema.
    pub schema: Vec<SavedStep>,
    /// Tables, in the order in which they can be filled.
    pub tables: Vec<SavedTable>,
    /// Attachments' contents.
    pub files: SavedFiles,
    /// Where the journal stood.
    pub journal: Option<SavedHead>,
}

/// A step of the schema.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedStep {
    /// Name.
    pub name: String,
    /// SHA-256 of its text.
    pub checksum: String,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedTable {
    /// Name.
    pub name: String,
    /// Rows.
    pub row_count: u64,
    /// Bytes of the member.
    pub size: u64,
    /// SHA-256 of the member.
    pub sha256: String,
}

/// The contents of attachments; each is named by its own SHA-256.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedFiles {
    /// How many.
    pub count: u64,
    /// Bytes in all.
    pub size: u64,
    /// SHA-256 of their names, sorted, one a line.
    pub names_sha256: String,
    /// Contents that an attachment needs and that could not be saved: missing or altered before the backup.
    pub lost: Vec<String>,
}

/// Where the journal stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedHead {
    /// Number of the last entry.
    pub seq: i64,
    /// Its hash.
    pub hash: String,
}

impl Manifest {
    /// Rows of all tables.
    pub fn row_count(&self) -> u64 {
        self.tables.iter().map(|table| table.row_count).sum()
    }
}
