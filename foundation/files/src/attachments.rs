//! Attaching, deleting, and the two steps by which a deleted content really goes.

use database::{Db, Tx};
use kernel::{Moment, Outside, Uuid};

use crate::ContentHash;
use crate::housekeeping::KIND;
use crate::kinds::Kind;
use crate::problem::FileError;
use crate::store;
use crate::upload::Prepared;
use crate::vault::{Content, Staged, Vault};

/// Days a deleted file stays in quarantine, from where it can be brought back.
pub const QUARANTINE_DAYS: i64 = 30;

/// An attachment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its identifier.
    pub id: Uuid,
    /// Its content.
    pub content: ContentHash,
    /// Its size, bytes.
    pub size: u64,
    /// The name it came with, cleaned; for showing and for the download only.
    pub original_name: String,
    /// The media type it is served with.
    pub media_type: String,
    /// What it is for, a stable code of the slice that keeps it: `application.bank_details`.
    pub purpose: String,
    /// When it came.
    pub created_at: Moment,
    /// Who sent it.
    pub created_by: Option<Uuid>,
    /// When it was put in quarantine.
    pub deleted_at: Option<Moment>,
    /// JPEG of at most 480 pixels a side, for pictures.
    pub thumbnail: Option<ContentHash>,
    /// JPEG of at most 1,600 pixels a side, drawn again without place, date or device, for publication.
    pub published: Option<ContentHash>,
    /// The size of what is published, bytes.
    pub published_size: Option<u64>,
    /// Width as seen, pixels.
    pub width: Option<u32>,
    /// Height as seen, pixels.
    pub height: Option<u32>,
}

impl File {
    /// Every content this file needs.
    pub fn contents(&self) -> impl Iterator<Item = ContentHash> {
        [Some(self.content), self.thumbnail, self.published].into_iter().flatten()
    }
}

/// Keeps a prepared file: its content goes to the vault and its row to the database. If the transaction is not
/// committed, the content is an orphan that [`crate::reconcile`] names. The caller journals `("file", id)`.
///
/// # Errors
/// The vault or the database failed.
pub async fn attach(
    tx: &mut Tx,
    vault: &dyn Vault,
    outside: &Outside,
    prepared: Prepared,
    purpose: &str,
    created_by: Option<Uuid>,
) -> Result<File, FileError> {
    let Prepared { name, kind, content, picture } = prepared;
    let file = File {
        id: outside.uuid(),
        content: content.stored.hash,
        size: content.stored.size,
        original_name: name,
        media_type: kind.media_type().to_owned(),
        purpose: purpose.to_owned(),
        created_at: outside.now(),
        created_by,
        deleted_at: None,
        thumbnail: picture.as_ref().map(|picture| picture.thumbnail.stored.hash),
        published: picture.as_ref().map(|picture| picture.published.stored.hash),
        published_size: picture.as_ref().map(|picture| picture.published.stored.size),
        width: picture.as_ref().map(|picture| picture.width),
        height: picture.as_ref().map(|picture| picture.height),
    };
    let mut staged = vec![content];
    staged.extend(picture.into_iter().flat_map(|picture| [picture.thumbnail, picture.published]));
    put(tx, vault, &file, staged).await?;
    Ok(file)
}

/// Keeps a picture of somebody who does not say who she is: what was drawn again of it, without place, hour or device; under a
/// name and an identifier that say nothing, of a day without an hour. What she sent is kept nowhere.
///
/// # Errors
/// No picture; the vault or the database failed.
pub async fn attach_nameless(
    tx: &mut Tx,
    vault: &dyn Vault,
    outside: &Outside,
    prepared: Prepared,
    purpose: &str,
) -> Result<File, FileError> {
    let Some(picture) = prepared.picture else {
        return Err(FileError::vault("keeping a picture")(std::io::Error::other("no picture was drawn")));
    };
    let published = &picture.published.stored;
    let file = File {
        id: drawn(outside),
        content: published.hash,
        size: published.size,
        original_name: "photo.jpg".to_owned(),
        media_type: Kind::Jpeg.media_type().to_owned(),
        purpose: purpose.to_owned(),
        created_at: outside.now().day_only(),
        created_by: None,
        deleted_at: None,
        thumbnail: Some(picture.thumbnail.stored.hash),
        published: Some(published.hash),
        published_size: Some(published.size),
        width: Some(picture.width),
        height: Some(picture.height),
    };
    put(tx, vault, &file, vec![picture.thumbnail, picture.published]).await?;
    Ok(file)
}

/// An identifier that says nothing, not even when it was drawn.
fn drawn(outside: &Outside) -> Uuid {
    uuid::Builder::from_random_bytes(outside.bytes()).into_uuid()
}

/// Contents to the vault, then the row.
async fn put(tx: &mut Tx, vault: &dyn Vault, file: &File, mut staged: Vec<Staged>) -> Result<(), FileError> {
    // Always in the same order, so that two who send the same contents wait for each other instead of locking up.
    staged.sort_by_key(|staged| staged.stored.hash);
    for content in staged {
        store::claim(tx, content.stored.hash, file.created_at).await?;
        vault.put(content).await?;
    }
    store::insert(tx, file).await?;
    Ok(())
}

