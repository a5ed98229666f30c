//! Notes of a workshop, on their way into the tree.

use std::str::FromStr;

use kernel::{FieldError, Moment, Uuid};

/// Where a note was put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotePlace {
    /// Nowhere yet.
    Unsorted,
    /// With a node: it says why the node is there.
    Under(Uuid),
    /// Aside: read, and not kept for the tree.
    Aside,
}

impl NotePlace {
    /// As it is kept.
    pub fn text(self) -> String {
        match self {
            Self::Unsorted => String::new(),
            Self::Under(node) => node.to_string(),
            Self::Aside => "aside".to_owned(),
        }
    }
}

impl FromStr for NotePlace {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "" => Ok(Self::Unsorted),
            "aside" => Ok(Self::Aside),
            node => node.parse().map(Self::Under).map_err(|_| ()),
        }
    }
}

/// A note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkshopNote {
    /// Which.
    pub id: Uuid,
    /// The contract.
    pub contract: Uuid,
    /// What it says.
    pub words: String,
    /// The workshop it comes from, as whoever pasted it calls it.
    pub source: String,
    /// Where it was put.
    pub place: NotePlace,
    /// Its rank among the notes of the contract.
    pub position: i64,
    /// When it was put in.
    pub added_at: Moment,
}

/// A note put somewhere else by a gesture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoteMove {
    /// Which note.
    pub note: Uuid,
    /// Where it was.
    pub before: NotePlace,
    /// Where it is now.
    pub after: NotePlace,
}

/// Notes that can be pasted at once.
pub const MOST_NOTES: usize = 1_000;
/// Signs of one note.
pub const LONGEST_NOTE: usize = 500;

/// The notes of a text, one a line: blank lines and the dashes of lists are left out.
///
/// # Errors
/// The text holds none, too many, or one that is too long; told on the field `notes`.
pub fn pasted(text: &str) -> Result<Vec<String>, FieldError> {
    let bare = |line: &str| line.trim().trim_start_matches(['-', '–', '—', '•', '*', '·']).trim().to_owned();
    let lines: Vec<(usize, String)> = text.lines().map(bare).enumerate().filter(|(_, line)| !line.is_empty()).collect();
    let told = |sentence: String| Err(FieldError::new("notes", sentence));
    if lines.is_empty() {
        return told("Collez au moins une note, une par ligne".to_owned());
    }
    if lines.len() > MOST_NOTES {
        let (most, count) = (kernel::french::integer(MOST_NOTES as i64), kernel::french::integer(lines.len() as i64));
        return told(format!(
            "Collez {most} notes au plus à la fois : il y en a {count}. Envoyez-les en plusieurs fois"
        ));
    }
    let is_long = |(_, line): &&(usize, String)| line.chars().count() > LONGEST_NOTE;
    if let Some((at, line)) = lines.iter().find(is_long) {
        let length = kernel::french::integer(line.chars().count() as i64);
        return told(format!(
            "La ligne {} fait {length} signes : une note en fait {LONGEST_NOTE} au plus. Coupez-la en deux",
            at + 1
        ));
    }
    Ok(lines.into_iter().map(|(_, line)| line).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_line_by_line() {
        let notes = pasted("- Un banc\r\n\n  • Une lampe – en panne \n—\nUn arbre").expect("read");
        assert_eq!(notes, ["Un banc", "Une lampe – en panne", "Un arbre"]);
        assert!(pasted(" \n - \n").is_err_and(|error| error.sentence.starts_with("Collez au moins une note")));
        let many = "x\n".repeat(1_001);
        assert!(pasted(&many).is_err_and(|error| error.sentence.contains("en plusieurs fois")));
        let long = format!("court\n\n{}", "é".repeat(501));
        assert!(pasted(&long).is_err_and(|error| error.sentence.starts_with("La ligne 3 fait 501 signes")));
    }

    #[test]
    fn a_place_is_written_and_read_back() {
        for place in [NotePlace::Unsorted, NotePlace::Aside, NotePlace::Under(Uuid::from_u128(5))] {
            assert_eq!(place.text().parse(), Ok(place));
        }
        assert_eq!("ailleurs".parse::<NotePlace>(), Err(()));
    }
}
