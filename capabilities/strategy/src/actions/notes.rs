//! From the notes of a workshop to the tree: pasted, put with a node, or made one.

use std::collections::HashMap;

use database::Tx;
use kernel::{Actor, Failure, FieldError, Outcome, Outside, Refusal, Uuid, french};

use super::gesture::{Gesture, Held, keep, keep_with, stale_note};
use crate::rules::{
    ChangeKind, Node, NodeText, NoteMove, NotePlace, WorkshopNote, Write, may_stand_under, pasted, placed, suggested,
};
use crate::store;

/// Puts the notes of a pasted list in, one a line. Gives how many.
///
/// # Errors
/// Not this actor's; a list or the name of its source to correct.
pub async fn paste_notes(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    contract: Uuid,
    (source, text): (&str, &str),
) -> Outcome<usize> {
    let held = Held::take(tx, actor, contract).await?;
    let mut errors = Vec::new();
    let length = source.chars().count();
    if source.is_empty() {
        errors.push(FieldError::new("source", "Saisissez d’où viennent ces notes, par exemple Atelier du 12 mars"));
    } else if length > 120 {
        errors.push(FieldError::new("source", format!("La source doit faire 120 signes au plus : il y en a {length}")));
    }
    let lines = pasted(text).map_err(|error| errors.push(error)).unwrap_or_default();
    Failure::unless_empty(errors)?;
    let last = store::notes::of_contract(tx, contract).await?.last().map_or(0, |note| note.position);
    let mut touched = Vec::with_capacity(lines.len());
    for (rank, words) in (1..).zip(&lines) {
        let note = WorkshopNote {
            id: outside.uuid(),
            contract,
            words: words.clone(),
            source: source.to_owned(),
            place: NotePlace::Unsorted,
            position: last + rank,
            added_at: outside.now(),
        };
        store::notes::insert(tx, &note).await?;
        touched.push(("contract_note", note.id));
    }
    let what = format!("{} : {source}", french::count(lines.len() as i64, "note", "notes"));
    keep_with(tx, outside, actor, &held, Gesture::new(ChangeKind::Pasted, what), (&[], &[]), touched).await?;
    Ok(lines.len())
}

/// The notes chosen, as they stand.
async fn chosen(tx: &mut Tx, held: &Held, notes: &[Uuid]) -> Outcome<Vec<WorkshopNote>> {
    if notes.is_empty() {
        return Err(Failure::field("note", "Cochez au moins une note"));
    }
    let known: HashMap<Uuid, WorkshopNote> =
        store::notes::of_contract(tx, held.contract).await?.into_iter().map(|note| (note.id, note)).collect();
    let found: Vec<WorkshopNote> = notes.iter().filter_map(|id| known.get(id).cloned()).collect();
    if found.len() == notes.len() { Ok(found) } else { Err(stale_note()) }
}

/// Puts notes with a node, aside, or back among those to sort. Gives how many moved.
///
/// # Errors
/// Not this actor's; no note chosen; a node of another contract, told on the field `vers`.
pub async fn file_notes(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    contract: Uuid,
    (notes, place): (&[Uuid], NotePlace),
) -> Outcome<usize> {
    let held = Held::take(tx, actor, contract).await?;
    let notes = chosen(tx, &held, notes).await?;
    let target = match place {
        NotePlace::Under(id) => match held.node(id) {
            Some(node) => format!("{} {}", node.text.code, node.text.title),
            None => {
                let sentence =
                    "L’élément choisi n’est pas dans ce contrat, ou vient d’être supprimé : choisissez-en un autre";
                return Err(Failure::field("vers", sentence));
            }
        },
        NotePlace::Aside => "de côté".to_owned(),
        NotePlace::Unsorted => "à ranger".to_owned(),
    };
    let moves: Vec<NoteMove> = notes
        .iter()
        .filter(|note| note.place != place)
        .map(|note| NoteMove { note: note.id, before: note.place, after: place })
        .collect();
    if moves.is_empty() {
        return Ok(0);
    }
    let what = format!("{} : {target}", french::count(moves.len() as i64, "note", "notes"));
    keep(tx, outside, actor, &held, Gesture::new(ChangeKind::Filed, what), (&[], &moves)).await?;
    Ok(moves.len())
}

/// Makes each note a node of a level, under another or at the top; the note stays with the node it made. Gives the nodes.
///
/// # Errors
/// Not this actor's; no note chosen; a level that cannot stand there, told on the field `niveau`; a note too long for a
/// title, told on the field `note`.
pub async fn notes_to_nodes(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    contract: Uuid,
    (notes, level, parent): (&[Uuid], Option<Uuid>, Option<Uuid>),
) -> Outcome<Vec<Uuid>> {
    let held = Held::take(tx, actor, contract).await?;
    let notes = chosen(tx, &held, notes).await?;
    let Some(level) = held.levels.iter().find(|known| Some(known.id) == level) else {
        return Err(Failure::field("niveau", "Choisissez le niveau des nouveaux éléments"));
    };
    let above = parent.map(|id| held.node(id).ok_or(Refusal::NotFound)).transpose()?;
    let above_level = above.and_then(|node| held.levels.iter().find(|level| level.id == node.level));
    if !may_stand_under(level, above_level) {
        let own = &level.names.singular;
        let sentence = match above {
            Some(above) => {
                format!("« {own} » ne peut pas être rangé sous « {} » : choisissez un autre niveau", above.text.title)
            }
            None => format!("« {own} » ne peut pas se trouver en haut de l’arbre : choisissez sous quoi le ranger"),
        };
        return Err(Failure::field("niveau", sentence));
    }
    if let Some(long) = notes.iter().find(|note| note.words.chars().count() > 200) {
        let start: String = long.words.chars().take(40).collect();
        let sentence =
            format!("« {start}… » est trop longue pour un intitulé de 200 signes : rangez-la sous un élément");
        return Err(Failure::field("note", sentence));
    }
    let mut nodes = held.nodes.clone();
    let (mut writes, mut moves, mut made) = (Vec::new(), Vec::new(), Vec::new());
    for note in &notes {
        let text = NodeText {
            code: suggested(&held.levels, &nodes, level.id),
            title: note.words.clone(),
            summary: String::new(),
            note: String::new(),
        };
        let (id, level) = (outside.uuid(), level.id);
        let new = Node { id, contract, level, parent, text, position: 0, tags: Vec::new(), revision: 1 };
        // Last among its neighbours: nobody has to make room.
        let Some(node) = placed(&nodes, &new, parent, None).into_iter().next() else { continue };
        nodes.push(node.clone());
        made.push(node.id);
        writes.push(Write { before: None, after: Some(node) });
        moves.push(NoteMove { note: note.id, before: note.place, after: NotePlace::Under(id) });
    }
    let what = french::count(made.len() as i64, "élément tiré des notes", "éléments tirés des notes");
    keep(tx, outside, actor, &held, Gesture::new(ChangeKind::Added, what), (&writes, &moves)).await?;
    Ok(made)
}

/// Notes put with a node that goes: they wait to be sorted again.
pub(super) async fn freed(tx: &mut Tx, held: &Held, node: Uuid) -> Outcome<Vec<NoteMove>> {
    let notes = store::notes::under(tx, held.contract, node).await?;
    let free = |note: WorkshopNote| NoteMove { note: note.id, before: note.place, after: NotePlace::Unsorted };
    Ok(notes.into_iter().map(free).collect())
}
