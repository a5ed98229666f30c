//! Files signed electronically, as an external service hands them back: looked at when they come and each time they are shown,
//! so that an authority trusted since counts.

use database::Tx;
use files::Vault;
use kernel::{Breakdown, Outcome, Outside, Uuid};
use signatures::{Certificate, Pades, Seal, SignedFormat};
use tokio::io::AsyncReadExt;

use crate::rules::told_file;
use crate::store;

/// Formats that are read.
const FORMATS: [&(dyn SignedFormat + Sync); 1] = [&Pades];

/// The certificates a contract trusts.
///
/// # Errors
/// The database failed.
pub async fn trusted(tx: &mut Tx, contract: Uuid) -> database::Result<Vec<Certificate>> {
    let all = store::trusted::of_contract(tx, contract).await?;
    Ok(all.into_iter().map(|one| one.certificate).collect())
}

/// The signatures of a file, away from those who wait for pages; none for what is not signed in a format that is read.
///
/// # Errors
/// The work could not be done.
pub async fn seals(outside: &Outside, bytes: Vec<u8>, trusted: Vec<Certificate>) -> Outcome<Vec<Seal>> {
    let now = outside.now().0 / 1000;
    let looking = tokio::task::spawn_blocking(move || {
        let found = FORMATS.iter().map(|format| format.seals(&bytes, &trusted, now));
        found.into_iter().find(|seals| !seals.is_empty()).unwrap_or_default()
    });
    Ok(looking.await.map_err(|error| Breakdown(Box::new(error)))?)
}

/// What a file that comes in comes to, in a sentence; nothing when it is not signed electronically.
///
/// # Errors
/// The work could not be done.
pub async fn told(outside: &Outside, bytes: Vec<u8>, trusted: Vec<Certificate>) -> Outcome<Option<&'static str>> {
    Ok(told_file(&seals(outside, bytes, trusted).await?))
}

/// The signatures of a file that was kept; none when it is no PDF, or gone.
///
/// # Errors
/// The vault failed.
pub async fn seals_of(
    (outside, vault): (&Outside, &dyn Vault),
    file: &files::File,
    trusted: &[Certificate],
) -> Outcome<Vec<Seal>> {
    if file.media_type != files::Kind::Pdf.media_type() {
        return Ok(Vec::new());
    }
    let opened = files::open(vault, file.content).await.map_err(|error| Breakdown(Box::new(error)))?;
    let Some(mut content) = opened else { return Ok(Vec::new()) };
    let mut bytes = Vec::new();
    content.read_to_end(&mut bytes).await.map_err(|error| Breakdown(Box::new(error)))?;
    seals(outside, bytes, trusted.to_vec()).await
}
