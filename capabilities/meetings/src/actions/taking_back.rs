//! Whoever wrote with a telephone takes her notes back with the code it showed her.

use corpus::facade::elsewhere::{Elsewhere, Held};
use database::Tx;
use journal::Entry;
use kernel::{Actor, Outcome, Outside, Uuid};
use serde_json::json;
use web::house::Boxed;

use crate::{acts, store};

/// What the corpus may ask of notes.
pub const ELSEWHERE: Elsewhere = Elsewhere { held, erase: erased, traces: &["note", "sorting_change"] };

fn held<'a>(tx: &'a mut Tx, code_hash: &'a [u8]) -> Boxed<'a, database::Result<Vec<Held>>> {
    Box::pin(async move {
        let notes = store::note::of_code(tx, code_hash).await?.into_iter();
        Ok(notes.map(|note| Held { words: note.words, verbatim: note.verbatim, evidence: note.evidence }).collect())
    })
}

fn erased<'a>(
    tx: &'a mut Tx,
    outside: &'a Outside,
    actor: &'a Actor,
    code_hash: &'a [u8],
) -> Boxed<'a, Outcome<usize>> {
    Box::pin(erase(tx, outside, actor, code_hash))
}

/// Erases the notes sent under a code. A sentence of the corpus that spoke for them is erased too, since it may be in their words:
/// other notes that said the same stay on the board, to be poured again. Gives how many notes are gone.
async fn erase(tx: &mut Tx, outside: &Outside, actor: &Actor, code_hash: &[u8]) -> Outcome<usize> {
    let notes = store::note::of_code(tx, code_hash).await?;
    let Some(first) = notes.first() else { return Ok(0) };
    let consultation = first.consultation;
    // Nobody sorts nor pours here until the end.
    store::log::next(tx, consultation).await?;
    let mut touched: Vec<(&str, Uuid)> = Vec::new();
    for note in &notes {
        if let Some(verbatim) = note.verbatim {
            corpus::facade::erase(tx, outside, actor, verbatim).await?;
            touched.extend(store::note::forget_verbatim(tx, verbatim).await?.into_iter().map(|id| ("note", id)));
        }
        if let Some(evidence) = note.evidence {
            listening::facade::words::erase_evidence(tx, outside, actor, evidence).await?;
        }
        // The thread keeps that something was there, and that it was taken back.
        let links = lineage::untie_all(tx, outside, actor, note.id, listening::facade::words::TAKEN_BACK).await?;
        touched.extend(links.into_iter().map(|link| ("lineage_link", link)));
        touched.extend(store::purge::delete_note(tx, note.id).await?);
    }
    let detail = json!({ "acte": "effacement par code", "notes": notes.len() });
    let entry = Entry::on(acts::JOIN.code, "sorting", consultation).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(notes.len())
}
