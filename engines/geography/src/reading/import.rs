//! From the rows of a file to areas, with a verdict and French sentences for each line.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::{Mapping, ReadError, Role, Row, Source, well_known_text};
use crate::area::{Area, Flags};
use crate::code::{Code, NeighbourhoodKind, is_commune_code};
use crate::measure::bounds;
use crate::projection::{Converter, Projection, looks_like_lambert93};
use crate::rings::{self, GeometryProblem, RawPolygons};

/// Which codes an import accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum CodePolicy {
    /// National codes of 2015 and 2024, and the local `QVA-…` and `PP-…`.
    #[default]
    Known,
    /// Any code of 1 to 40 characters (districts, territory projects, areas of any origin).
    Any,
}

/// How to import.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// Mapping chosen on screen; without it, the proposed one.
    pub mapping: Option<Mapping>,
    /// Which codes are accepted.
    pub codes: CodePolicy,
    /// Kind given to areas whose code says none.
    pub kind: Option<NeighbourhoodKind>,
    /// Projection chosen on screen, in place of what the file says.
    pub projection: Option<Projection>,
}

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing to say.
    Accepted,
    /// Imported, and something deserves a look.
    AcceptedWithRemarks,
    /// Not imported.
    Refused,
}

impl Verdict {
    /// French word.
    pub fn label(self) -> &'static str {
        match self {
            Verdict::Accepted => "accepté",
            Verdict::AcceptedWithRemarks => "accepté avec remarque",
            Verdict::Refused => "refusé",
        }
    }
}

/// The report on one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineReport {
    /// Line of a CSV, or rank of the feature or shape, from 1.
    pub line: u64,
    /// Code read; empty when there is none.
    pub code: String,
    /// What became of it.
    pub verdict: Verdict,
    /// French sentences; empty when accepted without remark.
    pub sentences: Vec<String>,
}

/// The outcome of an import.
#[derive(Debug, Clone)]
pub struct ImportReport {
    /// Areas accepted, in the order of the file.
    pub areas: Vec<Area>,
    /// One report per line, in the order of the file.
    pub lines: Vec<LineReport>,
    /// French remarks on the whole file.
    pub remarks: Vec<String>,
    /// Name of the projection (several are joined with a comma).
    pub projection: String,
    /// Encoding of the texts.
    pub encoding: &'static str,
    /// Format of the file, in French.
    pub format: &'static str,
    /// Mapping applied.
    pub mapping: Mapping,
}

impl ImportReport {
    /// Lines with a verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.lines.iter().filter(|line| line.verdict == verdict).count()
    }
}

/// Letters and digits in lower case without accents: what column names are compared on.
pub(super) fn fold(text: &str) -> String {
    text.nfd().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What the import keeps from one line to the next.
struct Importer<'a> {
    options: &'a ImportOptions,
    mapping: Mapping,
    columns: HashMap<Role, usize>,
    converters: HashMap<u32, Converter>,
    projections: Vec<String>,
    remarks: Vec<String>,
    first_line_of: HashMap<String, u64>,
}

pub(super) fn run(source: &Source, options: &ImportOptions) -> Result<ImportReport, ReadError> {
    let mapping = options.mapping.clone().unwrap_or_else(|| source.proposed_mapping());
    let mut columns = HashMap::new();
    for role in Role::ALL {
        if let Some(name) = mapping.column(role) {
            let index = source.headers.iter().position(|header| header == name);
            columns.insert(role, index.ok_or_else(|| ReadError::UnknownColumn(name.to_owned()))?);
        }
    }
    if source.is_geometry_in_a_column && !columns.contains_key(&Role::Geometry) {
        return Err(ReadError::NoGeometryColumn);
    }
    if !columns.contains_key(&Role::Code) && mapping.constant_code.is_none() {
        return Err(ReadError::NoCodeColumn);
    }
    let mut importer = Importer {
        options,
        mapping,
        columns,
        converters: HashMap::new(),
        projections: Vec::new(),
        remarks: source.remarks.clone(),
        first_line_of: HashMap::new(),
    };
    for header in &source.headers {
        importer.remarks.extend(letters::doubt("un nom de colonne", header));
    }
    let mut areas = Vec::new();
    let mut lines = Vec::new();
    let mut undeclared = 0;
    for row in &source.rows {
        let code = importer.code(row);
        let mut sentences = Vec::new();
        let verdict = match importer.area(row, &code, &mut sentences) {
            Ok(area) => {
                importer.first_line_of.insert(area.code.clone(), row.line);
                areas.push(area);
                if sentences.is_empty() { Verdict::Accepted } else { Verdict::AcceptedWithRemarks }
            }
            Err(refusal) => {
                undeclared += usize::from(refusal == Refusal::Undeclared);
                sentences = vec![refusal.sentence()];
                Verdict::Refused
            }
        };
        lines.push(LineReport { line: row.line, code, verdict, sentences });
    }
    if undeclared > 0 && areas.is_empty() {
        return Err(ReadError::UndeclaredProjection);
    }
    Ok(ImportReport {
        areas,
        lines,
        remarks: importer.remarks,
        projection: importer.projections.join(", "),
        encoding: source.encoding,
        format: source.format,
        mapping: importer.mapping,
    })
}

