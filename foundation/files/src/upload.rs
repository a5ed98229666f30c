//! A file coming from a person: stopped as soon as it passes the limit, then inspected, then drawn again if it is
//! a picture. Nothing of it is in the database or in the vault before [`crate::attach`].

use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::sync::Semaphore;

use crate::inspect::{clean_name, inspect};
use crate::kinds::{Kind, Limits};
use crate::pictures::{Redrawn, redraw};
use crate::problem::{FileError, FileProblem, Reason};
use crate::scanner::Verdict;
use crate::vault::{Staged, Staging, Vault};

/// One picture is decoded at a time: each may take up to 256 MiB for a moment.
static DRAWING: Semaphore = Semaphore::const_new(1);

/// A file being received, piece by piece.
pub struct Upload<'a> {
    staging: Staging,
    vault: &'a dyn Vault,
    name: String,
    limits: Limits<'a>,
}

/// A file received and found good, waiting to be attached; it disappears if it is not.
pub struct Prepared {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) content: Staged,
    pub(crate) picture: Option<Picture>,
}

pub(crate) struct Picture {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) thumbnail: Staged,
    pub(crate) published: Staged,
}

impl Prepared {
    /// What it is.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Its name, cleaned.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its size, bytes.
    pub const fn size(&self) -> u64 {
        self.content.stored.size
    }

    /// A picture drawn again without place, date or device, for whoever keeps it elsewhere than in the vault; nothing for other
    /// kinds.
    ///
    /// # Errors
    /// The waiting room cannot be read.
    pub async fn redrawn(&self) -> Result<Option<Vec<u8>>, FileError> {
        let Some(picture) = &self.picture else { return Ok(None) };
        let read = tokio::fs::read(picture.published.path()).await;
        read.map(Some).map_err(FileError::vault("waiting room"))
    }
}

impl<'a> Upload<'a> {
    /// Begins to receive a file; refuses at once a name that announces a kind not accepted here.
    ///
    /// # Errors
    /// [`FileError::Refused`], or the waiting room cannot be written.
    pub fn start(vault: &'a dyn Vault, typed_name: &str, limits: Limits<'a>) -> Result<Self, FileError> {
        let name = clean_name(typed_name);
        if !Kind::of_name(&name).is_some_and(|kind| limits.kinds.contains(&kind)) {
            return Err(FileProblem::new(&name, Reason::of_name(&name), &limits).into());
        }
        Ok(Self { staging: Staging::start(vault)?, vault, name, limits })
    }

    /// Takes a piece; refuses as soon as the limit is passed, so that the rest need not be read.
    ///
    /// # Errors
    /// [`FileError::Refused`], or the disk failed.
    pub async fn write(&mut self, piece: &[u8]) -> Result<(), FileError> {
        if self.staging.write(piece).await? > self.limits.largest_bytes {
            let reason = Reason::TooLarge(self.limits.largest_bytes);
            return Err(FileProblem::new(&self.name, reason, &self.limits).into());
        }
        Ok(())
    }

    /// The end of the file: shows it to clamd, looks at what it is, draws pictures again.
    ///
    /// # Errors
    /// [`FileError::Refused`], [`FileError::Unscanned`], or the disk failed.
    pub async fn finish(self) -> Result<Prepared, FileError> {
        let Self { staging, vault, name, limits } = self;
        let content = staging.finish().await?;
        let refused = |reason| FileError::Refused(FileProblem::new(&name, reason, &limits));
        if let Some(scanner) = vault.scanner() {
            match scanner.scan(content.path()).await.map_err(FileError::Unscanned)? {
                Verdict::Clean => {}
                Verdict::Found(_) => return Err(refused(Reason::Malware)),
            }
        }
        // Reading a few headers or a few megabytes just written: short enough to stay on this thread.
        let kind = inspect(content.path(), &name, &limits)?;
        let mut picture = None;
        if kind.is_picture() {
            let drawn = draw(&content).await?.map_err(refused)?;
            picture = Some(Picture {
                width: drawn.width,
                height: drawn.height,
                thumbnail: Staging::of_bytes(vault, &drawn.thumbnail).await?,
                published: Staging::of_bytes(vault, &drawn.published).await?,
            });
        }
        Ok(Prepared { name, kind, content, picture })
    }
}

async fn draw(content: &Staged) -> Result<Result<Redrawn, Reason>, FileError> {
    let lost = |problem: String| FileError::vault("drawing a picture")(std::io::Error::other(problem));
    let _turn = DRAWING.acquire().await.map_err(|closed| lost(closed.to_string()))?;
    let path = content.path().to_owned();
    // A decoder that panics on a crafted picture says only that the picture is damaged.
    Ok(tokio::task::spawn_blocking(move || redraw(&path)).await.unwrap_or(Err(Reason::Damaged)))
}

/// Receives a whole file from a reader.
///
/// # Errors
/// As [`Upload`].
pub async fn receive<'a>(
    vault: &'a dyn Vault,
    typed_name: &str,
    limits: Limits<'a>,
    reader: &mut (dyn AsyncRead + Send + Unpin),
) -> Result<Prepared, FileError> {
    let mut upload = Upload::start(vault, typed_name, limits)?;
    let mut piece = vec![0; 64 * 1024];
    loop {
        let count = reader.read(&mut piece).await.map_err(FileError::Interrupted)?;
        if count == 0 {
            return upload.finish().await;
        }
        upload.write(&piece[..count]).await?;
    }
}
