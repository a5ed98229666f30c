//! What the binary may ask of agreements.

use database::{Result, Tx};
use kernel::{Actor, Awaited};

/// What awaits somebody here.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor) -> Result<Vec<Awaited>> {
    let mut all = crate::actions::mine::awaited(tx, actor).await?;
    all.extend(crate::actions::paying::awaited(tx, actor).await?);
    Ok(all)
}
