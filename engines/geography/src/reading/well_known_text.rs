//! Perimeters written as text in a cell: WKT, EWKT with its `SRID`, or a GeoJSON geometry.

use std::str::FromStr;

use wkt::Wkt;

use crate::projection::Projection;
use crate::rings::{GeometryProblem, RawPolygons};

/// Reads a cell; the projection is given where the text says it (`SRID=2154;POLYGON…`).
pub(super) fn read(cell: &str) -> (Result<RawPolygons, GeometryProblem>, Option<Projection>) {
    let cell = cell.trim();
    if cell.is_empty() {
        return (Err(GeometryProblem::Empty), None);
    }
    if cell.starts_with('{') {
        return (super::json::polygons_of_text(cell), None);
    }
    let prefix = cell.get(..5).unwrap_or_default();
    if !prefix.eq_ignore_ascii_case("SRID=") {
        return (read_text(cell), None);
    }
    let Some((number, text)) = cell.get(5..).and_then(|rest| rest.split_once(';')) else {
        return (Err(unreadable("le préfixe SRID est incomplet")), None);
    };
    match number.trim().parse().ok().and_then(Projection::from_epsg) {
        Some(projection) => (read_text(text.trim()), Some(projection)),
        None => (Err(unreadable("la projection du préfixe SRID n’est pas connue")), None),
    }
}

fn unreadable(reason: &str) -> GeometryProblem {
    GeometryProblem::Unreadable(reason.to_owned())
}

fn read_text(text: &str) -> Result<RawPolygons, GeometryProblem> {
    // Collections nest without end in the grammar; the parser is recursive, so depth is bounded first.
    if text.to_ascii_uppercase().matches("COLLECTION").count() > 4 {
        return Err(unreadable("des collections de géométries sont emboîtées"));
    }
    let parsed = Wkt::<f64>::from_str(text).map_err(|_| unreadable("le texte WKT est incomplet ou mal formé"))?;
    polygons(parsed)
}

fn polygons(parsed: Wkt<f64>) -> Result<RawPolygons, GeometryProblem> {
    let kind = match parsed {
        Wkt::Polygon(polygon) => return Ok(vec![rings(polygon)]),
        Wkt::MultiPolygon(many) => return Ok(many.into_inner().0.into_iter().map(rings).collect()),
        Wkt::GeometryCollection(collection) => {
            let mut found = Vec::new();
            for member in collection.into_inner().0 {
                found.extend(polygons(member)?);
            }
            return Ok(found);
        }
        Wkt::Point(_) => "Point",
        Wkt::LineString(_) => "LineString",
        Wkt::MultiPoint(_) => "MultiPoint",
        Wkt::MultiLineString(_) => "MultiLineString",
    };
    Err(GeometryProblem::NotAPolygon(kind.to_owned()))
}

fn rings(polygon: wkt::types::Polygon<f64>) -> Vec<Vec<[f64; 2]>> {
    polygon.rings().iter().map(|ring| ring.coords().iter().map(|position| [position.x, position.y]).collect()).collect()
}
