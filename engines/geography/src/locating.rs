//! Completes a CSV of points with the code of the area of each, as a stream.
//!
//! Every line is copied byte for byte; two columns are added at its end. Quoted cells, line ends,
//! encoding and separator stay as they are.

use std::io::{self, Read, Write};

use thiserror::Error;

use crate::area::Area;
use crate::index::{AreaIndex, DEFAULT_TOLERANCE_METRES, Quality};
use crate::projection::{Converter, Projection, looks_like_lambert93};

mod record;

use record::{Record, Records};

/// How to locate.
#[derive(Debug, Clone)]
pub struct LocateOptions {
    /// Column of the longitudes; without it, a known name is looked for.
    pub longitude_column: Option<String>,
    /// Column of the latitudes; without it, a known name is looked for.
    pub latitude_column: Option<String>,
    /// Name of the added column of codes.
    pub code_column: String,
    /// Name of the added column of qualities.
    pub quality_column: String,
    /// What is written as code for a point out of every area; empty by default, so that the column
    /// holds codes only.
    pub outside_code: String,
    /// Metres to a border under which a location is `probable`.
    pub tolerance_metres: f64,
}

impl Default for LocateOptions {
    fn default() -> Self {
        LocateOptions {
            longitude_column: None,
            latitude_column: None,
            code_column: "code_qp".to_owned(),
            quality_column: "quality".to_owned(),
            outside_code: String::new(),
            tolerance_metres: DEFAULT_TOLERANCE_METRES,
        }
    }
}

/// Why a file of points cannot be read at all.
#[derive(Debug, Error)]
pub enum LocateError {
    /// Nothing in it.
    #[error("Le fichier de points est vide. Vérifiez l’export, puis recommencez.")]
    Empty,
    /// Not a CSV.
    #[error(
        "Le fichier de points n’est pas un CSV. S’il vient d’un tableur, enregistrez la feuille au format CSV UTF-8."
    )]
    NotCsv,
    /// UTF-16 text.
    #[error("Le fichier de points est en UTF-16. Enregistrez-le au format CSV UTF-8.")]
    Utf16,
    /// No coordinates.
    #[error(
        "Aucune colonne de longitude et de latitude n’a été trouvée (colonnes lues : {0}). Nommez-les « lon » et « lat »."
    )]
    NoCoordinates(String),
    /// Reading failed.
    #[error("La lecture du fichier de points a échoué : {0}. Vérifiez que le fichier est accessible.")]
    Read(io::Error),
    /// Writing failed.
    #[error("L’écriture du résultat a échoué : {0}. Vérifiez la place disponible et les droits du dossier.")]
    Write(io::Error),
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LocateReport {
    /// Lines of points read.
    pub lines: u64,
    /// Points inside an area by more than the tolerance (`sûr`).
    pub located: u64,
    /// Points near a border (`probable`), inside or just outside.
    pub probable: u64,
    /// Points out of every area (`sûr`, no code).
    pub outside: u64,
    /// Lines whose coordinates cannot be read (`indéterminé`).
    pub unreadable: u64,
    /// Numbers of the first of these lines (a hundred at most); the header is line 1.
    pub unreadable_lines: Vec<u64>,
    /// Points out of every French territory, among those out of every area.
    pub outside_france: u64,
    /// Points read as Lambert-93 metres.
    pub in_lambert93: u64,
    /// Lines with more cells than the header.
    pub too_long: u64,
    /// Names of the two added columns.
    pub added_columns: [String; 2],
}

impl LocateReport {
    /// The report in French sentences.
    pub fn sentences(&self) -> Vec<String> {
        let [code, quality] = &self.added_columns;
        let mut sentences = vec![format!(
            "{} points lus : {} situés (sûr), {} près d’une limite (probable), {} hors quartier, {} illisibles. Colonnes ajoutées : {code}, {quality}.",
            self.lines, self.located, self.probable, self.outside, self.unreadable
        )];
        if !self.unreadable_lines.is_empty() {
            let shown: Vec<String> = self.unreadable_lines.iter().take(20).map(u64::to_string).collect();
            let more = if self.unreadable > shown.len() as u64 { "…" } else { "" };
            sentences
                .push(format!("Lignes dont les coordonnées ne peuvent pas être lues : {}{more}.", shown.join(", ")));
        }
        if self.in_lambert93 > 0 {
            sentences
                .push(format!("{} points étaient en mètres : ils ont été lus comme du Lambert-93.", self.in_lambert93));
        }
        if self.outside_france > 0 {
            sentences.push(format!(
                "{} points sont hors de France : vérifiez que la longitude et la latitude ne sont pas inversées.",
                self.outside_france
            ));
        }
        if self.too_long > 0 {
            sentences.push(format!(
                "{} lignes ont plus de colonnes que l’en-tête : les colonnes ajoutées y sont décalées.",
                self.too_long
            ));
        }
        sentences
    }
}

