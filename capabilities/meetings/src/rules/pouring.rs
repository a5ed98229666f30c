//! What goes from the board to the corpus of words: each note once, those merged under one sentence with their count.

use kernel::Uuid;

use super::{Card, Note};

/// A sentence that goes, or that was said again since it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pour<'a> {
    /// The note that speaks.
    pub speaker: &'a Note,
    /// The sentence of the corpus that already carries it.
    pub verbatim: Option<Uuid>,
    /// The notes that go now.
    pub fresh: Vec<&'a Note>,
}

/// What is still to go, in the order of the cards. A note merged into a sentence that went joins it; two sentences that
/// went apart before they were merged stay two.
pub fn to_pour<'a>(cards: impl IntoIterator<Item = &'a Card>) -> Vec<Pour<'a>> {
    let pour = |card: &'a Card| {
        let all = || [&card.note].into_iter().chain(&card.members);
        let fresh: Vec<&Note> = all().filter(|note| note.verbatim.is_none()).collect();
        let verbatim = all().find_map(|note| note.verbatim);
        (!fresh.is_empty()).then_some(Pour { speaker: &card.note, verbatim, fresh })
    };
    cards.into_iter().filter_map(pour).collect()
}

/// How far a gathering is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PourCount {
    /// The gathering.
    pub meeting: Uuid,
    /// Notes of it that are kept.
    pub notes: i64,
    /// Of which those the corpus holds.
    pub poured: i64,
    /// Sentences that speak for them and are still to go, or were said again.
    pub waiting: i64,
}

/// How far each gathering is, in the order their first note came; a card counts where the note that speaks was written.
pub fn poured(cards: &[Card]) -> Vec<PourCount> {
    let mut counts: Vec<PourCount> = Vec::new();
    let mut at = |meeting: Uuid, add: &dyn Fn(&mut PourCount)| {
        if !counts.iter().any(|one| one.meeting == meeting) {
            counts.push(PourCount { meeting, notes: 0, poured: 0, waiting: 0 });
        }
        counts.iter_mut().filter(|one| one.meeting == meeting).for_each(add);
    };
    for card in cards {
        for note in [&card.note].into_iter().chain(&card.members) {
            at(note.meeting, &|one| {
                one.notes += 1;
                one.poured += i64::from(note.verbatim.is_some());
            });
        }
    }
    for pour in to_pour(cards) {
        at(pour.speaker.meeting, &|one| one.waiting += 1);
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::board::tests::note;

    fn gone(mut note: Note, verbatim: u128) -> Note {
        note.verbatim = Some(Uuid::from_u128(verbatim));
        note
    }

    #[test]
    fn a_note_goes_once_and_joins_the_sentence_that_went() {
        let cards = [
            Card { note: note(1, 10, "a"), members: vec![note(2, 10, "a"), note(3, 11, "a")] },
            Card { note: note(4, 10, "b"), members: vec![gone(note(5, 11, "b"), 70)] },
            Card { note: gone(note(6, 10, "c"), 71), members: vec![gone(note(7, 10, "c"), 72)] },
        ];
        let told: Vec<_> = to_pour(&cards)
            .iter()
            .map(|pour| (pour.speaker.seq, pour.verbatim.map(|id| id.as_u128()), pour.fresh.len()))
            .collect();
        assert_eq!(told, [(1, None, 3), (4, Some(70), 1)]);
        let counts = poured(&cards);
        let plain: Vec<_> =
            counts.iter().map(|one| (one.meeting.as_u128(), one.notes, one.poured, one.waiting)).collect();
        assert_eq!(plain, [(10, 5, 2, 2), (11, 2, 1, 0)]);
    }
}
