//! One definition of a table, many outputs.
//!
//! A page, a spreadsheet, an open-data file and a printed document all start from the same
//! [`Table`]: columns are declared once (key, French header, unit, kind), cells are typed values,
//! and the three ways of having no figure are kept apart from zero and from each other. The writers
//! are [`crate::xlsx`], [`crate::csv`] and [`crate::pdf`]; the screen rendering lives in the
//! interface crate and uses [`Table::display`] so that the same words and figures are read
//! everywhere.

use jiff::civil::{Date, DateTime};

use crate::french;

/// What a column holds: decides alignment, number format and spreadsheet type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words, names, codes (a code that looks like a number stays a text: `011069`).
    Text,
    /// A count.
    Integer,
    /// A measure, shown with this number of decimals (0 to 9; more is read as 9).
    Decimal(u8),
    /// An amount of money, held in cents.
    Euros,
    /// A share in percentage points (`42.0` is 42 %), shown with this number of decimals.
    Percent(u8),
    /// A calendar day.
    Date,
    /// A day and a time as read on a clock in France (no zone is kept).
    DateTime,
    /// A yes or a no.
    YesNo,
    /// A web address.
    Url,
}

impl Kind {
    /// Whether values are numbers, hence aligned right with tabular figures.
    pub fn is_number(self) -> bool {
        matches!(self, Kind::Integer | Kind::Decimal(_) | Kind::Euros | Kind::Percent(_))
    }
}

/// One column: declared once, read by every output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Stable machine name, the header of the open-data file (`code_quartier`).
    pub key: String,
    /// French header read by people (« Quartier »).
    pub header: String,
    /// Unit written in the header, never in the cells (« € », « habitants »).
    pub unit: Option<String>,
    /// What the cells hold.
    pub kind: Kind,
    /// Whether this column names the row (`th scope="row"` on screen). At most one per table.
    pub is_row_header: bool,
}

impl Column {
    /// A column without unit: machine key, French header, kind.
    pub fn new(key: impl Into<String>, header: impl Into<String>, kind: Kind) -> Self {
        Column { key: key.into(), header: header.into(), unit: None, kind, is_row_header: false }
    }

    /// The same column with a unit, which is written in the header.
    #[must_use]
    pub fn unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = Some(unit.into());
        self
    }

    /// The same column, marked as the one that names each row.
    #[must_use]
    pub fn row_header(mut self) -> Self {
        self.is_row_header = true;
        self
    }

    /// The header with its unit: « Montant demandé (€) ».
    ///
    /// Euros and percentages state their unit even when the caller gave none, because cells never
    /// carry it.
    pub fn title(&self) -> String {
        let unit = self.unit.as_deref().or(match self.kind {
            Kind::Euros => Some("€"),
            Kind::Percent(_) => Some("%"),
            _ => None,
        });
        match unit {
            Some(unit) => format!("{} ({unit})", self.header),
            None => self.header.clone(),
        }
    }
}

/// Why a cell has no value. None of these is zero, and none may be shown as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Absence {
    /// Nobody was asked: no answer could exist.
    NotAsked,
    /// A value exists but is kept back, most often because too few people stand behind it.
    NotDisclosed,
    /// The source has no value here, without saying why (a blank in a statistical file may be a
    /// secret or a gap: the source does not tell them apart).
    Missing,
}

impl Absence {
    /// All of them, in the order legends list them.
    pub const ALL: [Absence; 3] = [Absence::NotAsked, Absence::NotDisclosed, Absence::Missing];

    /// Short sign for a narrow cell on screen or paper.
    pub fn sign(self) -> &'static str {
        match self {
            Absence::NotAsked => "–",
            Absence::NotDisclosed => "n.d.",
            Absence::Missing => "n.r.",
        }
    }

    /// The words behind the sign: tooltip, text for screen readers, cell of a spreadsheet.
    pub fn words(self) -> &'static str {
        match self {
            Absence::NotAsked => "pas demandé",
            Absence::NotDisclosed => "non diffusé",
            Absence::Missing => "non renseigné",
        }
    }

    /// A full sentence for legends.
    pub fn meaning(self) -> &'static str {
        match self {
            Absence::NotAsked => "La question n’a pas été posée : aucune réponse n’est possible.",
            Absence::NotDisclosed => {
                "Une valeur existe mais n’est pas publiée, pour protéger les personnes \
                 (effectif trop faible)."
            }
            Absence::Missing => "La source ne donne pas de valeur, sans dire pourquoi (donnée manquante ou secrète).",
        }
    }
}

