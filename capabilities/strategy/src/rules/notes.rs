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

/// A line of a pasted text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PastedLine {
    /// « ## Se loger »: an element of the tree, as deep as it has signs, under the last one less deep.
    Element {
        /// Depth, from 1.
        depth: i64,
        /// Its title.
        title: String,
        /// The rank of the line in the text, from 1.
        line: usize,
    },
    /// A note: with the element before it, or to sort when there is none.
    Note(String),
}

/// Signs of a title.
pub const LONGEST_TITLE: usize = 200;

/// The lines of a text: blank lines and the dashes of lists are left out, « # » names an element of the tree.
///
/// # Errors
/// The text holds none, too many, one that is too long, or an element without a title; told on the field `notes`.
pub fn pasted(text: &str) -> Result<Vec<PastedLine>, FieldError> {
    let bare = |line: &str| line.trim().trim_start_matches(['-', '–', '—', '•', '*', '·']).trim().to_owned();
    let lines: Vec<(usize, String)> = (1..).zip(text.lines().map(bare)).filter(|(_, line)| !line.is_empty()).collect();
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
    let mut read = Vec::with_capacity(lines.len());
    for (at, line) in lines {
        let rest = line.trim_start_matches('#');
        let depth = line.len() - rest.len();
        let title = rest.trim();
        let (length, most) = (title.chars().count(), if depth == 0 { LONGEST_NOTE } else { LONGEST_TITLE });
        if length > most {
            let (length, what) =
                (kernel::french::integer(length as i64), if depth == 0 { "une note" } else { "un intitulé" });
            return told(format!(
                "La ligne {at} fait {length} signes : {what} en fait {most} au plus. Coupez-la en deux"
            ));
        }
        if depth > 0 && title.is_empty() {
            return told(format!("La ligne {at} n’a que des « # » : écrivez l’intitulé de l’élément après eux"));
        }
        read.push(match depth {
            0 => PastedLine::Note(line),
            _ => PastedLine::Element { depth: depth as i64, title: title.to_owned(), line: at },
        });
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_line_by_line() {
        let notes = pasted("- Un banc\r\n\n  • Une lampe – en panne \n—\nUn arbre").expect("read");
        let note = |words: &str| PastedLine::Note(words.to_owned());
        assert_eq!(notes, [note("Un banc"), note("Une lampe – en panne"), note("Un arbre")]);
        let tree = pasted("# Habiter\n\n## Dehors\n- Un banc\n\tune place #3").expect("read");
        let element = |depth, title: &str, line| PastedLine::Element { depth, title: title.to_owned(), line };
        let read = [element(1, "Habiter", 1), element(2, "Dehors", 3), note("Un banc"), note("une place #3")];
        assert_eq!(tree, read);
        assert!(pasted("Un banc\n##  ").is_err_and(|error| error.sentence.starts_with("La ligne 2 n’a que des « # »")));
        let long = format!("# {}", "é".repeat(201));
        assert!(pasted(&long).is_err_and(|error| error.sentence.contains("un intitulé en fait 200 au plus")));
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
