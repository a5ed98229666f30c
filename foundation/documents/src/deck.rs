//! Slides as plain values: what each says, never where it stands. [`crate::pptx`] writes them.

use jiff::civil::Date;

use crate::document::Run;
use crate::language::Language;
use crate::table::{Table, TableError};

/// Slides for a meeting, in the proportions of screens of today (16:9).
#[derive(Debug, Clone, PartialEq)]
pub struct Deck {
    /// Title: on the first slide, and title of the file.
    pub title: String,
    /// The town (or joint authority) in whose name it is shown, at the foot of each slide.
    pub town: String,
    /// Day of the slides, at their foot.
    pub date: Date,
    /// Who signs; kept in the properties of the file.
    pub author: Option<String>,
    /// Language of the text.
    pub language: Language,
    /// Slides, in the order they are shown.
    pub slides: Vec<Slide>,
}

/// One slide. What does not fit goes on on the next one, under the same title with its rank.
#[derive(Debug, Clone, PartialEq)]
pub struct Slide {
    /// Its title, by which it is found and read aloud. Compulsory.
    pub title: String,
    /// What it shows.
    pub body: Body,
    /// What the speaker says, and what stands behind the figures; base, source, date and cautions of a table come
    /// after these by themselves.
    pub notes: Vec<String>,
}

/// What a slide shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// The first slide, or the beginning of a part: lines under the title.
    Cover(Vec<String>),
    /// Paragraphs, each with its bullet.
    Points(Vec<Vec<Run>>),
    /// Large figures, each with what it counts: four on a slide are read, six at most fit.
    Figures(Vec<(String, String)>),
    /// A table, with bars where it has some.
    Table(Table),
}

/// Why slides cannot be written as they stand.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeckError {
    /// There is no slide.
    #[error("le diaporama « {title} » n’a aucune diapositive")]
    Empty {
        /// Title of the deck.
        title: String,
    },
    /// A slide has no title: nobody could find it, nor know what it is about by ear.
    #[error("la diapositive {rank} n’a pas de titre")]
    NoTitle {
        /// Its rank, from 1.
        rank: usize,
    },
    /// A table does not hold together.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The file could not be put together.
    #[error("le diaporama « {title} » n’a pas pu être écrit")]
    Unwritable {
        /// Title of the deck.
        title: String,
    },
}

impl Slide {
    /// A slide without notes.
    pub fn new(title: impl Into<String>, body: Body) -> Self {
        Self { title: title.into(), body, notes: Vec::new() }
    }

    /// The same slide with what the speaker says.
    #[must_use]
    pub fn noted(mut self, notes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.notes.extend(notes.into_iter().map(Into::into));
        self
    }
}

impl Deck {
    /// A deck in French without author.
    pub fn new(title: impl Into<String>, town: impl Into<String>, date: Date) -> Self {
        Self {
            title: title.into(),
            town: town.into(),
            date,
            author: None,
            language: Language::French,
            slides: Vec::new(),
        }
    }

    /// Checks what an accessible deck needs: slides, each with a title, tables that hold together.
    ///
    /// # Errors
    /// What is missing, in French.
    pub fn check(&self) -> Result<(), DeckError> {
        if self.slides.is_empty() {
            return Err(DeckError::Empty { title: self.title.clone() });
        }
        for (slide, rank) in self.slides.iter().zip(1..) {
            if slide.title.trim().is_empty() {
                return Err(DeckError::NoTitle { rank });
            }
            if let Body::Table(table) = &slide.body {
                table.check()?;
            }
        }
        Ok(())
    }
}
