//! A document as plain values: what it says, never how it is set.
//!
//! Nothing here is markup. Text typed by a person goes in as it is and comes out as it is: the page
//! setter receives it as data, so a `#`, a `$` or a `*` has no meaning.

use jiff::civil::Date;

use crate::language::Language;
use crate::table::{Table, TableError};

/// A document to be printed or sent: A4 pages, numbered, with a header and a footer.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Title: first thing on the first page, in the header of the next ones, and title of the file.
    pub title: String,
    /// One line under the title.
    pub subtitle: Option<String>,
    /// The town (or joint authority) in whose name the document is issued, in the header.
    pub town: String,
    /// Reference in the footer (« CDV-2026-014 »).
    pub reference: Option<String>,
    /// Day of the document, in the footer. It is not the instant of production.
    pub date: Date,
    /// Language of the text. One written from right to left turns the page over: boxes, numbers and columns begin on the right.
    pub language: Language,
    /// Language of the title and of the name of the town, where they are not translated.
    pub title_language: Language,
    /// Who signs the document; kept in the properties of the file.
    pub author: Option<String>,
    /// The code that names the document on each of its pages, so that a scan finds it again; see [`identifiers::PageMark`].
    pub mark: Option<String>,
    /// Whether a table of contents follows the title.
    pub has_contents: bool,
    /// What the document says.
    pub blocks: Vec<Block>,
}

/// One part of a document, from margin to margin.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading. The first one is of level 1 and no level may be skipped on the way down.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Words of the heading.
        text: String,
    },
    /// A paragraph; a line feed inside a run starts a new line.
    Paragraph(Vec<Run>),
    /// A list of items, each a paragraph.
    List {
        /// Whether items are numbered.
        is_numbered: bool,
        /// Items in order.
        items: Vec<Vec<Run>>,
    },
    /// A table with its caption, base, source and date.
    Table(Table),
    /// A picture with its text alternative.
    Figure(Figure),
    /// A paragraph set apart: a caution, a reminder.
    Note(Vec<Run>),
    /// Names and values side by side (« Quartier : Viguier »).
    KeyValues(Vec<(String, Vec<Run>)>),
    /// A question to answer with a pen, never cut by the end of a page unless it is longer than one.
    Question(Question),
    /// What follows starts on a new page.
    PageBreak,
}

/// A question to answer with a pen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its words.
    pub words: Vec<Run>,
    /// What helps to answer, under them; nothing when empty.
    pub hint: Vec<Run>,
    /// What to fill in.
    pub blank: Blank,
}

/// What somebody fills in with a pen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blank {
    /// Nothing.
    Nothing,
    /// A box before each answer; round when one only is to be ticked.
    Boxes {
        /// The answers.
        items: Vec<String>,
        /// Whether one only is to be ticked.
        is_one: bool,
    },
    /// Squares for one sign each, in groups told apart by a sign (`__/__/____`).
    Cells {
        /// Squares in each group.
        groups: Vec<usize>,
        /// What stands between two groups.
        between: String,
    },
    /// Lines to write on.
    Lines(usize),
    /// A box for each row and column.
    Grid {
        /// Words at the head of rows.
        rows: Vec<String>,
        /// Words at the head of columns.
        columns: Vec<String>,
    },
}

/// A stretch of text of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    /// Ordinary text.
    Plain(String),
    /// Important text, bold.
    Strong(String),
    /// Stressed text, italic.
    Emphasis(String),
    /// Words in another language than the document. A paragraph of nothing else goes the way that language does.
    Foreign {
        /// The words.
        text: String,
        /// Their language.
        language: Language,
    },
    /// A link; only `http`, `https` and `mailto` addresses are made active, others are plain text.
    Link {
        /// Words shown; the address itself when empty.
        text: String,
        /// Where they lead.
        address: String,
    },
}

impl Run {
    /// Ordinary text.
    pub fn plain(text: impl Into<String>) -> Run {
        Run::Plain(text.into())
    }
    /// Important text.
    pub fn strong(text: impl Into<String>) -> Run {
        Run::Strong(text.into())
    }
    /// Stressed text.
    pub fn emphasis(text: impl Into<String>) -> Run {
        Run::Emphasis(text.into())
    }
    /// Words in another language.
    pub fn foreign(text: impl Into<String>, language: Language) -> Run {
        Run::Foreign { text: text.into(), language }
    }
    /// A link with words.
    pub fn link(text: impl Into<String>, address: impl Into<String>) -> Run {
        Run::Link { text: text.into(), address: address.into() }
    }
}

