//! GeoJSON, read line by line: one feature at fault does not make the others unreadable, which is
//! why the strict types of the `geojson` crate serve for writing only.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::{Limits, ReadError, Row, Source};
use crate::projection::Projection;
use crate::rings::{GeometryProblem, RawPolygons};
use letters::Decoded;

#[derive(Deserialize)]
struct Document {
    #[serde(rename = "type", default)]
    kind: Value,
    #[serde(default)]
    crs: Option<Value>,
    #[serde(default)]
    features: Option<Vec<Feature>>,
    #[serde(default)]
    properties: Option<Value>,
    #[serde(default)]
    geometry: Option<Shape>,
    #[serde(default)]
    coordinates: Option<Coordinates>,
    #[serde(default)]
    geometries: Option<Vec<Shape>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Feature {
    properties: Option<Value>,
    geometry: Option<Shape>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Shape {
    #[serde(rename = "type")]
    kind: Value,
    coordinates: Option<Coordinates>,
    geometries: Option<Vec<Shape>>,
}

/// Coordinates as nested as they come. Positions are packed, so that a national file of a million
/// positions stays small in memory.
enum Coordinates {
    Number(f64),
    Position([f64; 2]),
    List(Vec<Coordinates>),
    /// A text, a null, an object: anything that cannot be a coordinate.
    Fault,
}

impl<'de> Deserialize<'de> for Coordinates {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CoordinatesVisitor)
    }
}

struct CoordinatesVisitor;

