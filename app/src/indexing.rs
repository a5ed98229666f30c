//! Filling the site’s search again, from every slice that puts something in it.

use database::{Db, search};
use kernel::Outcome;

/// Fills the site’s search again from every slice, when this version reads them otherwise than the one before. Gives whether it did.
///
/// # Errors
/// The database failed; the index is then as it was.
pub async fn read_again(db: &Db) -> Outcome<bool> {
    if !search::is_behind(&mut db.read().await?).await? {
        return Ok(false);
    }
    let mut tx = db.write().await?;
    if !search::begin_again(&mut tx).await? {
        return Ok(false);
    }
    territory::facade::index_all(&mut tx).await?;
    observatory::facade::index_all(&mut tx).await?;
    strategy::facade::index_all(&mut tx).await?;
    listening::facade::index_all(&mut tx).await?;
    plan::facade::index_all(&mut tx).await?;
    councils::facade::index_all(&mut tx).await?;
    assemblies::facade::index_all(&mut tx).await?;
    governance::facade::index_all(&mut tx).await?;
    applications::facade::index_all(&mut tx).await?;
    directory::facade::index_all(&mut tx).await?;
    yearbook::facade::index_all(&mut tx).await?;
    search::settle(&mut tx).await?;
    tx.commit().await?;
    Ok(true)
}