/// Why a line is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Refusal {
    NoCode,
    UnknownForm(String),
    Duplicate(String, u64),
    Geometry(GeometryProblem),
    Undeclared,
    OutOfDomain(String),
}

impl Refusal {
    fn sentence(&self) -> String {
        match self {
            Refusal::NoCode => "Le code du quartier manque : ajoutez-le dans le fichier d’origine.".to_owned(),
            Refusal::UnknownForm(code) => format!(
                "Le code « {code} » n’a pas une forme connue. On attend par exemple QN01102I (zonage 2024), QP011002 (zonage 2015), QVA-11069-01 ou PP-11069-01."
            ),
            Refusal::Duplicate(code, first) => format!(
                "Le code « {code} » figure déjà à la ligne {first} : seule la première est gardée. Corrigez l’une des deux."
            ),
            Refusal::Geometry(problem) => problem.sentence(),
            Refusal::Undeclared => {
                "Les coordonnées ne sont ni des degrés ni du Lambert-93 : indiquez la projection du fichier.".to_owned()
            }
            Refusal::OutOfDomain(projection) => format!(
                "Des coordonnées sont impossibles dans la projection {projection} : vérifiez la projection du fichier."
            ),
        }
    }
}

impl Importer<'_> {
    fn cell<'a>(&self, row: &'a Row, role: Role) -> &'a str {
        self.columns.get(&role).and_then(|index| row.cells.get(*index)).map_or("", |cell| cell.trim())
    }

    /// The code of a line, in capitals when it then has a known form.
    fn code(&self, row: &Row) -> String {
        let raw = match &self.mapping.constant_code {
            Some(constant) => constant.trim(),
            None => self.cell(row, Role::Code),
        };
        let capitals = raw.to_uppercase();
        let code = if Code::parse(&capitals).is_some() { capitals } else { raw.to_owned() };
        code.chars().take(80).collect()
    }

    fn area(&mut self, row: &Row, code: &str, sentences: &mut Vec<String>) -> Result<Area, Refusal> {
        if code.is_empty() {
            return Err(Refusal::NoCode);
        }
        let parsed = Code::parse(code);
        let is_free_form = code.chars().count() <= 40 && !code.chars().any(char::is_control);
        if parsed.is_none() && (self.options.codes == CodePolicy::Known || !is_free_form) {
            return Err(Refusal::UnknownForm(code.to_owned()));
        }
        if let Some(first) = self.first_line_of.get(code) {
            return Err(Refusal::Duplicate(code.to_owned(), *first));
        }
        let (geometry, text_projection) = match self.columns.get(&Role::Geometry) {
            Some(_) => well_known_text::read(self.cell(row, Role::Geometry)),
            None => (row.geometry.clone(), None),
        };
        let mut raw = geometry.map_err(Refusal::Geometry)?;
        self.project(&mut raw, text_projection.or_else(|| row.projection.clone()))?;
        let (perimeter, noticed) = rings::clean(raw).map_err(Refusal::Geometry)?;
        let mut flags = Flags {
            is_self_intersecting: noticed.is_self_intersecting,
            is_closed_by_import: noticed.is_closed,
            is_ring_dropped: noticed.is_ring_dropped,
            is_outside_france: false,
            is_unchecked: noticed.is_unchecked,
        };
        if let Some([west, south, east, north]) = bounds(&perimeter) {
            let (longitude, latitude) = ((west + east) / 2.0, (south + north) / 2.0);
            flags.is_outside_france = Projection::legal_at(longitude, latitude).is_none();
            if flags.is_outside_france {
                let is_swapped = Projection::legal_at(latitude, longitude).is_some();
                sentences.push(outside_sentence(is_swapped));
            }
        }
        describe(flags, sentences);
        sentences.extend(self.lost_letters(row));
        let communes = self.communes(row, sentences);
        let commune_names = split_names(self.cell(row, Role::CommuneNames), communes.len());
        Ok(Area {
            code: code.to_owned(),
            name: self.cell(row, Role::Name).to_owned(),
            kind: parsed.map(Code::kind).or(self.options.kind),
            generation: parsed.and_then(Code::generation),
            communes,
            commune_names,
            epci: split_codes(self.cell(row, Role::Epci)).map(str::to_owned).collect(),
            perimeter,
            flags,
        })
    }

    /// What was lost or misread of the texts of a line.
    fn lost_letters(&self, row: &Row) -> Vec<String> {
        let texts = Role::ALL.into_iter().filter(|role| *role != Role::Geometry);
        texts.filter_map(|role| letters::doubt(role.place(), self.cell(row, role))).collect()
    }

    fn communes(&self, row: &Row, sentences: &mut Vec<String>) -> Vec<String> {
        let mut found = Vec::new();
        for part in split_codes(self.cell(row, Role::CommuneCodes)) {
            // A spreadsheet drops the first zero of 01004.
            let padded = if part.len() == 4 { format!("0{part}") } else { part.to_uppercase() };
            if !is_commune_code(&padded) {
                let shown: String = part.chars().take(40).collect();
                sentences.push(format!("« {shown} » n’est pas un code INSEE de commune : il n’est pas repris."));
            } else if !found.contains(&padded) {
                found.push(padded);
            }
        }
        found
    }

    /// Brings coordinates to longitude and latitude.
    fn project(&mut self, raw: &mut RawPolygons, declared: Option<Projection>) -> Result<(), Refusal> {
        let declared = self.options.projection.clone().or(declared);
        let first = raw.iter().flatten().flatten().next().copied();
        let is_in_degrees = first.is_none_or(|[x, y]| x.abs() <= 180.0 && y.abs() <= 90.0);
        let projection = match declared {
            Some(projection) if !projection.is_geographic() || is_in_degrees => projection,
            other if is_in_degrees => other.unwrap_or_else(Projection::wgs84),
            other => {
                let [x, y] = first.unwrap_or_default();
                if !looks_like_lambert93(x, y) {
                    return Err(Refusal::Undeclared);
                }
                let beginning = match other {
                    Some(_) => "Le fichier annonce des degrés, mais ses coordonnées sont",
                    None => "Le fichier ne dit pas sa projection ; ses coordonnées sont",
                };
                self.remark(format!("{beginning} en mètres : elles ont été lues comme du Lambert-93 (EPSG:2154)."));
                Projection::lambert93()
            }
        };
        if !self.projections.contains(&projection.name) {
            self.projections.push(projection.name.clone());
        }
        if projection.is_geographic() {
            return Ok(());
        }
        let refusal = || Refusal::OutOfDomain(projection.name.clone());
        let converter = match self.converters.entry(projection.epsg) {
            std::collections::hash_map::Entry::Occupied(found) => found.into_mut(),
            std::collections::hash_map::Entry::Vacant(slot) => {
                slot.insert(projection.converter().map_err(|_| refusal())?)
            }
        };
        for position in raw.iter_mut().flatten().flatten() {
            let [x, y] = *position;
            let (longitude, latitude) = converter.to_wgs84(x, y).map_err(|_| refusal())?;
            *position = [longitude, latitude];
        }
        Ok(())
    }

    fn remark(&mut self, remark: String) {
        if !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }
}

