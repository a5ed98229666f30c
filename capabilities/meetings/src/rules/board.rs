//! Notes in their groups, those that say the same thing counted together.

use std::collections::{BTreeSet, HashMap};

use kernel::{Uuid, french};

use super::Note;

/// A column of the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Which.
    pub id: Uuid,
    /// The consultation.
    pub consultation: Uuid,
    /// What it is called.
    pub label: String,
    /// Its place.
    pub position: i64,
    /// Taken out; it can be brought back.
    pub is_removed: bool,
}

/// A note with those merged into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The note that speaks for all.
    pub note: Note,
    /// The others, in their order.
    pub members: Vec<Note>,
}

impl Card {
    /// How many times it was said.
    pub fn times(&self) -> usize {
        1 + self.members.len()
    }

    /// At how many gatherings.
    pub fn gatherings(&self) -> usize {
        let all: BTreeSet<Uuid> = self.members.iter().chain([&self.note]).map(|note| note.meeting).collect();
        all.len()
    }

    /// « dit 4 fois dans 3 rencontres »; nothing when it was said once.
    pub fn said(&self) -> String {
        if self.members.is_empty() {
            return String::new();
        }
        let times = i64::try_from(self.times()).unwrap_or(i64::MAX);
        let gatherings = i64::try_from(self.gatherings()).unwrap_or(i64::MAX);
        format!(
            "dit {} dans {}",
            french::count(times, "fois", "fois"),
            french::count(gatherings, "rencontre", "rencontres")
        )
    }
}

/// A group and its cards; without group: what is still to sort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The group.
    pub group: Option<Group>,
    /// Its cards, in the order they were written.
    pub cards: Vec<Card>,
}

/// The note that speaks for this one: merges followed to their end.
pub fn root(merged: &HashMap<Uuid, Uuid>, id: Uuid) -> Uuid {
    let mut at = id;
    // Never longer than the number of merges, even if a cycle had slipped in.
    for _ in 0..=merged.len() {
        match merged.get(&at) {
            Some(next) => at = *next,
            None => break,
        }
    }
    at
}

/// Which note each note is merged into.
pub fn merges<'a>(notes: impl IntoIterator<Item = &'a Note>) -> HashMap<Uuid, Uuid> {
    notes.into_iter().filter_map(|note| Some((note.id, note.merged_into?))).collect()
}

/// Whether merging `id` into `into` would go round in a circle.
pub fn goes_round(merged: &HashMap<Uuid, Uuid>, id: Uuid, into: Uuid) -> bool {
    root(merged, into) == id || id == into
}

/// The board: what is still to sort first, then each group in its place. Notes taken out are left out; a note merged
/// into one that was taken out stands for itself.
pub fn arrange(mut groups: Vec<Group>, notes: Vec<Note>) -> Vec<Column> {
    groups.retain(|group| !group.is_removed);
    groups.sort_by_key(|group| (group.position, group.id));
    let notes: Vec<Note> = notes.into_iter().filter(|note| !note.is_removed).collect();
    let here: BTreeSet<Uuid> = notes.iter().map(|note| note.id).collect();
    let mut merged = merges(&notes);
    merged.retain(|_, into| here.contains(into));
    let mut cards: Vec<Card> = Vec::new();
    let mut members: HashMap<Uuid, Vec<Note>> = HashMap::new();
    for note in notes {
        match root(&merged, note.id) {
            of if of == note.id => cards.push(Card { note, members: Vec::new() }),
            of => members.entry(of).or_default().push(note),
        }
    }
    for card in &mut cards {
        card.members = members.remove(&card.note.id).unwrap_or_default();
    }
    let known: HashMap<Uuid, usize> = groups.iter().enumerate().map(|(rank, group)| (group.id, rank + 1)).collect();
    let mut columns = vec![Column { group: None, cards: Vec::new() }];
    columns.extend(groups.into_iter().map(|group| Column { group: Some(group), cards: Vec::new() }));
    for card in cards {
        let at = card.note.group.and_then(|group| known.get(&group).copied()).unwrap_or(0);
        columns[at].cards.push(card);
    }
    columns
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::rules::{NoteKind, Origin};

    pub fn note(id: u128, meeting: u128, words: &str) -> Note {
        Note {
            id: Uuid::from_u128(id),
            consultation: Uuid::from_u128(900),
            meeting: Uuid::from_u128(meeting),
            seq: i64::try_from(id).unwrap_or(0),
            words: words.into(),
            area: None,
            audience: String::new(),
            kind: NoteKind::Need,
            group: None,
            merged_into: None,
            is_removed: false,
            origin: Origin::Team,
            evidence: None,
            verbatim: None,
            put_at: 0,
            code_hash: None,
            is_untold: false,
        }
    }

    fn into(mut note: Note, id: u128) -> Note {
        note.merged_into = Some(Uuid::from_u128(id));
        note
    }

    #[test]
    fn merged_notes_keep_their_count() {
        let notes =
            vec![note(1, 10, "a"), into(note(2, 10, "a"), 1), into(note(3, 11, "a"), 2), into(note(4, 12, "a"), 1)];
        let columns = arrange(Vec::new(), notes);
        assert_eq!(columns[0].cards.len(), 1);
        assert_eq!(columns[0].cards[0].said(), "dit 4\u{a0}fois dans 3\u{a0}rencontres");
    }

    #[test]
    fn what_is_merged_into_a_note_taken_out_stands_for_itself() {
        let mut gone = note(1, 10, "a");
        gone.is_removed = true;
        let columns = arrange(Vec::new(), vec![gone, into(note(2, 10, "a"), 1)]);
        assert_eq!(columns[0].cards.iter().map(|card| card.note.id.as_u128()).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn merging_never_goes_round() {
        let notes = [into(note(1, 10, "a"), 2), into(note(2, 10, "a"), 3), note(3, 10, "a")];
        let merged = merges(&notes);
        assert!(goes_round(&merged, Uuid::from_u128(3), Uuid::from_u128(1)));
        assert!(!goes_round(&merged, Uuid::from_u128(1), Uuid::from_u128(3)));
    }
}