/// Line numbers kept in the report.
const SHOWN_LINES: usize = 100;

/// Bytes gathered before they are written.
const WRITTEN_AT_ONCE: usize = 128 * 1024;

/// Adds the code and the quality of its area to each line of a CSV of points.
///
/// Coordinates are degrees, with a point or a comma; metres that look like Lambert-93 are converted.
/// Unreadable coordinates give an empty code and `indéterminé`, and are counted. When the header
/// already has a column of the same name, the added one takes the suffix `_localise`.
///
/// # Errors
/// [`LocateError`] when the file is no CSV, has no coordinates, or reading or writing fails.
pub fn locate_csv(
    areas: &[Area],
    reader: impl Read,
    mut writer: impl Write,
    options: &LocateOptions,
) -> Result<LocateReport, LocateError> {
    let index = AreaIndex::new(areas, options.tolerance_metres);
    let mut records = Records::open(reader).map_err(LocateError::Read)?;
    check_format(records.head())?;
    let header = records.next_record([0, 0]).map_err(LocateError::Read)?.ok_or(LocateError::Empty)?;
    let names = records.texts(&header);
    let columns = [
        find_column(&names, options.longitude_column.as_deref(), &LONGITUDES),
        find_column(&names, options.latitude_column.as_deref(), &LATITUDES),
    ];
    let [Some(longitude), Some(latitude)] = columns else {
        return Err(LocateError::NoCoordinates(names.iter().take(30).cloned().collect::<Vec<_>>().join(", ")));
    };
    let mut report = LocateReport {
        added_columns: [added_name(&names, &options.code_column), added_name(&names, &options.quality_column)],
        ..LocateReport::default()
    };
    let words = Words::new(&records, areas, options);
    let mut out: Vec<u8> = Vec::with_capacity(WRITTEN_AT_ONCE + 4096);
    let [code_name, quality_name] = report.added_columns.clone();
    append(&mut out, &records, &header, header.field_count, [&words.cell(&code_name), &words.cell(&quality_name)]);
    let mut locator = Locator { index: &index, converter: None, report: &mut report };
    while let Some(record) = records.next_record([longitude, latitude]).map_err(LocateError::Read)? {
        if records.content(&record).is_empty() {
            out.extend_from_slice(records.raw(&record));
            continue;
        }
        let [x, y] = record.wanted.clone().map(|range| number(records.slice(range)));
        let (area, quality) = locator.locate(x.zip(y), record.line);
        locator.report.too_long += u64::from(record.field_count > header.field_count);
        let code = match area {
            Some(rank) => words.codes.get(rank).map(Vec::as_slice).unwrap_or_default(),
            None if quality == Quality::Undetermined => &[],
            None => &words.outside,
        };
        append(&mut out, &records, &record, header.field_count, [code, words.quality(quality)]);
        if out.len() >= WRITTEN_AT_ONCE {
            writer.write_all(&out).map_err(LocateError::Write)?;
            out.clear();
        }
    }
    writer.write_all(&out).and_then(|()| writer.flush()).map_err(LocateError::Write)?;
    Ok(report)
}

/// Copies a line and adds cells before its end; a line too short is completed with empty cells.
fn append<R: Read>(out: &mut Vec<u8>, records: &Records<R>, record: &Record, fields: usize, added: [&[u8]; 2]) {
    out.extend_from_slice(records.content(record));
    for _ in record.field_count..fields {
        out.push(records.delimiter());
    }
    for cell in added {
        out.push(records.delimiter());
        out.extend_from_slice(cell);
    }
    out.extend_from_slice(records.line_end(record));
}

fn check_format(head: &[u8]) -> Result<(), LocateError> {
    if head.trim_ascii().is_empty() || head == b"\xEF\xBB\xBF" {
        return Err(LocateError::Empty);
    }
    if head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]) {
        return Err(LocateError::Utf16);
    }
    let is_binary = head.starts_with(b"PK\x03\x04") || head.starts_with(&[0x1F, 0x8B]) || head.contains(&0);
    let start = head.trim_ascii_start();
    if is_binary || start.starts_with(b"<") || start.starts_with(b"{") {
        return Err(LocateError::NotCsv);
    }
    Ok(())
}

