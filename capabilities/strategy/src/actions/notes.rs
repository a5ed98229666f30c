//! From the notes of a workshop to the tree.

use database::Tx;
use kernel::{Outcome, Uuid};

use super::gesture::Held;
use crate::rules::{NoteMove, NotePlace};
use crate::store;

/// Notes put with a node that goes: they wait to be sorted again.
pub(super) async fn freed(tx: &mut Tx, held: &Held, node: Uuid) -> Outcome<Vec<NoteMove>> {
    let notes = store::notes::under(tx, held.contract, node).await?;
    let free =
        |note: crate::rules::WorkshopNote| NoteMove { note: note.id, before: note.place, after: NotePlace::Unsorted };
    Ok(notes.into_iter().map(free).collect())
}
