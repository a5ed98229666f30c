//! GeoJSON as RFC 7946 wants it: outer rings counter-clockwise, holes clockwise, at most six
//! decimals (11 cm), a bounding box, no `crs` member.

use geo::{LineString, MultiPolygon};
use geojson::{Feature, FeatureCollection, Geometry, GeometryValue, JsonObject, Position};
use serde_json::Value;

use crate::area::Area;
use crate::measure::bounds;

/// The text of a feature collection.
pub fn to_geojson<'a>(areas: impl IntoIterator<Item = &'a Area>) -> String {
    let features: Vec<Feature> = areas.into_iter().map(feature).collect();
    let bbox =
        features.iter().filter_map(|feature| feature.bbox.as_deref()).fold(None, |found: Option<[f64; 4]>, bbox| {
            let [west, south, east, north] = *bbox else { return found };
            Some(match found {
                None => [west, south, east, north],
                Some([w, s, e, n]) => [west.min(w), south.min(s), east.max(e), north.max(n)],
            })
        });
    FeatureCollection { bbox: bbox.map(Vec::from), features, foreign_members: None }.to_string()
}

/// One area as a feature, with the column names of the national lists.
pub fn feature(area: &Area) -> Feature {
    let mut properties = JsonObject::new();
    let mut put = |name: &str, value: String| {
        if !value.is_empty() {
            properties.insert(name.to_owned(), Value::String(value));
        }
    };
    put("code_qp", area.code.clone());
    put("lib_qp", area.name.clone());
    put("insee_com", area.communes.join("; "));
    put("lib_com", area.commune_names.join("; "));
    put("siren_epci", area.epci.join("; "));
    Feature {
        bbox: bounds(&area.perimeter).map(|edges| edges.map(rounded).to_vec()),
        geometry: Some(geometry(&area.perimeter)),
        id: None,
        properties: Some(properties),
        foreign_members: None,
    }
}

fn geometry(perimeter: &MultiPolygon) -> Geometry {
    let coordinates: Vec<Vec<Vec<Position>>> = perimeter
        .iter()
        .map(|polygon| {
            let holes = polygon.interiors().iter().map(|ring| positions(ring, false));
            std::iter::once(positions(polygon.exterior(), true)).chain(holes).collect()
        })
        .collect();
    Geometry::new(GeometryValue::MultiPolygon { coordinates })
}

fn positions(ring: &LineString, is_counter_clockwise: bool) -> Vec<Position> {
    let twice_area: f64 = ring.lines().map(|edge| edge.start.x * edge.end.y - edge.end.x * edge.start.y).sum();
    let mut positions: Vec<Position> =
        ring.coords().map(|position| Position::from([rounded(position.x), rounded(position.y)])).collect();
    if (twice_area > 0.0) != is_counter_clockwise {
        positions.reverse();
    }
    positions
}

fn rounded(degrees: f64) -> f64 {
    (degrees * 1_000_000.0).round() / 1_000_000.0
}
