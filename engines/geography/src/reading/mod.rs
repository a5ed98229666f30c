//! Reading a file of perimeters: GeoJSON, zipped Shapefile, CSV with a geometry column.
//!
//! A file is first opened into a [`Source`] (columns, rows, projection), so that a screen can show
//! the columns and propose a mapping; it is then imported into areas with a line-by-line report.

mod archive;
mod columns;
mod delimited;
mod error;
mod import;
mod json;
mod table;

mod well_known_text;

pub use columns::{Column, Mapping, Role};
pub use error::ReadError;
pub use import::{CodePolicy, ImportOptions, ImportReport, LineReport, Verdict};
pub(crate) use table::delimiter;

use crate::projection::Projection;
use crate::rings::{GeometryProblem, RawPolygons};

/// Bounds on what a file may make this crate do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes that the entries of a zip may hold together once decompressed.
    pub decompressed_bytes: u64,
    /// Entries a zip may hold.
    pub entries: usize,
    /// Rows a file may hold.
    pub rows: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { decompressed_bytes: 256 * 1024 * 1024, entries: 200, rows: 50_000 }
    }
}

/// One row: a feature, a shape or a line of CSV.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// Line of a CSV, or rank of the feature or shape, from 1.
    pub(crate) line: u64,
    /// One text per column.
    pub(crate) cells: Vec<String>,
    /// The geometry, unless it stands in a column of the CSV.
    pub(crate) geometry: Result<RawPolygons, GeometryProblem>,
    /// Projection of this row, where the file says it.
    pub(crate) projection: Option<Projection>,
}

/// A file opened and not yet imported.
#[derive(Debug, Clone)]
pub struct Source {
    pub(crate) format: &'static str,
    pub(crate) encoding: &'static str,
    pub(crate) headers: Vec<String>,
    pub(crate) rows: Vec<Row>,
    /// Whether the geometry stands in a column (CSV).
    pub(crate) is_geometry_in_a_column: bool,
    /// French remarks on the whole file.
    pub(crate) remarks: Vec<String>,
}

impl Source {
    /// Opens a file, recognised by its content and never by its name.
    ///
    /// # Errors
    /// A [`ReadError`] whose text is a French sentence saying what to do.
    pub fn open(bytes: &[u8], limits: &Limits) -> Result<Source, ReadError> {
        let source = match bytes.trim_ascii_start() {
            [] => return Err(ReadError::EmptyFile),
            [b'P', b'K', 3 | 5, ..] => archive::open(bytes, limits)?,
            _ if bytes.starts_with(b"SQLite format 3\0") => return Err(ReadError::OtherFormat("GeoPackage")),
            _ if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) => return Err(ReadError::Spreadsheet),
            _ if bytes.starts_with(b"%PDF") => return Err(ReadError::OtherFormat("PDF")),
            _ if bytes.starts_with(&[0x1F, 0x8B]) => return Err(ReadError::OtherFormat("gzip")),
            _ if bytes.starts_with(&[0, 0, 0x27, 0x0A]) => return Err(ReadError::LoneShapefile),
            _ => text(letters::decode(bytes), limits)?,
        };
        if source.rows.is_empty() {
            return Err(ReadError::NoRow);
        }
        Ok(source)
    }

    /// Format in French, as shown to the person who imports.
    pub fn format(&self) -> &'static str {
        self.format
    }

    /// The columns, three samples of each, and the role this crate proposes.
    pub fn columns(&self) -> Vec<Column> {
        columns::detect(self)
    }

    /// The mapping that follows from [`Source::columns`].
    pub fn proposed_mapping(&self) -> Mapping {
        columns::propose(&self.columns())
    }

    /// Imports the rows.
    ///
    /// # Errors
    /// Only what concerns the whole file: an unknown column, no code column, no geometry column, an
    /// unknown projection. What concerns one line is in the report.
    pub fn import(&self, options: &ImportOptions) -> Result<ImportReport, ReadError> {
        import::run(self, options)
    }
}

/// Opens a file of text, recognised by its first sign.
fn text(decoded: letters::Decoded<'_>, limits: &Limits) -> Result<Source, ReadError> {
    let start = decoded.text.trim_start();
    match start.as_bytes() {
        [] => Err(ReadError::EmptyFile),
        [b'{', ..] => json::open(&decoded, limits),
        // Read as a record, a list would fill its members one by one.
        [b'[', ..] => Err(ReadError::NotGeoJson),
        [b'<', ..] => {
            let head: String = start.chars().take(1024).collect::<String>().to_ascii_lowercase();
            let is_html = head.contains("<html") || head.contains("<!doc");
            Err(if is_html { ReadError::HtmlPage } else { ReadError::OtherFormat("XML (KML, GML)") })
        }
        _ => delimited::open(&decoded, limits),
    }
}