fn outside_sentence(is_swapped: bool) -> String {
    if is_swapped {
        "Ce quartier se trouve hors de France : la longitude et la latitude semblent inversées dans le fichier."
            .to_owned()
    } else {
        "Ce quartier se trouve hors de France : vérifiez la projection du fichier.".to_owned()
    }
}

fn describe(flags: Flags, sentences: &mut Vec<String>) {
    if flags.is_self_intersecting {
        sentences.push(
            "Le contour se recoupe ou se touche lui-même : il est gardé tel quel, et le quartier reste utilisable."
                .to_owned(),
        );
    }
    if flags.is_closed_by_import {
        sentences.push("Le contour n’était pas fermé : il a été fermé.".to_owned());
    }
    if flags.is_ring_dropped {
        sentences
            .push("Un morceau du contour n’avait pas trois points distincts : il a été laissé de côté.".to_owned());
    }
    if flags.is_unchecked {
        sentences.push("Le contour est trop détaillé pour que ses recoupements soient vérifiés.".to_owned());
    }
}

fn split_codes(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([';', ',']).map(str::trim).filter(|part| !part.is_empty())
}

/// Splits names of communes only where the number of codes says how many there are, or on `;`,
/// which no French commune has in its name.
fn split_names(cell: &str, expected: usize) -> Vec<String> {
    let parts = |separator: char| -> Vec<String> {
        cell.split(separator).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let (by_semicolon, by_comma) = (parts(';'), parts(','));
    if expected > 1 && by_semicolon.len() != expected && by_comma.len() == expected {
        return by_comma;
    }
    by_semicolon
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_with_care() {
        assert_eq!(split_names("Lyon; Villeurbanne", 2), ["Lyon", "Villeurbanne"]);
        assert_eq!(split_names("Lyon, Villeurbanne", 2), ["Lyon", "Villeurbanne"]);
        assert_eq!(split_names("Lyon, Villeurbanne", 0), ["Lyon, Villeurbanne"]);
        assert!(split_names(" ", 1).is_empty());
    }

    #[test]
    fn column_names_are_folded() {
        assert_eq!(fold("Noms_des communes-Concernées"), "nomsdescommunesconcernees");
        assert_eq!(fold("CODE_QP"), "codeqp");
    }
}
