//! The intercommunality, the commune, the neighbourhoods and the two generations of their zoning.

use crate::header::{Header, date, optional_date};
pub use geography::NeighbourhoodKind;
use jiff::civil::Date;
use serde::Deserialize;

/// `territory.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TerritoryFile {
    /// Source and licence.
    pub header: Header,
    /// The carrier of the contract.
    pub intercommunality: Intercommunality,
    /// Communes of the neighbourhoods.
    #[serde(rename = "commune")]
    pub communes: Vec<Commune>,
    /// Generations of the national zoning, with their validity.
    #[serde(rename = "generation")]
    pub generations: Vec<Generation>,
    /// Neighbourhoods, in the order of the consultation report.
    #[serde(rename = "neighbourhood")]
    pub neighbourhoods: Vec<Neighbourhood>,
    /// Code and perimeter of each neighbourhood in each generation.
    #[serde(rename = "zoning")]
    pub zonings: Vec<Zoning>,
    /// Passage from a code of 2015 to a code of 2024.
    #[serde(rename = "correspondence")]
    pub correspondences: Vec<Correspondence>,
}

impl TerritoryFile {
    /// The zonings of one generation, in the order of the neighbourhoods.
    pub fn zonings_of(&self, generation: u16) -> impl Iterator<Item = &Zoning> {
        self.zonings.iter().filter(move |zoning| zoning.generation == generation)
    }

    /// The code of a neighbourhood in one generation, if it had one.
    #[must_use]
    pub fn code_of(&self, neighbourhood: &str, generation: u16) -> Option<&str> {
        self.zonings_of(generation)
            .find(|zoning| zoning.neighbourhood == neighbourhood)
            .map(|zoning| zoning.code.as_str())
    }
}

/// A public body grouping communes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intercommunality {
    /// SIREN, nine digits.
    pub siren: String,
    /// Usual name.
    pub name: String,
    /// Legal form, in French.
    pub legal_form: String,
}

/// A commune holding neighbourhoods.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commune {
    /// INSEE code, five characters.
    pub insee_code: String,
    /// SIREN, nine digits.
    pub siren: String,
    /// Name.
    pub name: String,
    /// INSEE code of the department.
    pub department: String,
    /// INSEE code of the region.
    pub region: String,
    /// Identifier of its contour in `perimeters.json`.
    pub perimeter: String,
}

/// One national list of priority neighbourhoods.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Generation {
    /// Year that names the generation.
    pub year: u16,
    /// First day of validity.
    #[serde(deserialize_with = "date")]
    pub valid_from: Date,
    /// Last day of validity, included; absent while the list is in force.
    #[serde(default, deserialize_with = "optional_date")]
    pub valid_until: Option<Date>,
    /// Text that sets the list, in French.
    pub legal_basis: String,
}

/// A neighbourhood as people name it, whatever its codes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Neighbourhood {
    /// Stable key used by the other files.
    pub key: String,
    /// Official label.
    pub name: String,
    /// Kind of perimeter.
    pub kind: NeighbourhoodKind,
    /// INSEE codes of the communes it lies in.
    pub communes: Vec<String>,
    /// Other spellings met in the sources.
    pub aliases: Vec<String>,
}

/// A neighbourhood in one generation.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Zoning {
    /// Key of the neighbourhood.
    pub neighbourhood: String,
    /// Year of the generation.
    pub generation: u16,
    /// National code (`QP011002`, `QN01102I`).
    pub code: String,
    /// Identifier of the contour in `perimeters.json`.
    pub perimeter: String,
    /// Generation the contour was drawn for; when older than `generation`, the page says so unless unchanged.
    pub perimeter_generation: u16,
    /// Area of that contour, in hectares, measured in Lambert 93.
    pub hectares: f64,
    /// What a reader must know, in French.
    pub note: Option<String>,
}

/// Passage from one generation to the next.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correspondence {
    /// Code in the older generation.
    pub from: String,
    /// Code in the newer generation.
    pub to: String,
    /// What became of the contour.
    pub relation: Relation,
    /// How this is known, in French.
    pub basis: String,
}

/// What became of a contour between two generations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Same contour.
    Identical,
    /// Same neighbourhood, contour redrawn.
    Modified,
    /// Several neighbourhoods became one.
    Merged,
    /// One neighbourhood became several.
    Split,
}
