//! Contours of the neighbourhoods and of the commune, kept as a small GeoJSON with a header.

use crate::{LoadError, header::Header};
use serde::Deserialize;

const FILE: &str = "perimeters.json";

/// The text of the GeoJSON file, for an importer that wants it whole.
pub const PERIMETERS_GEOJSON: &str = include_str!("../data/perimeters.json");

/// `perimeters.json`: a GeoJSON FeatureCollection in WGS84 with a `header` member.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PerimetersFile {
    /// Always `FeatureCollection`.
    #[serde(rename = "type")]
    pub geojson_type: String,
    /// Source and licence.
    pub header: Header,
    /// The contours.
    pub features: Vec<Perimeter>,
}

impl PerimetersFile {
    /// The contour with this identifier.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Perimeter> {
        self.features.iter().find(|perimeter| perimeter.properties.id == id)
    }
}

/// One contour.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Perimeter {
    /// Always `Feature`.
    #[serde(rename = "type")]
    pub geojson_type: String,
    /// What the contour is.
    pub properties: PerimeterProperties,
    /// Where it is.
    pub geometry: PolygonGeometry,
}

impl Perimeter {
    /// The geometry alone, as GeoJSON text (`{"type":"Polygon",…}`).
    #[must_use]
    pub fn geometry_geojson(&self) -> String {
        serde_json::json!({
            "type": self.geometry.geojson_type,
            "coordinates": self.geometry.coordinates,
        })
        .to_string()
    }
}

/// What a contour is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PerimeterProperties {
    /// Identifier: the 2015 code of the neighbourhood, or the INSEE code of the commune.
    pub id: String,
    /// Neighbourhood or commune.
    pub kind: PerimeterKind,
    /// Name of the place.
    pub name: String,
    /// Generation the contour was drawn for; absent for a commune.
    pub generation: Option<u16>,
    /// True when rounding made two sides cross; such a contour is kept as published.
    pub is_self_intersecting: bool,
    /// What a reader must know, in French.
    pub note: String,
}

/// What a contour surrounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PerimeterKind {
    /// A neighbourhood.
    Neighbourhood,
    /// A whole commune, simplified.
    Commune,
}

/// A polygon: rings of longitude and latitude in degrees, the first one being the outside.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolygonGeometry {
    /// Always `Polygon`.
    #[serde(rename = "type")]
    pub geojson_type: String,
    /// Rings, each closed on its first point.
    pub coordinates: Vec<Vec<[f64; 2]>>,
}

/// Reads the contours.
pub(crate) fn read() -> Result<PerimetersFile, LoadError> {
    serde_json::from_str(PERIMETERS_GEOJSON).map_err(|source| LoadError::Json { file: FILE, source })
}