/// A picture that carries meaning. Decoration has no place in these documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The picture itself.
    pub picture: Picture,
    /// What somebody who cannot see the picture needs to know. Compulsory.
    pub alt: String,
    /// The finding, printed above the picture.
    pub caption: String,
    /// Who produced the figures behind it, printed under it.
    pub source: Option<String>,
}

/// The bytes of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picture {
    /// A drawing; it fills the width of the text. References to other files are not followed.
    Svg(String),
    /// A bitmap, never enlarged beyond its own size at 96 dots per inch.
    Png(Vec<u8>),
    /// A photograph; as a bitmap.
    Jpeg(Vec<u8>),
}

/// Why a document cannot be printed as it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// The title is empty: an accessible document needs one.
    #[error("le document n’a pas de titre")]
    NoTitle,
    /// A heading goes down by more than one level, or the first one is not of level 1.
    #[error("le titre « {text} » est de niveau {level} : il faut d’abord un titre de niveau {expected}")]
    SkippedHeading {
        /// Words of the heading.
        text: String,
        /// Its level.
        level: u8,
        /// The deepest level allowed at that place.
        expected: u8,
    },
    /// A heading without words.
    #[error("un titre de partie est vide")]
    EmptyHeading,
    /// A figure has no text alternative.
    #[error("la figure « {caption} » n’a pas de description pour les personnes qui ne la voient pas")]
    NoAlternative {
        /// Caption of the figure.
        caption: String,
    },
    /// A picture cannot be read.
    #[error("l’image de la figure « {caption} » est illisible : enregistrez-la de nouveau en PNG, en JPEG ou en SVG")]
    UnreadablePicture {
        /// Caption of the figure.
        caption: String,
    },
    /// A table does not hold together.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The page setter refused the document; the reason is for the log, not for readers.
    #[error("le document n’a pas pu être mis en page")]
    Typesetting {
        /// Messages of the page setter, in English.
        reasons: Vec<String>,
    },
}

impl Document {
    /// A document in French without reference, author or table of contents.
    pub fn new(title: impl Into<String>, town: impl Into<String>, date: Date) -> Document {
        Document {
            title: title.into(),
            subtitle: None,
            town: town.into(),
            reference: None,
            date,
            language: Language::French,
            title_language: Language::French,
            author: None,
            mark: None,
            has_contents: false,
            blocks: Vec::new(),
        }
    }

    /// Checks what an accessible document needs: a title, headings in order, text alternatives,
    /// tables that hold together. Pictures are read at rendering.
    pub fn check(&self) -> Result<(), DocumentError> {
        if self.title.trim().is_empty() {
            return Err(DocumentError::NoTitle);
        }
        let mut depth: u8 = 0;
        for block in &self.blocks {
            match block {
                Block::Heading { text, .. } if text.trim().is_empty() => {
                    return Err(DocumentError::EmptyHeading);
                }
                Block::Heading { level, text } => {
                    let expected = depth.saturating_add(1).min(6);
                    if *level == 0 || *level > expected {
                        return Err(DocumentError::SkippedHeading { text: text.clone(), level: *level, expected });
                    }
                    depth = *level;
                }
                Block::Figure(figure) if figure.alt.trim().is_empty() => {
                    return Err(DocumentError::NoAlternative { caption: figure.caption.clone() });
                }
                Block::Table(table) => table.check()?,
                _ => {}
            }
        }
        Ok(())
    }
}

/// Addresses longer than this are printed without being active.
const LONGEST_ADDRESS: usize = 2_000;
/// Longest title repeated in the header of each page, in characters.
pub(crate) const LONGEST_RUNNING_TITLE: usize = 80;

/// Only addresses that a reader can follow from a file on a disk.
pub(crate) fn is_followed(address: &str) -> bool {
    ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| address.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()))
        && address.len() <= LONGEST_ADDRESS
        && !address.chars().any(|character| character.is_control() || character.is_whitespace())
}

/// Words cut to a length in characters, with an ellipsis.
pub(crate) fn shortened(words: &str, longest: usize) -> String {
    if words.chars().count() <= longest {
        return words.to_owned();
    }
    let cut: String = words.chars().take(longest - 1).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_and_mail_are_active() {
        for address in ["https://exemple.fr/a", "http://exemple.fr", "mailto:a@exemple.fr"] {
            assert!(is_followed(address), "{address}");
        }
        for address in ["", "https://", "javascript:alert(1)", "file:///etc/passwd", "/quartiers", "https://a b"] {
            assert!(!is_followed(address), "{address}");
        }
    }

    #[test]
    fn a_long_title_is_cut_in_the_header_only() {
        assert_eq!(shortened("Bilan", 80), "Bilan");
        assert_eq!(shortened(&"é".repeat(200), 80).chars().count(), 80);
    }
}