/// Erases files for good: no quarantine keeps what somebody took back, nor what may not be kept any longer. Their contents go with
/// the job this puts in line; ring the bell after the commit. Gives those that were there; the caller journals `("file", id)`.
///
/// # Errors
/// The database failed, or a row elsewhere still refers to one of these files.
pub async fn erase(tx: &mut Tx, outside: &Outside, ids: &[Uuid]) -> database::Result<Vec<Uuid>> {
    let mut gone = Vec::new();
    for id in ids {
        let Some(file) = store::take(tx, *id).await? else { continue };
        for content in file.contents() {
            store::announce_removal(tx, content, outside.now().day_only()).await?;
        }
        gone.push(*id);
    }
    if !gone.is_empty() {
        jobs::enqueue(tx, outside, jobs::NewJob::new(KIND, serde_json::json!({ "effacement": true }))).await?;
    }
    Ok(gone)
}

/// Joins the content of a file somewhere else: a row of its own, so that each goes when it goes. Nothing when the file is not
/// there.
///
/// # Errors
/// The database failed.
pub async fn join_again(
    tx: &mut Tx,
    outside: &Outside,
    id: Uuid,
    purpose: &str,
    by: Option<Uuid>,
) -> database::Result<Option<File>> {
    let Some(known) = find(tx, id).await?.filter(|file| file.deleted_at.is_none()) else { return Ok(None) };
    let file =
        File { id: outside.uuid(), purpose: purpose.to_owned(), created_at: outside.now(), created_by: by, ..known };
    let mut contents: Vec<ContentHash> = file.contents().collect();
    contents.sort();
    for content in contents {
        store::claim(tx, content, file.created_at).await?;
    }
    store::insert(tx, &file).await?;
    Ok(Some(file))
}

/// The attachment, if there is one; in quarantine too (see `deleted_at`). Rights are checked by the slice that keeps it.
///
/// # Errors
/// The database failed.
pub async fn find(tx: &mut Tx, id: Uuid) -> database::Result<Option<File>> {
    store::find(tx, id).await
}

/// Opens a content for reading; `None` when it is missing, which `verify` reports.
///
/// # Errors
/// The vault failed.
pub async fn open(vault: &dyn Vault, content: ContentHash) -> Result<Option<Content>, FileError> {
    vault.open(content).await
}

/// Every attachment, quarantine included.
///
/// # Errors
/// The database failed.
pub async fn all(tx: &mut Tx) -> database::Result<Vec<File>> {
    store::all(tx).await
}

/// Every content that an attachment needs, quarantine included, each once, sorted: what a backup must hold.
///
/// # Errors
/// The database failed.
pub async fn needed_contents(tx: &mut Tx) -> database::Result<Vec<ContentHash>> {
    store::needed(tx).await
}

/// Puts a file in quarantine; says whether it was not there already. The caller journals `("file", id)`.
///
/// # Errors
/// The database failed.
pub async fn mark_deleted(tx: &mut Tx, id: Uuid, at: Moment) -> database::Result<bool> {
    store::mark_deleted(tx, id, at).await
}

/// Brings a file back from quarantine; says whether it was there. The caller journals `("file", id)`.
///
/// # Errors
/// The database failed.
pub async fn recover(tx: &mut Tx, id: Uuid) -> database::Result<bool> {
    store::recover(tx, id).await
}

/// What left the quarantine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Purge {
    /// Attachments whose row is gone.
    pub files: Vec<Uuid>,
    /// Bytes of their contents, copies counted each time.
    pub size: u64,
}

/// First step: rows whose quarantine is over go, and their contents are announced for removal. The caller journals
/// each `("file", id)` as gone, commits, then calls [`sweep`].
///
/// # Errors
/// The database failed, or a row elsewhere still refers to one of these files.
pub async fn purge_quarantine(tx: &mut Tx, now: Moment) -> database::Result<Purge> {
    let gone = store::take_deleted(tx, now.plus_days(-QUARANTINE_DAYS)).await?;
    let mut contents: Vec<ContentHash> = gone.iter().flat_map(File::contents).collect();
    contents.sort_unstable();
    contents.dedup();
    for content in contents {
        store::announce_removal(tx, content, now).await?;
    }
    let mut files: Vec<Uuid> = gone.iter().map(|file| file.id).collect();
    files.sort_unstable();
    Ok(Purge { files, size: gone.iter().map(|file| file.size).sum() })
}

/// What a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sweep {
    /// Contents removed from the vault.
    pub removed_count: usize,
    /// Contents kept because another file needs them.
    pub kept_count: usize,
}

/// Second step: removes the contents announced that nobody needs any more. Stopped in the middle, it is simply run
/// again; somebody who sends the same content meanwhile is waited for, or waits.
///
/// # Errors
/// The vault or the database failed.
pub async fn sweep(db: &Db, vault: &dyn Vault) -> Result<Sweep, FileError> {
    let mut done = Sweep::default();
    let mut tx = db.read().await?;
    let announced = store::removals(&mut tx).await?;
    drop(tx);
    for content in announced {
        let mut tx = db.write().await?;
        if !store::call_off_removal(&mut tx, content).await? {
            continue;
        }
        if store::is_needed(&mut tx, content).await? {
            done.kept_count += 1;
        } else {
            vault.remove(content).await?;
            done.removed_count += 1;
        }
        tx.commit().await?;
    }
    Ok(done)
}
