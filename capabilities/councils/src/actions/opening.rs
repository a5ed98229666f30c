//! A heavy file of people opened by a job, while nobody waits: what it is, or why it cannot be read. It is tried next.

use database::Tx;
use jobs::{Context, JobError};
use journal::Entry;
use kernel::{Breakdown, Failure, Outcome, Uuid};
use serde_json::json;
use web::Keys;

use super::files::{act_of, file, is_unread, table_of};
use super::importing::{PLATFORM, ask_trial};
use super::reading::Mapping;
use super::table::Table;
use crate::rules::guess;
use crate::store;

/// A table with how many lines it has, all of them read once, away from the threads that serve.
async fn counted(table: Table) -> Outcome<(Table, usize)> {
    let counting = tokio::task::spawn_blocking(move || table.count().map(|lines| (table, lines))).await;
    let counted = counting.map_err(|error| Breakdown(Box::new(error)))?;
    counted.map_err(|told| Failure::field("fichier", told))
}

/// What a job does of a file nobody opened yet: notes its columns and has it tried, or erases what it held and keeps why.
///
/// # Errors
/// The file is gone, a stop was asked, or the database failed.
pub(crate) async fn read_heavy(context: &Context, keys: &Keys, id: Uuid) -> Result<Tx, JobError> {
    context.progress(0, 0, "Lecture du fichier.");
    let mut tx = context.db().read().await?;
    let (council, _, mut held) = file(&mut tx, &PLATFORM, id).await?;
    let read = if is_unread(&held) { Some(table_of(&mut tx, keys, &held).await) } else { None };
    drop(tx);
    let read = match read {
        Some(Ok(table)) => Some(counted(table).await),
        Some(Err(failure)) => Some(Err(failure)),
        None => None,
    };
    context.check()?;
    let mut tx = context.db().write().await?;
    let what = match read {
        None => return Ok(tx),
        Some(Ok((table, lines))) => {
            held.describe(&table, lines);
            if let Some(mapping) = Mapping::read(&held.mapping) {
                held.mapping = Mapping { places: guess(&held.headers), ..mapping }.text();
            }
            json!({ "acte": "fichier du vivier ouvert", "lignes": held.line_count })
        }
        Some(Err(Failure::Input(errors))) => {
            let told: Vec<String> = errors.into_iter().map(|error| error.sentence).collect();
            held.report = json!({ "fichier": told }).to_string();
            json!({ "acte": "fichier du vivier illisible, effacé" })
        }
        Some(Err(failure)) => return Err(failure.into()),
    };
    // Somebody may have erased it meanwhile.
    if !store::file::note_opened(&mut tx, &held).await? {
        return Err(JobError::Cancelled);
    }
    let mut touched = vec![("pool_file", id)];
    if is_unread(&held) {
        let pieces = store::file::pieces(&mut tx, id).await?;
        touched.extend(pieces.into_iter().map(|row| ("pool_file_piece", row)));
        store::file::erase_pieces(&mut tx, id).await?;
    } else {
        ask_trial(&mut tx, context.outside(), &PLATFORM, id).await?;
    }
    let entry = Entry::on(act_of(held.origin).code, "council", council.id).detail(what).touched(&touched);
    journal::record(&mut tx, context.outside(), &PLATFORM, entry).await?;
    Ok(tx)
}
