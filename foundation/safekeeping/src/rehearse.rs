//! The rehearsal: an archive restored into a throwaway instance. A backup that was never restored is a hope.

use std::path::Path;

use database::{Db, Migration};
use files::LocalVault;
use kernel::Outside;

use crate::protection::Opening;
use crate::restore::{Restored, restore};
use crate::verify::{Report, verify};
use crate::{Instance, Result, SafekeepingError, Told};

/// Restores an archive into an SQLite database and a folder made under `folder` for the purpose, verifies them, and
/// removes them. Needs there about the size of the instance.
///
/// # Errors
/// The archive cannot be restored: see [`SafekeepingError`].
pub async fn rehearse(
    path: &Path,
    opening: &Opening,
    migrations: &[Migration],
    outside: &Outside,
    folder: &Path,
    told: &mut Told<'_>,
) -> Result<(Restored, Report)> {
    let scene = tempfile::tempdir_in(folder).map_err(|error| SafekeepingError::Folder {
        folder: folder.display().to_string(),
        problem: error.to_string(),
    })?;
    let vault = LocalVault::open(&scene.path().join("fichiers")).map_err(SafekeepingError::writing)?;
    let url = format!("sqlite:{}", scene.path().join("essai.sqlite").display());
    let db = Db::open(&url).await.map_err(|error| SafekeepingError::Lost(error.to_string()))?;
    let instance = Instance { db: &db, vault: &vault, migrations, outside };
    let restored = restore(instance, path, opening, told).await?;
    let report = verify(instance).await?;
    db.close().await;
    Ok((restored, report))
}
