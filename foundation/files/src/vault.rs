//! Where contents are kept: a local folder today, an object store later, behind the same trait.

use std::future::Future;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::pin::Pin;

use sha2::{Digest, Sha256};
use tempfile::TempPath;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};

use crate::{ContentHash, FileError, Scanner};

type Result<T> = std::result::Result<T, FileError>;

/// A future that can cross threads, boxed so that vaults of every kind fit behind one pointer.
pub type Waiting<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A content being read.
pub type Content = Box<dyn AsyncRead + Send + Unpin>;

/// Keeps contents under their SHA-256. The same content is kept once.
pub trait Vault: Send + Sync {
    /// A local folder where contents wait while they come in; on the same disk as the vault when it is local.
    fn waiting_room(&self) -> &Path;

    /// Keeps a content for good: when this answers, a power cut does not lose it.
    fn put(&self, staged: Staged) -> Waiting<'_, Result<Stored>>;

    /// Opens a content; absence is not an error.
    fn open(&self, hash: ContentHash) -> Waiting<'_, Result<Option<Content>>>;

    /// Removes a content; says whether it was there.
    fn remove(&self, hash: ContentHash) -> Waiting<'_, Result<bool>>;

    /// Who looks for malware in what comes in, when the settings name somebody.
    fn scanner(&self) -> Option<&Scanner> {
        None
    }

    /// Every content kept, sorted.
    fn list(&self) -> Waiting<'_, Result<Vec<ContentHash>>>;
}

/// What was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Its name.
    pub hash: ContentHash,
    /// Its size, bytes.
    pub size: u64,
}

/// A whole content in the waiting room, already on the disk; it disappears if nobody keeps it.
#[derive(Debug)]
pub struct Staged {
    pub(crate) path: TempPath,
    /// What it is.
    pub stored: Stored,
}

impl Staged {
    /// Where it waits, for those who must look inside before keeping it.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// A content coming in piece by piece: hashed on the way, written to the waiting room, never held in memory.
pub struct Staging {
    file: tokio::fs::File,
    path: TempPath,
    hasher: Sha256,
    size: u64,
}

impl Staging {
    /// Opens a place in the waiting room.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn start(vault: &dyn Vault) -> Result<Self> {
        let file = tempfile::Builder::new().prefix("reception-").tempfile_in(vault.waiting_room());
        let (file, path) = file.map_err(FileError::vault("waiting room"))?.into_parts();
        Ok(Self { file: tokio::fs::File::from_std(file), path, hasher: Sha256::new(), size: 0 })
    }

    /// Adds a piece; gives the size so far, bytes.
    ///
    /// # Errors
    /// The disk failed.
    pub async fn write(&mut self, piece: &[u8]) -> Result<u64> {
        self.hasher.update(piece);
        self.file.write_all(piece).await.map_err(FileError::vault("waiting room"))?;
        self.size += piece.len() as u64;
        Ok(self.size)
    }

    /// Adds everything a reader gives.
    ///
    /// # Errors
    /// The disk or the reader failed.
    pub async fn write_all_of(&mut self, reader: &mut (dyn AsyncRead + Send + Unpin)) -> Result<()> {
        let mut piece = vec![0; 64 * 1024];
        loop {
            let count = reader.read(&mut piece).await.map_err(FileError::Interrupted)?;
            if count == 0 {
                return Ok(());
            }
            self.write(&piece[..count]).await?;
        }
    }

    /// The end: the content is on the disk, under its name to be.
    ///
    /// # Errors
    /// The disk failed.
    pub async fn finish(mut self) -> Result<Staged> {
        self.file.flush().await.map_err(FileError::vault("waiting room"))?;
        self.file.sync_all().await.map_err(FileError::vault("waiting room"))?;
        let stored = Stored { hash: ContentHash::finish(self.hasher), size: self.size };
        Ok(Staged { path: self.path, stored })
    }

    /// A content that is already in memory (a thumbnail).
    ///
    /// # Errors
    /// The disk failed.
    pub async fn of_bytes(vault: &dyn Vault, bytes: &[u8]) -> Result<Staged> {
        let mut staging = Self::start(vault)?;
        staging.write(bytes).await?;
        staging.finish().await
    }
}