impl<'de> Visitor<'de> for CoordinatesVisitor {
    type Value = Coordinates;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("coordinates")
    }

    fn visit_f64<E>(self, value: f64) -> Result<Coordinates, E> {
        Ok(Coordinates::Number(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Coordinates, E> {
        Ok(Coordinates::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Coordinates, E> {
        Ok(Coordinates::Number(value as f64))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Coordinates, E> {
        Ok(Coordinates::Fault)
    }

    fn visit_str<E>(self, _: &str) -> Result<Coordinates, E> {
        Ok(Coordinates::Fault)
    }

    fn visit_unit<E>(self) -> Result<Coordinates, E> {
        Ok(Coordinates::Fault)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Coordinates, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Coordinates::Fault)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Coordinates, A::Error> {
        let Some(first) = items.next_element::<Coordinates>()? else { return Ok(Coordinates::List(Vec::new())) };
        if let Coordinates::Number(x) = first {
            let second = items.next_element::<Coordinates>()?;
            // Altitude and what may follow are of no use here.
            while items.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(match second {
                Some(Coordinates::Number(y)) => Coordinates::Position([x, y]),
                _ => Coordinates::Fault,
            });
        }
        let mut list = vec![first];
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Coordinates::List(list))
    }
}

/// A Latin-1 export is not legal JSON but is met; it comes here decoded rather than refused.
pub(super) fn open(decoded: &Decoded<'_>, limits: &Limits) -> Result<Source, ReadError> {
    let encoding = decoded.encoding;
    let document: Document = serde_json::from_str(&decoded.text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        match error.classify() {
            serde_json::error::Category::Eof => ReadError::TruncatedJson { line, column },
            serde_json::error::Category::Data => ReadError::NotGeoJson,
            _ => ReadError::MalformedJson { line, column },
        }
    })?;
    let projection = declared_projection(document.crs.as_ref())?;
    let features = match document.kind.as_str() {
        Some("FeatureCollection") => document.features.ok_or(ReadError::NotGeoJson)?,
        Some("Feature") => vec![Feature { properties: document.properties, geometry: document.geometry }],
        Some(
            "Polygon" | "MultiPolygon" | "GeometryCollection" | "Point" | "MultiPoint" | "LineString"
            | "MultiLineString",
        ) => {
            let geometry =
                Shape { kind: document.kind, coordinates: document.coordinates, geometries: document.geometries };
            vec![Feature { properties: None, geometry: Some(geometry) }]
        }
        _ => return Err(ReadError::NotGeoJson),
    };
    if features.len() > limits.rows {
        return Err(ReadError::TooManyRows(limits.rows));
    }
    Ok(assemble(features, projection, encoding))
}

fn assemble(features: Vec<Feature>, projection: Option<Projection>, encoding: &'static str) -> Source {
    let mut headers: Vec<String> = Vec::new();
    let mut rank_of: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    for name in features.iter().filter_map(|feature| feature.properties.as_ref()?.as_object()).flat_map(Map::keys) {
        if !rank_of.contains_key(name) && headers.len() < MAX_COLUMNS {
            rank_of.insert(name.clone(), headers.len());
            headers.push(name.clone());
        }
    }
    let rows = features
        .into_iter()
        .zip(1..)
        .map(|(feature, line)| {
            let mut cells = vec![String::new(); headers.len()];
            for (name, value) in feature.properties.iter().filter_map(Value::as_object).flatten() {
                if let Some(cell) = rank_of.get(name).and_then(|rank| cells.get_mut(*rank)) {
                    *cell = text_of(value);
                }
            }
            let geometry = feature.geometry.map_or(Err(GeometryProblem::Empty), |shape| polygons(shape, 0));
            Row { line, cells, geometry, projection: projection.clone() }
        })
        .collect();
    Source { format: "GeoJSON", encoding, headers, rows, is_geometry_in_a_column: false, remarks: Vec::new() }
}

/// Columns kept: a hostile file could name a new one in each feature.
const MAX_COLUMNS: usize = 200;

/// A cell as text; several values are joined as the official lists do.
fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text_of).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

fn declared_projection(crs: Option<&Value>) -> Result<Option<Projection>, ReadError> {
    let Some(crs) = crs.filter(|crs| !crs.is_null()) else { return Ok(None) };
    let name =
        crs.pointer("/properties/name").or_else(|| crs.pointer("/properties/code")).map(text_of).unwrap_or_default();
    // The old form `{"type":"EPSG","properties":{"code":2154}}` gives the number alone.
    let found = Projection::from_crs_name(&name).or_else(|| name.parse().ok().and_then(Projection::from_epsg));
    match found {
        Some(projection) => Ok(Some(projection)),
        None => Err(ReadError::UnknownProjection(if name.is_empty() { "sans nom".to_owned() } else { name })),
    }
}

/// Reads a GeoJSON geometry written in a cell.
pub(super) fn polygons_of_text(text: &str) -> Result<RawPolygons, GeometryProblem> {
    let shape: Shape = serde_json::from_str(text)
        .map_err(|_| GeometryProblem::Unreadable("le texte GeoJSON contient une erreur".to_owned()))?;
    polygons(shape, 0)
}

fn polygons(shape: Shape, depth: usize) -> Result<RawPolygons, GeometryProblem> {
    let kind = shape.kind.as_str().unwrap_or_default();
    match kind {
        "Polygon" => Ok(vec![rings(shape.coordinates)?]),
        "MultiPolygon" => list(shape.coordinates)?.into_iter().map(|polygon| rings(Some(polygon))).collect(),
        "GeometryCollection" if depth < 4 => {
            let mut found = Vec::new();
            for member in shape.geometries.unwrap_or_default() {
                found.extend(polygons(member, depth + 1)?);
            }
            Ok(found)
        }
        "" => Err(GeometryProblem::Empty),
        other => Err(GeometryProblem::NotAPolygon(other.chars().take(40).collect())),
    }
}

fn rings(coordinates: Option<Coordinates>) -> Result<Vec<Vec<[f64; 2]>>, GeometryProblem> {
    list(coordinates)?
        .into_iter()
        .map(|ring| {
            list(Some(ring))?
                .into_iter()
                .map(|position| match position {
                    Coordinates::Position(position) => Ok(position),
                    _ => Err(fault()),
                })
                .collect()
        })
        .collect()
}

fn list(coordinates: Option<Coordinates>) -> Result<Vec<Coordinates>, GeometryProblem> {
    match coordinates {
        None => Err(GeometryProblem::Empty),
        Some(Coordinates::List(items)) => Ok(items),
        Some(_) => Err(fault()),
    }
}

fn fault() -> GeometryProblem {
    GeometryProblem::Unreadable(
        "les coordonnées ne sont pas emboîtées comme il faut, ou l’une n’est pas un nombre".to_owned(),
    )
}
