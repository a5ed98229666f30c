//! Reading a pile of scanned pages: opened away from those who wait, one page after the other, each kept once.

use std::sync::Arc;

use database::Tx;
use files::Vault;
use identifiers::PageMark;
use journal::Entry;
use kernel::{Actor, Breakdown, Failure, Outcome, Outside, Refusal, Uuid};
use scans::Pile;
use serde_json::json;
use tokio::io::AsyncReadExt;

use crate::acts;
use crate::rules::{Reading, ScannedPage};
use crate::store::scanning::{self as archive, ScanBatch};

/// Opens the file of a pile, away from those who wait for pages.
///
/// # Errors
/// It is no longer there; it is not read, with why.
pub async fn opened(file: files::File, vault: &dyn Vault) -> Outcome<Arc<Pile>> {
    let broken = |error: Box<dyn std::error::Error + Send + Sync>| Failure::Broken(Breakdown(error));
    let content = files::open(vault, file.content).await.map_err(|error| broken(Box::new(error)))?;
    let mut content = content.ok_or(Refusal::NotFound)?;
    let mut bytes = Vec::new();
    content.read_to_end(&mut bytes).await.map_err(|error| broken(Box::new(error)))?;
    // What a broken file makes its reader do is no more than a refusal.
    let opening =
        tokio::task::spawn_blocking(move || Pile::open(bytes)).await.unwrap_or(Err(scans::Unreadable::Damaged));
    opening.map(Arc::new).map_err(|why| Failure::field("fichier", why.french()))
}

/// The file of a pile.
///
/// # Errors
/// It is no longer there.
pub async fn file(tx: &mut Tx, batch: &ScanBatch) -> Outcome<files::File> {
    let found = files::find(tx, batch.file).await?.filter(|file| file.deleted_at.is_none());
    Ok(found.ok_or(Refusal::NotFound)?)
}

/// What is read on a page of a pile, its rank from 1.
pub async fn read_page(pile: Arc<Pile>, position: i64) -> ScannedPage {
    let index = usize::try_from(position - 1).unwrap_or(usize::MAX);
    let reading = tokio::task::spawn_blocking(move || pile.read(index, |text| PageMark::read(text).is_ok()));
    // A page that makes its reader fall is a page that is not read.
    let found = reading.await.unwrap_or_default();
    let marks: Vec<PageMark> = found.iter().filter_map(|text| PageMark::read(text).ok()).collect();
    let (reading, mark) = match marks.as_slice() {
        [] => (Reading::Nothing, None),
        [one] => (Reading::Read, Some((one.code().to_owned(), i64::from(one.page())))),
        _ => (Reading::Several, None),
    };
    ScannedPage { position, reading, mark }
}

/// Some pages of a pile, as a PDF of their own.
///
/// # Errors
/// A page is not there.
pub async fn gathered(pile: Arc<Pile>, positions: Vec<i64>) -> Outcome<Vec<u8>> {
    let indices: Vec<usize> =
        positions.iter().map(|position| usize::try_from(position - 1).unwrap_or(usize::MAX)).collect();
    let gathering = tokio::task::spawn_blocking(move || pile.gathered(&indices)).await;
    let gathered = gathering.map_err(|error| Breakdown(Box::new(error)))?;
    Ok(gathered.map_err(|_| Refusal::NotFound)?)
}

/// Keeps what was read on pages. What was read already stays as it is.
///
/// # Errors
/// The database failed.
pub async fn keep_pages(tx: &mut Tx, outside: &Outside, batch: Uuid, some: &[ScannedPage]) -> database::Result<()> {
    for page in some {
        archive::insert_page(tx, outside.uuid(), batch, page).await?;
    }
    Ok(())
}

/// Says that a pile was read: how many pages, how many codes.
///
/// # Errors
/// The database failed.
pub async fn conclude(tx: &mut Tx, outside: &Outside, actor: &Actor, batch: &ScanBatch) -> Outcome<(usize, usize)> {
    let pages = archive::pages(tx, batch.id).await?;
    let read = pages.iter().filter(|page| page.mark.is_some()).count();
    let detail = json!({ "acte": "pages numérisées lues", "pages": pages.len(), "codes": read });
    let entry = Entry::on(acts::SIGN.code, "contract", batch.contract).detail(detail);
    let mut touched = archive::page_rows(tx, batch.id).await?;
    touched.push(("scan_batch", batch.id));
    journal::record(tx, outside, actor, entry.touched(&touched)).await?;
    Ok((pages.len(), read))
}
