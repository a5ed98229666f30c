//! From the notes of a workshop to the tree: pasted, put with a node, or made one.

use std::collections::HashMap;

use database::Tx;
use kernel::{Actor, Failure, FieldError, Outcome, Outside, Refusal, Uuid, french};

use super::gesture::{Gesture, Held, keep, keep_with, stale_note};
use crate::rules::{
    ChangeKind, LONGEST_TITLE, Level, Node, NodeText, NoteMove, NotePlace, PastedLine, WorkshopNote, Write,
    may_stand_under, pasted, placed, suggested,
};
use crate::store;

/// Puts the notes of a pasted list in, one a line; the elements it names are made, or found where they stand, and the notes
/// that follow one are put with it. Gives how many notes.
///
/// # Errors
/// Not this actor's; a list or the name of its source to correct; an element that cannot stand where the text puts it, told on
/// the field `notes`.
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
    let mut grown = Grown::new(&held);
    let (mut touched, mut moves) = (Vec::with_capacity(lines.len()), Vec::new());
    for line in lines {
        let words = match line {
            PastedLine::Note(words) => words,
            PastedLine::Element { depth, title, line } => {
                if let Err(why) = grown.element(outside, (depth, &title)) {
                    return Err(Failure::field("notes", format!("Ligne {line}, « {title} » : {why}")));
                }
                continue;
            }
        };
        let position = last + 1 + touched.len() as i64;
        let (id, source, added_at) = (outside.uuid(), source.to_owned(), outside.now());
        let note = WorkshopNote { id, contract, words, source, place: NotePlace::Unsorted, position, added_at };
        store::notes::insert(tx, &note).await?;
        touched.push(("contract_note", id));
        if let Some((_, element)) = grown.open.last() {
            moves.push(NoteMove { note: id, before: NotePlace::Unsorted, after: NotePlace::Under(*element) });
        }
    }
    let count = touched.len();
    let mut what = format!("{} : {source}", french::count(count as i64, "note", "notes"));
    let mut kind = ChangeKind::Pasted;
    if !grown.writes.is_empty() || !moves.is_empty() {
        // Taken back, its elements go and its notes wait to be sorted.
        kind = ChangeKind::Added;
        what = format!("{}, {what}", french::count(grown.writes.len() as i64, "élément", "éléments"));
    }
    keep_with(tx, outside, actor, &held, Gesture::new(kind, what), (&grown.writes, &moves), touched).await?;
    Ok(count)
}

/// A tree while a pasted text adds to it.
struct Grown<'a> {
    levels: &'a [Level],
    nodes: Vec<Node>,
    writes: Vec<Write>,
    /// Elements the next lines may stand under, with their depth.
    open: Vec<(i64, Uuid)>,
}

impl<'a> Grown<'a> {
    fn new(held: &'a Held) -> Self {
        Self { levels: &held.levels, nodes: held.nodes.clone(), writes: Vec::new(), open: Vec::new() }
    }

    fn level_of(&self, node: Uuid) -> Option<&'a Level> {
        let level = self.nodes.iter().find(|one| one.id == node)?.level;
        self.levels.iter().find(|one| one.id == level)
    }

    /// Opens the element of this title at this depth: the one that stands there, or a new one. Tells in a sentence why it cannot.
    fn element(&mut self, outside: &Outside, (depth, title): (i64, &str)) -> Result<(), String> {
        while self.open.last().is_some_and(|(above, _)| *above >= depth) {
            self.open.pop();
        }
        let parent = self.open.last().copied();
        if parent.map_or(0, |(above, _)| above) + 1 != depth {
            return Err("rien n’est écrit au niveau juste au-dessus, avec un « # » de moins".to_owned());
        }
        let parent = parent.map(|(_, id)| id);
        let is_same = |node: &&Node| {
            node.parent == parent && kernel::text::search_key(&node.text.title) == kernel::text::search_key(title)
        };
        if let Some(node) = self.nodes.iter().find(is_same) {
            self.open.push((depth, node.id));
            return Ok(());
        }
        let above = parent.and_then(|id| self.level_of(id));
        let may_stand = |level: &&Level| may_stand_under(level, above);
        let own = self.levels.iter().filter(|level| !level.is_transversal).find(may_stand);
        let Some(level) = own.or_else(|| self.levels.iter().find(may_stand)) else {
            return Err("le contrat n’a pas de niveau si profond, ajoutez-le d’abord aux niveaux de l’arbre".to_owned());
        };
        let code = suggested(self.levels, &self.nodes, level.id);
        let text = NodeText { code, title: title.to_owned(), summary: String::new(), note: String::new() };
        let (id, contract, level) = (outside.uuid(), level.contract, level.id);
        let new = Node { id, contract, level, parent, text, position: 0, tags: Vec::new(), revision: 1 };
        // Last among its neighbours: nobody has to make room.
        if let Some(node) = placed(&self.nodes, &new, parent, None).into_iter().next() {
            self.nodes.push(node.clone());
            self.writes.push(Write { before: None, after: Some(node) });
        }
        self.open.push((depth, id));
        Ok(())
    }
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
    if let Some(long) = notes.iter().find(|note| note.words.chars().count() > LONGEST_TITLE) {
        let start: String = long.words.chars().take(40).collect();
        let sentence = format!(
            "« {start}… » est trop longue pour un intitulé de {LONGEST_TITLE} signes : rangez-la sous un élément"
        );
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