/// One typed value, or the reason why there is none.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words. An empty string is an empty cell, which is right for a free remark.
    Text(String),
    /// A count.
    Integer(i64),
    /// A measure. A value that is not finite is shown as [`Absence::Missing`].
    Decimal(f64),
    /// An amount in cents.
    Euros(i64),
    /// A share in percentage points: `42.0` is 42 %. Not finite: [`Absence::Missing`].
    Percent(f64),
    /// A calendar day.
    Date(Date),
    /// A day and a time as read on a clock in France.
    DateTime(DateTime),
    /// A yes or a no.
    YesNo(bool),
    /// A web address, with the words to show for it (the address itself when empty). The address
    /// may be a path of the site (`/quartiers/viguier`); spreadsheets and PDF make a link only of
    /// `http`, `https` and `mailto` addresses.
    Link {
        /// Words shown.
        text: String,
        /// Where they lead.
        address: String,
    },
    /// No value, and why.
    Absent(Absence),
}

impl Cell {
    /// Nobody was asked.
    pub const NOT_ASKED: Cell = Cell::Absent(Absence::NotAsked);
    /// A value exists but is kept back.
    pub const NOT_DISCLOSED: Cell = Cell::Absent(Absence::NotDisclosed);
    /// The source has no value here.
    pub const MISSING: Cell = Cell::Absent(Absence::Missing);

    /// Words.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }

    /// A link with words.
    pub fn link(text: impl Into<String>, address: impl Into<String>) -> Cell {
        Cell::Link { text: text.into(), address: address.into() }
    }

    /// The value if there is one, else the absence: `Cell::or(count.map(Cell::Integer), …)`.
    pub fn or(cell: Option<Cell>, absence: Absence) -> Cell {
        cell.unwrap_or(Cell::Absent(absence))
    }

    /// Why there is no value; `None` when there is one.
    pub fn absence(&self) -> Option<Absence> {
        match self {
            Cell::Absent(absence) => Some(*absence),
            Cell::Decimal(number) | Cell::Percent(number) if !number.is_finite() => Some(Absence::Missing),
            _ => None,
        }
    }

    /// What a French reader sees, without unit: `12 500,00`, `15/03/2026`, `oui`, `n.d.`.
    ///
    /// `kind` is that of the column: it gives the number of decimals. A value of another kind than
    /// its column (the word « Total » in a column of dates) is shown as what it is.
    pub fn display(&self, kind: Kind) -> String {
        if let Some(absence) = self.absence() {
            return absence.sign().to_owned();
        }
        let decimals = match kind {
            Kind::Decimal(decimals) | Kind::Percent(decimals) => decimals.min(9),
            Kind::Integer => 0,
            _ => 1,
        };
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Integer(number) => kernel::french::integer(*number),
            Cell::Decimal(number) | Cell::Percent(number) => kernel::french::decimal(*number, usize::from(decimals)),
            Cell::Euros(cents) => french::cents(*cents),
            Cell::Date(date) => french::date(*date),
            Cell::DateTime(moment) => french::date_time(*moment),
            Cell::YesNo(true) => "oui".to_owned(),
            Cell::YesNo(false) => "non".to_owned(),
            Cell::Link { text, address } if text.is_empty() => address.clone(),
            Cell::Link { text, .. } => text.clone(),
            Cell::Absent(absence) => absence.sign().to_owned(),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}

/// A table and what is needed to quote it honestly: base, source, date.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Short name without accents or spaces: name of the file and of the sheet (`besoins`).
    pub name: String,
    /// French caption: what the table shows.
    pub caption: String,
    /// Columns, in order.
    pub columns: Vec<Column>,
    /// Rows, each with as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
    /// Last row, set apart (`tfoot`); its first cell is most often the word « Total ».
    pub totals: Option<Vec<Cell>>,
    /// What figures are counted on: « 173 réponses sur 463 ».
    pub base: Option<String>,
    /// Who produced the figures, and from what.
    pub source: Option<String>,
    /// Day the figures describe or were read on.
    pub as_of: Option<Date>,
    /// Sentences of caution printed under the table.
    pub notes: Vec<String>,
    /// Key of the column of shares that printed pages and slides also draw as bars, on a scale from 0 to 100.
    pub bars: Option<String>,
}

/// What bars add to the width of their column, in characters.
const BAR_WIDTH: usize = 18;