/// Reads a content to its end and gives what it really is.
///
/// # Errors
/// The reading failed.
pub async fn measure(content: &mut Content) -> std::io::Result<Stored> {
    let mut hasher = Sha256::new();
    let mut size = 0;
    let mut piece = vec![0; 64 * 1024];
    loop {
        let count = content.read(&mut piece).await?;
        if count == 0 {
            return Ok(Stored { hash: ContentHash::finish(hasher), size });
        }
        hasher.update(&piece[..count]);
        size += count as u64;
    }
}

/// A local folder: `ab/abcdef…` for each content, `reception/` for what is coming in.
#[derive(Clone, Debug)]
pub struct LocalVault {
    root: PathBuf,
    waiting_room: PathBuf,
    scanner: Option<Scanner>,
}

const WAITING_ROOM: &str = "reception";

impl LocalVault {
    /// Opens (or makes) the folder.
    ///
    /// # Errors
    /// The folder cannot be made, read or written.
    pub fn open(root: &Path) -> std::io::Result<Self> {
        let waiting_room = root.join(WAITING_ROOM);
        std::fs::create_dir_all(&waiting_room)?;
        Ok(Self { root: root.to_owned(), waiting_room, scanner: None })
    }

    /// The same folder, where whatever comes in is shown to clamd first.
    #[must_use]
    pub fn with_scanner(self, scanner: Option<Scanner>) -> Self {
        Self { scanner, ..self }
    }

    /// Throws away what a stopped server left half received. Only when no other server uses the folder.
    ///
    /// # Errors
    /// The folder cannot be read or written.
    pub fn empty_waiting_room(&self) -> std::io::Result<usize> {
        let mut count = 0;
        for entry in std::fs::read_dir(&self.waiting_room)? {
            let entry = entry?;
            // Folders are databases made for a moment by a restore.
            if entry.file_type()?.is_dir() {
                std::fs::remove_dir_all(entry.path())?;
            } else {
                std::fs::remove_file(entry.path())?;
            }
            count += 1;
        }
        Ok(count)
    }

    fn shard(&self, hash: ContentHash) -> PathBuf {
        self.root.join(&hash.to_string()[..2])
    }

    fn path(&self, hash: ContentHash) -> PathBuf {
        self.shard(hash).join(hash.to_string())
    }
}

/// A rename is durable once the folder that holds the name is.
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

/// Runs file system work that blocks away from the threads that serve pages.
async fn away<T: Send + 'static>(
    place: &'static str,
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await.unwrap_or_else(|lost| Err(std::io::Error::other(lost)));
    done.map_err(FileError::vault(place))
}

impl Vault for LocalVault {
    fn waiting_room(&self) -> &Path {
        &self.waiting_room
    }

    fn scanner(&self) -> Option<&Scanner> {
        self.scanner.as_ref()
    }

    fn put(&self, staged: Staged) -> Waiting<'_, Result<Stored>> {
        let (root, shard, path) = (self.root.clone(), self.shard(staged.stored.hash), self.path(staged.stored.hash));
        Box::pin(away("keeping", move || {
            if !shard.is_dir() {
                std::fs::create_dir_all(&shard)?;
                sync_folder(&root)?;
            }
            // Renaming over a content of the same name also heals one that the disk has damaged.
            std::fs::rename(&staged.path, &path)?;
            sync_folder(&shard)?;
            Ok(staged.stored)
        }))
    }

    fn open(&self, hash: ContentHash) -> Waiting<'_, Result<Option<Content>>> {
        let path = self.path(hash);
        Box::pin(async move {
            match tokio::fs::File::open(path).await {
                Ok(file) => Ok(Some(Box::new(file) as Content)),
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
                Err(error) => Err(FileError::vault("opening")(error)),
            }
        })
    }

    fn remove(&self, hash: ContentHash) -> Waiting<'_, Result<bool>> {
        let (shard, path) = (self.shard(hash), self.path(hash));
        Box::pin(away("removing", move || match std::fs::remove_file(path) {
            Ok(()) => sync_folder(&shard).map(|()| true),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }))
    }

    fn list(&self) -> Waiting<'_, Result<Vec<ContentHash>>> {
        let root = self.root.clone();
        Box::pin(away("listing", move || {
            let mut found = Vec::new();
            for shard in std::fs::read_dir(root)? {
                let shard = shard?;
                if shard.file_name() == WAITING_ROOM || !shard.file_type()?.is_dir() {
                    continue;
                }
                for entry in std::fs::read_dir(shard.path())? {
                    found.extend(entry?.file_name().to_str().and_then(ContentHash::parse));
                }
            }
            found.sort_unstable();
            Ok(found)
        }))
    }
}
