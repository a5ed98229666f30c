//! How sorting is written down: each act is a list of changes of one field, so that several people may sort at once,
//! the last writer of a field wins, nothing is forgotten, and an act can be undone and done again without end.

use kernel::Uuid;

use super::{Group, Note, NoteKind};

/// What a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A note.
    Note,
    /// A group.
    Group,
}

impl Target {
    /// Stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Group => "group",
        }
    }

    /// The target of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Note, Self::Group].into_iter().find(|one| one.code() == code)
    }
}

kernel::vocabulary! {
    /// What may change.
    Field {
        /// What a note says.
        Words => "words", "les mots";
        /// Its neighbourhood.
        Area => "area", "le quartier";
        /// Who said it.
        Audience => "audience", "le public";
        /// What it is.
        Kind => "kind", "la nature";
        /// The group it is in.
        Group => "note_group", "le groupe";
        /// The note it says the same as.
        MergedInto => "merged_into", "le regroupement";
        /// Whether it is taken out.
        Removed => "is_removed", "le retrait";
        /// What a group is called.
        Label => "label", "le nom du groupe";
        /// Where a group stands.
        Position => "position", "la place du groupe";
    }
}

/// One field of one thing, before and after. Nothing is the empty text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// A note or a group.
    pub target: Target,
    /// Which.
    pub id: Uuid,
    /// Which field.
    pub field: Field,
    /// What stood there.
    pub before: String,
    /// What stands there now.
    pub after: String,
}

/// A change somebody wants, whatever stands there now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// A note or a group.
    pub target: Target,
    /// Which.
    pub id: Uuid,
    /// Which field.
    pub field: Field,
    /// What should stand there.
    pub after: String,
    /// Only if this still stands there.
    pub only_if: Option<String>,
}

impl Wanted {
    /// A change of a note.
    pub fn note(id: Uuid, field: Field, after: impl Into<String>) -> Self {
        Self { target: Target::Note, id, field, after: after.into(), only_if: None }
    }

    /// A change of a group.
    pub fn group(id: Uuid, field: Field, after: impl Into<String>) -> Self {
        Self { target: Target::Group, id, field, after: after.into(), only_if: None }
    }
}

/// Takes changes back, the last first; what somebody else changed since is left as it is.
pub fn reversed(changes: &[Change]) -> Vec<Wanted> {
    changes
        .iter()
        .rev()
        .map(|change| Wanted {
            target: change.target,
            id: change.id,
            field: change.field,
            after: change.before.clone(),
            only_if: Some(change.after.clone()),
        })
        .collect()
}

kernel::vocabulary! {
    /// What an act was.
    ActKind {
        /// Something new.
        Done => "done", "fait";
        /// An act taken back.
        Undone => "undone", "annulé";
        /// An act taken back, done again.
        Redone => "redone", "rétabli";
    }
}

/// An act of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// Which.
    pub id: Uuid,
    /// What it was.
    pub kind: ActKind,
    /// The act it takes back or does again.
    pub reverses: Option<Uuid>,
    /// What it did, in French.
    pub label: String,
}

/// What the next « Annuler » and « Rétablir » of a person would be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stacks {
    /// Acts that can be taken back, the next one last.
    pub done: Vec<Act>,
    /// Acts taken back that can be done again, the next one last.
    pub undone: Vec<Act>,
}

/// Reads a person's acts, in their order.
pub fn stacks(acts: impl IntoIterator<Item = Act>) -> Stacks {
    let mut stacks = Stacks::default();
    for act in acts {
        match act.kind {
            ActKind::Done => {
                stacks.undone.clear();
                stacks.done.push(act);
            }
            ActKind::Undone => {
                stacks.done.pop();
                stacks.undone.push(act);
            }
            ActKind::Redone => {
                stacks.undone.pop();
                stacks.done.push(act);
            }
        }
    }
    stacks
}

fn written(id: Option<Uuid>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

fn yes(is: bool) -> String {
    if is { "oui".to_owned() } else { String::new() }
}

impl Note {
    /// A field, as text.
    pub fn get(&self, field: Field) -> Option<String> {
        Some(match field {
            Field::Words => self.words.clone(),
            Field::Area => written(self.area),
            Field::Audience => self.audience.clone(),
            Field::Kind => self.kind.code().to_owned(),
            Field::Group => written(self.group),
            Field::MergedInto => written(self.merged_into),
            Field::Removed => yes(self.is_removed),
            Field::Label | Field::Position => return None,
        })
    }

    /// Changes a field; what is no value of it changes nothing.
    pub fn set(&mut self, field: Field, value: &str) {
        match field {
            Field::Words => value.clone_into(&mut self.words),
            Field::Area => self.area = value.parse().ok(),
            Field::Audience => value.clone_into(&mut self.audience),
            Field::Kind => self.kind = NoteKind::from_code(value).unwrap_or(self.kind),
            Field::Group => self.group = value.parse().ok(),
            Field::MergedInto => self.merged_into = value.parse().ok(),
            Field::Removed => self.is_removed = !value.is_empty(),
            Field::Label | Field::Position => {}
        }
    }
}

impl Group {
    /// A field, as text.
    pub fn get(&self, field: Field) -> Option<String> {
        Some(match field {
            Field::Label => self.label.clone(),
            Field::Position => self.position.to_string(),
            Field::Removed => yes(self.is_removed),
            _ => return None,
        })
    }

    /// Changes a field; what is no value of it changes nothing.
    pub fn set(&mut self, field: Field, value: &str) {
        match field {
            Field::Label => value.clone_into(&mut self.label),
            Field::Position => self.position = value.parse().unwrap_or(self.position),
            Field::Removed => self.is_removed = !value.is_empty(),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn act(id: u128, kind: ActKind, reverses: Option<u128>) -> Act {
        Act { id: Uuid::from_u128(id), kind, reverses: reverses.map(Uuid::from_u128), label: String::new() }
    }

    fn ids(acts: &[Act]) -> Vec<u128> {
        acts.iter().map(|act| act.id.as_u128()).collect()
    }

    #[test]
    fn undoing_and_doing_again_have_no_end() {
        let told = stacks([
            act(1, ActKind::Done, None),
            act(2, ActKind::Done, None),
            act(3, ActKind::Undone, Some(2)),
            act(4, ActKind::Undone, Some(1)),
            act(5, ActKind::Redone, Some(4)),
        ]);
        assert_eq!((ids(&told.done), ids(&told.undone)), (vec![5], vec![3]));
        let told = stacks([act(1, ActKind::Done, None), act(2, ActKind::Undone, Some(1)), act(3, ActKind::Done, None)]);
        assert_eq!((ids(&told.done), ids(&told.undone)), (vec![3], vec![]), "something new closes the way back");
    }

    #[test]
    fn taking_back_asks_that_nobody_wrote_since() {
        let change = |field, before: &str, after: &str| Change {
            target: Target::Note,
            id: Uuid::from_u128(1),
            field,
            before: before.into(),
            after: after.into(),
        };
        let back = reversed(&[change(Field::Group, "", "g"), change(Field::Kind, "need", "idea")]);
        assert_eq!(
            (back[0].field, back[0].after.as_str(), back[0].only_if.as_deref()),
            (Field::Kind, "need", Some("idea"))
        );
        assert_eq!((back[1].field, back[1].after.as_str()), (Field::Group, ""));
    }
}