/// A table whose parts do not fit together: a mistake of the program, not of a person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// There is no column to write.
    #[error("le tableau « {table} » n’a aucune colonne")]
    NoColumn {
        /// Name of the table.
        table: String,
    },
    /// A row has not as many cells as there are columns.
    #[error("le tableau « {table} » a {expected} colonnes, mais sa ligne {row} compte {found} cellules")]
    RowLength {
        /// Name of the table.
        table: String,
        /// Number of the row, from 1; the row of totals comes after the last one.
        row: usize,
        /// Number of columns.
        expected: usize,
        /// Number of cells of that row.
        found: usize,
    },
    /// The file could not be put together.
    #[error("le tableau « {table} » n’a pas pu être écrit")]
    Unwritable {
        /// Name of the table.
        table: String,
    },
    /// A spreadsheet cannot hold that many rows or columns.
    #[error(
        "le tableau « {table} » a {rows} lignes : un tableur n’en accepte que {limit}. Téléchargez plutôt le fichier CSV"
    )]
    TooManyRows {
        /// Name of the table.
        table: String,
        /// Its number of rows, header and totals included.
        rows: usize,
        /// What a sheet accepts.
        limit: usize,
    },
}

impl Table {
    /// An empty table with a name, a caption and columns; the other fields are public.
    pub fn new(name: impl Into<String>, caption: impl Into<String>, columns: Vec<Column>) -> Self {
        Table { name: name.into(), caption: caption.into(), columns, ..Table::default() }
    }

    /// Checks that every row has one cell per column. Every writer calls it.
    pub fn check(&self) -> Result<(), TableError> {
        if self.columns.is_empty() {
            return Err(TableError::NoColumn { table: self.name.clone() });
        }
        for (index, row) in self.rows.iter().chain(&self.totals).enumerate() {
            if row.len() != self.columns.len() {
                return Err(TableError::RowLength {
                    table: self.name.clone(),
                    row: index + 1,
                    expected: self.columns.len(),
                    found: row.len(),
                });
            }
        }
        Ok(())
    }

    /// The cells of a row as a French reader sees them.
    pub fn display<'a>(&'a self, row: &'a [Cell]) -> impl Iterator<Item = String> + 'a {
        self.columns.iter().zip(row).map(|(column, cell)| cell.display(column.kind))
    }

    /// Absences that occur in this table, in legend order: only these need explaining.
    pub fn absences(&self) -> Vec<Absence> {
        Absence::ALL
            .into_iter()
            .filter(|absence| {
                self.rows.iter().chain(&self.totals).flatten().any(|cell| cell.absence() == Some(*absence))
            })
            .collect()
    }

    /// Position of the column drawn as bars.
    pub fn barred(&self) -> Option<usize> {
        let key = self.bars.as_ref()?;
        self.columns.iter().position(|column| column.key == *key && matches!(column.kind, Kind::Percent(_)))
    }

    /// What the signs of absence found in the table mean, in one line; nothing when every cell has its value.
    pub fn legend(&self) -> Option<String> {
        let told = |absence: Absence| format!("{}\u{a0}: {}", absence.sign(), absence.words());
        let parts: Vec<String> = self.absences().into_iter().map(told).collect();
        (!parts.is_empty()).then(|| parts.join(" · "))
    }

    /// Relative widths of the columns, in characters: numbers need all of theirs, long texts wrap.
    pub(crate) fn weights(&self) -> Vec<usize> {
        let width = |text: &str| text.chars().count();
        let longest_word = |text: &str| text.split(char::is_whitespace).map(width).max().unwrap_or(0);
        let barred = self.barred();
        let weight = |(index, column): (usize, &Column)| {
            let header = longest_word(&column.title());
            let cells = self.rows.iter().chain(&self.totals).filter_map(|row| row.get(index));
            let longest = cells.map(|cell| width(&cell.display(column.kind))).max().unwrap_or(0);
            // Beyond a comfortable width a text wraps, and grows with the square root of its length.
            let body = if longest <= 28 { longest } else { 28 + (longest - 28).isqrt() };
            let drawn = if barred == Some(index) { BAR_WIDTH } else { 0 };
            body.max(header).clamp(4, 60) + 2 + drawn
        };
        self.columns.iter().enumerate().map(weight).collect()
    }

    /// The line printed under the table: base, source and date, as far as they are known.
    pub fn provenance(&self) -> Option<String> {
        let parts: Vec<String> = [
            self.base.as_ref().map(|base| format!("Base\u{a0}: {base}")),
            self.source.as_ref().map(|source| format!("Source\u{a0}: {source}")),
            self.as_of.map(|date| format!("Données au {}", kernel::french::date(date))),
        ]
        .into_iter()
        .flatten()
        .collect();
        (!parts.is_empty()).then(|| parts.join(" · "))
    }
}

/// Size of the text of a printed table in points, from the weights of its columns: a table too wide for the page is set
/// smaller, down to a size still readable. About 105 characters of 9 points fit between the margins.
pub(crate) fn text_size(weights: &[usize]) -> f64 {
    match weights.iter().sum() {
        0..=105 => 9.0,
        106..=120 => 8.0,
        _ => 7.5,
    }
}