const LONGITUDES: [&str; 8] = ["lon", "longitude", "lng", "long", "result_longitude", "x_wgs84", "coord_x", "x"];
const LATITUDES: [&str; 7] = ["lat", "latitude", "result_latitude", "y_wgs84", "coord_y", "lati", "y"];

fn find_column(names: &[String], chosen: Option<&str>, aliases: &[&str]) -> Option<usize> {
    let at = |wanted: &str| names.iter().position(|name| name.trim().eq_ignore_ascii_case(wanted));
    match chosen {
        Some(chosen) => at(chosen),
        None => aliases.iter().find_map(|alias| at(alias)),
    }
}

fn added_name(names: &[String], wanted: &str) -> String {
    if names.iter().any(|name| name.trim() == wanted) { format!("{wanted}_localise") } else { wanted.to_owned() }
}

/// A coordinate: quotes, spaces and a decimal comma are allowed.
fn number(raw: &[u8]) -> Option<f64> {
    let text = std::str::from_utf8(raw).ok()?.trim().trim_matches('"').trim();
    let value: f64 = if text.contains(',') { text.replacen(',', ".", 1).parse().ok()? } else { text.parse().ok()? };
    value.is_finite().then_some(value)
}

/// What is written, ready in the encoding and the separator of the file.
struct Words {
    delimiter: u8,
    is_latin1: bool,
    codes: Vec<Vec<u8>>,
    outside: Vec<u8>,
    qualities: [Vec<u8>; 3],
}

impl Words {
    fn new<R: Read>(records: &Records<R>, areas: &[Area], options: &LocateOptions) -> Words {
        let mut words = Words {
            delimiter: records.delimiter(),
            // A file in Latin-1 gets words in Latin-1: two encodings in one file would spoil it.
            is_latin1: !records.is_utf8(),
            codes: Vec::new(),
            outside: Vec::new(),
            qualities: Default::default(),
        };
        words.codes = areas.iter().map(|area| words.cell(&area.code)).collect();
        words.outside = words.cell(&options.outside_code);
        words.qualities =
            [Quality::Sure, Quality::Probable, Quality::Undetermined].map(|quality| words.cell(quality.word()));
        words
    }

    fn cell(&self, text: &str) -> Vec<u8> {
        let needs_quotes = text.bytes().any(|byte| byte == self.delimiter || matches!(byte, b'"' | b'\n' | b'\r'));
        let text = if needs_quotes { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() };
        if self.is_latin1 { encoding_rs::WINDOWS_1252.encode(&text).0.into_owned() } else { text.into_bytes() }
    }

    fn quality(&self, quality: Quality) -> &[u8] {
        let [sure, probable, undetermined] = &self.qualities;
        match quality {
            Quality::Sure => sure,
            Quality::Probable => probable,
            Quality::Undetermined => undetermined,
        }
    }
}

/// Locates and counts.
struct Locator<'a> {
    index: &'a AreaIndex,
    converter: Option<Converter>,
    report: &'a mut LocateReport,
}

impl Locator<'_> {
    fn locate(&mut self, point: Option<(f64, f64)>, line: u64) -> (Option<usize>, Quality) {
        self.report.lines += 1;
        let Some((longitude, latitude)) = point.and_then(|(x, y)| self.degrees(x, y)) else {
            self.report.unreadable += 1;
            if self.report.unreadable_lines.len() < SHOWN_LINES {
                self.report.unreadable_lines.push(line);
            }
            return (None, Quality::Undetermined);
        };
        let location = self.index.locate(longitude, latitude);
        match (location.area, location.quality) {
            (Some(_), Quality::Sure) => self.report.located += 1,
            (Some(_), _) => self.report.probable += 1,
            (None, _) => {
                self.report.outside += 1;
                self.report.outside_france += u64::from(!is_in_france(longitude, latitude));
            }
        }
        (location.area, location.quality)
    }

    fn degrees(&mut self, x: f64, y: f64) -> Option<(f64, f64)> {
        if x.abs() <= 180.0 && y.abs() <= 90.0 {
            return Some((x, y));
        }
        if !looks_like_lambert93(x, y) {
            return None;
        }
        if self.converter.is_none() {
            self.converter = Projection::lambert93().converter().ok();
        }
        let degrees = self.converter.as_ref()?.to_wgs84(x, y).ok()?;
        self.report.in_lambert93 += 1;
        Some(degrees)
    }
}

fn is_in_france(longitude: f64, latitude: f64) -> bool {
    // The box of metropolitan France is tried first: nearly every point falls in it.
    ((-9.86..=10.38).contains(&longitude) && (41.15..=51.56).contains(&latitude))
        || Projection::legal_at(longitude, latitude).is_some()
}
